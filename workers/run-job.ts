/** One job row from lease to its end: done, again later, or dead. The queue's delivery is only the occasion. */
import { randomUUID } from 'node:crypto';
import type { JobName, Jobs } from '../schemas/jobs.ts';
import { within } from '../src/deadline.ts';
import { Problem, reasonOf } from '../src/problem.ts';
import type { Tx } from '../src/store/database.ts';
import { deadlineChangedSince, deadlineNumber } from '../src/store/deadlines.ts';
import { buryJob, jobAgeMs, leaseJob, markDone, renewLease, retryJob, type LeasedJob } from '../src/store/jobs.ts';
import { whenGivenUp } from './give-up.ts';
import { waitsForRestore } from './restore/go-on.ts';
import type { Handlers, Services, Work } from './services.ts';

/** After this many counted failures a job is dead: visible in `status`, told to staff. */
const MAX_ATTEMPTS = 8;

/** @throws only where the database is away: the row stays open and is handed over again. */
export async function runJob(services: Services, handlers: Handlers, id: string): Promise<void> {
  const owner = randomUUID();
  const { db, settings } = services;
  const row = await db.statement((tx) => leaseJob(tx, id, owner, settings.leaseMs));
  if (row === null) return;
  const renewal = setInterval(() => {
    db.statement((tx) => renewLease(tx, id, owner, settings.leaseMs))
      .catch((error: unknown) => services.log.warn({ job: id, error: reasonOf(error) }, 'lease not renewed'));
  }, settings.leaseMs / 3);
  const stuck = new AbortController();
  try {
    await within(settings.stuckMs, handle(services, handlers, row, stuck.signal), () => {
      stuck.abort();
      return new Error(`${row.name} did not end within ${settings.stuckMs} ms`);
    });
    services.health.works('storage', row.id);
  } catch (error) {
    // What hangs here would keep its place in the queue, where the row could not be added again.
    await within(settings.stuckMs, fail(services, row, error).then(() => services.reach('job-failed')));
  } finally {
    clearInterval(renewal);
    services.health.progress('jobs');
  }
}

/** What judges by the deadline, or says it, must not end under one that was changed meanwhile: it is done again, under the new one. */
const byDeadline: ReadonlySet<JobName> = new Set(['read-message', 'read-scan', 'remind-gaps']);

async function handle(services: Services, handlers: Handlers, row: LeasedJob, signal: AbortSignal): Promise<void> {
  for (let deadline = row.deadline; ;) {
    const changed = await handleUnder(services, handlers, { ...row, deadline }, signal).then(() => null, (error: unknown) => {
      if (error instanceof DeadlineChanged) return error;
      throw error;
    });
    if (changed === null) return;
    deadline = changed.n;
  }
}

/** What tells people something of its own accord: once the mailbox was read, copies show what of it was told before an older database was restored. */
const tells: ReadonlySet<JobName> = new Set(['remind-gaps', 'remind-judges', 'remind-further-judge', 'look-at-divergence', 'judge-package', 'committee-report', 'staff-summary', 'follow-up']);

class DeadlineChanged extends Error {
  readonly n: number | null;
  constructor(n: number | null) {
    super('the deadline was changed meanwhile');
    this.n = n;
  }
}

async function handleUnder(services: Services, handlers: Handlers, row: LeasedJob, signal: AbortSignal): Promise<void> {
  let finished = false;
  const contest = await services.inForce(row.deadline);
  if (row.restoring && tells.has(row.name)) throw waitsForRestore();
  const work: Work = {
    ...services,
    ...contest,
    row,
    since: row.dueAt,
    mayBeAnswered: row.mayBeDone && tells.has(row.name),
    signal,
    finish: async (effect) => {
      finished = true;
      signal.throwIfAborted();
      return finishOnce(services, row.id, byDeadline.has(row.name) ? (tx) => effect(tx).then(() => sameDeadline(tx, contest.loaded.deadline?.n ?? null)) : effect);
    },
  };
  await services.reach('job-leased');
  await dispatch(handlers, row.name, row.payload, work);
  if (!finished) throw new Error(`handler of ${row.name} ended without finish`);
}

/** Whoever changes it takes a turn as registering does: seen here, it is over; not seen, it waits for us and sees what we wrote. */
async function sameDeadline(tx: Tx, known: number | null): Promise<void> {
  if (await deadlineChangedSince(tx, known)) throw new DeadlineChanged(await deadlineNumber(tx));
}

/** The effect is written while the row is still being marked, and rolled back where somebody else finished it before. */
async function finishOnce(services: Services, id: string, effect: (tx: Tx) => Promise<void>): Promise<boolean> {
  const notOurs = new Error('finished before by somebody else');
  const write = services.db.transaction(async (tx) => {
    const marked = markDone(tx, id);
    marked.catch(() => undefined);
    const failure = await effect(tx).then(() => null, (error: unknown) => ({ error }));
    // A statement of the effect may have failed just because its rows exist already.
    if (failure === null ? !(await marked) : await marked.then((ours) => !ours, () => false)) throw notOurs;
    if (failure !== null) throw failure.error;
    await services.reach('effect-written');
  });
  return write.then(() => true, (error: unknown) => {
    if (error === notOurs) return false;
    throw error;
  });
}

function dispatch<N extends JobName>(handlers: Handlers, name: N, payload: Record<string, string>, work: Work): Promise<void> {
  return handlers[name](payload as Jobs[N], work);
}

/** A missing service costs no attempt; everything else is tried again with growing pauses, then buried. */
async function fail(services: Services, row: LeasedJob, error: unknown): Promise<void> {
  const reason = reasonOf(error);
  services.health.failed(error, { subject: row.id });
  const missingService = error instanceof Problem && error.retry === 'later';
  const hopeless = error instanceof Problem && error.retry === 'never';
  services.log.warn({ job: row.id, name: row.name, attempts: row.attempts, error: reason }, missingService ? 'job waits for a service' : 'job failed');
  await services.db.transaction(async (tx) => {
    if (!missingService && (hopeless || row.attempts + 1 >= MAX_ATTEMPTS)) {
      await buryJob(tx, row.id, reason);
      await whenGivenUp(tx, services, row, reason);
    } else {
      const { backoffMs } = services.settings;
      const wait = missingService ? Math.min(patience(backoffMs, await jobAgeMs(tx, row.id)), error.withinMs ?? Infinity) : pause(backoffMs, row.attempts + 1);
      await retryJob(tx, row.id, reason, wait, !missingService);
    }
  });
}

/** Milliseconds before a missing service is tried again: a quarter of the time already waited, at most 5 minutes. No server is hammered. */
function patience(baseMs: number, ageMs: number): number {
  return Math.round(Math.min(Math.max(baseMs, ageMs / 4), 300_000) * (1 + Math.random() / 4));
}

/** Milliseconds before the next try: doubling, at most 10 minutes, with up to a quarter of jitter. */
function pause(baseMs: number, attempt: number): number {
  return Math.round(Math.min(baseMs * 2 ** (attempt - 1), 600_000) * (1 + Math.random() / 4));
}
