/**
 * What staff decide by replying to the morning's summary, or to a batch that waits for approval. The reply must come from a
 * known address and answer a letter of ours (its signed Message-ID); each decision holds only as long as the matter stands as
 * that letter showed it. Besides, `staff.auth` asks for our server's word on the sender, or for one confirmation of all.
 */
import type { Offered } from '../../schemas/desk.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import { bind, type Bound } from '../../src/desk/bind.ts';
import { decisionsReadFacts } from '../../src/desk/read-back.ts';
import { readCommand } from '../../src/mail/kinds/command.ts';
import { withQuotes } from '../../src/mail/kinds/decision-context.ts';
import { readDecisions, type ReadDecisions } from '../../src/mail/kinds/decisions.ts';
import type { Tx } from '../../src/store/database.ts';
import { takeTurn } from '../../src/store/entries.ts';
import { carryOut, mattersOf, type CarriedOut, type Matters } from '../desk/carry-out.ts';
import { staffAnswer } from './staff-answer.ts';
import { paperForm } from './paper-form.ts';
import { isProven } from './proof.ts';
import { postLetter } from '../outbox.ts';
import type { Effect, Ending, Inbound } from './inbound.ts';

export const staffReply: Effect = async (tx, mail) => {
  const paper = await paperForm(tx, mail);
  if (paper !== null) return paper;
  const said = await staffAnswer(tx, mail);
  if (said !== null) return said;
  const kind = mail.letter?.kind;
  if (kind !== 'staff-summary' && kind !== 'approval-request' && kind !== 'further-judge-request' && kind !== 'chair-proposal' && kind !== 'decision-confirm') return { outcome: 'passed-to-staff', reason: mail.classification.why.join('; ') };
  if (mail.authentication === 'fail') return { outcome: 'passed-to-staff', reason: 'decisions from a sender that failed authentication: nothing was done' };
  await takeTurn(tx);
  return kind === 'decision-confirm' ? confirmed(tx, mail) : decisions(tx, mail);
};

async function decisions(tx: Tx, mail: Inbound): Promise<Ending> {
  const { contest } = mail.services.loaded;
  const { body, text } = mail.reading;
  const read = readDecisions(withQuotes(text, body === '' ? text : body), contest, mail.letter?.text ?? null);
  if (read.decisions.length + read.unclear.length === 0) return { outcome: 'passed-to-staff', reason: 'a reply of staff that decides nothing' };
  const offered = offeredIn(mail);
  const matters = await mattersOf(tx, mail.services, read.decisions.map((d) => d.code));
  const bound = bind(read.decisions, offered, matters.standings);
  const proof = contest.staff.auth ?? 'confirm';
  if (bound.apply.length > 0 && proof === 'confirm') return askToConfirm(tx, mail, bound, read, matters);
  if (bound.apply.length > 0 && !isProven(mail, proof)) return report(tx, mail, read, notProven(bound), matters, nothing);
  return done(tx, mail, read, bound, matters);
}

function offeredIn({ letter }: Inbound): Offered[] {
  const facts = letter?.facts as Partial<LetterFacts<'staff-summary'>> & Partial<Offered>;
  if (letter?.kind === 'staff-summary') return facts.decisions ?? [];
  return facts.code === undefined ? [] : [facts as Offered];
}

async function done(tx: Tx, mail: Inbound, read: ReadDecisions, bound: Bound, matters: Matters): Promise<Ending> {
  const sent = { by: mail.sender ?? '', messageId: mail.message.id, ...(mail.letter ? { letterId: mail.letter.id } : {}) };
  return report(tx, mail, read, bound, matters, await carryOut(tx, mail.services, bound.apply, matters, sent));
}

const nothing: CarriedOut = { done: new Set(), awaiting: new Set(), failed: new Map() };

async function report(tx: Tx, mail: Inbound, read: ReadDecisions, bound: Bound, matters: Matters, { done, awaiting, failed }: CarriedOut): Promise<Ending> {
  const facts = decisionsReadFacts({ receivedAt: mail.message.internalDate, read, bound, done, awaiting, failed, titles: titlesIn(matters), prefix: mail.services.loaded.contest.codePrefix });
  await postLetter(tx, mail.services, { kind: 'decisions-read', key: `decisions-read:${mail.message.id}`, to: mail.sender ?? '', answers: mail.message, facts });
  return { outcome: 'decided', reason: `${done.size} decisions done, ${facts.refused.length + facts.moreRefused} lines not` };
}

function titlesIn({ entries, batches }: Matters): Map<string, string | null> {
  return new Map([...[...entries.values()].map((e): [string, string | null] => [e.code, e.fields.title.value]), ...[...batches.values()].map((b): [string, string | null] => [b.code, b.about])]);
}

function notProven(bound: Bound): Bound {
  const refused = bound.apply.map(({ word, code, reason, line }) => ({ word, code, reason, line, why: 'not-proven' as const }));
  return { ...bound, apply: [], stale: [...refused, ...bound.stale] };
}

/** Nothing is done before the owner of the address says so once more; what could not be done is told at once. */
async function askToConfirm(tx: Tx, mail: Inbound, bound: Bound, read: ReadDecisions, matters: Matters): Promise<Ending> {
  const titles = titlesIn(matters);
  const decided = bound.apply.map(({ code, version, standing: stood, word, reason }) => ({ code, version, standing: stood, word, reason, title: titles.get(code) ?? null }));
  await postLetter(tx, mail.services, {
    kind: 'decision-confirm', key: `decision-confirm:${mail.message.id}`, to: mail.sender ?? '', answers: mail.message,
    facts: { receivedAt: mail.message.internalDate.toISOString(), from: mail.sender ?? '', decisions: decided },
  });
  const rest = { ...bound, apply: [] };
  if (rest.stale.length + rest.notOffered.length + rest.undoable.length + read.unclear.length > 0) await report(tx, mail, read, rest, matters, nothing);
  return { outcome: 'asked', reason: `asked to confirm ${decided.length} decisions` };
}

/** Only the owner of the address has this letter; what it holds is bound to how everything stood when it was written. */
async function confirmed(tx: Tx, mail: Inbound): Promise<Ending> {
  if (mail.letter?.toAddress.toLowerCase() !== mail.sender) return { outcome: 'passed-to-staff', reason: 'a confirmation from another address than was asked: nothing was done' };
  if (readCommand(mail.reading.text) !== 'confirm') return { outcome: 'passed-to-staff', reason: 'a reply to a confirmation that does not confirm: nothing was done' };
  const facts = mail.letter.facts as LetterFacts<'decision-confirm'>;
  const asked = facts.decisions.map((d) => ({ word: d.word, code: d.code, reason: d.reason, line: d.code }));
  const offered = facts.decisions.map((d) => ({ code: d.code, version: d.version, standing: d.standing, words: [d.word] }));
  const matters = await mattersOf(tx, mail.services, asked.map((d) => d.code));
  return done(tx, mail, { decisions: asked, unclear: [] }, bind(asked, offered, matters.standings), matters);
}
