/** Everything the rows know about a mail that was just read: sender, thread, codes, entries. */
import type { MailReading } from '../../schemas/reading.ts';
import { findCodes } from '../../src/entry/code.ts';
import { serversWord } from '../../src/mail/authentication.ts';
import { classify } from '../../src/mail/kinds/index.ts';
import { JURY } from '../../src/judging/roster.ts';
import { validSender } from '../../src/mail/kinds/sender.ts';
import { readLetterMessageId } from '../../src/mail/token.ts';
import { fold } from '../../src/vietnamese/fold.ts';
import { isPaperId } from '../../src/papers/paper-mail.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesByCode, entriesById, entriesOfMessages, entriesOfSender, followMerges, type EntryRow } from '../../src/store/entries.ts';
import { entriesNamedIn, loadLetter, type LetterRow } from '../../src/store/letters.ts';
import { paperRecordOf, type PaperRow } from '../../src/store/paper.ts';
import { membersByAddress } from '../../src/store/judging/members.ts';
import { messagesByRfcId, type MessageRow } from '../../src/store/messages.ts';
import type { Services } from '../services.ts';
import { answersIn } from './answers.ts';
import type { Inbound } from './inbound.ts';

type Knows = Pick<Services, 'loaded' | 'secretKeys' | 'authservId'>;

export async function gather(tx: Tx, services: Knows, message: MessageRow, reading: MailReading): Promise<Omit<Inbound, 'services'>> {
  const { contest } = services.loaded;
  // Anybody can write such a Message-ID: the record makes it one.
  const paper = isPaperId(reading.messageId) ? await paperRecordOf(tx, message.id) : null;
  const sender = paper?.sender ?? validSender(reading);
  const letter = await repliedLetter(tx, reading, services.secretKeys);
  const codes = findCodes(`${ownSubject(reading, letter, contest.codePrefix)}\n${reading.text}`, contest.codePrefix);
  const answers = await answersIn(tx, letter, reading, contest);
  const threadEntries = await followMerges(tx, await entriesOfThread(tx, reading, letter, sender));
  const namedEntries = await followMerges(tx, await entriesByCode(tx, codes.valid));
  const ownEntries = sender === null ? [] : await entriesOfSender(tx, sender);
  const among = (addresses: string[]): boolean => sender !== null && addresses.some((a) => a.toLowerCase() === sender);
  const classification = classify(reading, {
    contest,
    thread: { ours: letter !== null, letterKind: letter?.kind ?? null, entryCode: threadEntries[0]?.code ?? null, answers: answers.size > 0, ownSubject: letter !== null && isReplyTo(letter.subject, reading.subject) },
    codes: codes.valid,
    knownSender: ownEntries.length > 0,
    judge: among(contest.judges.addresses) || (sender !== null && (await membersByAddress(tx, JURY, sender)).length > 0),
    staff: among(contest.staff.addresses),
    ownAddress: reading.from.some((f) => [contest.mailbox.address, ...contest.mailbox.alsoOwn].some((own) => own.toLowerCase() === f.address.toLowerCase())),
    ownLetter: isOwnLetter(reading, services.secretKeys),
  });
  // Mail that was handled before it was kept has our server's word still in its header.
  const authentication = message.authentication ?? serversWord(reading.authenticationResults, services.authservId);
  return {
    message, reading, classification: paper === null ? classification : onPaper(paper), sender, letter, answers, threadEntries, namedEntries, ownEntries, paper,
    authentication: authentication.result, provenBy: authentication.by,
  };
}

function onPaper({ channel, enteredBy }: PaperRow): Inbound['classification'] {
  return { kind: 'submission', why: [`on paper, ${channel === 'hand' ? 'by hand' : 'by post'}, entered by ${enteredBy}`], mayAnswer: true };
}

/** "Re: …" and "Trả lời: …" of our own words, which mail programs put there. */
function isReplyTo(ours: string, subject: string | null): boolean {
  return subject !== null && fold(subject).endsWith(fold(ours));
}

/** A letter that names many entries has the code of the first in its subject: a reply repeats it and chooses nothing by that. */
function ownSubject(reading: MailReading, letter: LetterRow | null, prefix: string): string {
  const subject = reading.subject ?? '';
  const ours = letter === null ? [] : findCodes(letter.subject, prefix).valid;
  const many = ((letter?.facts as { entries?: unknown[] } | undefined)?.entries?.length ?? 0) > 1;
  return many && findCodes(subject, prefix).valid.every((code) => ours.includes(code)) ? '' : subject;
}

/** A Message-ID that only we can have made: a copy of our own letter came back. */
export function isOwnLetter(reading: MailReading, keys: string[]): boolean {
  return reading.messageId !== null && readLetterMessageId(reading.messageId, keys) !== null;
}

/** In-Reply-To first, then References from the newest back. */
export async function repliedLetter(tx: Tx, reading: MailReading, keys: string[]): Promise<LetterRow | null> {
  for (const id of [...reading.inReplyTo, ...reading.references.toReversed()].slice(0, 50)) {
    const own = readLetterMessageId(id, keys);
    const letter = own ? await loadLetter(tx, own.letterId) : null;
    if (letter) return letter;
  }
  return null;
}

async function entriesOfThread(tx: Tx, reading: MailReading, letter: LetterRow | null, sender: string | null): Promise<EntryRow[]> {
  if (letter !== null) {
    const named = await entriesNamedIn(tx, letter.id);
    return entriesById(tx, named.length > 0 ? named : letter.entryId ? [letter.entryId] : []);
  }
  if (sender === null) return [];
  const earlier = await messagesByRfcId(tx, [...reading.inReplyTo, ...reading.references].slice(0, 50), sender);
  return entriesById(tx, await entriesOfMessages(tx, earlier));
}
