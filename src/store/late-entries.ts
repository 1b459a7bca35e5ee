/** Entries that came late, and how far they were told so. */
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { entry, entryVersion, letter, message, receiptVersion } from '../../schemas/tables.ts';
import type { LetterState } from '../../schemas/letters.ts';
import type { LateEntry } from '../entry/deadline-turns.ts';
import type { Tx } from './database.ts';
import type { LetterRow } from './letters.ts';

const LATE = sql`(v.findings @> '[{"code":"late"}]' or v.findings @> '[{"code":"late-borderline"}]')`;

/** With all their versions, oldest first; not those that are part of another by now. */
export async function lateEntries(tx: Tx): Promise<LateEntry[]> {
  const rows = await tx.select({ entry, version: entryVersion, reading: message.reading }).from(entry)
    .innerJoin(entryVersion, eq(entryVersion.entryId, entry.id)).innerJoin(message, eq(message.id, entryVersion.messageId))
    .where(sql`${entry.state} <> 'merged' and exists (select 1 from entry_version v where v.entry_id = ${entry.id} and ${LATE})`).orderBy(asc(entry.number), asc(entryVersion.n));
  const found = new Map<string, LateEntry>();
  for (const { entry: { id, code, state, stateBeforeWithdrawal }, version, reading } of rows) {
    const one = found.get(id) ?? { entryId: id, code, title: null, state, stateBeforeWithdrawal, versions: [] };
    one.title = version.fields.title.value;
    one.versions.push({ id: version.id, receivedAt: version.receivedAt, findings: version.findings, dateHeader: reading?.dateHeader ?? null, topReceivedAt: reading?.topReceivedAt ? new Date(reading.topReceivedAt) : null });
    found.set(id, one);
  }
  return [...found.values()];
}

/** The letters that told of these versions, locked, each with all versions that it names. */
export async function receiptsOf(tx: Tx, versionIds: string[]): Promise<{ letter: LetterRow; versionIds: string[] }[]> {
  if (versionIds.length === 0) return [];
  const named = tx.select({ id: receiptVersion.letterId }).from(receiptVersion).where(inArray(receiptVersion.versionId, versionIds));
  const letters = await tx.select().from(letter).where(inArray(letter.id, named)).orderBy(asc(letter.createdAt)).for('update');
  const rows = await tx.select().from(receiptVersion).where(inArray(receiptVersion.letterId, letters.map((l) => l.id)));
  return letters.map((l) => ({ letter: l, versionIds: rows.filter((r) => r.letterId === l.id).map((r) => r.versionId) }));
}

/** A letter in these has not been said. */
export const unsaidStates: LetterState[] = ['draft', 'due', 'to-print'];

/** A letter that has not left says something else now. */
export async function turnLetter(tx: Tx, id: string, words: Pick<LetterRow, 'kind' | 'subject' | 'text' | 'html' | 'facts'>): Promise<void> {
  await tx.update(letter).set(words).where(and(eq(letter.id, id), inArray(letter.state, unsaidStates)));
}
