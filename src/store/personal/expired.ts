/** What a contest keeps no longer (contest.yaml, personalData.retention): which rows of each class are over their time. */
import { and, inArray, isNull, ne, notExists, sql, type SQL } from 'drizzle-orm';
import { assignment, auditEvent, award, entry, entryVersion, letter, message } from '../../../schemas/tables.ts';
import type { EntryState } from '../../../schemas/states.ts';
import type { Tx } from '../database.ts';

export type ExpiredEntry = { entryId: string; code: string };

/** Ids of handled bounces, automatic replies and mass mail. Copies of our own letters are none of them: they go with their letters. */
export async function expiredMachines(tx: Tx, before: Date, limit: number): Promise<string[]> {
  const rows = await tx.select({ id: message.id }).from(message).where(and(
    isNull(message.erasureId), inArray(message.kind, ['bounce', 'auto-reply', 'bulk']), inArray(message.outcome, ['ignored', 'bounce-recorded', 'auto-reply-recorded']), sql`${message.handledAt} < ${before}`)).limit(limit);
  return rows.map((r) => r.id);
}

/** Entries in one of these states of which nobody heard or decided anything since; never one that is being judged or got a prize. */
export async function expiredEntries(tx: Tx, states: readonly EntryState[], before: Date, limit: number): Promise<ExpiredEntry[]> {
  const some = (condition: SQL): SQL => sql`exists (${condition})`;
  return tx.select({ entryId: entry.id, code: entry.code }).from(entry).where(and(
    isNull(entry.erasureId), inArray(entry.state, [...states]), unprized(tx),
    sql`not ${some(sql`select 1 from ${entryVersion} v where v.entry_id = ${entry.id} and v.registered_at >= ${before}`)}`,
    sql`not ${some(sql`select 1 from ${auditEvent} a where a.subject = ${entry.code} and a.at >= ${before}`)}`,
    sql`not ${some(sql`select 1 from ${assignment} j where j.entry_id = ${entry.id} and j.ended_at is null`)}`,
  )).limit(limit);
}

/** Entries of a contest that is over, without those that got a prize. */
export async function entriesLeft(tx: Tx, limit: number): Promise<ExpiredEntry[]> {
  return tx.select({ entryId: entry.id, code: entry.code }).from(entry).where(and(ne(entry.state, 'erased'), unprized(tx))).limit(limit);
}

function unprized(tx: Tx) {
  return notExists(tx.select({ id: award.id }).from(award).where(sql`${award.entryId} = ${entry.id} and ${award.revokedAt} is null`));
}

/** Letters that are over with words in them still. */
export async function forgetLetterTexts(tx: Tx, before: Date, write: boolean): Promise<number> {
  const over = sql`${letter.createdAt} < ${before} and ${letter.text} <> '' and ${letter.state} in ('sent', 'cancelled', 'rejected', 'bounced', 'printed')`;
  if (!write) return (await tx.select({ id: letter.id }).from(letter).where(over)).length;
  return (await tx.update(letter).set({ text: '', html: '' }).where(over).returning({ id: letter.id })).length;
}
