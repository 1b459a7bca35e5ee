/** Staff send in an entry on paper by mail: under the same proof as their decisions, and answered with what became of it. */
import type { LetterFacts } from '../../schemas/letters.ts';
import type { PaperProblem } from '../../schemas/paper.ts';
import { readCommand } from '../../src/mail/kinds/command.ts';
import { readPaperForm, type PaperForm } from '../../src/papers/paper-form.ts';
import type { PaperTyped } from '../../src/papers/paper-mail.ts';
import type { MailReading } from '../../schemas/reading.ts';
import type { Tx } from '../../src/store/database.ts';
import { loadMessage, readingOf, type MessageRow } from '../../src/store/messages.ts';
import { receiptsOfMessage } from '../../src/store/paper.ts';
import { postLetter } from '../outbox.ts';
import { addOnPaper, paperProblemOf } from '../paper/add.ts';
import { tellEntered } from '../paper/tell.ts';
import type { Services } from '../services.ts';
import type { Ending, Inbound } from './inbound.ts';
import { proofOf } from './proof.ts';

/** Null where the mail has nothing to do with papers. */
export async function paperForm(tx: Tx, mail: Inbound): Promise<Ending | null> {
  if (mail.letter?.kind === 'paper-confirm') return confirmed(tx, mail);
  const form = readPaperForm(mail.reading, mail.services.loaded.contest);
  if (form === null || mail.sender === null) return null;
  const proof = proofOf(mail);
  if (mail.authentication === 'fail') return { outcome: 'passed-to-staff', reason: 'an entry on paper from a sender that failed authentication: nothing was done' };
  if (proof === 'no') return answer(tx, mail, [{ why: 'not-proven', about: null }]);
  if (form.typed === null) return answer(tx, mail, form.problems);
  if (proof === 'yes') return enter(tx, mail, mail.message, form, form.typed);
  const { receivedAt, ...entry } = form.typed;
  await postLetter(tx, mail.services, {
    kind: 'paper-confirm', key: `paper-confirm:${mail.message.id}`, to: mail.sender, answers: mail.message,
    facts: { receivedAt: mail.message.internalDate.toISOString(), from: mail.sender, entry: { ...entry, receivedAt: receivedAt.toISOString(), files: namesOf(form) } },
  });
  return { outcome: 'asked', reason: 'asked to confirm an entry on paper' };
}

function namesOf({ scans }: PaperForm): string[] {
  return scans.map((d) => d.filename ?? d.storedName);
}

/** Only the owner of the address has the letter that asks. */
async function confirmed(tx: Tx, mail: Inbound): Promise<Ending> {
  if (mail.authentication === 'fail' || mail.letter?.toAddress.toLowerCase() !== mail.sender) return { outcome: 'passed-to-staff', reason: 'a confirmation from another address than was asked: nothing was done' };
  if (readCommand(mail.reading.text) !== 'confirm') return { outcome: 'passed-to-staff', reason: 'a reply to a confirmation that does not confirm: nothing was done' };
  const asked = mail.letter.messageId === null ? null : await loadMessage(tx, mail.letter.messageId);
  const reading: MailReading | null = asked === null ? null : await readingOf(tx, asked);
  const form = reading === null ? null : readPaperForm(reading, mail.services.loaded.contest);
  if (!asked || !form?.typed) return { outcome: 'passed-to-staff', reason: 'the mail that was to be confirmed is not there any more' };
  return enter(tx, mail, asked, form, form.typed);
}

/** @param form of staff's mail `asked`, which brought the scans */
async function enter(tx: Tx, mail: Inbound, asked: MessageRow, form: PaperForm, typed: PaperTyped): Promise<Ending> {
  const { blobs } = mail.services;
  try {
    const files = await Promise.all(form.scans.map(async (d) => ({ name: d.filename ?? d.storedName, content: await blobs.read(d.sha256) })));
    const added = await addOnPaper(tx, mail.services, typed, files, { by: mail.sender ?? '', reason: asked.subject ?? '', again: form.again, staffMessageId: asked.id });
    if (!added.fresh && (await receiptsOfMessage(tx, added.messageId)).length > 0) await tellEntered(tx, mail.services, { messageId: added.messageId, asked: mail.message, to: mail.sender ?? '', before: true });
    return { outcome: 'decided', reason: added.fresh ? `entered on paper as message ${added.messageId}` : `entered on paper before, as message ${added.messageId}` };
  } catch (error) {
    const problem = paperProblemOf(error);
    if (problem === null) throw error;
    return answer(tx, mail, [problem]);
  }
}

async function answer(tx: Tx, mail: Inbound, problems: PaperProblem[]): Promise<Ending> {
  const facts: LetterFacts<'paper-answer'> = { receivedAt: mail.message.internalDate.toISOString(), problems, entries: [], before: false, sentTo: null, receipt: null };
  await postLetter(tx, mail.services as Services, { kind: 'paper-answer', key: `paper-answer:${mail.message.id}`, to: mail.sender ?? '', answers: mail.message, facts });
  return { outcome: 'decided', reason: `an entry on paper that was not entered: ${problems.map((p) => p.why).join(', ')}` };
}
