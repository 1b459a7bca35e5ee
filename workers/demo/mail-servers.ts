/**
 * The demo's mail world in one process: an SMTP server for everybody, an IMAP server with the contest's mailbox, and
 * inboxes in memory for all the others. The receiving server stamps mail with the play's clock, as INTERNALDATE.
 */
import type { AddressInfo, Socket } from 'node:net';
import { DateTime } from 'luxon';
import hoodiecrow from 'hoodiecrow-imap';
import { SMTPServer } from 'smtp-server';
import type { Clock } from '../../src/clock.ts';

export type Delivered = { from: string; to: string; raw: Buffer };
export type MailServers = {
  smtpPort: number;
  imapUrl: string;
  smtpUrl: string;
  /** mail that left for anybody but the contest */
  onDelivered: (listener: (mail: Delivered) => void) => void;
  stop: () => Promise<void>;
};

type Setting = { address: string; zone: string; clock: Clock };

export async function startMailServers(setting: Setting): Promise<MailServers> {
  const password = 'demo';
  const imap = hoodiecrow({ plugins: ['ID', 'SASL-IR', 'AUTH-PLAIN', 'IDLE', 'UIDPLUS', 'MOVE', 'ENABLE', 'LITERALPLUS', 'UNSELECT'], users: { [setting.address]: { password } }, storage: { INBOX: {}, '': { separator: '/' } } });
  const sockets = new Set<Socket>();
  imap.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that goes away in the middle of a command is no trouble of the server's.
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => imap.listen(0, '127.0.0.1', resolve));
  const listeners: ((mail: Delivered) => void)[] = [];
  const receive = (mail: Delivered): void => {
    if (mail.to.toLowerCase() === setting.address) imap.appendMessage('INBOX', [], internalDate(setting), withTrace(mail, setting).toString('binary'));
    else for (const listener of listeners) listener(mail);
  };
  const smtp = smtpServer(receive);
  // Clients that break off are no trouble of the server's, here either.
  smtp.on('error', () => undefined);
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const smtpPort = (smtp.server.address() as AddressInfo).port;
  const imapPort = (imap.server.address() as AddressInfo).port;
  return {
    smtpPort,
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    imapUrl: `imap://${encodeURIComponent(setting.address)}:${password}@127.0.0.1:${imapPort}/INBOX`,
    onDelivered: (listener) => { listeners.push(listener); },
    stop: async () => {
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => imap.close(() => resolve()));
    },
  };
}

function smtpServer(receive: (mail: Delivered) => void): SMTPServer {
  return new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'], authOptional: true, size: 60 * 1024 * 1024, hideSize: false, logger: false, banner: 'mailroom demo',
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        for (const rcpt of rcptTo) receive({ from: mailFrom ? mailFrom.address : '', to: rcpt.address, raw });
        done(null, 'OK');
      });
    },
  });
}

/** What a receiving server writes on top; each delivery another, so that no two deliveries have the same bytes. */
function withTrace(mail: Delivered, { clock, zone, address }: Setting): Buffer {
  const stamp = DateTime.fromJSDate(clock(), { zone }).setLocale('en').toFormat('ccc, dd LLL yyyy HH:mm:ss ZZZ');
  deliveries++;
  return Buffer.concat([Buffer.from(`Return-Path: <${mail.from}>\r\nReceived: from sender by demo.example with ESMTP id ${deliveries} for <${address}>; ${stamp}\r\n`), mail.raw]);
}
let deliveries = 0;

function internalDate({ clock, zone }: Setting): string {
  return DateTime.fromJSDate(clock(), { zone }).setLocale('en').toFormat('dd-LLL-yyyy HH:mm:ss ZZZ');
}
