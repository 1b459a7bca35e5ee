/** Whom a mail is from, where that is beyond doubt; and whether a letter to that address can be answered by a person. */
import type { MailReading } from '../../../schemas/reading.ts';

/** No quoted local parts, comments, groups or address literals: what is rare in life and common in tricks (intake 3). */
const STRICT = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;
const NOBODY = /^(mailer[-_]?daemon|post[-_]?master|no[-_]?reply|do[-_]?not[-_]?reply|bounces?|nobody|daemon)([+._-].*)?@/;

/** The one From address, lower case; null where there is none, several, or one that is not plainly valid. */
export function validSender(reading: Pick<MailReading, 'from' | 'warnings'>): string | null {
  const [from, second] = reading.from;
  if (!from || second) return null;
  const address = from.address.trim().toLowerCase();
  return address.length <= 254 && STRICT.test(address) ? address : null;
}

/** Addresses behind which nobody reads. */
export function isNobody(address: string): boolean {
  return NOBODY.test(address.toLowerCase());
}
