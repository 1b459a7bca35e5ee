/** Which processes live, and when each of their loops last got something done: machine time, by the database's clock. */
import { asc, eq, lt, sql } from 'drizzle-orm';
import { heartbeat, job } from '../../schemas/tables.ts';
import type { LoopName } from '../../schemas/troubles.ts';
import type { Tx } from './database.ts';

export type HeartbeatRow = typeof heartbeat.$inferSelect;
export type ProcessName = { id: string; host: string; pid: number };

/** @param loops ms since each loop last got something done */
export async function beat(tx: Tx, process: ProcessName, loops: { loop: LoopName; ago: number }[]): Promise<void> {
  if (loops.length === 0) return;
  await tx.insert(heartbeat).values(loops.map(({ loop, ago }) => ({
    processId: process.id, host: process.host, pid: process.pid, loop, lastProgress: sql`now() - ${ago} * interval '1 millisecond'`,
  }))).onConflictDoUpdate({ target: [heartbeat.processId, heartbeat.loop], set: { seenAt: sql`now()`, lastProgress: sql`excluded.last_progress` } });
}

/** A process that stops is not one that died. */
export async function retire(tx: Tx, process: ProcessName): Promise<void> {
  await tx.delete(heartbeat).where(eq(heartbeat.processId, process.id));
}

/** Processes that died longer than a day ago are no news. */
export async function forgetDead(tx: Tx): Promise<void> {
  await tx.delete(heartbeat).where(lt(heartbeat.seenAt, sql`now() - interval '1 day'`));
}

/** By host and process. silent = since it gave word, idle = since the loop got something done, both in ms. */
export async function listHeartbeats(tx: Tx): Promise<(HeartbeatRow & { /** ms */ silent: number; idle: number })[]> {
  const rows = await tx.select({ row: heartbeat, silent: agoOf(heartbeat.seenAt), idle: agoOf(heartbeat.lastProgress) }).from(heartbeat)
    .orderBy(asc(heartbeat.host), asc(heartbeat.startedAt), asc(heartbeat.processId), asc(heartbeat.loop));
  return rows.map(({ row, silent, idle }) => ({ ...row, silent, idle }));
}

/** The database's clock, now and not at the beginning of the transaction. */
export async function databaseTime(tx: Tx): Promise<Date> {
  const { rows } = await tx.execute<{ ms: string }>(sql`select extract(epoch from clock_timestamp()) * 1000 as ms`);
  return new Date(Number(rows[0]?.ms));
}

/** Ms that the oldest job has waited which could run: due, its pause over, held by nobody. Contest time is only compared with contest time. */
export async function longestWait(tx: Tx): Promise<number> {
  const readySince = sql`greatest(${job.createdAt}, ${job.notBefore}, now() - (${tx.now}::timestamptz - ${job.dueAt}))`;
  const [row] = await tx.select({ ms: sql<number>`coalesce(extract(epoch from now() - min(${readySince})) * 1000, 0)`.mapWith(Number) }).from(job)
    .where(sql`${job.doneAt} is null and ${job.deadAt} is null and ${job.dueAt} <= ${tx.now} and (${job.leasedUntil} is null or ${job.leasedUntil} <= now())`);
  return Math.max(0, row?.ms ?? 0);
}

function agoOf(when: typeof heartbeat.seenAt | typeof heartbeat.lastProgress) {
  return sql<number>`extract(epoch from now() - ${when}) * 1000`.mapWith(Number);
}
