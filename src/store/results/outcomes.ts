/** Which entries take part in a round, and rounds that were closed. */
import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import { entry, roundOutcome, roundStanding } from '../../../schemas/tables.ts';
import type { Candidate } from '../../results/ranking.ts';
import type { Tx } from '../database.ts';

export type OutcomeRow = typeof roundOutcome.$inferSelect;
export type StandingRow = typeof roundStanding.$inferSelect;
export type NewStanding = Omit<StandingRow, 'outcomeId'>;

/** Entries that a person found eligible. */
export async function eligibleEntries(tx: Tx): Promise<Candidate[]> {
  return tx.select({ entryId: entry.id, code: entry.code }).from(entry).where(eq(entry.state, 'eligible')).orderBy(asc(entry.number));
}

/** Entries that went on from a round that is closed, and still take part. */
export async function advancedEntries(tx: Tx, round: string): Promise<Candidate[]> {
  return tx.select({ entryId: entry.id, code: entry.code }).from(roundStanding).innerJoin(roundOutcome, eq(roundOutcome.id, roundStanding.outcomeId)).innerJoin(entry, eq(entry.id, roundStanding.entryId))
    .where(and(eq(roundOutcome.round, round), isNull(roundOutcome.reopenedAt), eq(roundStanding.advanced, true), eq(entry.state, 'eligible'))).orderBy(asc(entry.number));
}

/** Entries of a round as it was closed. */
export async function closedEntries(tx: Tx, outcomeId: string): Promise<Candidate[]> {
  return tx.select({ entryId: entry.id, code: entry.code }).from(roundStanding).innerJoin(entry, eq(entry.id, roundStanding.entryId)).where(eq(roundStanding.outcomeId, outcomeId)).orderBy(asc(entry.number));
}

/** The outcome that counts; null while the round is open. */
export async function outcomeOf(tx: Tx, round: string): Promise<OutcomeRow | null> {
  const [row] = await tx.select().from(roundOutcome).where(and(eq(roundOutcome.round, round), isNull(roundOutcome.reopenedAt))).orderBy(desc(roundOutcome.at));
  return row ?? null;
}

/** Of every round that is closed the outcome that counts. */
export async function openOutcomes(tx: Tx): Promise<OutcomeRow[]> {
  return tx.select().from(roundOutcome).where(isNull(roundOutcome.reopenedAt)).orderBy(asc(roundOutcome.at));
}

/** Each time that the round was closed, oldest first; those before it was opened again, too. */
export async function outcomesOfRound(tx: Tx, round: string): Promise<OutcomeRow[]> {
  return tx.select().from(roundOutcome).where(eq(roundOutcome.round, round)).orderBy(asc(roundOutcome.at));
}

/** Opened again or not. */
export async function outcomesById(tx: Tx, ids: string[]): Promise<OutcomeRow[]> {
  return ids.length === 0 ? [] : tx.select().from(roundOutcome).where(inArray(roundOutcome.id, [...new Set(ids)]));
}

/** By place. */
export async function standingsOf(tx: Tx, outcomeId: string): Promise<StandingRow[]> {
  return tx.select().from(roundStanding).where(eq(roundStanding.outcomeId, outcomeId)).orderBy(asc(roundStanding.place));
}

/** With the ranking as it stands, from then on unchanged. */
export async function closeRound(tx: Tx, made: Pick<OutcomeRow, 'round' | 'hash' | 'actor' | 'reason'>, standings: NewStanding[]): Promise<void> {
  const [row] = await tx.insert(roundOutcome).values({ ...made, at: tx.now }).returning();
  if (!row) throw new Error('a round was not closed');
  if (standings.length > 0) await tx.insert(roundStanding).values(standings.map((s) => ({ ...s, outcomeId: row.id })));
}

/** Its outcome does not count any more. */
export async function reopenRound(tx: Tx, id: string, by: string): Promise<void> {
  await tx.update(roundOutcome).set({ reopenedAt: tx.now, reopenedBy: by }).where(eq(roundOutcome.id, id));
}
