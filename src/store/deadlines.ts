/** Changes of the deadline, as rows: proposed with a batch of letters, in force from the moment a person approved it. */
import { desc, eq, isNotNull, sql } from 'drizzle-orm';
import { approval, deadlineChange } from '../../schemas/tables.ts';
import type { DeadlineInForce } from '../../schemas/contest.ts';
import type { ApprovalRow } from './approvals.ts';
import type { Tx } from './database.ts';

export type DeadlineRow = typeof deadlineChange.$inferSelect;
export type DeadlineProposal = Pick<DeadlineRow, 'approvalId' | 'before' | 'closes' | 'reason' | 'decisionNo' | 'inTime'>;

/** The change in force; null where the contest closes as contest.yaml says. */
export async function deadlineInForce(tx: Tx): Promise<DeadlineInForce | null> {
  const [row] = await tx.select().from(deadlineChange).where(isNotNull(deadlineChange.n)).orderBy(desc(deadlineChange.n)).limit(1);
  return row === undefined || row.n === null || row.approvedAt === null ? null : { n: row.n, closes: row.closes, approvedAt: row.approvedAt };
}

/** Its number alone; null where nothing was changed. */
export async function deadlineNumber(tx: Tx): Promise<number | null> {
  const [row] = await tx.run<{ n: number | null }>('select max(n) as n from deadline_change');
  return row?.n ?? null;
}

export async function addDeadlineProposal(tx: Tx, made: DeadlineProposal): Promise<DeadlineRow> {
  const [row] = await tx.insert(deadlineChange).values(made).returning();
  if (!row) throw new Error('a change of the deadline was not written');
  return row;
}

/** Call only after takeTurn: whatever judges by the deadline waits until then, and sees the new one afterwards. */
export async function putInForce(tx: Tx, id: string): Promise<DeadlineInForce> {
  const n = (await deadlineNumber(tx) ?? 0) + 1;
  const [row] = await tx.update(deadlineChange).set({ n, approvedAt: tx.now }).where(eq(deadlineChange.id, id)).returning();
  if (!row) throw new Error(`deadline change ${id} has no row`);
  changing.add(tx);
  return { n, closes: row.closes, approvedAt: tx.now };
}

/** Transactions that change the deadline themselves: they know of it. */
const changing = new WeakSet<Tx>();

/** Has somebody else changed it since this was the newest change? @param known its number, null = none. Call after takeTurn, or it may still happen */
export async function deadlineChangedSince(tx: Tx, known: number | null): Promise<boolean> {
  return !changing.has(tx) && await deadlineNumber(tx) !== known;
}

/** The rules from then on. */
export async function recordDeadlineRules(tx: Tx, id: string, rulesSha256: string): Promise<void> {
  await tx.update(deadlineChange).set({ rulesSha256 }).where(eq(deadlineChange.id, id));
}

/** The change that a batch puts before staff. */
export async function deadlineOfApproval(tx: Tx, approvalId: string): Promise<DeadlineRow | null> {
  const [row] = await tx.select().from(deadlineChange).where(eq(deadlineChange.approvalId, approvalId));
  return row ?? null;
}

/** Newest first, each with the batch it was proposed with. */
export async function listDeadlines(tx: Tx): Promise<{ change: DeadlineRow; batch: ApprovalRow }[]> {
  const rows = await tx.select().from(deadlineChange).innerJoin(approval, eq(approval.id, deadlineChange.approvalId)).orderBy(desc(approval.n)).limit(100);
  return rows.map((r) => ({ change: r.deadline_change, batch: r.approval }));
}

/** By the beginning of its hash, or its code. Locked: two who approve at once do so one after the other. */
export async function deadlineBatches(tx: Tx, hashOrCode: string): Promise<ApprovalRow[]> {
  return tx.select().from(approval).where(sql`${approval.what} = 'deadline' and (${approval.code} = ${hashOrCode.toUpperCase()} or starts_with(${approval.hash}, ${hashOrCode.toLowerCase()}))`).orderBy(desc(approval.n)).limit(10).for('update');
}
