/** When and where entries are presented. */
import { and, asc, eq } from 'drizzle-orm';
import { defenceSlot, entry } from '../../../schemas/tables.ts';
import type { Tx } from '../database.ts';

export type SlotRow = typeof defenceSlot.$inferSelect & { code: string };

/** By time; cancelled ones too. */
export async function slotsOf(tx: Tx, round: string): Promise<SlotRow[]> {
  const rows = await tx.select().from(defenceSlot).innerJoin(entry, eq(entry.id, defenceSlot.entryId)).where(eq(defenceSlot.round, round)).orderBy(asc(defenceSlot.startsAt), asc(entry.number));
  return rows.map((r) => ({ ...r.defence_slot, code: r.entry.code }));
}

export type SlotWord = { round: string; entryId: string; startsAt: Date; minutes: number; place: string; actor: string };

/** The first word on an entry has sequence 0; each later one raises it, so that calendars take it. */
export async function setSlot(tx: Tx, { round, entryId, ...said }: SlotWord): Promise<void> {
  const [known] = await tx.select().from(defenceSlot).where(and(eq(defenceSlot.round, round), eq(defenceSlot.entryId, entryId))).for('update');
  if (known) await tx.update(defenceSlot).set({ ...said, sequence: known.sequence + 1, cancelledAt: null, changedAt: tx.now }).where(eq(defenceSlot.id, known.id));
  else await tx.insert(defenceSlot).values({ round, entryId, ...said, changedAt: tx.now });
}

export async function cancelSlot(tx: Tx, { id, sequence }: SlotRow, actor: string): Promise<void> {
  await tx.update(defenceSlot).set({ sequence: sequence + 1, cancelledAt: tx.now, changedAt: tx.now, actor }).where(eq(defenceSlot.id, id));
}
