/** Everything a run needs, on loopback and random ports, in one folder: real servers, a bad SMTP server, and three processes of the service. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { newContestYaml } from '../../src/contest/new.ts';
import { startPostgres, type EmbeddedPostgres } from '../../workers/demo/embedded-postgres.ts';
import { fastSettings } from '../../workers/main.ts';
import { migrate } from '../../src/store/database.ts';
import { startDovecot } from '../support/dovecot.ts';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { startBadSink, type BadSink } from './sink.ts';
import { startSupervised, type Supervised } from './supervised.ts';
import { openWorld, SENT_FOLDER, type World } from './world.ts';

export const MAILBOX = 'contest@local.test';
export const STAFF = 'staff@office.test';
/** How long the service waits for evidence of an unclear send, ms. */
export const EVIDENCE_MS = fastSettings.evidenceMs ?? 0;

export type Stand = {
  dir: string;
  logs: string;
  dataDir: string;
  postgres: EmbeddedPostgres;
  /** straight to PostgreSQL, beside the service and its proxy; a query during a crash throws */
  query: <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<R[]>;
  databaseUrl: string;
  redis: TestRedis;
  redisUrl: string;
  sink: BadSink;
  world: World;
  imapProxy: FaultProxy;
  postgresProxy: FaultProxy;
  services: { poller: Supervised; worker1: Supervised; worker2: Supervised };
  /** messages the IMAP server has handed out, again and again where it had to */
  fetched: () => number;
  /** the environment of the service, for its other commands */
  variables: Record<string, string>;
  close: (options: { keepLogs: boolean }) => Promise<void>;
};

export async function openStand(options: { seed: string; bad: boolean }): Promise<Stand> {
  const dir = await mkdtemp(join(tmpdir(), 'mailroom-chaos-'));
  const closing: (() => Promise<unknown>)[] = [];
  const close = async ({ keepLogs }: { keepLogs: boolean }): Promise<void> => {
    for (const one of closing.reverse()) await one();
    for (const part of keepLogs ? ['data', 'contest'] : ['.']) await rm(join(dir, part), { recursive: true, force: true });
  };
  try {
    const [logs, dataDir, contestDir] = [join(dir, 'logs'), join(dir, 'data'), join(dir, 'contest')];
    for (const folder of [logs, contestDir]) await mkdir(folder);
    await writeFile(join(contestDir, 'contest.yaml'), contestYaml());
    const postgres = await startPostgres({ durable: true });
    closing.push(() => postgres.stop());
    await postgres.createDatabase('mailroom');
    const databaseUrl = postgres.url('mailroom');
    await migrate(databaseUrl, 'schemas/migrations');
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
    pool.on('error', () => undefined);
    closing.push(() => pool.end());
    const redis = await startRedis();
    closing.push(() => redis.stop());
    const dovecot = await startDovecot(MAILBOX);
    closing.push(() => dovecot.stop());
    const world = await openWorld(dovecot);
    closing.push(() => world.close());
    const sink = await startBadSink({ ...options, mailbox: MAILBOX, evidenceMs: EVIDENCE_MS, world });
    closing.push(() => sink.stop());
    const watch = countFetches();
    const imapProxy = await startFaultProxy(dovecot.imapPort, { watch: watch.hear });
    const postgresProxy = await startFaultProxy(Number(new URL(databaseUrl).port));
    closing.push(() => imapProxy.stop(), () => postgresProxy.stop());
    const variables = {
      DATABASE_URL: throughPort(databaseUrl, postgresProxy.port), REDIS_URL: redis.url, SMTP_URL: sink.url, DATA_DIR: dataDir, CONTEST_DIR: contestDir,
      IMAP_URL: `imap://${encodeURIComponent(MAILBOX)}:secret@127.0.0.1:${imapProxy.port}/INBOX`, SECRET_KEY: 'a key of the chaos run of 32 bytes or more', FAST_RECOVERY: '1',
    };
    const services = {
      poller: startSupervised({ name: 'poller', only: 'poll,relay', variables, logs }),
      worker1: startSupervised({ name: 'worker-1', only: 'jobs,relay', variables, logs }),
      worker2: startSupervised({ name: 'worker-2', only: 'jobs,relay', variables, logs }),
    };
    closing.push(() => Promise.all(Object.values(services).map((one) => one.end())));
    return {
      dir, logs, dataDir, postgres, databaseUrl, redis, redisUrl: redis.url, sink, world, imapProxy, postgresProxy, services, fetched: watch.count, close,
      variables: { ...variables, DATABASE_URL: databaseUrl },
      query: async <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => (await pool.query<R>(text, values)).rows,
    };
  } catch (error) {
    await close({ keepLogs: false });
    throw error;
  }
}

/** Open today, with the own copy and the Sent folder as evidence, and nobody held back by the limit on letters about nothing registered. */
function contestYaml(): string {
  return newContestYaml({ now: new Date(), zone: 'UTC', mailbox: MAILBOX })
    .replace('ownCopy: false', 'ownCopy: true\n  breakerPerHour: 1000000')
    .replace('# sentFolder: Sent', `sentFolder: ${SENT_FOLDER}`)
    .replace('# staff:', 'staff:').replace('#   addresses: [office@example.org]', `  addresses: [${STAFF}]`);
}

function throughPort(url: string, port: number): string {
  const through = new URL(url);
  through.port = String(port);
  return through.href;
}

/** Counts the bodies that go by, also where the words are cut in two. */
function countFetches(): { hear: (direction: 'up' | 'down', piece: Buffer) => void; count: () => number } {
  const words = 'BODY[] {';
  let seen = 0;
  let tail = '';
  return {
    count: () => seen,
    hear: (direction, piece) => {
      if (direction === 'up') return;
      const text = tail + piece.toString('latin1');
      for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) seen++;
      tail = text.slice(-(words.length - 1));
    },
  };
}
