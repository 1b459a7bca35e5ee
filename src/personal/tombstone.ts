/** What is left of a mail that was erased: a keyed hash, by which the same mail is known again and which tells nobody else anything. */
import { createHmac } from 'node:crypto';

/** What a mail is known by: its content; where only its head was taken, its Message-ID, else its size and time. */
export type MailIdentity = { contentSha256: string | null; messageId: string | null; size: number; internalDate: Date };

const MARK = 'erased:';

/** Under each key, the signing one first: a tombstone stays valid when keys are replaced, as long as the old one verifies. */
export function tombstones(mail: MailIdentity, keys: string[]): string[] {
  const what = mail.contentSha256 ?? (mail.messageId === null ? `place ${mail.size} ${mail.internalDate.toISOString()}` : `id ${mail.messageId}`);
  return keys.map((key) => MARK + keyed(what, key));
}

/** Of an address, lower case: whoever has it and the key can ask whether it was erased. */
export function addressKey(address: string, key: string): string {
  return keyed(`address ${address}`, key);
}

function keyed(what: string, key: string): string {
  return createHmac('sha256', key).update(`erased mail\n${what}`).digest('hex');
}
