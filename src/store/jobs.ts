/** The job table: what must happen. The queue only carries ids of these rows and may be lost at any time. */
import { and, eq, gt, inArray, isNull, sql, type SQL } from 'drizzle-orm';
import { job } from '../../schemas/tables.ts';
import type { JobName, Jobs, PlannedJob } from '../../schemas/jobs.ts';
import type { Tx } from './database.ts';

export type JobRow = typeof job.$inferSelect;
/** What a worker needs to know of the row it holds. */
export type LeasedJob = Pick<JobRow, 'id' | 'name' | 'payload' | 'attempts' | 'dueAt'> & { /** an older database was restored, and the mailbox is being read */ restoring: boolean; /** it was due before an older database was restored: it may have been done */ mayBeDone: boolean; /** the change of the deadline in force, by its number; null = none */ deadline: number | null };
export type WaitingJob = { id: string; name: JobName; priority: number };

/** The channel on which a new job is announced. */
export const JOB_CHANNEL = 'job';

type When = { key: string; /** contest time; tx.now if not given */ dueAt?: Date; /** machine time from now */ delayMs?: number; priority?: number };

/**
 * The only way in: takes a transaction, so that a job exists exactly when the rows that call for it do.
 * The same key twice is one job.
 */
export function enqueue<N extends JobName>(tx: Tx, name: N, payload: Jobs[N], when: When): void {
  enqueueAll(tx, name, [{ payload, ...when }]);
}

/** Many jobs of one name in one statement, announced once. */
export function enqueueAll<N extends JobName>(tx: Tx, name: N, jobs: (When & { payload: Jobs[N] })[]): void {
  tx.write(ENQUEUE, [
    name, jobs.map((j) => JSON.stringify(j.payload)), jobs.map((j) => j.key), jobs.map((j) => j.dueAt ?? tx.now), jobs.map((j) => j.delayMs ?? null), jobs.map((j) => j.priority ?? 0),
  ]);
}

const ENQUEUE = `
  with added as (
    insert into job (name, payload, key, due_at, not_before, priority)
    select $1, j.payload::jsonb, j.key, j.due_at, now() + j.delay_ms * interval '1 millisecond', j.priority
    from unnest($2::text[], $3::text[], $4::timestamptz[], $5::float8[], $6::int[]) as j (payload, key, due_at, delay_ms, priority)
    on conflict (key) do nothing returning 1)
  select pg_notify('${JOB_CHANNEL}', '') from added limit 1`;

const open = and(isNull(job.doneAt), isNull(job.deadAt)) as SQL;

/** Marks due rows that were not handed to the queue yet and gives them, most urgent first. One statement, whose cost does not depend on how many wait in the queue. */
export async function takeDueJobs(tx: Tx, limit: number): Promise<WaitingJob[]> {
  return inOrder(await tx.run<Taken>(TAKE_DUE, [tx.now, limit]));
}

/** The same for rows that were handed over longer than `repeatMs` ago and that nobody holds the lease of: the recovery from a lost queue. */
export async function takeDueJobsAgain(tx: Tx, limit: number, repeatMs: number): Promise<WaitingJob[]> {
  return inOrder(await tx.run<Taken>(TAKE_AGAIN, [tx.now, limit, repeatMs]));
}

/** How many rows the queue should know of: handed over, and nobody works on them. */
export async function countHandedOver(tx: Tx): Promise<number> {
  const [row] = await tx.run<{ n: number }>(HANDED_OVER);
  return row?.n ?? 0;
}

type Taken = WaitingJob & { dueAt: Date };

function inOrder(rows: Taken[]): WaitingJob[] {
  return rows.sort((a, b) => a.priority - b.priority || a.dueAt.getTime() - b.dueAt.getTime()).map(({ id, name, priority }) => ({ id, name, priority }));
}

const OPEN = 'done_at is null and dead_at is null';
// Nothing is put off by so much: what lies further ahead was written before the database's clock was set back, and would hold for that long.
const FREE = `(leased_until is null or leased_until not between now() and now() + interval '15 minutes')
  and (not_before is null or not_before <> 'infinity' and not_before not between now() and now() + interval '30 minutes')`;
const take = (which: string): string => `
  with due as (
    select id from job where ${OPEN} and due_at <= $1 and ${FREE} and ${which} order by priority, due_at limit $2 for update skip locked)
  update job set relayed_at = now() from due where job.id = due.id returning job.id, job.name, job.priority, job.due_at as "dueAt"`;
