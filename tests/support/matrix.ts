/**
 * One cell of the fault matrix: a fault at one step of the spine, on real processes and servers. However the service meets
 * it, it must end as if nothing had happened: every mail registered once and answered once, and the oracle content.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { expect } from 'vitest';
import { failPoints, type Fault, type FailPoint } from '../../src/failpoint.ts';
import { newContestYaml } from '../../src/contest/new.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openBlobs } from '../../src/edges/blobs.ts';
import { readStatus } from '../../src/store/status.ts';
import { startMailServers } from '../../workers/demo/mail-servers.ts';
import { writeMail } from '../../workers/demo/mails.ts';
import { verify } from '../../workers/verify.ts';
import { freshDatabase } from './database.ts';
import { runService, type Running } from './process.ts';
import { TEST_KEY } from './service.ts';
import { startSmtpSink } from './smtp-sink.ts';
import { bring } from './stage.ts';
import { until } from './until.ts';

const MAILBOX = 'contest@example.org';
const SENDERS = ['one@people.test', 'two@people.test', 'three@people.test'];

/** Those that `npm test` has the time for. */
export const everyThirdStep: readonly FailPoint[] = failPoints.filter((_, i) => i % 3 === 0);

/** @param redisUrl null = the queue lies in PostgreSQL */
export async function survives(point: FailPoint, fault: Fault, redisUrl: string | null): Promise<void> {
  const stand = await openStand(redisUrl);
  try {
    for (const from of SENDERS) await send(stand.smtpPort, from);
    const struck = runService({ ...stand.variables, FAILPOINT: `${point}:1:${fault}` });
    const service = fault === 'kill' ? await startedAgain(struck, stand.variables) : struck;
    await service.ready();
    await until(`three receipts and an idle service after ${fault} at ${point}; it said ${service.log().slice(-2_000)}`, stand.settled);
    expect(await service.end()).toBe(0);
    if (fault !== 'kill') expect(service.log()).toContain(`"fault":"${fault}"`);
    expect(await stand.violations()).toEqual([]);
    expect(stand.receipts().sort()).toEqual([...SENDERS].sort());
    expect(await stand.versionsNamed()).toBe(SENDERS.length);
  } finally {
    await stand.stop();
  }
}

async function startedAgain(doomed: Running, variables: Record<string, string>): Promise<Running> {
  expect(await doomed.exited, doomed.log()).toBe('SIGKILL');
  return runService(variables);
}

type Stand = {
  variables: Record<string, string>;
  smtpPort: number;
  settled: () => Promise<boolean>;
  /** to whom receipts were accepted by the SMTP server */
  receipts: () => string[];
  versionsNamed: () => Promise<number>;
  violations: () => Promise<string[]>;
  stop: () => Promise<void>;
};

/** Every step is reached: handled mail is flagged, one letter is taken and never confirmed, one is first put off, own copies are the evidence. */
async function openStand(redisUrl: string | null): Promise<Stand> {
  const clock = (): Date => new Date();
  const dir = await mkdtemp(join(tmpdir(), 'mailroom-matrix-'));
  const database = await freshDatabase();
  const servers = await startMailServers({ address: MAILBOX, zone: 'UTC', clock });
  const sink = await startSmtpSink(async ({ to, raw }) => { if (to.includes(MAILBOX)) await bring(servers, raw, MAILBOX, MAILBOX); });
  sink.next('accept-then-drop');
  sink.next({ code: 451, text: 'later' });
  await mkdir(join(dir, 'contest'));
  const yaml = newContestYaml({ now: clock(), zone: 'UTC', mailbox: MAILBOX }).replace('ownCopy: false', 'ownCopy: true').replace('after: { do: leave }', 'after: { do: flag, keyword: $Done }');
  await writeFile(join(dir, 'contest', 'contest.yaml'), yaml);
  const variables = {
    DATABASE_URL: database.url, IMAP_URL: servers.imapUrl, SMTP_URL: sink.url, SECRET_KEY: TEST_KEY, DATA_DIR: join(dir, 'data'), CONTEST_DIR: join(dir, 'contest'),
    FAST_RECOVERY: '1', ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
  };
  const db = openDatabase(database.url, clock, { poolSize: 1 });
  return {
    variables, smtpPort: servers.smtpPort,
    settled: async () => {
      // The watcher's own connection may break, too.
      const status = await db.transaction((tx) => readStatus(tx)).catch(() => null);
      return status !== null && status.idle && (status.letters['sent'] ?? 0) === SENDERS.length && (status.letters['unknown'] ?? 0) === 0;
    },
    receipts: () => sink.letters.map((letter) => letter.to[0] ?? ''),
    versionsNamed: async () => Number((await database.query<{ n: string }>('select count(*) as n from receipt_version'))[0]?.n),
    violations: async () => (await verify({ db, blobs: await openBlobs(join(dir, 'data')) }, true)).invariants.flatMap((i) => i.violations),
    stop: async () => {
      await db.close();
      await sink.stop();
      await servers.stop();
      await database.drop();
      await rm(dir, { recursive: true, force: true });
    },
  };
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
