/** Reads one stored mail and does what it asks. Reading happens before, its whole effect inside one transaction. */
import type { MailReading } from '../../schemas/reading.ts';
import { Problem, reasonOf } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { letterByRfcId, OWN_COPY, settleAsSent } from '../../src/store/letters.ts';
import { loadMessage, recordHandled, recordOutcome, type MessageRow } from '../../src/store/messages.ts';
import { gather, isOwnLetter } from '../inbound/gather.ts';
import type { Ending } from '../inbound/inbound.ts';
import { takeEffect } from '../inbound/index.ts';
import { alertStaff } from '../outbox.ts';
import type { Handler, Work } from '../services.ts';
import { tellTooLarge } from '../inbound/oversized.ts';

export const readMessage: Handler<'read-message'> = async ({ messageId }, work) => {
  const message = await work.db.statement((tx) => loadMessage(tx, messageId));
  if (message === null) throw new Error(`message ${messageId} has no row`);
  if (message.sha256 === null) {
    await work.finish((tx) => tellTooLarge(tx, work, message));
    return;
  }
  const read = await work.parser.read(work.blobs.path(message.sha256));
  if ('unreadable' in read) tryAgain(read.unreadable, work);
  else work.health.works('parser');
  await work.reach('message-read');
  const ours = await work.finish((tx) => ('reading' in read ? receive(tx, work, message, read.reading) : setAside(tx, work, message, read.unreadable)));
  if (ours) await work.reach('entry-committed');
};

const PASSING = new Set(['parser-died', 'parser-deadline', 'parser-memory', 'parser-failed']);

/** A full disk is waited for; what a busy or stopping machine may have caused is tried three times before the mail is called unreadable. */
function tryAgain({ code, forStaff }: { code: string; forStaff: string }, work: Work): void {
  if (code === 'storage') throw new Problem('storage', { forUser: 'Documents cannot be stored at the moment; the mail is read later.', forStaff, retry: 'later' });
  if (PASSING.has(code) && code !== 'parser-failed') work.health.fails('parser', forStaff, { subject: work.row.id });
  if (PASSING.has(code) && work.row.attempts < 2) throw new Error(forStaff);
}

async function receive(tx: Tx, work: Work, message: MessageRow, reading: MailReading): Promise<void> {
  const mail = await gather(tx, work, message, reading);
  const { kind, why } = mail.classification;
  const ending = await ownCopy(tx, work, reading) ?? await takeEffect(tx, { ...mail, message: { ...message, messageId: reading.messageId, fromAddress: mail.sender, reading } });
  recordHandled(tx, message.id, reading, mail.sender, { ...ending, kind, why });
  work.log.info({ message: message.id, kind, outcome: ending.outcome }, 'message handled');
}

/** A copy of a letter of ours is evidence that the letter left. */
async function ownCopy(tx: Tx, work: Work, reading: MailReading): Promise<Ending | null> {
  if (!isOwnLetter(reading, work.secretKeys) || reading.messageId === null) return null;
  const own = await letterByRfcId(tx, reading.messageId);
  if (own === null) return null;
  await settleAsSent(tx, own.id, OWN_COPY);
  return { outcome: 'own-letter', reason: `copy of ${own.kind} to ${own.toAddress}` };
}

/** What cannot be parsed keeps its raw bytes and goes to a person. */
async function setAside(tx: Tx, work: Work, message: MessageRow, cause: { code: string; forStaff: string }): Promise<void> {
  await recordOutcome(tx, message.id, { outcome: 'unreadable', reason: reasonOf(cause.forStaff), kind: 'unreadable', why: [cause.code] });
  await alertStaff(tx, work, {
    what: 'message-unreadable', detail: `message ${message.id}: ${cause.forStaff}`, command: `mailroom messages show ${message.id}`,
  });
}
