/**
 * Hands due rows of the job table to the queue. NOTIFY wakes it, a timer backs it up, and rows that were handed over
 * but never came to anything are handed over again: that is the whole recovery from a lost queue.
 */
import { within } from '../src/deadline.ts';
import type { Queue } from '../src/edges/queue.ts';
import { Problem, reasonOf } from '../src/problem.ts';
import { isDiskFull, type Tx } from '../src/store/database.ts';
import { countHandedOver, forgetRelay, takeDueJobs, takeDueJobsAgain, type WaitingJob } from '../src/store/jobs.ts';
import { listenForJobs } from '../src/store/listen.ts';
import type { Services } from './services.ts';

const BATCH = 200;
/** how often, within the time after which rows are handed over again, is looked for such rows */
const LOOKS = 4;
/** ms after a call in which others gather: one look, and one command of the queue, then serves them all */
const GATHER_MS = 10;

type Relaying = Pick<Services, 'db' | 'log' | 'settings' | 'reach' | 'health'>;
export type Loop = { stop: () => Promise<void>; wake: () => void };

export function startRelay(services: Relaying, queue: Queue): Loop {
  const { log, settings, health } = services;
  let stopped = false;
  let wake: () => void = () => undefined;
  let woken = false;
  const ring = (): void => { woken = true; wake(); };
  const listener = listenForJobs(services.db.url, ring, { retryMs: settings.relayMs * 2, onLost: (error) => log.debug({ error: error.message }, 'listener lost; the timer serves meanwhile') });

  let repeating = false;
  let lookedAt = performance.now();
  const look = async (): Promise<boolean> => {
    const full = await handOver(services, queue, (tx) => takeDueJobs(tx, BATCH));
    if (!repeating && performance.now() - lookedAt < settings.repeatMs / LOOKS) return full;
    // A part of them at a time: what is new does not wait for what is repeated. The most urgent in any case: among many, a few that were lost do not show.
    repeating = await handOver(services, queue, (tx) => takeDueJobsAgain(tx, BATCH, settings.repeatMs)) && (repeating || await mayHaveLost(services, queue));
    lookedAt = performance.now();
    return full || repeating;
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      woken = false;
      const full = await within(settings.stuckMs, look()).catch((error: unknown) => {
        log.warn({ error: reasonOf(error) }, 'jobs wait for database or queue');
        blame(health, queue, error);
        return false;
      });
      health.progress('relay');
      if (!full && !woken && !stopped) await pause(settings.relayMs, (resume) => { wake = resume; });
      if (!full && !stopped) await pause(GATHER_MS, () => undefined);
    }
  };
  const running = run();
  return {
    wake: ring,
    stop: async () => {
      stopped = true;
      ring();
      await running;
      await listener.stop();
    },
  };
}

/** A queue that holds as many as it should has lost no great part, however long they wait in it. It is asked first: rows that end meanwhile leave it last. */
async function mayHaveLost(services: Relaying, queue: Queue): Promise<boolean> {
  return (await queue.count()) < await services.db.statement((tx) => countHandedOver(tx));
}

/** One look at the table. True where more may wait. */
async function handOver(services: Relaying, queue: Queue, take: (tx: Tx) => Promise<WaitingJob[]>): Promise<boolean> {
  const rows = await services.db.statement(take);
  if (rows.length === 0) return false;
  try {
    await services.reach('jobs-taken');
    await queue.add(rows);
  } catch (error) {
    await services.db.statement((tx) => forgetRelay(tx, rows.map((r) => r.id)));
    throw error;
  }
  for (const part of ['queue', 'storage'] as const) services.health.works(part, 'relay');
  await services.reach('jobs-queued');
  return rows.length === BATCH;
}

/** A queue on PostgreSQL has the troubles of PostgreSQL. */
function blame(health: Services['health'], queue: Queue, error: unknown): void {
  const more = { subject: 'relay' };
  if (queue.backend === 'redis' || !(error instanceof Problem && error.code === 'queue-away')) health.failed(error, more);
  else health.fails(isDiskFull(error) ? 'storage' : 'database', reasonOf(error), more);
}

function pause(ms: number, register: (resume: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    register(() => { clearTimeout(timer); resolve(); });
  });
}
