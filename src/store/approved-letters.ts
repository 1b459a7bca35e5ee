/** Letters of approved batches that have not left: what each rests on, and whether that still is so. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { ApprovalMatter } from '../../schemas/desk.ts';
import type { EntryState } from '../../schemas/states.ts';
import { approval, approvedLetter, letter } from '../../schemas/tables.ts';
import type { Tx } from './database.ts';
import type { LetterRow } from './letters.ts';

export type ApprovedLetterRow = typeof approvedLetter.$inferSelect;
export type EntryStood = { state: EntryState; /** id of the last decision; null = none */ lastDecision: string | null };

/** How entries stand as far as an outcome goes, by their ids: not by what checks say of them. One query. */
export async function entriesStand(tx: Tx, entryIds: string[]): Promise<Map<string, EntryStood>> {
  const rows = entryIds.length === 0 ? [] : await tx.run<EntryStood & { id: string }>(STAND, [entryIds]);
  return new Map(rows.map(({ id, ...stood }) => [id, stood]));
}

const STAND = `
  select e.id, e.state, (select d.id from entry_decision d where d.entry_id = e.id order by d.at desc limit 1) as "lastDecision" from entry e where e.id = any($1)`;

export async function bindLetters(tx: Tx, rows: ApprovedLetterRow[]): Promise<void> {
  if (rows.length > 0) await tx.insert(approvedLetter).values(rows).onConflictDoNothing();
}

export type Bound = ApprovedLetterRow & { what: ApprovalMatter; /** of the batch */ code: string; letter: Pick<LetterRow, 'id' | 'kind' | 'key' | 'toAddress' | 'entryId' | 'facts' | 'subject'> };

/** What a letter rests on that has not left; null where it is in another state, or rests on nothing. */
export async function boundLetter(tx: Tx, letterId: string, state: 'due' | 'to-print'): Promise<Bound | null> {
  const [row] = await tx.select().from(approvedLetter).innerJoin(letter, eq(letter.id, approvedLetter.letterId)).innerJoin(approval, eq(approval.id, approvedLetter.approvalId))
    .where(and(eq(approvedLetter.letterId, letterId), eq(letter.state, state)));
  return row ? { ...row.approved_letter, what: row.approval.what, code: row.approval.code, letter: row.letter } : null;
}

/** Why a letter waits that was approved and is true no more. */
export const MOVED_HOLD = 'what it tells has changed since it was approved';

/** A person lets it leave all the same. */
export async function unbindLetter(tx: Tx, letterId: string): Promise<void> {
  await tx.delete(approvedLetter).where(eq(approvedLetter.letterId, letterId));
}

/** Those that wait because they are true no more come to nothing where another of their kind was approved: on the same entry, or about none to the same reader. */
export async function cancelMoved(tx: Tx, fresh: Pick<LetterRow, 'id' | 'kind' | 'toAddress' | 'entryId'>[]): Promise<void> {
  for (const { id, kind, toAddress, entryId } of fresh) {
    await tx.update(letter).set({ state: 'cancelled', reason: `${MOVED_HOLD}; another was approved instead` }).where(and(
      eq(letter.kind, kind), eq(letter.state, 'draft'), eq(letter.reason, MOVED_HOLD), sql`${letter.id} <> ${id}`,
      entryId === null ? sql`${letter.entryId} is null and ${letter.toAddress} = ${toAddress}` : eq(letter.entryId, entryId),
      inArray(letter.id, tx.select({ id: approvedLetter.letterId }).from(approvedLetter))));
  }
}
