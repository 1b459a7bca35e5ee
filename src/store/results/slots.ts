/** When and where entries are presented. */
import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { DefenceWord } from '../../../schemas/awards.ts';
import { defenceAnswer, defenceSlot, entry } from '../../../schemas/tables.ts';
import type { Tx } from '../database.ts';

export type SlotRow = typeof defenceSlot.$inferSelect & { code: string };

/** By time; cancelled ones too. */
export async function slotsOf(tx: Tx, round: string): Promise<SlotRow[]> {
  const rows = await tx.select().from(defenceSlot).innerJoin(entry, eq(entry.id, defenceSlot.entryId)).where(eq(defenceSlot.round, round)).orderBy(asc(defenceSlot.startsAt), asc(entry.number));
  return rows.map((r) => ({ ...r.defence_slot, code: r.entry.code }));
}

/** Locked to the end of the transaction. */
export async function slotById(tx: Tx, id: string): Promise<typeof defenceSlot.$inferSelect | null> {
  const [row] = await tx.select().from(defenceSlot).where(eq(defenceSlot.id, id)).for('update');
  return row ?? null;
}

/** Cancelled ones too. */
export async function slotsById(tx: Tx, ids: string[]): Promise<(typeof defenceSlot.$inferSelect)[]> {
  return ids.length === 0 ? [] : tx.select().from(defenceSlot).where(inArray(defenceSlot.id, ids));
}

/** Once for each message. */
export async function addAnswer(tx: Tx, made: Pick<typeof defenceAnswer.$inferSelect, 'slotId' | 'sequence' | 'answer' | 'messageId'>): Promise<void> {
  await tx.insert(defenceAnswer).values({ ...made, at: tx.now }).onConflictDoNothing();
}

/** The newest answer to each slot of a round as it stands, by id of the slot. */
export async function answersTo(tx: Tx, round: string): Promise<Map<string, DefenceWord>> {
  const rows = await tx.selectDistinctOn([defenceAnswer.slotId], { slotId: defenceAnswer.slotId, answer: defenceAnswer.answer }).from(defenceAnswer)
    .innerJoin(defenceSlot, and(eq(defenceSlot.id, defenceAnswer.slotId), eq(defenceSlot.sequence, defenceAnswer.sequence))).where(eq(defenceSlot.round, round)).orderBy(defenceAnswer.slotId, desc(defenceAnswer.at));
  return new Map(rows.map((r) => [r.slotId, r.answer]));
}

export type SlotWord = { round: string; entryId: string; startsAt: Date; minutes: number; place: string; actor: string };

/** The first word on an entry has sequence 0; each later one raises it, so that calendars take it. The same hour and place again say nothing. */
export async function setSlot(tx: Tx, { round, entryId, ...said }: SlotWord): Promise<void> {
  const [known] = await tx.select().from(defenceSlot).where(and(eq(defenceSlot.round, round), eq(defenceSlot.entryId, entryId))).for('update');
  if (known && known.cancelledAt === null && known.startsAt.getTime() === said.startsAt.getTime() && known.minutes === said.minutes && known.place === said.place) return;
  if (known) await tx.update(defenceSlot).set({ ...said, sequence: known.sequence + 1, cancelledAt: null, changedAt: tx.now }).where(eq(defenceSlot.id, known.id));
  else await tx.insert(defenceSlot).values({ round, entryId, ...said, changedAt: tx.now });
}

/** Its calendar entry is cancelled with the next sequence. */
export async function cancelSlot(tx: Tx, { id, sequence }: SlotRow, actor: string): Promise<void> {
  await tx.update(defenceSlot).set({ sequence: sequence + 1, cancelledAt: tx.now, changedAt: tx.now, actor }).where(eq(defenceSlot.id, id));
}
