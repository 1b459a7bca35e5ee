/** An SMTP server that takes letters and, where a test says so, answers as bad servers do. */
import { readFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { readMail } from '../../src/mail/read.ts';
import type { MailReading } from '../../schemas/reading.ts';

export type SunkLetter = { from: string; to: string[]; raw: Buffer; reading: MailReading };
export type SmtpSink = {
  url: string;
  letters: SunkLetter[];
  /** how the next DATA is answered; `accept-then-drop` takes the mail and breaks the line instead of saying so */
  next: (behaviour: 'accept' | 'accept-then-drop' | { code: number; text: string }) => void;
  stop: () => Promise<void>;
};

/** @param tls speak TLS from the first byte, on this address @param port a fixed one, to come back on */
export async function startSmtpSink(listener?: (letter: SunkLetter) => Promise<void>, tls?: { address: string; certFile: string; keyFile: string }, port = 0): Promise<SmtpSink> {
  const letters: SunkLetter[] = [];
  const planned: Parameters<SmtpSink['next']>[0][] = [];
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'], authOptional: true, logger: false,
    ...(tls ? { secure: true, cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) } : {}),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const behaviour = planned.shift() ?? 'accept';
        if (typeof behaviour === 'object') return done(Object.assign(new Error(behaviour.text), { responseCode: behaviour.code }));
        const raw = Buffer.concat(chunks);
        void readMail(raw, { partBytes: 1 << 20 }).then(async ({ reading }) => {
          const letter = { from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '', to: session.envelope.rcptTo.map((r) => r.address), raw, reading };
          letters.push(letter);
          await listener?.(letter);
          if (behaviour === 'accept') return done(null, 'OK');
          for (const socket of sockets) socket.destroy();
        });
      });
    },
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, tls?.address ?? '127.0.0.1', resolve));
  return {
    url: `${tls ? 'smtps' : 'smtp'}://${tls?.address ?? '127.0.0.1'}:${(server.server.address() as AddressInfo).port}`, letters,
    next: (behaviour) => { planned.push(behaviour); },
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    }),
  };
}
