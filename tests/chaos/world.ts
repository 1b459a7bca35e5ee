/** The people and servers beyond the service: they bring mail into the mailbox, keep a Sent folder, reply and bounce. */
import type { ImapFlow } from 'imapflow';
import nodemailer from 'nodemailer';
import { bounceOf, writeMail } from '../../workers/demo/mails.ts';
import type { Dovecot } from '../support/dovecot.ts';

export type World = {
  deliver: (raw: Buffer, returnPath: string) => Promise<void>;
  putIntoSent: (raw: Buffer) => Promise<void>;
  /** a few words of thanks in the letter's thread */
  reply: (from: string, messageId: string) => Promise<void>;
  /** a delivery report about the letter (RFC 3464) */
  bounce: (of: string, messageId: string) => Promise<void>;
  /** UIDs that lie in the inbox now, as its owner's mail program sees them */
  uids: () => Promise<number[]>;
  close: () => Promise<void>;
};

export const SENT_FOLDER = 'Sent';

export async function openWorld(dovecot: Dovecot): Promise<World> {
  const lmtp = nodemailer.createTransport({ host: '127.0.0.1', port: dovecot.lmtpPort, lmtp: true, secure: false, ignoreTLS: true, pool: true, maxConnections: 3, maxMessages: 1_000 });
  const sent = await steadyClient(dovecot);
  const reader = await steadyClient(dovecot);
  await (await sent.now()).mailboxCreate(SENT_FOLDER);
  const deliver = async (raw: Buffer, returnPath: string): Promise<void> => {
    await lmtp.sendMail({ raw, envelope: { from: returnPath, to: [dovecot.address] } });
  };
  return {
    deliver,
    putIntoSent: async (raw) => { await (await sent.now()).append(SENT_FOLDER, raw); },
    reply: async (from, messageId) => deliver(await writeMail({
      from, subject: 'Re: Đã nhận bài', text: 'Cảm ơn Ban Tổ chức.', messageId: `reply.${messageId}.${from}`, inReplyTo: messageId, references: [messageId],
    }, dovecot.address, new Date()), from),
    bounce: (to, messageId) => deliver(bounceOf({ to, messageId, subject: 'Đã nhận bài' }, dovecot.address, new Date().toUTCString()), ''),
    uids: async () => {
      const client = await reader.now();
      await client.noop();
      return (await client.search({ all: true }, { uid: true })) || [];
    },
    close: async () => {
      lmtp.close();
      for (const client of [sent, reader]) client.close();
    },
  };
}

/** A client that is made anew where its connection ended: nobody uses it for minutes. */
async function steadyClient(dovecot: Dovecot): Promise<{ now: () => Promise<ImapFlow>; close: () => void }> {
  let client = await dovecot.client();
  return {
    now: async () => {
      if (!client.usable) client = await dovecot.client();
      return client;
    },
    close: () => client.close(),
  };
}
