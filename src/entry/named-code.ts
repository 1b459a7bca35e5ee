/** Which code a receipt of ours gave to which mail, read from the receipt as it was sent. */
import { findCodes } from './code.ts';

type Receipt = { subject: string; text: string };

/** The code in the subject: that of the mail the receipt answers, the first it names. Null where it names none. */
export function firstCodeOf({ subject, text }: Receipt, prefix: string): string | null {
  return findCodes(subject, prefix).valid[0] ?? findCodes(text, prefix).valid[0] ?? null;
}

export type Candidate = { code: string; /** how many of the signs stand below it */ score: number };

/**
 * The codes below which the receipt says that a mail came at `received`, in the words of the contest's language. Mails of one
 * second are told apart by other signs: fingerprints of files, the title.
 */
export function codesReceivedAt({ text }: Receipt, prefix: string, mail: { received: string; signs: string[] }): Candidate[] {
  const below = new Map<string, string>();
  let code: string | null = null;
  for (const line of text.split('\n')) {
    code = findCodes(line, prefix).valid[0] ?? code;
    if (code !== null) below.set(code, `${below.get(code) ?? ''} ${line}`);
  }
  const has = (said: string, sign: string): boolean => sign !== '' && oneLine(said).includes(oneLine(sign));
  return [...below].filter(([, said]) => has(said, mail.received)).map(([named, said]) => ({ code: named, score: mail.signs.filter((sign) => has(said, sign)).length }));
}

/** The one with the highest score; null where none has it alone: then nothing is proven. */
export function best<C extends Candidate>(candidates: C[]): C | null {
  const highest = Math.max(...candidates.map((c) => c.score));
  const found = candidates.filter((c) => c.score === highest);
  return new Set(found.map((c) => c.code)).size === 1 ? found[0] ?? null : null;
}

function oneLine(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}
