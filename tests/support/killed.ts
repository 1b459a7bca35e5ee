/** The service is killed at one step of the spine, started again, and must end as if nothing had happened. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { expect } from 'vitest';
import type { FailPoint } from '../../src/failpoint.ts';
import { newContestYaml } from '../../src/contest/new.ts';
import { readMail } from '../../src/mail/read.ts';
import { openDatabase } from '../../src/store/database.ts';
import { readStatus } from '../../src/store/status.ts';
import { startMailServers } from '../../workers/demo/mail-servers.ts';
import { writeMail } from '../../workers/demo/mails.ts';
import { freshDatabase } from './database.ts';
import { runService } from './process.ts';
import { TEST_KEY } from './service.ts';
import { until } from './until.ts';

const MAILBOX = 'contest@example.org';
const SENDERS = ['one@people.test', 'two@people.test', 'three@people.test'];

export async function killedAt(point: FailPoint, redisUrl: string | null): Promise<void> {
  const clock = (): Date => new Date();
  const dir = await mkdtemp(join(tmpdir(), 'mailroom-killed-'));
  const database = await freshDatabase();
  const servers = await startMailServers({ address: MAILBOX, zone: 'UTC', clock });
  const receipts: { to: string; messageId: string | null }[] = [];
  servers.onDelivered(({ to, raw }) => { void readMail(raw, { partBytes: 0 }).then(({ reading }) => receipts.push({ to, messageId: reading.messageId })); });
  await mkdir(join(dir, 'contest'));
  // The own copy by Bcc is the evidence that settles an unclear send.
  await writeFile(join(dir, 'contest', 'contest.yaml'), newContestYaml({ now: clock(), zone: 'UTC', mailbox: MAILBOX }).replace('ownCopy: false', 'ownCopy: true'));
  const variables = {
    DATABASE_URL: database.url, IMAP_URL: servers.imapUrl, SMTP_URL: servers.smtpUrl, SECRET_KEY: TEST_KEY, DATA_DIR: join(dir, 'data'), CONTEST_DIR: join(dir, 'contest'),
    FAST_RECOVERY: '1', ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
  };
  const db = openDatabase(database.url, clock, { poolSize: 1 });
  try {
    for (const from of SENDERS) await send(servers.smtpPort, from);
    const first = runService({ ...variables, FAILPOINT: `${point}:1:kill` });
    expect(await first.exited, first.log()).toBe('SIGKILL');
    const second = runService(variables);
    await second.ready();
    await until(`three receipts and an idle service after a kill at ${point}`, async () => {
      const status = await db.transaction((tx) => readStatus(tx));
      return status.idle && (status.letters['sent'] ?? 0) === SENDERS.length && (status.letters['unknown'] ?? 0) === 0;
    });
    expect(await second.end()).toBe(0);
    const verify = runService(variables, ['verify', '--json']);
    expect(await verify.exited, verify.log()).toBe(0);
    expect(receipts.map((r) => r.to).sort()).toEqual([...SENDERS].sort());
    const named = await database.query<{ n: string }>('select count(*) as n from receipt_version');
    expect(Number(named[0]?.n)).toBe(SENDERS.length);
  } finally {
    await db.close();
    await servers.stop();
    await database.drop();
    await rm(dir, { recursive: true, force: true });
  }
}

async function send(port: number, from: string): Promise<void> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
  const raw = await writeMail({
    from, messageId: `${from}.1@people.test`, subject: `My entry: a bench for ${from}`,
    text: `Title: A bench for the waiting room of ${from}\nAuthor: Jane Example\nTelephone: 0900000101\nArea: Open ideas\n\nI declare that it was never published.`,
    attachments: [{ filename: 'entry.pdf', content: '%PDF-1.4\n%%EOF\n', contentType: 'application/pdf' }],
  }, MAILBOX, new Date());
  await transport.sendMail({ raw, envelope: { from, to: [MAILBOX] } });
  transport.close();
}
