/** Reads one stored mail and does what it asks. Reading happens before, its whole effect inside one transaction. */
import type { Authentication } from '../../schemas/authentication.ts';
import type { MailReading, MessageKind } from '../../schemas/reading.ts';
import type { GivenCode } from '../../src/edges/given-codes.ts';
import { serversWord } from '../../src/mail/authentication.ts';
import { validSender } from '../../src/mail/kinds/sender.ts';
import { Problem, reasonOf } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { countTries, takeWords } from '../../src/store/copies.ts';
import { letterByRfcId, OWN_COPY, settleAsSent, type LetterRow } from '../../src/store/letters.ts';
import { loadForReading, openRestorationOf } from '../../src/store/restoration.ts';
import { recordHandled, recordOutcome, type MessageRow } from '../../src/store/messages.ts';
import { beginErasure, countErasure, emptyMessages } from '../../src/store/personal/empty.ts';
import { gather, isOwnLetter } from '../inbound/gather.ts';
import type { Ending, Inbound } from '../inbound/inbound.ts';
import { takeEffect } from '../inbound/index.ts';
import { alertStaff } from '../outbox.ts';
import { readDocuments, readForms } from '../read-documents.ts';
import { takeCopy } from '../restore/copies.ts';
import { goOnReading, waitsForRestore } from '../restore/go-on.ts';
import type { Handler, Work } from '../services.ts';
import { tellTooLarge } from '../inbound/oversized.ts';

export const readMessage: Handler<'read-message'> = async ({ messageId }, work) => {
  const found = await work.db.statement((tx) => loadForReading(tx, messageId));
  if (found === null) throw new Error(`message ${messageId} has no row`);
  const { message, restoring } = found;
  if (restoring === 'reading') throw waitsForRestore();
  const afterRestore = async (tx: Tx): Promise<void> => { if (restoring !== null) await goOnReading(tx, work); };
  // A late job: what it was to read was erased meanwhile.
  if (message.erasureId !== null) {
    await work.finish(afterRestore);
    return;
  }
  if (message.sha256 === null) {
    await work.finish(async (tx) => {
      await tellTooLarge(tx, { ...work, mayBeAnswered: message.mayBeAnswered }, message);
      await afterRestore(tx);
    });
    return;
  }
  const read = await work.parser.read(work.blobs.path(message.sha256));
  // What an older copy of DATA_DIR does not hold was looked for in the mailbox by now; otherwise the folder may be another host's.
  if ('unreadable' in read && read.unreadable.code === 'raw-missing' && !message.mayBeAnswered) throw notStored(read.unreadable.forStaff);
  if ('unreadable' in read) tryAgain(read.unreadable, work);
  else work.health.works('parser');
  const reading = 'reading' in read ? await readDocuments({ parser: work.parser, pathOf: work.blobs.path, clamd: work.clamd }, read.reading) : null;
  if (reading !== null) await readForms(reading, work.loaded.contest);
  const authentication = reading === null ? null : await proofOfSender(work, work.blobs.path(message.sha256), reading);
  await work.reach('message-read');
  let given: GivenCode[] = [];
  const ours = await work.finish(async (tx) => {
    given = [];
    const handling = { ...work, mayBeAnswered: message.mayBeAnswered, since: message.internalDate, given };
    if (reading !== null) await receive(tx, handling, { ...message, authentication }, reading);
    else if ('unreadable' in read) await setAside(tx, handling, message, read.unreadable);
    await afterRestore(tx);
  });
  if (!ours) return;
  await work.reach('entry-committed');
  // What is given is given: a full disk here costs evidence after a restore, and nothing else.
  await work.givenCodes.note(given).catch((error: unknown) => work.log.warn({ error: reasonOf(error) }, 'a code that was given could not be noted in DATA_DIR'));
};

/** Our own server saw more than the mail shows; where it says nothing we look ourselves. Null where nobody is asked. */
async function proofOfSender({ authservId, mailauth }: Work, path: string, reading: MailReading): Promise<Authentication | null> {
  const word = serversWord(reading.authenticationResults, authservId);
  if (word.result === 'none' && mailauth !== null) return mailauth.check(path, validSender(reading));
  return word.by === null ? null : word;
}

function notStored(forStaff: string): Problem {
  return new Problem('storage', { forUser: 'The mail or its documents cannot be stored or read at the moment; it is handled later.', forStaff, retry: 'later' });
}

const PASSING = new Set(['parser-died', 'parser-deadline', 'parser-memory', 'parser-failed']);

