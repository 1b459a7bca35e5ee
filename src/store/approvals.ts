/** Batches of letters that wait for a person's approval. */
import { desc, eq, inArray, sql } from 'drizzle-orm';
import { approval } from '../../schemas/tables.ts';
import type { Tx } from './database.ts';

export type ApprovalRow = typeof approval.$inferSelect;
export type NewApproval = Pick<ApprovalRow, 'what' | 'about' | 'letters' | 'hash' | 'askedBy'>;

/** @param codeOf of its number, which follows the last */
export async function addApproval(tx: Tx, made: NewApproval, codeOf: (n: number) => string): Promise<ApprovalRow> {
  // Two proposals at once: the second waits and gets the next number.
  await tx.execute(sql`select pg_advisory_xact_lock(745201987)`);
  const [last] = await tx.select({ n: sql<number>`coalesce(max(${approval.n}), 0)`.mapWith(Number) }).from(approval);
  const n = (last?.n ?? 0) + 1;
  const [row] = await tx.insert(approval).values({ ...made, n, code: codeOf(n), askedAt: tx.now }).returning();
  if (!row) throw new Error('a batch was not written');
  return row;
}

export async function listApprovals(tx: Tx, state: 'open' | null = null): Promise<ApprovalRow[]> {
  return tx.select().from(approval).where(state === null ? undefined : eq(approval.state, state)).orderBy(desc(approval.n)).limit(500);
}

/** Locked: two who decide at once do so one after the other. */
export async function approvalsByCode(tx: Tx, codes: string[]): Promise<ApprovalRow[]> {
  return codes.length === 0 ? [] : tx.select().from(approval).where(inArray(approval.code, codes)).orderBy(approval.n).for('update');
}

export async function closeApproval(tx: Tx, id: string, state: 'approved' | 'cancelled', by: string, reason: string | null): Promise<void> {
  await tx.update(approval).set({ state, decidedBy: by, decidedAt: tx.now, reason }).where(eq(approval.id, id));
}
