/** An entrant answers the invitation to present: kept, echoed, and shown to staff where something is to be done. */
import type { DefenceWord } from '../../schemas/awards.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { CalendarReply } from '../../src/mail/kinds/calendar-reply.ts';
import { readDefenceWord } from '../../src/mail/kinds/defence-word.ts';
import type { Tx } from '../../src/store/database.ts';
import { loadEntry, sendersOf, takeTurn, type EntryRow } from '../../src/store/entries.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { addAnswer, slotById } from '../../src/store/results/slots.ts';
import { keyOfSlot, slotOfKey, slotOfUid } from '../announce/slot-key.ts';
import { alertStaff, postLetter } from '../outbox.ts';
import { holdReason, type Ending, type Inbound } from './inbound.ts';

/** Call only after takeTurn. Whoever may not speak for the entry, and who answers an hour that is past, changes nothing: staff read it. */
export async function answerInvitation(tx: Tx, mail: Inbound, letter: LetterRow, entry: EntryRow): Promise<Ending> {
  const { sender, message } = mail;
  const toStaff = async (reason: string): Promise<Ending> => {
    await tellStaff(tx, mail, `${entry.code}: ${reason}`);
    return { outcome: 'passed-to-staff', reason: `${entry.code}: ${reason}`, entryId: entry.id };
  };
  if (sender === null || !(await sendersOf(tx, entry.id)).includes(sender)) return toStaff('an answer to its invitation from an address that may not speak for it');
  if (mail.authentication === 'fail') return toStaff('an answer to its invitation whose sender failed authentication');
  const named = slotOfKey(letter.key);
  const slot = named === null ? null : await slotById(tx, named.id);
  if (!slot || named === null) return toStaff('an answer to an invitation that is not known');
  const answer = readDefenceWord(mail.reading.text);
  // Thanks for what was noted ask nothing of anybody.
  if (answer === null && mail.classification.why.includes('thanks only')) return { outcome: 'ignored', reason: `${entry.code}: thanks`, entryId: entry.id };
  if (answer === null) return toStaff('the answer to its invitation is in words of its own');
  if (slot.sequence !== named.sequence || slot.cancelledAt !== null) return toStaff(`“${answer}” to an hour that was changed since`);
  await addAnswer(tx, { slotId: slot.id, sequence: slot.sequence, answer, messageId: message.id });
  await echo(tx, mail, entry, letter, answer, slot);
  const asks = mail.reading.text.includes('?');
  if (answer !== 'accepted' || mail.reading.documents.length > 0 || asks) await tellStaff(tx, mail, `${entry.code}: ${answer}${mail.reading.documents.length > 0 ? ', with files' : ''}${asks ? ', with a question' : ''}`);
  return { outcome: 'answered', reason: `${entry.code}: invitation ${answer}`, entryId: entry.id };
}

/** Somebody pressed Accept or Decline in a calendar: counts as the word does. Null where the appointment is none of ours. */
export async function answerByCalendar(tx: Tx, mail: Inbound, { uid, sequence, said }: CalendarReply): Promise<Ending | null> {
  const id = slotOfUid(uid);
  await takeTurn(tx);
  const slot = id === null ? null : await slotById(tx, id);
  const entry = slot === null ? null : await loadEntry(tx, slot.entryId);
  if (!slot || !entry) return null;
  const recorded = (reason: string): Ending => ({ outcome: 'auto-reply-recorded', reason: `${entry.code}: ${reason}`, entryId: entry.id });
  if (mail.sender === null || mail.authentication === 'fail' || !(await sendersOf(tx, entry.id)).includes(mail.sender)) return recorded(`${said} in a calendar, by an address that may not speak for it`);
  if (said === 'tentative' || slot.sequence !== sequence || slot.cancelledAt !== null) return recorded(`${said} in a calendar, which decides nothing`);
  await addAnswer(tx, { slotId: slot.id, sequence, answer: said, messageId: mail.message.id });
  if (said === 'declined') await tellStaff(tx, mail, `${entry.code}: declined in a calendar`);
  return recorded(`invitation ${said} in a calendar`);
}

async function echo(tx: Tx, mail: Inbound, entry: EntryRow, letter: LetterRow, answer: DefenceWord, { id, sequence }: { id: string; sequence: number }): Promise<void> {
  const { title, round, slot } = letter.facts as LetterFacts<'defence-answered'>;
  await postLetter(tx, mail.services, {
    kind: 'defence-answered', key: `${keyOfSlot({ id, sequence })}:answered:${mail.message.id}`, to: mail.sender ?? '', answers: mail.message, entryId: entry.id, hold: holdReason(mail),
    facts: { code: entry.code, title, round, slot, answer },
  });
}

async function tellStaff(tx: Tx, { services, message }: Inbound, detail: string): Promise<void> {
  await alertStaff(tx, services, { what: 'defence-answer', detail, command: `mailroom messages show ${message.id}` }, message.id);
}
