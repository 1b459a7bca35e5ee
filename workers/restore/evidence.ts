/** Was this mail registered before an older database was restored, and under which code? */
import { receiptKinds } from '../../schemas/letters.ts';
import { spokenFingerprint, spokenInstant } from '../../src/contest/spoken.ts';
import { findCodes, formatCode, numberOf } from '../../src/entry/code.ts';
import { readFields } from '../../src/entry/fields.ts';
import { best, codesReceivedAt, firstCodeOf } from '../../src/entry/named-code.ts';
import { copiesTo, isUnmatched } from '../../src/store/copies.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesByCode, sendersOf, type EntryRow } from '../../src/store/entries.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import type { MessageRow } from '../../src/store/messages.ts';
import type { Inbound } from '../inbound/inbound.ts';

export type Before = {
  code: string;
  /** the entry of that code, where it is known again already */
  entry: EntryRow | null;
  /** the receipt that named it, where a copy proves that it left */
  receipt: LetterRow | null;
};

/**
 * By the list of given codes in DATA_DIR, or by our receipts to this sender as their copies show them. Null without evidence.
 * A code that belongs to somebody else's entry by now is none: the sender must be one who may speak for it.
 * @param decided the entry that the mail would belong to without evidence
 * @param form which of several entries of the mail it is; its reading is that part of it alone
 */
export async function registeredBefore(tx: Tx, mail: Inbound, decided: EntryRow | null, form: string): Promise<Before | null> {
  const { services, sender } = mail;
  if (!services.mayBeAnswered || sender === null) return null;
  const receipts = await copiesTo(tx, sender, receiptKinds);
  const found = await byList(mail, receipts, form) ?? byReceipts(mail, receipts, form);
  if (found === null || !isCodeOf(services.loaded.contest.codePrefix, found.code)) return null;
  const [entry] = await entriesByCode(tx, [found.code]);
  if (entry && entry.id !== decided?.id && !(await sendersOf(tx, entry.id)).includes(sender)) return null;
  return { ...found, entry: entry ?? null };
}

type Found = { code: string; receipt: LetterRow | null };

async function byList({ services, message }: Inbound, receipts: LetterRow[], form: string): Promise<Found | null> {
  const given = message.contentSha256 === null ? undefined : (await services.givenCodes.byContent()).get(message.contentSha256)?.find((g) => g.form === form);
  return given ? { code: given.code, receipt: receipts.find((r) => r.id === given.letter) ?? null } : null;
}

/** The receipt that replies to this mail says its code first; one that gathered several says below which code it came when, with which files and title. */
function byReceipts({ services, message, reading }: Inbound, receipts: LetterRow[], form: string): Found | null {
  const { contest } = services.loaded;
  const { codePrefix, zone, locale } = contest;
  const reply = message.messageId === null ? undefined : receipts.find((r) => r.inReplyTo === message.messageId);
  const first = reply && form === '' ? firstCodeOf(reply, codePrefix) : null;
  if (reply && first !== null) return { code: first, receipt: reply };
  const received = spokenInstant(message.internalDate, zone, locale);
  const signs = [...reading.documents.map((d) => spokenFingerprint(d.sha256)), readFields(reading, contest).title.value ?? ''];
  return best(receipts.flatMap((receipt) => codesReceivedAt(receipt, codePrefix, { received, signs }).map((c) => ({ ...c, receipt }))));
}

function isCodeOf(prefix: string, code: string): boolean {
  const number = numberOf(code);
  return number !== null && formatCode(prefix, number) === code;
}

/** The copy of a letter of this kind that answers this mail, and that no mail was matched with yet. */
export async function copyThatAnswers(tx: Tx, wanted: { kind: LetterRow['kind']; to: string; answers: MessageRow }): Promise<LetterRow | null> {
  const { messageId } = wanted.answers;
  if (messageId === null) return null;
  return (await copiesTo(tx, wanted.to, [wanted.kind])).find((copy) => copy.inReplyTo === messageId && copy.messageId === null) ?? null;
}

/** What leaves of its own accord; of all else a copy that answers nothing says too little. */
const told: readonly LetterRow['kind'][] = ['gap-reminder', 'committee-report', 'staff-summary', 'judge-package', 'judge-reminder', 'judge-substitute', 'follow-up'];

/** The copy of a letter of this kind that was written since then, and that is about nothing else yet. @param codes of the entries it must be about; null = whatever it names */
export async function copySince(tx: Tx, wanted: { kind: LetterRow['kind']; to: string; since: Date; codes: string[] | null; prefix: string }): Promise<LetterRow | null> {
  const { codes, prefix, since, kind } = wanted;
  if (!told.includes(kind)) return null;
  // The head of a mail says its time in whole seconds.
  const copies = (await copiesTo(tx, wanted.to, [kind])).filter((copy) => isUnmatched(copy) && copy.createdAt.getTime() >= Math.floor(since.getTime() / 1000) * 1000);
  return copies.find((copy) => codes === null || sameSet(findCodes(`${copy.subject}\n${copy.text}`, prefix).valid, codes)) ?? null;
}

function sameSet(found: string[], wanted: string[]): boolean {
  return found.every((code) => wanted.includes(code)) && wanted.every((code) => found.includes(code));
}
