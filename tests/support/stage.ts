/** A service with in-process mail servers: people write by SMTP, their letters come back here. */
import nodemailer from 'nodemailer';
import type { Contest } from '../../schemas/contest.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import type { MessageRow } from '../../src/store/messages.ts';
import { startMailServers, type Delivered, type MailServers } from '../../workers/demo/mail-servers.ts';
import { hauGiang } from './contests.ts';
import { TO } from './mails.ts';
import { until } from './until.ts';
import { startTestService, type TestOptions, type TestService } from './service.ts';

export type Stage = TestService & {
  servers: MailServers;
  /** every letter that left, oldest first */
  delivered: Delivered[];
  /** brings a mail in, waits until all is done, and gives its row and the letters written about it */
  send: (raw: Buffer, from?: string) => Promise<{ message: MessageRow; letters: LetterRow[] }>;
  /** the newest letter to an address */
  letterTo: (address: string) => Promise<LetterRow>;
};

export type StageOptions = Partial<TestOptions> & { changes?: (contest: Contest) => Contest };

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const base = hauGiang();
  const usual: Contest = { ...base, mailbox: { ...base.mailbox, address: TO }, letters: { ...base.letters, gatherMinutes: 0 }, staff: { addresses: ['staff@office.test'] } };
  const contest = options.changes ? options.changes(usual) : usual;
  let now = (): Date => new Date(options.now ?? '2024-07-02T02:00:00Z');
  const servers = await startMailServers({ address: contest.mailbox.address, zone: contest.zone, clock: () => now() });
  const delivered: Delivered[] = [];
  servers.onDelivered((mail) => delivered.push(mail));
  const test = await startTestService({ contest, imapUrl: servers.imapUrl, smtpUrl: servers.smtpUrl, now: '2024-07-02T02:00:00Z', ...options });
  now = test.clock.now;
  await test.service.ready(AbortSignal.timeout(120_000));
  return {
    ...test, servers, delivered,
    send: async (raw, from = 'an@people.test') => {
      // Contest time goes on between two mails, so that letters have an order.
      test.clock.set(new Date(test.clock.now().getTime() + 1_000).toISOString());
      const before = new Set((await test.messages()).map((m) => m.id));
      await bring(servers, raw, from, contest.mailbox.address);
      let looks = 0;
      const arrived = await until('the mail to be handled', async () => {
        // Again now and then: one that comes while the mailbox is looked at is not heard.
        if (looks++ % 4 === 0) test.service.wake();
        return (await test.messages()).find((m) => !before.has(m.id) && m.outcome !== null) ?? null;
      });
      await test.idle();
      const message = (await test.messages()).find((m) => m.id === arrived.id) ?? arrived;
      return { message, letters: (await test.letters()).filter((l) => l.messageId === message.id || l.key.includes(message.id)) };
    },
    letterTo: async (address) => {
      const letter = (await test.letters()).filter((l) => l.toAddress === address).at(-1);
      if (!letter) throw new Error(`no letter to ${address}`);
      return letter;
    },
    stop: async () => {
      await test.stop();
      await servers.stop();
    },
  };
}

export async function bring(servers: MailServers, raw: Buffer, from: string, to: string): Promise<void> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: servers.smtpPort, secure: false, ignoreTLS: true });
  await transport.sendMail({ raw, envelope: { from, to: [to] } });
  transport.close();
}
