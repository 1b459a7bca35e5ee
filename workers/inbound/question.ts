/** A question: the asker hears that it arrived, staff get it, and answer it by replying to us (answer-question.ts). */
import { asksForForm } from '../../src/letters/attachments.ts';
import type { Tx } from '../../src/store/database.ts';
import type { EntryRow } from '../../src/store/entries.ts';
import { ask, type QuestionRow } from '../../src/store/questions.ts';
import { countLetters } from '../../src/store/letters.ts';
import { alertStaff, maySay, postLetter } from '../outbox.ts';
import { holdReason, type Effect, type Inbound } from './inbound.ts';

/** Questions handed to one address of staff within an hour, each as a letter of its own; a flood of them is told in one. */
const PASSED_PER_HOUR = 30;
const HOUR = 3_600_000;

export const question: Effect = async (tx, mail) => {
  const { services, message, reading, sender } = mail;
  if (sender === null || !mail.classification.mayAnswer) return { outcome: 'passed-to-staff', reason: 'a question, not safe to answer' };
  const entry = mail.namedEntries[0] ?? mail.threadEntries[0] ?? null;
  const thread = await threadOf(tx, mail, sender, entry);
  const may = await maySay(tx, services, sender, 'question-received');
  if (may.say) {
    await postLetter(tx, services, {
      kind: 'question-received', key: `question-received:${message.id}`, to: sender, answers: message, hold: may.hold ?? holdReason(mail),
      facts: { subject: reading.subject, receivedAt: message.internalDate.toISOString(), aboutForm: asksForForm(reading.subject ?? '', reading.text) },
    });
  }
  const reason = may.say ? await passToStaff(tx, mail, sender, entry, thread) : `waits in \`questions list\`: ${may.reason}`;
  return { outcome: 'question-passed', reason: `question ${thread.n}, ${reason}`, ...(entry ? { entryId: entry.id } : {}) };
};

/** The thread that the mail begins or goes on with. */
export function threadOf(tx: Tx, { message, reading, letter }: Inbound, sender: string, entry: EntryRow | null): Promise<QuestionRow> {
  return ask(tx, {
    asker: sender, subject: reading.subject, entryId: entry?.id ?? null, messageId: message.id, receivedAt: message.internalDate,
    references: [...reading.inReplyTo, ...reading.references].slice(0, 50), letterId: letter?.id ?? null,
  });
}

/** @returns in words where the question lies now */
export async function passToStaff(tx: Tx, { services, message, reading }: Inbound, sender: string, entry: EntryRow | null, { n, owner }: QuestionRow): Promise<string> {
  const { addresses } = services.loaded.contest.staff;
  if (addresses.length === 0) return 'waits in `questions list`: no staff address is set';
  const all = addresses.map((a) => a.toLowerCase());
  for (const to of owner !== null && all.includes(owner) ? [owner] : all) {
    if ((await countLetters(tx, 'staff-question', to, new Date(tx.now.getTime() - HOUR))) >= PASSED_PER_HOUR) {
      await alertStaff(tx, services, { what: 'letters-held', detail: `more than ${PASSED_PER_HOUR} questions within an hour; the rest wait`, command: 'mailroom questions list' });
      return `waits in \`questions list\`: more than ${PASSED_PER_HOUR} questions within an hour`;
    }
    await postLetter(tx, services, {
      kind: 'staff-question', key: `staff-question:${message.id}:${to}`, to,
      facts: { n, owner, byReply: true, from: sender, subject: reading.subject, text: reading.text.slice(0, 10_000), receivedAt: message.internalDate.toISOString(), code: entry?.code ?? null },
    });
  }
  return 'passed to staff';
}
