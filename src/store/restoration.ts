/**
 * An older database took the place of a newer one: what it does not know any more may have been done. Until the mailbox was
 * read to its end nothing is registered; then what waited goes on one by one, own copies first, and the rest is as before.
 */
import { isNull, sql } from 'drizzle-orm';
import { message, restoration } from '../../schemas/tables.ts';
import { asRow, columnList } from './columns.ts';
import type { Tx } from './database.ts';
import { takeTurn } from './entries.ts';
import { JOB_CHANNEL } from './jobs.ts';
import type { MessageRow } from './messages.ts';

export type RestorationRow = typeof restoration.$inferSelect;

/** Why a letter that an older database still had to send waits for staff. */
export const HELD_SINCE_RESTORE = 'an older database was restored: this letter may have left since';
/** Why a letter waits that was written about mail from before the restore without evidence that it was answered. */
export const MAY_BE_ANSWERED = 'an older database was restored: this may have been said before';

/** The one that is not over; null where none is. */
export async function openRestorationOf(tx: Tx): Promise<RestorationRow | null> {
  const [row] = await tx.select().from(restoration).where(isNull(restoration.endedAt)).limit(1);
  return row ?? null;
}

/**
 * From now on nothing leaves and nothing is registered before all mail is stored: letters on their way become drafts, mail that
 * waits goes on waiting. False where that was so already; the numbers up to `floor` count as given in any case.
 */
export async function beginRestoration(tx: Tx, noticed: { reason: string; floor: number }): Promise<boolean> {
  // Registrations that are under way end first.
  await takeTurn(tx);
  const begun = await tx.insert(restoration).values({ reason: noticed.reason.slice(0, 1_000), noticedAt: tx.now, numberFloor: noticed.floor }).onConflictDoNothing().returning({ id: restoration.id });
  if (begun.length === 0) {
    await tx.update(restoration).set({ numberFloor: sql`greatest(${restoration.numberFloor}, ${noticed.floor})` }).where(isNull(restoration.endedAt));
    return false;
  }
  await tx.execute(sql`update letter set reason = case state when 'draft' then coalesce(reason || '; ', '') else '' end || ${HELD_SINCE_RESTORE}, state = 'draft', sending_since = null
    where state in ('draft', 'due', 'sending', 'unknown')`);
  await tx.execute(sql`delete from job where name in ('send-letter', 'settle-letter') and done_at is null and dead_at is null`);
  await holdReading(tx);
  return true;
}

/** Everything in the mailbox is stored: what waits there may have been answered, and is handled from now on, one mail after the other. */
export async function endReading(tx: Tx, numbers: { floor: number; bound: number }): Promise<void> {
  await holdReading(tx);
  await tx.update(message).set({ mayBeAnswered: true }).where(isNull(message.outcome));
  await tx.update(restoration).set({ readAt: tx.now, numberFloor: numbers.floor, numberBound: numbers.bound }).where(isNull(restoration.endedAt));
}

/** Numbers up to this one may have been given. */
export async function raiseFloor(tx: Tx, number: number): Promise<void> {
  await tx.update(restoration).set({ numberFloor: sql`greatest(${restoration.numberFloor}, ${number})` }).where(isNull(restoration.endedAt));
}

/** The highest number of an entry, and how many mails wait, of others and from our own address. */
export async function countWaiting(tx: Tx, ownAddress: string): Promise<{ highest: number; others: number; own: number }> {
  const { rows } = await tx.execute<{ highest: number; others: number; own: number }>(sql`select coalesce((select max(number) from entry), 0)::int as highest,
    count(*) filter (where from_address is distinct from ${ownAddress.toLowerCase()})::int as others, count(*) filter (where from_address = ${ownAddress.toLowerCase()})::int as own from message where outcome is null`);
  return rows[0] ?? { highest: 0, others: 0, own: 0 };
}

const OPEN = sql`done_at is null and dead_at is null`;
/** The time until which a job waits that only the end of another one sets free. */
const HELD = sql`timestamptz 'infinity'`;

/** Mail waits until `goOn` sets it free: those just stored, or all. */
export async function holdReading(tx: Tx, messageIds: string[] | null = null): Promise<void> {
  const keys = messageIds?.map((id) => `read-message:${id}`) ?? null;
  await tx.execute(sql`update job set not_before = ${HELD}, relayed_at = null where name = 'read-message' and ${OPEN} and (${sql.param(keys)}::text[] is null or key = any(${sql.param(keys)}::text[]))`);
}

/**
 * Sets the next waiting mail free once the one before has ended: own copies first, then in the order in which they came.
 * Idempotent. 'ended' where nothing is left: the mode is over.
 */
export async function goOn(tx: Tx, ownAddress: string): Promise<'none' | 'under way' | 'ended'> {
  const [row] = await tx.select().from(restoration).where(isNull(restoration.endedAt)).for('update');
  if (!row?.readAt) return row ? 'under way' : 'none';
  const busy = await tx.execute(sql`select 1 from job where name = 'read-message' and ${OPEN} and not_before is distinct from ${HELD} limit 1`);
  if (busy.rows.length > 0) return 'under way';
  const next = await tx.execute<{ id: string }>(sql`select id from message where outcome is null and may_be_answered
    order by (from_address = ${ownAddress.toLowerCase()}) desc nulls last, internal_date, uid limit 1`);
  const id = next.rows[0]?.id ?? null;
  await tx.execute(sql`update job set not_before = null, relayed_at = null where name = 'read-message' and ${OPEN} and (${id}::text is null or key = 'read-message:' || ${id}::text)`);
  await tx.execute(sql`select pg_notify(${JOB_CHANNEL}, '')`);
  if (id !== null) return 'under way';
  await tx.update(restoration).set({ endedAt: tx.now }).where(isNull(restoration.endedAt));
  return 'ended';
}

export type Restoring = 'reading' | 'matching' | null;

/** A message with how far a restore has come, in one written statement: every mail passes here. */
export async function loadForReading(tx: Tx, id: string): Promise<{ message: MessageRow; restoring: Restoring } | null> {
  const [row] = await tx.run<Record<string, unknown> & { restoring: Restoring }>(LOAD, [id]);
  if (row === undefined) return null;
  const { restoring, ...columns } = row;
  return { message: asRow(message, columns), restoring };
}

const LOAD = `select ${columnList(message)}, (select case when r.read_at is null then 'reading' else 'matching' end from restoration r where r.ended_at is null) as restoring from message where id = $1`;

/** How many letters wait for staff because of a restore. */
export async function heldByRestore(tx: Tx): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`select count(*)::int as n from letter where state = 'draft' and (reason like ${`%${HELD_SINCE_RESTORE}`} or reason = ${MAY_BE_ANSWERED})`);
  return rows[0]?.n ?? 0;
}
