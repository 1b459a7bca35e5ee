/** What people asked about data of theirs, and by when it must be answered and done. */
import { asc, eq, sql } from 'drizzle-orm';
import { personRequest } from '../../../schemas/tables.ts';
import type { LetterFacts } from '../../../schemas/letters.ts';
import type { Tx } from '../database.ts';
import { LOCKS } from '../locks.ts';

export type RequestRow = typeof personRequest.$inferSelect;
export type NewRequest = Pick<RequestRow, 'what' | 'address' | 'messageId' | 'receivedAt' | 'answerDueAt' | 'doneDueAt'>;

/** Under the next number. */
export async function addRequest(tx: Tx, made: NewRequest): Promise<RequestRow> {
  await tx.run('select pg_advisory_xact_lock($1)', [LOCKS.requests]);
  const [last] = await tx.select({ n: sql<number>`coalesce(max(${personRequest.n}), 0)`.mapWith(Number) }).from(personRequest);
  const [row] = await tx.insert(personRequest).values({ ...made, n: (last?.n ?? 0) + 1 }).returning();
  if (!row) throw new Error('a request was not written');
  return row;
}

/** Open ones first, the next due before the others. */
export async function listRequests(tx: Tx): Promise<RequestRow[]> {
  return tx.select().from(personRequest).orderBy(sql`${personRequest.state} <> 'open'`, asc(personRequest.doneDueAt), asc(personRequest.n));
}

/** Locked; null where there is none of this number. */
export async function requestByNumber(tx: Tx, n: number): Promise<RequestRow | null> {
  const [row] = await tx.select().from(personRequest).where(eq(personRequest.n, n)).for('update');
  return row ?? null;
}

export async function updateRequest(tx: Tx, id: string, set: Partial<Omit<RequestRow, 'id' | 'n'>>): Promise<void> {
  await tx.update(personRequest).set(set).where(eq(personRequest.id, id));
}

/** Closes open requests of these addresses: what they asked for is done. The address goes. */
export async function closeRequestsOf(tx: Tx, addresses: string[], erasureId: string, by: string): Promise<void> {
  if (addresses.length === 0) return;
  await tx.execute(sql`update person_request set address = null, state = case when state = 'open' then 'done' else state end, closed_at = coalesce(closed_at, ${tx.now}), closed_by = coalesce(closed_by, ${by}), erasure_id = coalesce(erasure_id, ${erasureId}::uuid)
    where lower(address) = any(${sql.param(addresses)}::text[])`);
}

const NEAR_MS = 2 * 86_400_000;

/** Steps of open requests that are due within two days, or overdue. */
export async function requestsNearDue(tx: Tx): Promise<LetterFacts<'staff-summary'>['requests']> {
  const open = (await listRequests(tx)).filter((r) => r.state === 'open');
  const steps = open.flatMap((r) => [...(r.answeredAt === null ? [{ n: r.n, what: r.what, step: 'answer' as const, at: r.answerDueAt }] : []), { n: r.n, what: r.what, step: 'done' as const, at: r.doneDueAt }]);
  return steps.filter((s) => s.at.getTime() - tx.now.getTime() <= NEAR_MS).toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, ...step }) => ({ ...step, dueAt: at.toISOString(), overdue: at < tx.now }));
}
