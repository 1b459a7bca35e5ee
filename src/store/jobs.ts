/** The job table: what must happen. The queue only carries ids of these rows and may be lost at any time. */
import { and, asc, eq, inArray, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import { job } from '../../schemas/tables.ts';
import type { JobName, Jobs, PlannedJob } from '../../schemas/jobs.ts';
import type { Tx } from './database.ts';

export type JobRow = typeof job.$inferSelect;
export type WaitingJob = { id: string; name: JobName; priority: number };

/** The channel on which a new job is announced. */
export const JOB_CHANNEL = 'job';

type When = { key: string; /** contest time; tx.now if not given */ dueAt?: Date; /** machine time from now */ delayMs?: number; priority?: number };

/**
 * The only way in: takes a transaction, so that a job exists exactly when the rows that call for it do.
 * The same key twice is one job.
 */
export async function enqueue<N extends JobName>(tx: Tx, name: N, payload: Jobs[N], when: When): Promise<void> {
  await tx.insert(job).values({
    name, payload, key: when.key, dueAt: when.dueAt ?? tx.now, priority: when.priority ?? 0,
    ...(when.delayMs ? { notBefore: sql`now() + ${when.delayMs} * interval '1 millisecond'` } : {}),
  }).onConflictDoNothing({ target: job.key });
  await tx.execute(sql`select pg_notify(${JOB_CHANNEL}, '')`);
}

const open = and(isNull(job.doneAt), isNull(job.deadAt)) as SQL;
const unleased = or(isNull(job.leasedUntil), lte(job.leasedUntil, sql`now()`)) as SQL;
const waitedOut = or(isNull(job.notBefore), lte(job.notBefore, sql`now()`)) as SQL;

/**
 * Marks due rows as handed to the queue and gives them, most urgent first.
 * @param repeatMs rows handed over longer ago than this are given again unless somebody holds their lease: the recovery from a lost queue
 */
export async function takeDueJobs(tx: Tx, limit: number, repeatMs: number): Promise<WaitingJob[]> {
  const stale = or(isNull(job.relayedAt), lte(job.relayedAt, sql`now() - ${repeatMs} * interval '1 millisecond'`));
  const rows = await tx.select({ id: job.id, name: job.name, priority: job.priority }).from(job)
    .where(and(open, lte(job.dueAt, tx.now), waitedOut, unleased, stale))
    .orderBy(asc(job.priority), asc(job.dueAt)).limit(limit).for('update', { skipLocked: true });
  if (rows.length > 0) await tx.update(job).set({ relayedAt: sql`now()` }).where(inArray(job.id, rows.map((r) => r.id)));
  return rows;
}

/** The queue refused these: they are given again at the next look. */
export async function forgetRelay(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length > 0) await tx.update(job).set({ relayedAt: null }).where(inArray(job.id, ids));
}

/** Takes the row's lease for `owner`; null where it is done, dead, not yet due or held by somebody else. */
export async function leaseJob(tx: Tx, id: string, owner: string, leaseMs: number): Promise<JobRow | null> {
  const [row] = await tx.update(job).set({ leasedUntil: inMs(leaseMs), leaseOwner: owner })
    .where(and(eq(job.id, id), open, unleased, waitedOut, lte(job.dueAt, tx.now))).returning();
  return row ?? null;
}

export async function renewLease(tx: Tx, id: string, owner: string, leaseMs: number): Promise<boolean> {
  const rows = await tx.update(job).set({ leasedUntil: inMs(leaseMs) })
    .where(and(eq(job.id, id), eq(job.leaseOwner, owner), open)).returning({ id: job.id });
  return rows.length > 0;
}

/** Locks the row and marks it done; false where somebody finished it before: then nothing else may be written. */
export async function markDone(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.update(job).set({ doneAt: sql`now()`, leasedUntil: null }).where(and(eq(job.id, id), open)).returning({ id: job.id });
  return rows.length > 0;
}

/** @param countAttempt false for a missing service, which costs no attempt */
export async function retryJob(tx: Tx, id: string, error: string, delayMs: number, countAttempt: boolean): Promise<void> {
  await tx.update(job).set({
    lastError: error.slice(0, 2000), notBefore: inMs(delayMs), leasedUntil: null, relayedAt: null,
    attempts: countAttempt ? sql`${job.attempts} + 1` : job.attempts,
  }).where(and(eq(job.id, id), open));
}

export async function buryJob(tx: Tx, id: string, error: string): Promise<void> {
  await tx.update(job).set({ lastError: error.slice(0, 2000), deadAt: sql`now()`, leasedUntil: null, attempts: sql`${job.attempts} + 1` })
    .where(and(eq(job.id, id), open));
}

/** A worker that stops hands its unfinished rows back at once instead of letting leases run out. */
export async function releaseLeases(tx: Tx, owner: string): Promise<void> {
  await tx.update(job).set({ leasedUntil: null, relayedAt: null }).where(and(eq(job.leaseOwner, owner), open));
}

/** Makes the planned rows equal to `plan`: adds what is new, drops undone ones no longer planned. */
export async function planJobs(tx: Tx, plan: PlannedJob[]): Promise<void> {
  const keys = plan.map((p) => p.key);
  const gone = and(eq(job.planned, true), open, keys.length > 0 ? sql`${job.key} <> all(${sql.param(keys)}::text[])` : sql`true`);
  await tx.delete(job).where(gone);
  for (const { name, key, dueAt, payload } of plan) {
    await tx.insert(job).values({ name, key, dueAt, payload, planned: true })
      .onConflictDoUpdate({ target: job.key, set: { dueAt }, setWhere: open });
  }
  await tx.execute(sql`select pg_notify(${JOB_CHANNEL}, '')`);
}

/** Milliseconds of machine time since the job was written. */
export async function jobAgeMs(tx: Tx, id: string): Promise<number> {
  const [row] = await tx.select({ ms: sql<number>`extract(epoch from now() - ${job.createdAt}) * 1000`.mapWith(Number) }).from(job).where(eq(job.id, id));
  return row?.ms ?? 0;
}

/** When the next open job falls due in contest time; null where none is open. The demo and tests jump their clock there. */
export async function nextDueAt(tx: Tx): Promise<Date | null> {
  const [row] = await tx.select({ at: sql<Date | null>`min(${job.dueAt})`.mapWith(job.dueAt) }).from(job).where(open);
  return row?.at ?? null;
}

function inMs(ms: number): SQL {
  return sql`now() + ${ms} * interval '1 millisecond'`;
}
