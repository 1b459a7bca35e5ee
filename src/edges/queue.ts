/**
 * The queue, on Redis where REDIS_URL is set and on PostgreSQL where it is not. It carries ids of job rows and nothing else:
 * it may lose or repeat any of them, the rows decide (architecture 2).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresBackend, Queue as BullQueue, runMigrations, withBackend, Worker as BullWorker, type JobsOptions, type JobType, type Processor } from 'bullmq';
import pg from 'pg';
import { within } from '../deadline.ts';
import { keepAlive, sessionSettings } from '../postgres-session.ts';
import { Problem, reasonOf } from '../problem.ts';
import type { Log } from './log.ts';
import { connected, openRedis, refuseEviction } from './redis.ts';

export type QueuedJob = { id: string; name: string; priority: number };
export type Work = (job: { id: string; name: string }) => Promise<void>;

export type Queue = {
  backend: 'redis' | 'postgres';
  /** Resolves once the queue can be used; tries until then or until the signal. @throws Problem where it is set up so that it would lose jobs */
  ready: (signal?: AbortSignal) => Promise<void>;
  /** @throws Error where Redis does not answer within seconds; on PostgreSQL whoever watches the database knows as well */
  probe: () => Promise<void>;
  /** Hands over rows. The same id while it is still queued is ignored. @throws Problem `queue-away` within a second or two */
  add: (jobs: QueuedJob[]) => Promise<void>;
  /** how many it holds that wait or are worked on. @throws Problem `queue-away` */
  count: () => Promise<number>;
  work: (run: Work, options: { concurrency: number }) => { close: () => Promise<void> };
  close: () => Promise<void>;
};

export type QueueSettings = {
  redisUrl?: string;
  databaseUrl: string;
  /** separates contests, and runs of tests, that share one server */
  prefix: string;
  log: Log;
  caFile?: string;
  lockDurationMs?: number;
  stalledIntervalMs?: number;
};

type Bulk = { name: string; data: { id: string }; opts: JobsOptions }[];
type Opened = {
  close: () => Promise<void>;
  waitUntilReady: () => Promise<unknown>;
  on: (event: 'error', listener: (error: Error) => void) => unknown;
};
type Bull = Opened & { addBulk: (jobs: Bulk) => Promise<unknown>; getJobCountByTypes: (...types: JobType[]) => Promise<number> };
type Backend = {
  /** made anew for each try: a queue whose first connection failed stays failed */
  open: () => Bull;
  worker: (run: Processor, options: object) => BullWorker;
  prepare: () => Promise<void>;
  probe: () => Promise<unknown>;
  /** of a backend whose workers do not all survive a broken line: true once its server answers again. Null where they do */
  reachable: (() => Promise<boolean>) | null;
  close: () => Promise<void>;
};

/** how the queue's connections are named where it lies in PostgreSQL */
export const QUEUE_APPLICATION = 'contest-mailroom queue';
const ADD_DEADLINE_MS = 5_000;
const STATEMENT_MS = 25_000;
/** of a job that runs; whoever looks for stalled ones looks as often. A host that is cut off loses its jobs to others within twice this. */
const LOCK_MS = 15_000;
/** The queue forgets a job as soon as it ran, however it ended: the row knows. One retry mechanism, so one attempt here. */
const jobOptions: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true };

/** BullMQ on Redis, or on PostgreSQL where no Redis is named. Need not be reachable yet: `ready` waits for it. */
export async function openQueue(settings: QueueSettings): Promise<Queue> {
  const { log } = settings;
  const backend = settings.redisUrl ? await onRedis(settings, settings.redisUrl) : onPostgres(settings);
  const complain = (error: Error): void => log.debug({ error: error.message }, 'queue connection');
  let queue: Bull | null = null;
  const ask = async <T>(what: (on: Bull) => Promise<T>): Promise<T> => {
    try {
      if (queue === null) throw new Error('not reached yet');
      return await within(ADD_DEADLINE_MS, what(queue));
    } catch (error) {
      throw new Problem('queue-away', { forUser: 'The queue does not answer; work waits in the database.', forStaff: `queue: ${reasonOf(error)}`, retry: 'later', cause: error });
    }
  };
  return {
    backend: settings.redisUrl ? 'redis' : 'postgres',
    probe: async () => { await within(ADD_DEADLINE_MS, backend.probe()); },
    ready: async (signal) => {
      queue ??= await untilReady('queue', async () => {
        await within(ADD_DEADLINE_MS, backend.prepare());
        return backend.open();
      }, log, signal);
    },
    add: async (jobs) => {
      const bulk = jobs.map(({ id, name, priority }) => ({ name, data: { id }, opts: { ...jobOptions, jobId: id, ...(priority > 0 ? { priority } : {}) } }));
      await ask((on) => on.addBulk(bulk));
    },
    count: () => ask((on) => on.getJobCountByTypes('waiting', 'prioritized', 'active')),
    work: (run, { concurrency }) => {
      const closing = new AbortController();
      const make = async (): Promise<BullWorker> => backend.worker(async (job) => { await run({ id: String(job.data.id), name: job.name }); }, {
        concurrency, lockDuration: settings.lockDurationMs ?? LOCK_MS, stalledInterval: settings.stalledIntervalMs ?? LOCK_MS,
        // The rows count tries; a stall says nothing about the job.
        maxStalledCount: 1_000, drainDelay: 2, autorun: false,
      });
      return keptRunning(make, backend.reachable, log, closing);
    },
    close: async () => {
      if (queue) await within(ADD_DEADLINE_MS, queue.close()).catch((error: unknown) => complain(error instanceof Error ? error : new Error(String(error))));
      await backend.close();
    },
  };
}

