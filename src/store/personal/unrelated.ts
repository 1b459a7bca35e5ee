/** Mail that had nothing to do with the contest, and what was said about it: all of it is forgotten once its time is over. */
import { and, inArray, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { letter, message } from '../../../schemas/tables.ts';
import type { MessageKind } from '../../../schemas/reading.ts';
import type { Tx } from '../database.ts';

/** Ids of handled mail of these kinds without any tie to the contest, and of the copies of it that were delivered. */
export async function forgettable(tx: Tx, kinds: readonly MessageKind[], before: Date, limit: number): Promise<string[]> {
  const original = alias(message, 'original');
  const ours = (row: typeof message | typeof original) => and(
    inArray(row.outcome, ['ignored', 'not-understood']), inArray(row.kind, [...kinds]), sql`${row.handledAt} < ${before}`, isNull(row.entryId));
  const copied = tx.select({ id: original.id }).from(original).where(ours(original));
  const rows = await tx.select({ id: message.id }).from(message)
    .where(and(isNull(message.erasureId), sql`coalesce(${message.contentSha256}, '') not like 'erased:%'`, or(ours(message), and(inArray(message.duplicateOf, copied), sql`${message.outcome} = 'duplicate'`)))).limit(limit);
  return rows.map((r) => r.id);
}

/** Ids of letters that answered these messages and went to their senders, wherever they stand; those to staff are not theirs. */
export async function answersTo(tx: Tx, messageIds: string[]): Promise<string[]> {
  if (messageIds.length === 0) return [];
  const rows = await tx.select({ id: letter.id }).from(letter)
    .where(and(inArray(letter.messageId, messageIds), isNull(letter.erasureId), isNull(letter.entryId), inArray(letter.kind, ['not-understood', 'too-large', 'question-received', 'status-answer'])));
  return rows.map((r) => r.id);
}