/** A full disk is waited for; what a busy or stopping machine may have caused is tried three times before the mail is called unreadable. */
function tryAgain({ code, forStaff }: { code: string; forStaff: string }, work: Work): void {
  if (code === 'storage') throw notStored(forStaff);
  if (PASSING.has(code) && code !== 'parser-failed') work.health.fails('parser', forStaff, { subject: work.row.id });
  if (PASSING.has(code) && work.row.attempts < 2) throw new Error(forStaff);
}

async function receive(tx: Tx, work: Work, message: MessageRow, reading: MailReading): Promise<void> {
  const mail: Inbound = { ...await gather(tx, work, message, reading), services: work };
  const { kind, why } = mail.classification;
  const copy = await ownCopy(tx, work, mail);
  const ending = copy ?? await takeEffect(tx, { ...mail, message: { ...message, messageId: reading.messageId, fromAddress: mail.sender, reading } });
  await tellInfected(tx, work, message, reading);
  if (ending.outcome === 'erased') await keepNothing(tx, work, message, { ...ending, kind });
  else recordHandled(tx, message.id, reading, mail.sender, { ...ending, kind, why, authentication: message.authentication });
  if (copy && message.mayBeAnswered) await countTries(tx, copy.letterId);
  work.log.info({ message: message.id, kind, outcome: ending.outcome }, 'message handled');
}

/** It speaks of somebody whose data were erased: recorded by its outcome, and nothing else. */
async function keepNothing(tx: Tx, work: Work, message: MessageRow, end: Ending & { kind: MessageKind }): Promise<void> {
  await recordOutcome(tx, message.id, { ...end, why: [] });
  const { id } = await beginErasure(tx, { actor: 'contest-mailroom', why: 'request', reason: end.reason, hash: '', keys: [] });
  await countErasure(tx, id, { messages: 1, documents: await emptyMessages(tx, id, [message.id], work.secretKeys, end.reason), letters: 0, entries: 0, shared: 0, redacted: 0 });
}

/** Whatever the mail was: what the scanner held back is for people to know. */
async function tellInfected(tx: Tx, work: Work, message: MessageRow, { documents }: MailReading): Promise<void> {
  const infected = documents.filter((d) => d.flags.includes('infected'));
  if (infected.length === 0) return;
  const detail = infected.map((d) => `${d.storedName}: ${d.text?.failure ?? 'infected'}`).join('; ');
  await alertStaff(tx, work, { what: 'document-infected', detail: `message ${message.id}: ${detail}`, command: `mailroom messages show ${message.id}` }, message.id);
}

/** A copy of a letter of ours is evidence that the letter left. */
async function ownCopy(tx: Tx, work: Work, mail: Inbound): Promise<Ending & { letterId: string } | null> {
  const { reading } = mail;
  if (!isOwnLetter(reading, work.secretKeys) || reading.messageId === null) return null;
  const own = await letterByRfcId(tx, reading.messageId) ?? await copyOfLost(tx, work, mail);
  if (own === null) return null;
  const settled = await settleAsSent(tx, own.id, OWN_COPY);
  if (settled && work.mayBeAnswered) await takeWords(tx, own.id, reading.body);
  if (own.erasureId !== null) return { outcome: 'erased', reason: 'a copy of a letter that was erased', letterId: own.id };
  return { outcome: 'own-letter', reason: `copy of ${own.kind} to ${own.toAddress}`, letterId: own.id };
}

/** After a restore: the copy is all that is left of the letter. Only where copies are sent to the mailbox is there a true one that came first. */
async function copyOfLost(tx: Tx, work: Work, mail: Inbound): Promise<LetterRow | null> {
  if (!work.mayBeAnswered || !work.loaded.contest.letters.ownCopy || mail.authentication === 'fail') return null;
  return takeCopy(tx, work, mail.reading, (await openRestorationOf(tx))?.numberBound ?? 0);
}

/** What cannot be parsed keeps its raw bytes and goes to a person. */
async function setAside(tx: Tx, work: Work, message: MessageRow, cause: { code: string; forStaff: string }): Promise<void> {
  await recordOutcome(tx, message.id, { outcome: 'unreadable', reason: reasonOf(cause.forStaff), kind: 'unreadable', why: [cause.code] });
  await alertStaff(tx, work, {
    what: 'message-unreadable', detail: `message ${message.id}: ${cause.forStaff}`, command: `mailroom messages show ${message.id}`,
  }, message.id);
}