/**
 * A worker whose loop ends, or whose line to PostgreSQL broke at the wrong moment (it keeps a dead connection for ever to hear of
 * new jobs by), would leave all work undone and say so to nobody: another is made.
 */
function keptRunning(make: () => Promise<BullWorker>, reachable: Backend['reachable'], log: Log, closing: AbortController): { close: () => Promise<void> } {
  let worker: BullWorker | null = null;
  const running = (async () => {
    while (!closing.signal.aborted) {
      worker = await untilReady('queue of the workers', make, log, closing.signal);
      if (worker === null) return;
      if (closing.signal.aborted) return void await worker.close();
      worker.on('failed', (job, error) => log.warn({ job: job?.data.id as unknown, error: error.message }, 'job left open; it is handed over again'));
      const end = await Promise.race([worker.run().then(() => 'it returned', reasonOf), brokenAndBack(worker, reachable, closing.signal)]);
      if (closing.signal.aborted) return;
      log.info({ error: end }, 'another worker of the queue is made');
      worker.close(true).catch((error: unknown) => log.debug({ error: reasonOf(error) }, 'queue connection'));
      await sleep(WORKER_PAUSE_MS, undefined, { signal: closing.signal }).catch(() => undefined);
    }
  })();
  return {
    close: async () => {
      closing.abort();
      await worker?.close();
      await running;
    },
  };
}

const WORKER_PAUSE_MS = 500;

/** Resolves when the worker had an error and its server answers, with the error; never where workers survive that. */
function brokenAndBack(worker: BullWorker, reachable: Backend['reachable'], signal: AbortSignal): Promise<string> {
  if (reachable === null) return new Promise(() => undefined);
  return new Promise((resolve) => {
    worker.once('error', (error) => {
      void (async () => {
        do await sleep(WORKER_PAUSE_MS, undefined, { signal }).catch(() => undefined);
        while (!signal.aborted && !(await reachable()));
        resolve(error.message);
      })();
    });
  });
}

async function onRedis(settings: QueueSettings, url: string): Promise<Backend> {
  const producer = await openRedis(url, { caFile: settings.caFile, forWorker: false });
  const consumer = await openRedis(url, { caFile: settings.caFile, forWorker: true });
  const complain = (error: Error): void => settings.log.debug({ error: error.message }, 'redis connection');
  for (const client of [producer, consumer]) client.on('error', complain);
  // In braces: a cluster keeps all keys of one contest on one node, where a script may touch them together.
  const prefix = `{${settings.prefix}}`;
  return {
    open: () => new BullQueue('jobs', { connection: producer, prefix, skipWaitingForReady: true }),
    worker: (run, options) => new BullWorker('jobs', run, { connection: consumer, prefix, ...options }),
    // Asked before it stands, a connection that holds nothing back refuses: every start would lose a second.
    prepare: async () => { await connected(producer); await refuseEviction(producer); },
    probe: async () => { await connected(producer); await producer.ping(); },
    reachable: null,
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

function onPostgres(settings: QueueSettings): Backend {
  const { Queue, Worker } = withBackend(createPostgresBackend);
  // The queue's name carries the prefix: the PostgreSQL backend keeps all queues in one schema.
  const name = `${settings.prefix}-jobs`;
  const pools = [openPool(settings, 4), openPool(settings, 6)] as const;
  return {
    open: () => new Queue(name, { connection: pools[0] }),
    worker: (run, options) => new Worker(name, run, { connection: pools[1], ...options }) as unknown as BullWorker,
    prepare: () => prepareSchema(settings.databaseUrl),
    probe: async () => undefined,
    reachable: () => pools[1].query('select 1').then(() => true, () => false),
    close: async () => { await Promise.all(pools.map((pool) => pool.end())); },
  };
}

/** Our own pool, since a connection that breaks while it is lent out would end the process: nobody else listens to it. */
function openPool(settings: QueueSettings, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl, max, connectionTimeoutMillis: 5_000, ...keepAlive, options: '-c search_path=bullmq', application_name: QUEUE_APPLICATION,
    onConnect: (client) => client.query(sessionSettings(STATEMENT_MS)), query_timeout: STATEMENT_MS + 5_000,
  });
  const complain = (error: Error): void => settings.log.debug({ error: error.message }, 'queue connection');
  pool.on('error', complain);
  pool.on('connect', (client) => client.on('error', complain));
  return pool;
}

async function prepareSchema(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await runMigrations(client);
  } finally {
    await client.end();
  }
}

/**
 * What fails at its first connection fails for ever, a worker on PostgreSQL even without a pause in between, so that nothing else
 * in the process runs any more: it is made anew until one stands. Null only where the signal came first.
 */
async function untilReady<B extends Opened>(what: string, make: () => Promise<B>, log: Log, signal?: AbortSignal): Promise<B | null> {
  const complain = (error: unknown): void => log.debug({ error: reasonOf(error) }, 'queue connection');
  for (let pause = 500; !signal?.aborted; pause = Math.min(pause * 1.5, 15_000)) {
    let opened: B | null = null;
    try {
      opened = await make();
      opened.on('error', complain);
      await within(ADD_DEADLINE_MS, opened.waitUntilReady());
      return opened;
    } catch (error) {
      opened?.close().catch(complain);
      if (error instanceof Problem && error.retry === 'never') throw error;
      log.warn({ error: reasonOf(error) }, `${what} not reached; trying again in ${Math.ceil(pause / 1000)} s`);
      await sleep(pause, undefined, signal ? { signal } : {}).catch(() => undefined);
    }
  }
  return null;
}

