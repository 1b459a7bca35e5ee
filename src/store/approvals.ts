/** Batches of letters that wait for a person's approval. */
import { desc, eq, inArray, sql } from 'drizzle-orm';
import { approval } from '../../schemas/tables.ts';
import { MOVED_HOLD } from './approved-letters.ts';
import type { Tx } from './database.ts';
import { LOCKS } from './locks.ts';

export type ApprovalRow = typeof approval.$inferSelect;
export type NewApproval = Pick<ApprovalRow, 'what' | 'about' | 'letters' | 'hash' | 'askedBy'>;

/** @param codeOf of its number, which follows the last */
export async function addApproval(tx: Tx, made: NewApproval, codeOf: (n: number) => string): Promise<ApprovalRow> {
  // Two proposals at once: the second waits and gets the next number.
  await tx.run('select pg_advisory_xact_lock($1)', [LOCKS.approvals]);
  const [last] = await tx.select({ n: sql<number>`coalesce(max(${approval.n}), 0)`.mapWith(Number) }).from(approval);
  const n = (last?.n ?? 0) + 1;
  const [row] = await tx.insert(approval).values({ ...made, n, code: codeOf(n), askedAt: tx.now }).returning();
  if (!row) throw new Error('a batch was not written');
  return row;
}

/** Newest first, 500 at the most. */
export async function listApprovals(tx: Tx, state: 'open' | null = null): Promise<ApprovalRow[]> {
  return tx.select().from(approval).where(state === null ? undefined : eq(approval.state, state)).orderBy(desc(approval.n)).limit(500);
}

/** Locked: two who decide at once do so one after the other. */
export async function approvalsByCode(tx: Tx, codes: string[]): Promise<ApprovalRow[]> {
  return codes.length === 0 ? [] : tx.select().from(approval).where(inArray(approval.code, codes)).orderBy(approval.n).for('update');
}

/** What an entry's author was told last of its outcome, by the entry's id; nothing where that letter came to nothing, or waits because it is true no more. */
export async function toldOutcomes(tx: Tx, entryIds: string[]): Promise<Map<string, { at: Date; eligible: boolean; reason: string | null }>> {
  const rows = await tx.run<{ entryId: string; at: Date; eligible: boolean; reason: string | null }>(TOLD_OUTCOMES, [entryIds, MOVED_HOLD]);
  return new Map(rows.map(({ entryId, ...told }) => [entryId, told]));
}

const TOLD_OUTCOMES = `
  select distinct on (l.entry_id) l.entry_id as "entryId", l.created_at as at, (l.facts ->> 'eligible')::boolean as eligible, l.facts ->> 'reason' as reason
  from letter l where l.kind = 'eligibility-result' and l.entry_id = any($1) and l.state not in ('cancelled', 'bounced', 'rejected') and (l.state <> 'draft' or l.reason is distinct from $2) and l.facts ? 'eligible' order by l.entry_id, l.created_at desc`;

/** The batch lists what leaves, where that was worked out again when it was approved. */
export async function setBatchLetters(tx: Tx, id: string, letters: ApprovalRow['letters']): Promise<void> {
  await tx.update(approval).set({ letters }).where(eq(approval.id, id));
}

/** The batch stays open: it waits for a second person. @param by address, in lower case */
export async function noteFirstApproval(tx: Tx, id: string, by: string): Promise<void> {
  await tx.update(approval).set({ firstBy: by, firstAt: tx.now }).where(eq(approval.id, id));
}

/** The batch is decided; a first approval of two is `noteFirst` of four-eyes. */
export async function closeApproval(tx: Tx, id: string, state: 'approved' | 'cancelled', by: string, reason: string | null): Promise<void> {
  await tx.update(approval).set({ state, decidedBy: by, decidedAt: tx.now, reason }).where(eq(approval.id, id));
}
