/** Assignments that wait for a person's word. */
import { desc, eq, sql } from 'drizzle-orm';
import { assignmentProposal } from '../../../schemas/tables.ts';
import type { Tx } from '../database.ts';

export type ProposalRow = typeof assignmentProposal.$inferSelect;

/** An open proposal of the same round is cancelled: there is one at a time. Call only after takeTurnToAssign. */
export async function addProposal(tx: Tx, made: Pick<ProposalRow, 'round' | 'seed' | 'perEntry' | 'result' | 'hash' | 'askedBy'>): Promise<ProposalRow> {
  await tx.update(assignmentProposal).set({ state: 'cancelled', decidedBy: made.askedBy, decidedAt: tx.now }).where(sql`${assignmentProposal.round} = ${made.round} and ${assignmentProposal.state} = 'open'`);
  const [last] = await tx.select({ n: sql<number>`coalesce(max(${assignmentProposal.n}), 0)`.mapWith(Number) }).from(assignmentProposal);
  const [row] = await tx.insert(assignmentProposal).values({ ...made, n: (last?.n ?? 0) + 1, askedAt: tx.now }).returning();
  if (!row) throw new Error('a proposal was not written');
  return row;
}

/** @param n null = the newest. Locked: two who decide at once do so one after the other. */
export async function loadProposal(tx: Tx, n: number | null): Promise<ProposalRow | null> {
  const [row] = await tx.select().from(assignmentProposal).where(n === null ? undefined : eq(assignmentProposal.n, n)).orderBy(desc(assignmentProposal.n)).limit(1).for('update');
  return row ?? null;
}

export async function closeProposal(tx: Tx, id: string, state: 'approved' | 'cancelled', by: string): Promise<void> {
  await tx.update(assignmentProposal).set({ state, decidedBy: by, decidedAt: tx.now }).where(eq(assignmentProposal.id, id));
}
