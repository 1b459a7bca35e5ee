/** Own copies after a restore: each proves that a letter left, what it said and which mail it answered. */
import type { MailReading } from '../../schemas/reading.ts';
import { receiptKinds } from '../../schemas/letters.ts';
import { findCodes, numberOf } from '../../src/entry/code.ts';
import { validSender } from '../../src/mail/kinds/sender.ts';
import { readLetterMessageId } from '../../src/mail/token.ts';
import { addCopiedLetter, type CopiedLetter } from '../../src/store/copies.ts';
import type { Tx } from '../../src/store/database.ts';
import { loadLetter, type LetterRow } from '../../src/store/letters.ts';
import { raiseFloor } from '../../src/store/restoration.ts';
import type { Services } from '../services.ts';

type Reads = Pick<Services, 'loaded' | 'secretKeys' | 'log'>;

/**
 * Writes the row of a letter that the database does not know, from its copy. Null where the mail is no such copy.
 * The Message-ID proves that we wrote a letter of that id, not that this is it: whoever got the letter knows it. So the first
 * copy counts, it must be addressed to the one it is about, and codes that cannot have been given are not believed.
 * @param bound no number above this one can have been given
 */
export async function takeCopy(tx: Tx, services: Reads, reading: MailReading, bound: number): Promise<LetterRow | null> {
  const copied = copyIn(reading, services);
  if (copied === null) return null;
  const numbers = numbersIn(copied, services.loaded.contest.codePrefix);
  if (numbers.some((n) => n > bound)) {
    services.log.warn({ letter: copied.id }, 'a copy names a code that cannot have been given; it is not believed');
    return null;
  }
  await addCopiedLetter(tx, copied);
  if (numbers.length > 0) await raiseFloor(tx, Math.max(...numbers));
  return loadLetter(tx, copied.id);
}

function copyIn(reading: MailReading, { loaded, secretKeys }: Reads): CopiedLetter | null {
  const token = reading.messageId === null ? null : readLetterMessageId(reading.messageId, secretKeys);
  const to = reading.to[0]?.address.toLowerCase();
  if (token === null || to === undefined || validSender(reading) !== loaded.contest.mailbox.address.toLowerCase()) return null;
  const written = Date.parse(reading.dateHeader ?? '');
  return {
    id: token.letterId, kind: token.kind, toAddress: to, subject: reading.subject ?? '', text: reading.body, rfcMessageId: reading.messageId ?? '',
    inReplyTo: reading.inReplyTo[0] ?? null, references: reading.references, createdAt: new Date(Number.isNaN(written) ? 0 : written),
  };
}

function numbersIn({ kind, subject, text }: CopiedLetter, prefix: string): number[] {
  if (!(receiptKinds as readonly string[]).includes(kind)) return [];
  return findCodes(`${subject}\n${text}`, prefix).valid.flatMap((code) => numberOf(code) ?? []);
}
