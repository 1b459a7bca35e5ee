/** Mail that is nobody's entry: left alone, shown to staff, or answered with what is missing. */
import { receivedFiles } from '../../src/letters/files.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { Tx } from '../../src/store/database.ts';
import { alertStaff, maySay, postLetter } from '../outbox.ts';
import { holdReason, type Effect, type Ending, type Inbound } from './inbound.ts';

/** In somebody's own mailbox such mail is none of our business; in an official one the sender may have meant to enter. */
export const unrelated: Effect = async (tx, mail) => {
  const why = mail.classification.why.join('; ');
  const stranger = mail.letter === null && mail.ownEntries.length === 0;
  if (!stranger || isNobodys(mail)) return { outcome: 'ignored', reason: why };
  return sayNotUnderstood(tx, mail, 'no-entry-found', why);
};

export const unreadable: Effect = async (tx, mail) => {
  const why = mail.classification.why.join('; ');
  await alertStaff(tx, mail.services, {
    what: 'message-unreadable', detail: `message ${mail.message.id}: ${why}`, command: `mailroom messages show ${mail.message.id}`,
  }, mail.message.id);
  if (isNobodys(mail)) return { outcome: 'unreadable', reason: why };
  const told = await sayNotUnderstood(tx, mail, mail.reading.documents.length > 0 ? 'damaged' : 'nothing-readable', why);
  return { ...told, outcome: 'unreadable' };
};

/** A stranger's mail in somebody's own mailbox: not answered (intake decision 13). */
function isNobodys(mail: Inbound): boolean {
  return mail.services.loaded.contest.mailbox.kind === 'personal' && mail.letter === null && mail.ownEntries.length === 0;
}

async function sayNotUnderstood(tx: Tx, mail: Inbound, reason: LetterFacts<'not-understood'>['reason'], why: string): Promise<Ending> {
  if (mail.sender === null || !mail.classification.mayAnswer) return { outcome: 'ignored', reason: `${why}; not safe to answer` };
  const may = await maySay(tx, mail.services, mail.sender, 'not-understood');
  if (!may.say) return { outcome: 'ignored', reason: `${why}; ${may.reason}` };
  await postLetter(tx, mail.services, {
    kind: 'not-understood', key: `not-understood:${mail.message.id}`, to: mail.sender, answers: mail.message, hold: may.hold ?? holdReason(mail),
    facts: { subject: mail.reading.subject, receivedAt: mail.message.internalDate.toISOString(), files: receivedFiles(mail.reading.documents, mail.services.loaded.contest), reason },
  });
  return { outcome: 'not-understood', reason: why };
}
