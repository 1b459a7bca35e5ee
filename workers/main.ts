/**
 * Wires everything: makes the clients, starts the loops, stops them in order. `start` and the demo both run this;
 * they differ only in the clock and in where the servers are.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedContest } from '../schemas/contest.ts';
import { loopNames, type LoopName } from '../schemas/troubles.ts';
import type { Clock } from '../src/clock.ts';
import { calendar } from '../src/contest/calendar.ts';
import { inForce } from '../src/contest/in-force.ts';
import { openErasureList } from '../src/edges/erasure-list.ts';
import { openGivenCodes } from '../src/edges/given-codes.ts';
import { openPaperRecords } from '../src/edges/paper-records.ts';
import { openBlobs } from '../src/edges/blobs.ts';
import { mailboxName, openMailServer } from '../src/edges/imap.ts';
import type { Log } from '../src/edges/log.ts';
import { openClamd } from '../src/edges/clamd.ts';
import { openEmbeddings } from '../src/edges/embeddings.ts';
import { openMailauth, type MailauthOptions } from '../src/edges/mailauth.ts';
import { openOcr } from '../src/edges/ocr.ts';
import { openParser } from '../src/edges/parser.ts';
import { openQueue, type Queue } from '../src/edges/queue.ts';
import { openSmtp } from '../src/edges/smtp.ts';
import type { LetterWriter } from '../src/letters/render.ts';
import { reasonOf } from '../src/problem.ts';
import { openDatabase } from '../src/store/database.ts';
import { deadlineInForce } from '../src/store/deadlines.ts';
import { recordRules, takeTurn } from '../src/store/entries.ts';
import { planJobs } from '../src/store/jobs.ts';
import { failpointFrom } from './failpoint.ts';
import { openHealth } from './health/health.ts';
import { backlogProbe, clockProbe } from './health/probes.ts';
import { startHourly } from './hourly.ts';
import { openInForce } from './in-force.ts';
import { handlers } from './handlers/index.ts';
import { startPolling, type Polling } from './mailbox/polling.ts';
import { planRecheckOfRules } from './rechecks.ts';
import { startRelay, type Loop } from './relay.ts';
import { runJob } from './run-job.ts';
import { noticeOlderDatabase } from './restore/notice.ts';
import { usualSettings, type Services, type Settings } from './services.ts';
import { sentFolderProbe, sentFolderReader } from './sending/sent-folder.ts';
import { openSmtpGate } from './sending/smtp-gate.ts';

export const loops = loopNames;
export type { LoopName };

export type ServiceOptions = {
  DATABASE_URL: string;
  IMAP_URL: string;
  SMTP_URL: string;
  SECRET_KEY: string[];
  redisUrl: string | null;
  dataDir: string;
  caFile: string | null;
  authservId: string | null;
  /** absent = it is off */
  mailauth?: MailauthOptions | null;
  /** of the embeddings service that the contest names */
  embeddingsKey?: string | null;
  /** tcp://host:port or unix:///path; without it documents are not scanned */
  clamdUrl?: string | null;
  loaded: LoadedContest;
  writer: LetterWriter;
  clock: Clock;
  /** this machine's clock, compared with the database's; null where contest time is not machine time, as in a play */
  machineClock?: Clock | null;
  log: Log;
  dryRun: boolean;
  only: LoopName[];
  fastRecovery: boolean;
  /** machine times that differ from the usual ones */
  settings?: Partial<Settings>;
  /** test only: POINT:NTH:FAULT (schemas/env.ts) */
  failpoint: string | null;
  /** test only: the parser's child, where it is another than the program's own */
  parserModule?: URL;
  /** jobs at a time */
  concurrency?: number;
};

export type Service = {
  services: Services;
  /** resolves once mailbox, database and queue were reached; they are tried until then, or until the signal */
  ready: (signal: AbortSignal) => Promise<void>;
  /** looks at the mailbox and the job table now instead of at the next tick */
  wake: () => void;
  /** within 20 s: no new work, running work finished or left to whoever finds its lease run out */
  stop: () => Promise<void>;
};

/** Recovery within seconds instead of half a minute: tests and the demo. */
export const fastSettings: Partial<Settings> = {
  leaseMs: 2_500, mailboxLeaseMs: 2_000, relayMs: 200, repeatMs: 2_000, backoffMs: 50, evidenceMs: 1_500, statementMs: 8_000, stuckMs: 8_000, planMs: 1_000, pollMs: 1_000, reconnectMs: 100,
  smtpPauseMs: 100, healthMs: 500,
};

