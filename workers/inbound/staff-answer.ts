/** Staff answer a question by replying to the letter that brought it: their words go on to who asked, under the same proof as decisions. */
import type { CarriedFile, LetterFacts } from '../../schemas/letters.ts';
import type { MailReading } from '../../schemas/reading.ts';
import { readCommand } from '../../src/mail/kinds/command.ts';
import { readClosing } from '../../src/mail/kinds/closing-word.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { loadMessage, readingOf, type MessageRow } from '../../src/store/messages.ts';
import { askedSince, closeQuestion, questionNumbered, type QuestionRow } from '../../src/store/questions.ts';
import { postLetter } from '../outbox.ts';
import { answerQuestion } from '../questions/answer.ts';
import { repliedLetter } from './gather.ts';
import type { Ending, Inbound } from './inbound.ts';
import { proofOf } from './proof.ts';

/** `since`: what was asked after the letter to which staff reply */
type Why = { why: LetterFacts<'answer-not-sent'>['why']; since?: { at: Date; text: string }[] };

/** Null where the mail answers no question. */
export async function staffAnswer(tx: Tx, mail: Inbound): Promise<Ending | null> {
  const { letter } = mail;
  if (letter?.kind !== 'staff-question' && letter?.kind !== 'answer-confirm') return null;
  const { n } = letter.facts as { n?: number | null };
  const row = n == null ? null : await questionNumbered(tx, n);
  if (row === null || mail.sender === null) return null;
  if (mail.authentication === 'fail') return { outcome: 'passed-to-staff', reason: `question ${row.n}: an answer from a sender that failed authentication: nothing was sent` };
  if (letter.kind === 'answer-confirm') return confirmed(tx, mail, row);
  const proof = proofOf(mail);
  const why = proof === 'no' ? { why: 'not-proven' as const } : await whyNot(tx, row, mail.reading, letter.createdAt);
  if (why !== null) return notSent(tx, mail, row, why);
  if (proof === 'yes') return carryOut(tx, mail, row, mail.message, mail.reading);
  await postLetter(tx, mail.services, {
    kind: 'answer-confirm', key: `answer-confirm:${mail.message.id}`, to: mail.sender, answers: mail.message,
    facts: { n: row.n, to: row.asker, subject: row.subject, text: mail.reading.text.slice(0, 20_000), files: filesOf(mail.reading).map((f) => f.filename), from: mail.sender, receivedAt: mail.message.internalDate.toISOString() },
  });
  return { outcome: 'asked', reason: `question ${row.n}: asked to confirm the answer` };
}

/** Only the owner of the address has the letter that asks. */
async function confirmed(tx: Tx, mail: Inbound, row: QuestionRow): Promise<Ending> {
  if (mail.letter?.toAddress.toLowerCase() !== mail.sender) return { outcome: 'passed-to-staff', reason: 'a confirmation from another address than was asked: nothing was sent' };
  if (readCommand(mail.reading.text) !== 'confirm') return { outcome: 'passed-to-staff', reason: 'a reply to a confirmation that does not confirm: nothing was sent' };
  const said = mail.letter.messageId === null ? null : await loadMessage(tx, mail.letter.messageId);
  const reading = said === null ? null : await readingOf(tx, said);
  if (!said || !reading) return { outcome: 'passed-to-staff', reason: 'the answer that was to be confirmed is not there any more' };
  const brought = await repliedLetter(tx, reading, mail.services.secretKeys);
  const why = await whyNot(tx, row, reading, (brought?.kind === 'staff-question' ? brought : mail.letter).createdAt);
  return why === null ? carryOut(tx, mail, row, said, reading) : notSent(tx, mail, row, why);
}

/** What was answered since the letter was written is not answered again unseen, nor is what was asked since. @param since of the letter that brought the question */
async function whyNot(tx: Tx, row: QuestionRow, reading: MailReading, since: Date): Promise<Why | null> {
  if (row.state === 'answered') return { why: 'answered' };
  if (row.state === 'closed' && row.closedAt !== null && row.closedAt >= since) return { why: 'closed' };
  const asked = await askedSince(tx, row.id, since);
  if (asked.length > 0) return { why: 'asked-since', since: asked };
  if (reading.documents.some((d) => d.flags.includes('infected'))) return { why: 'infected' };
  return reading.text.trim() === '' && filesOf(reading).length === 0 ? { why: 'empty' } : null;
}

async function carryOut(tx: Tx, mail: Inbound, row: QuestionRow, said: MessageRow, reading: MailReading): Promise<Ending> {
  const by = mail.sender ?? '';
  const reason = readClosing(reading.text);
  if (reason !== null) {
    await closeQuestion(tx, row.id, { by, reason });
    await recordDecision(tx, { actor: by, action: 'close-question', subject: row.id, detail: { question: row.n, message: said.id }, texts: { reason } });
    return { outcome: 'decided', reason: `question ${row.n} closed` };
  }
  await answerQuestion(tx, mail.services, row, { text: reading.text, by, how: 'reply', messageId: said.id, files: filesOf(reading) });
  return { outcome: 'decided', reason: `question ${row.n} answered` };
}

async function notSent(tx: Tx, mail: Inbound, row: QuestionRow, { why, since = [] }: Why): Promise<Ending> {
  const ended = why === 'closed' ? { by: row.closedBy, at: row.closedAt } : { by: row.answeredBy, at: row.answeredAt };
  const facts = { n: row.n, to: row.asker, receivedAt: mail.message.internalDate.toISOString(), why, ...(why === 'answered' || why === 'closed' ? { by: ended.by ?? '?', at: (ended.at ?? tx.now).toISOString() } : { by: null, at: null }), since: since.map(({ at, text }) => ({ at: at.toISOString(), text })) };
  await postLetter(tx, mail.services, { kind: 'answer-not-sent', key: `answer-not-sent:${mail.message.id}`, to: mail.sender ?? '', answers: mail.message, facts });
  return { outcome: 'decided', reason: `question ${row.n}: the answer was not sent: ${why}` };
}

/** More than this no mailbox may take. */
const MOST_BYTES = 8 * 1024 * 1024;

/** Files that staff attached, as far as they fit; pictures of a signature are none. */
function filesOf({ documents }: MailReading): CarriedFile[] {
  let bytes = 0;
  return documents.filter((d) => d.from === 'attachment' && !d.part.includes('/') && d.sha256 !== '').flatMap((d): CarriedFile[] => {
    bytes += d.size;
    return bytes > MOST_BYTES ? [] : [{ kind: 'file', sha256: d.sha256, filename: d.filename ?? d.storedName, contentType: d.contentType }];
  });
}