const TAKE_DUE = take('relayed_at is null');
const TAKE_AGAIN = take("relayed_at not between now() - $3::float8 * interval '1 millisecond' and now() + interval '1 minute'");
const HANDED_OVER = `select count(*)::int as n from job where ${OPEN} and relayed_at is not null and ${FREE}`;

/** The queue refused these: they are given again at the next look. */
export async function forgetRelay(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length > 0) await tx.update(job).set({ relayedAt: null }).where(inArray(job.id, ids));
}

/** Takes the row's lease for `owner`; null where it is done, dead, not yet due or held by somebody else. */
export async function leaseJob(tx: Tx, id: string, owner: string, leaseMs: number): Promise<LeasedJob | null> {
  const [row] = await tx.run<LeasedJob>(LEASE, [id, owner, leaseMs, tx.now]);
  return row ?? null;
}

const LEASE = `
  update job set leased_until = now() + $3::float8 * interval '1 millisecond', lease_owner = $2
  where id = $1 and ${OPEN} and ${FREE} and due_at <= $4 returning id, name, payload, attempts, due_at as "dueAt", (select max(n) from deadline_change) as deadline,
    exists (select 1 from restoration where ended_at is null) as restoring, exists (select 1 from restoration where noticed_at > due_at) as "mayBeDone"`;

/** False where the row is done, dead, or somebody else holds it. */
export async function renewLease(tx: Tx, id: string, owner: string, leaseMs: number): Promise<boolean> {
  const rows = await tx.update(job).set({ leasedUntil: inMs(leaseMs) })
    .where(and(eq(job.id, id), eq(job.leaseOwner, owner), open)).returning({ id: job.id });
  return rows.length > 0;
}

/** Locks the row and marks it done; false where somebody finished it before: then nothing else may be written. */
export async function markDone(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.run(`update job set done_at = now(), leased_until = null where id = $1 and ${OPEN} returning id`, [id]);
  return rows.length > 0;
}

/** @param countAttempt false for a missing service, which costs no attempt */
export async function retryJob(tx: Tx, id: string, error: string, delayMs: number, countAttempt: boolean): Promise<void> {
  await tx.update(job).set({
    lastError: error.slice(0, 2000), notBefore: inMs(delayMs), leasedUntil: null, relayedAt: null,
    attempts: countAttempt ? sql`${job.attempts} + 1` : job.attempts,
  }).where(and(eq(job.id, id), open));
}

/** Dead: tried for the last time. */
export async function buryJob(tx: Tx, id: string, error: string): Promise<void> {
  await tx.update(job).set({ lastError: error.slice(0, 2000), deadAt: sql`now()`, leasedUntil: null, attempts: sql`${job.attempts} + 1` })
    .where(and(eq(job.id, id), open));
}

/** Ends the pause of jobs that wait one out: what they waited for is back. @param most null = all; otherwise any of them, so that one that fails again and again is not tried each time */
export async function hurryJobs(tx: Tx, name: JobName, most: number | null): Promise<void> {
  await tx.execute(sql`update ${job} set not_before = null, relayed_at = null where id in (
    select id from ${job} where ${open} and name = ${name} and leased_until is null and not_before > now() order by random() limit ${most} for update skip locked)`);
  await tx.execute(sql`select pg_notify(${JOB_CHANNEL}, '')`);
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

/** Is a job of this name open, due or not? */
export async function isStillToBeDone(tx: Tx, name: JobName): Promise<boolean> {
  const [row] = await tx.select({ id: job.id }).from(job).where(and(eq(job.name, name), open)).limit(1);
  return row !== undefined;
}

/** Milliseconds of machine time since the job was written. */
export async function jobAgeMs(tx: Tx, id: string): Promise<number> {
  const [row] = await tx.select({ ms: sql<number>`extract(epoch from now() - ${job.createdAt}) * 1000`.mapWith(Number) }).from(job).where(eq(job.id, id));
  return row?.ms ?? 0;
}

/** When the next open job falls due in contest time; null where none is open. The demo and tests jump their clock there. */
export async function nextDueAt(tx: Tx): Promise<Date | null> {
  const [row] = await tx.select({ at: sql<Date | null>`min(${job.dueAt})`.mapWith(job.dueAt) }).from(job).where(and(open, gt(job.dueAt, tx.now)));
  return row?.at ?? null;
}

function inMs(ms: number): SQL {
  return sql`now() + ${ms} * interval '1 millisecond'`;
}
