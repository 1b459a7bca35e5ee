/** A question: the asker hears that it arrived, staff get it with the asker's address to reply to. */
import { maySay, postLetter } from '../outbox.ts';
import { holdReason, type Effect } from './inbound.ts';

export const question: Effect = async (tx, mail) => {
  const { services, message, reading, sender } = mail;
  if (sender === null || !mail.classification.mayAnswer) return { outcome: 'passed-to-staff', reason: 'a question, not safe to answer' };
  const entry = mail.namedEntries[0] ?? mail.threadEntries[0] ?? null;
  const receivedAt = message.internalDate.toISOString();
  const may = await maySay(tx, services, sender, 'question-received');
  if (may.say) {
    await postLetter(tx, services, {
      kind: 'question-received', key: `question-received:${message.id}`, to: sender, answers: message, hold: may.hold ?? holdReason(mail),
      facts: { subject: reading.subject, receivedAt },
    });
  }
  for (const to of services.loaded.contest.staff.addresses) {
    await postLetter(tx, services, {
      kind: 'staff-question', key: `staff-question:${message.id}:${to}`, to: to.toLowerCase(), replyTo: sender,
      facts: { from: sender, subject: reading.subject, text: reading.text.slice(0, 10_000), receivedAt, code: entry?.code ?? null },
    });
  }
  return { outcome: 'question-passed', reason: services.loaded.contest.staff.addresses.length > 0 ? 'passed to staff' : 'waits in `messages list`: no staff address is set', ...(entry ? { entryId: entry.id } : {}) };
};
