/** Logs: JSON lines on stderr, ids instead of names, and never a secret. What servers and the database say of people stays in the database. */
import pino from 'pino';

export type Log = pino.Logger;

/** @param to where lines go; stderr where it is not said */
export function openLog(options: { level: string }, to: pino.DestinationStream = pino.destination({ dest: 2, sync: true })): Log {
  return pino({
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ['password', 'pass', 'accessToken', 'refreshToken', '*.password', '*.pass', '*.accessToken', '*.refreshToken'], censor: '[secret]' },
    hooks: {
      logMethod(args, method) {
        method.apply(this, args.map((arg) => (typeof arg === 'string' ? withoutPeople(arg) : arg)) as Parameters<typeof method>);
      },
    },
    serializers: { error: (error: unknown) => (typeof error === 'string' ? withoutPeople(error) : error instanceof Error ? withoutPeople(error.message) : error) },
  }, to);
}

/** Without addresses, what a mail server said behind its code, and the values of a statement that failed: they are about people. */
function withoutPeople(text: string): string {
  return withoutSecrets(text)
    .replace(/^(SMTP: [45]\d\d(?:[ -][245]\.\d{1,3}\.\d{1,3})?)[ -].*$/s, '$1 …')
    .replace(/(\bparams: ).*$/s, '$1…')
    .replace(/[^\s<>"'(),;:/]+@[^\s<>"'(),;:/]+/g, '[address]');
}

/** Passwords inside addresses, `scheme://user:password@host`, are masked. */
function withoutSecrets(text: string): string {
  return text.replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s@]+@/gi, '$1:***@');
}
