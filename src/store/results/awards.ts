/** Prizes, the special prize, commendations and what is followed up. */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { award, commendation, followUp, specialAward } from '../../../schemas/tables.ts';
import type { PaperReference } from '../../../schemas/awards.ts';
import type { Tx } from '../database.ts';

export type AwardRow = typeof award.$inferSelect;
export type SpecialRow = typeof specialAward.$inferSelect;
export type CommendationRow = typeof commendation.$inferSelect;
export type FollowUpRow = typeof followUp.$inferSelect;

/** Those that hold. */
export async function currentAwards(tx: Tx): Promise<AwardRow[]> {
  return tx.select().from(award).where(isNull(award.revokedAt)).orderBy(asc(award.prize), asc(award.slot));
}

/** In place of those that held and nobody signed for. */
export async function replaceAwards(tx: Tx, given: Pick<AwardRow, 'prize' | 'slot' | 'entryId'>[], made: Pick<AwardRow, 'hash' | 'actor' | 'reason'>): Promise<void> {
  await tx.update(award).set({ revokedAt: tx.now }).where(and(isNull(award.revokedAt), eq(award.state, 'approved')));
  if (given.length > 0) await tx.insert(award).values(given.map((g) => ({ ...g, ...made, state: 'approved' as const, at: tx.now })));
}

/** The decision that gives them is signed. */
export async function signAwards(tx: Tx, ids: string[], paper: PaperReference): Promise<void> {
  if (ids.length > 0) await tx.update(award).set({ state: 'signed', document: paper.number, documentDate: paper.date }).where(inArray(award.id, ids));
}

/** Another number or day for a decision that was recorded. */
export async function correctPaper(tx: Tx, ids: string[], paper: PaperReference): Promise<void> {
  if (ids.length > 0) await tx.update(award).set({ document: paper.number, documentDate: paper.date }).where(inArray(award.id, ids));
}

/** A prize that was signed for is taken back; it stays empty until it is given anew. */
export async function annulAward(tx: Tx, { id, prize, slot }: Pick<AwardRow, 'id' | 'prize' | 'slot'>, made: Pick<AwardRow, 'hash' | 'actor' | 'reason'>): Promise<void> {
  await tx.update(award).set({ revokedAt: tx.now }).where(eq(award.id, id));
  await tx.insert(award).values({ prize, slot, entryId: null, ...made, state: 'approved', at: tx.now });
}

/** Prize and gift went to them, now. */
export async function handOver(tx: Tx, id: string, to: string): Promise<void> {
  await tx.update(award).set({ state: 'handed-over', handedTo: to, handedOverAt: tx.now }).where(eq(award.id, id));
}

/** Oldest first, declined ones too. */
export async function specialAwards(tx: Tx): Promise<SpecialRow[]> {
  return tx.select().from(specialAward).orderBy(asc(specialAward.at));
}

export async function addSpecial(tx: Tx, made: Pick<SpecialRow, 'entryId' | 'reason' | 'actor'>): Promise<void> {
  await tx.insert(specialAward).values({ ...made, state: 'proposed', at: tx.now, changedAt: tx.now });
}

export async function moveSpecial(tx: Tx, id: string, to: Partial<Pick<SpecialRow, 'askedIn' | 'askedOn' | 'document' | 'documentDate' | 'amount'>> & Pick<SpecialRow, 'state'>): Promise<void> {
  await tx.update(specialAward).set({ ...to, changedAt: tx.now }).where(eq(specialAward.id, id));
}

/** By number, without those taken back. */
export async function commendations(tx: Tx): Promise<CommendationRow[]> {
  return tx.select().from(commendation).where(isNull(commendation.removedAt)).orderBy(asc(commendation.n));
}

/** Under the next number. Call only after takeResultsTurn. */
export async function addCommendation(tx: Tx, made: Pick<CommendationRow, 'kind' | 'name' | 'unit' | 'reason' | 'actor'>): Promise<void> {
  const [last] = await tx.select({ n: sql<number>`coalesce(max(${commendation.n}), 0)`.mapWith(Number) }).from(commendation);
  await tx.insert(commendation).values({ ...made, n: (last?.n ?? 0) + 1, at: tx.now });
}

/** Taken back, on record. */
export async function removeCommendation(tx: Tx, n: number): Promise<void> {
  await tx.update(commendation).set({ removedAt: tx.now }).where(and(eq(commendation.n, n), isNull(commendation.removedAt)));
}

/** Oldest first, without those taken off the list. */
export async function followUps(tx: Tx): Promise<FollowUpRow[]> {
  return tx.select().from(followUp).where(isNull(followUp.removedAt)).orderBy(asc(followUp.at));
}

export async function addFollowUp(tx: Tx, made: Pick<FollowUpRow, 'entryId' | 'note' | 'months' | 'actor'>): Promise<FollowUpRow> {
  const [row] = await tx.insert(followUp).values({ ...made, at: tx.now }).returning();
  if (!row) throw new Error('a follow-up was not written');
  return row;
}

/** Null where it was taken off the list. */
export async function loadFollowUp(tx: Tx, id: string): Promise<FollowUpRow | null> {
  const [row] = await tx.select().from(followUp).where(and(eq(followUp.id, id), isNull(followUp.removedAt)));
  return row ?? null;
}

/** Off the list, on record. */
export async function removeFollowUp(tx: Tx, entryId: string): Promise<void> {
  await tx.update(followUp).set({ removedAt: tx.now }).where(and(eq(followUp.entryId, entryId), isNull(followUp.removedAt)));
}
