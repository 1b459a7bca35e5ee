/** The whole service inside a test: real PostgreSQL, queue, IMAP and SMTP, a clock the test moves. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Contest, LoadedContest } from '../../schemas/contest.ts';
import { openLog, type Log } from '../../src/edges/log.ts';
import { createLetterWriter } from '../../src/letters/render.ts';
import { readTemplates } from '../../src/edges/templates.ts';
import { readStatus, type Status } from '../../src/store/status.ts';
import { listLetters, type LetterRow } from '../../src/store/letters.ts';
import { listMessages, type MessageRow } from '../../src/store/messages.ts';
import { listEntries } from '../../src/store/entries.ts';
import { loops, startService, type Service, type ServiceOptions } from '../../workers/main.ts';
import { verify, type Verdict } from '../../workers/verify.ts';
import { freshDatabase, type FreshDatabase } from './database.ts';
import { until } from './until.ts';

export type TestService = {
  service: Service;
  database: FreshDatabase;
  clock: { now: () => Date; set: (iso: string) => void };
  status: () => Promise<Status>;
  /** waits until the mailbox is scanned and nothing is due or on its way */
  idle: () => Promise<void>;
  messages: () => Promise<MessageRow[]>;
  letters: () => Promise<LetterRow[]>;
  entries: () => ReturnType<typeof listEntries>;
  verdict: () => Promise<Verdict>;
  stop: () => Promise<void>;
};

export type TestOptions = { contest: Contest; imapUrl: string; smtpUrl: string; now: string; caFile?: string } & Partial<Pick<ServiceOptions, 'redisUrl' | 'dryRun' | 'authservId' | 'mailauth' | 'embeddingsKey' | 'only' | 'settings' | 'machineClock' | 'failpoint' | 'clamdUrl'>> & {
  /** machine time that the work of a mail may take; OCR on a crowded machine takes more than most */
  idleWithinMs?: number;
  /** hears every line */
  log?: Log;
  /** continue on what another test service left */
  database?: FreshDatabase; dataDir?: string;
  /** of the contest folder, where a test changes it */
  rulesSha256?: string;
};

export const TEST_KEY = 'a key of the tests with 32 bytes or more';

export async function startTestService(options: TestOptions): Promise<TestService> {
  const database = options.database ?? await freshDatabase('template_queue');
  const dataDir = options.dataDir ?? await mkdtemp(join(tmpdir(), 'mailroom-data-'));
  const loaded: LoadedContest = { contest: options.contest, people: [], agencies: [], dir: 'tests', rulesSha256: options.rulesSha256 ?? 'f'.repeat(64) };
  const parserModule = inject('parserModule');
  let at = new Date(options.now);
  const clock = { now: () => at, set: (iso: string) => { at = new Date(iso); } };
  const service = await startService({
    DATABASE_URL: database.url, IMAP_URL: options.imapUrl, SMTP_URL: options.smtpUrl, SECRET_KEY: [TEST_KEY], redisUrl: options.redisUrl ?? null, dataDir,
    caFile: options.caFile ?? null, authservId: options.authservId ?? null, mailauth: options.mailauth ?? null, embeddingsKey: options.embeddingsKey ?? null, clamdUrl: options.clamdUrl ?? null, loaded, writer: await writer(options.contest), clock: clock.now,
    log: options.log ?? openLog({ level: process.env['TEST_LOG'] ?? 'silent' }), dryRun: options.dryRun ?? false, only: options.only ?? [...loops], fastRecovery: true, failpoint: options.failpoint ?? null,
    ...(options.settings ? { settings: options.settings } : {}), ...(parserModule ? { parserModule: new URL(parserModule) } : {}), machineClock: options.machineClock ?? null,
  });
  const { db } = service.services;
  const status = (): Promise<Status> => db.transaction((tx) => readStatus(tx));
  return {
    service, database, clock, status,
    idle: async () => {
      service.wake();
      await until('an idle service', async () => (await status()).idle, options.idleWithinMs);
    },
    messages: () => db.transaction(async (tx) => (await listMessages(tx, { limit: 1_000 })).reverse()),
    letters: () => db.transaction(async (tx) => (await listLetters(tx, { limit: 1_000 })).reverse()),
    entries: () => db.transaction((tx) => listEntries(tx, { limit: 1_000 })),
    verdict: () => verify(service.services, true),
    stop: async () => {
      await service.stop();
      if (!options.database) await database.drop();
      if (!options.dataDir) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function writer(contest: Contest) {
  return createLetterWriter(await readTemplates('templates', 'tests', contest.locale), contest);
}
