/** Mail in the mailbox that was erased here: known by its tombstone, and not taken in again. */
import { and, inArray, isNull } from 'drizzle-orm';
import { message } from '../../../schemas/tables.ts';
import { tombstones, type MailIdentity } from '../../personal/tombstone.ts';
import type { Tx } from '../database.ts';

export type Known = { id: string; tombstone: string };

/** In the order of `mails`: the message that each of them was, or null. */
export async function erasedBefore(tx: Tx, mails: MailIdentity[], keys: string[]): Promise<(Known | null)[]> {
  const marks = mails.map((mail) => tombstones(mail, keys));
  if (marks.length === 0) return [];
  const rows = await tx.select({ id: message.id, tombstone: message.contentSha256 }).from(message)
    .where(and(inArray(message.contentSha256, marks.flat()), isNull(message.duplicateOf)));
  const known = new Map(rows.map((r) => [r.tombstone, r.id]));
  return marks.map((own) => {
    const tombstone = own.find((mark) => known.has(mark));
    return tombstone === undefined ? null : { id: known.get(tombstone) ?? '', tombstone };
  });
}
