/** Logs: JSON lines on stderr, ids instead of names, and never a secret. */
import pino from 'pino';

export type Log = pino.Logger;

export function openLog(options: { level: string }): Log {
  return pino({
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ['password', 'pass', 'accessToken', 'refreshToken', '*.password', '*.pass', '*.accessToken', '*.refreshToken'], censor: '[secret]' },
    hooks: {
      logMethod(args, method) {
        method.apply(this, args.map((arg) => (typeof arg === 'string' ? withoutSecrets(arg) : arg)) as Parameters<typeof method>);
      },
    },
    serializers: { error: (error: unknown) => (typeof error === 'string' ? withoutSecrets(error) : error) },
  }, pino.destination({ dest: 2, sync: true }));
}

/** Passwords inside addresses, `scheme://user:password@host`, are masked. */
export function withoutSecrets(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@]+@/gi, '$1:***@');
}
