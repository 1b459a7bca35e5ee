/** Score sheets as judges give them: each a row of its own, the newest of an assignment counts. */
import { desc, eq, max } from 'drizzle-orm';
import { scoreMark, scoreSheet } from '../../../schemas/tables.ts';
import type { Tx } from '../database.ts';

export type SheetRow = typeof scoreSheet.$inferSelect;
export type NewestSheet = SheetRow & { marks: Record<string, number>; /** when the newest of what it holds arrived: a mail may be read behind a later one */ latest: Date };

/** Marks in hundredths of a point, by key of the criterion; null where nothing was given yet. */
export async function newestSheet(tx: Tx, assignmentId: string): Promise<NewestSheet | null> {
  const [row] = await tx.select().from(scoreSheet).where(eq(scoreSheet.assignmentId, assignmentId)).orderBy(desc(scoreSheet.n)).limit(1);
  if (!row) return null;
  const marks = await tx.select().from(scoreMark).where(eq(scoreMark.sheetId, row.id));
  const [times] = await tx.select({ latest: max(scoreSheet.receivedAt) }).from(scoreSheet).where(eq(scoreSheet.assignmentId, assignmentId));
  return { ...row, latest: times?.latest ?? row.receivedAt, marks: Object.fromEntries(marks.map((m) => [m.criterion, m.hundredths])) };
}

/** Call only after takeTurnToAssign. */
export async function addSheet(tx: Tx, made: Omit<SheetRow, 'id'>, marks: Record<string, number>): Promise<SheetRow> {
  const [row] = await tx.insert(scoreSheet).values(made).returning();
  if (!row) throw new Error('a score sheet was not written');
  if (Object.keys(marks).length > 0) await tx.insert(scoreMark).values(Object.entries(marks).map(([criterion, hundredths]) => ({ sheetId: row.id, criterion, hundredths })));
  return row;
}