/** Starts the loops named in `only`. The database must be migrated; other services may be away and are waited for. @throws Problem database-away (later), with everything closed */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { log, loaded, only } = options;
  const services = await openServices(options);
  const { db, parser, smtp, gate, health } = services;
  await db.transaction(async (tx) => {
    // A deadline that is being changed at this moment plans the calendar, too.
    await takeTurn(tx);
    const now = inForce(loaded, await deadlineInForce(tx));
    for (const rules of [loaded, now]) await recordRules(tx, rules);
    await planJobs(tx, calendar(now.contest, now.deadline?.approvedAt));
    await planRecheckOfRules(tx, now);
  }).then(() => noticeOlderDatabase(services)).catch(async (error: unknown) => {
    // What stays open would keep the process from ending, and nobody would start it again.
    await settleAll(log, 2_000, { parser: () => parser.close(), smtp: () => smtp.close(), database: () => db.close() });
    throw error;
  });
  const queue = await openQueue({
    ...(options.redisUrl ? { redisUrl: options.redisUrl } : {}), databaseUrl: options.DATABASE_URL, prefix: `mailroom-${loaded.contest.id}`, log,
    ...(options.caFile ? { caFile: options.caFile } : {}), ...(options.fastRecovery ? { lockDurationMs: 1_000, stalledIntervalMs: 1_000 } : {}),
  });
  watch(services, queue, options);
  health.start(only);
  const stopping = new AbortController();
  const polling: Polling | null = only.includes('poll') ? startPolling(services, { url: options.IMAP_URL, caFile: options.caFile }, stopping.signal) : null;
  // A BullMQ worker on PostgreSQL spins while its schema is missing: it starts when the queue is ready, not before.
  let worker: { close: () => Promise<void> } | null = null;
  let relay: Loop | null = null;
  const working = queue.ready(stopping.signal).then(() => {
    if (stopping.signal.aborted) return;
    if (only.includes('jobs')) worker = queue.work(({ id }) => runJob(services, handlers, id), { concurrency: options.concurrency ?? 8 });
    if (only.includes('relay')) relay = startRelay(services, queue);
  });
  working.catch(() => undefined);
  const hourly = only.includes('relay') ? startHourly(services) : null;
  let stopped: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    stopping.abort();
    hourly?.stop();
    gate.close();
    await settleAll(log, 12_000, { polling: () => polling?.stopped, start: () => working.catch(() => undefined), relay: () => relay?.stop(), worker: () => worker?.close() });
    await settleAll(log, 4_000, { queue: () => queue.close(), parser: () => parser.close(), ocr: () => services.ocr.close(), smtp: () => smtp.close(), health: () => health.stop() });
    await settleAll(log, 2_000, { database: () => db.close() });
  };
  return {
    services,
    ready: async (signal) => {
      await Promise.race([working, aborted(signal)]);
      await polling?.firstScan(signal);
    },
    wake: () => { polling?.wake(); relay?.wake(); },
    stop: () => (stopped ??= stop()),
  };
}

async function openServices(options: ServiceOptions): Promise<Services> {
  const { log, clock, loaded, dataDir, caFile, authservId, dryRun, writer } = options;
  const settings = { ...usualSettings, ...(options.fastRecovery ? fastSettings : {}), ...options.settings };
  const db = openDatabase(options.DATABASE_URL, clock, { poolSize: 10, stuckMs: settings.statementMs, onError: (error) => log.warn({ error: error.message }, 'database connection lost') });
  const health = openHealth({ db, log, settings, loaded, writer, secretKeys: options.SECRET_KEY, dryRun });
  const smtp = await openSmtp({ url: options.SMTP_URL, caFile });
  return {
    loaded, inForce: openInForce({ db, loaded, writer }), clock, log, writer, authservId, dryRun, settings, secretKeys: options.SECRET_KEY, db, health, smtp,
    reach: failpointFrom(options.failpoint, { databaseUrl: options.DATABASE_URL, redisUrl: options.redisUrl }, log),
    gate: openSmtpGate({ smtp, db, log, settings, health }),
    blobs: await openBlobs(dataDir),
    givenCodes: openGivenCodes(dataDir, loaded.contest.id),
    paperRecords: openPaperRecords(dataDir, loaded.contest.id),
    erasures: openErasureList(dataDir, loaded.contest.id),
    ocr: await openOcr({ log }),
    embeddings: loaded.contest.checks.originality?.embeddings ? openEmbeddings(loaded.contest.checks.originality.embeddings, options.embeddingsKey ?? null) : null,
    mailauth: options.mailauth ? openMailauth(options.mailauth) : null,
    clamd: options.clamdUrl ? openClamd(options.clamdUrl) : null,
    parser: await openParser({ size: 1, documentsDir: dataDir, limits: loaded.contest.limits, log, ...(options.parserModule ? { module: options.parserModule } : {}) }),
    mailbox: { name: mailboxName(options.IMAP_URL), open: () => openMailServer({ url: options.IMAP_URL, caFile, writable: false, largest: 1 << 20 }) },
    readSent: sentFolderReader(options.IMAP_URL, caFile, loaded.contest.mailbox.sentFolder ?? null),
    findSentCopy: sentFolderProbe(options.IMAP_URL, caFile, loaded.contest.mailbox.sentFolder ?? null),
  };
}

/** What nobody notices in passing is looked at every few seconds. */
function watch({ db, health, settings }: Services, queue: Queue, { only, machineClock }: ServiceOptions): void {
  if (only.includes('relay') || only.includes('jobs')) health.watch('queue', () => queue.probe().then(() => null, (error: unknown) => `queue: ${reasonOf(error)}`));
  if (only.includes('relay')) health.watch('backlog', backlogProbe(db, settings.stallMs, () => health.failing().some((part) => part !== 'backlog')));
  if (machineClock) health.watch('clock', clockProbe(db, machineClock));
}

/** One part that will not close must not keep the others from closing, nor the process from ending in time. */
async function settleAll(log: Log, ms: number, parts: Record<string, () => Promise<unknown> | undefined | void>): Promise<void> {
  await Promise.all(Object.entries(parts).map(async ([part, close]) => {
    const late = new AbortController();
    const patience = sleep(ms, 'late', { signal: late.signal }).catch(() => 'closed');
    const ended = await Promise.race([Promise.resolve(close()).then(() => 'closed', (error: unknown) => reasonOf(error)), patience]);
    late.abort();
    if (ended !== 'closed') log.warn({ part, error: ended === 'late' ? `not closed within ${ms} ms` : ended }, 'not closed cleanly');
  }));
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
