/**
 * The chair's word on an entry, by reply to the letter that asks for it: as a judge's scores, it counts from an address of the chair alone, and only
 * for the sheets that the letter showed. It is recorded by the same act as `results chair`, and echoed to the chair and to staff.
 */
import type { ChairRefusal } from '../../schemas/judging-letters.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import { judgedRound, type JudgedRound } from '../../src/contest/judged-rounds.ts';
import { spokenNumber } from '../../src/contest/spoken.ts';
import { readChairReply, type ChairReply } from '../../src/judging/chair-reply.ts';
import { chairLetters, isChair } from '../../src/judging/chair.ts';
import type { Divergent } from '../../src/judging/divergent.ts';
import { spokenScore } from '../../src/judging/form-rows.ts';
import { rulesOf } from '../../src/results/sheet.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesByCode } from '../../src/store/entries.ts';
import { declareConflict, takeTurnToAssign } from '../../src/store/judging/assignments.ts';
import { divergencesIn } from '../../src/store/judging/divergence.ts';
import type { MemberRow } from '../../src/store/judging/members.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { outcomeOf } from '../../src/store/results/outcomes.ts';
import { chairWords, takeResultsTurn } from '../../src/store/results/sheets.ts';
import { recordDecision } from '../../src/store/audit.ts';
import { planLook } from '../judging/divergence.ts';
import { dividedFacts, gapFacts, meanFacts, roundFacts } from '../judging/said.ts';
import { postLetter } from '../outbox.ts';
import { approve, hashOf } from '../results/act.ts';
import { chairAct } from '../results/rounds.ts';
import { holdReason, type Effect, type Ending, type Inbound } from './inbound.ts';
import { addressee, refuse } from './judge-reply.ts';
import { question } from './question.ts';

export function isForChair(letter: LetterRow | null): letter is LetterRow {
  return letter !== null && (chairLetters as readonly string[]).includes(letter.kind);
}

type Asked = Pick<LetterFacts<'chair-request'>, 'round' | 'standing' | 'most' | 'decimals' | 'entries'>;
type ChairMail = { mail: Inbound; chair: MemberRow; round: JudgedRound; asked: Asked; entry: { id: string; code: string; title: string | null }; read: ChairReply };

export const chairReply: Effect = async (tx, mail) => {
  const { letter, sender, services: { loaded: { contest } } } = mail;
  if (!isForChair(letter) || sender === null) return question(tx, mail);
  if (mail.authentication === 'fail') return { outcome: 'passed-to-staff', reason: 'the chair\'s reply whose sender failed authentication: nothing was done' };
  await takeTurnToAssign(tx);
  await takeResultsTurn(tx);
  const chair = await addressee(tx, mail, letter, sender);
  if (typeof chair === 'string') return refuse(tx, mail, chair);
  if (!isChair(chair)) return refuse(tx, mail, 'left');
  // Of a letter that a copy alone knows, after a restore, the facts are not there: people read the answer.
  const asked = 'entries' in (letter.facts as object) ? letter.facts as Asked : null;
  const [named] = asked?.entries ?? [];
  const [row] = named === undefined ? [] : await entriesByCode(tx, [named.code]);
  if (!asked || !named || !row) return question(tx, mail);
  const { text, body } = mail.reading;
  const read = readChairReply(text, body === '' ? text : body, { prefix: contest.codePrefix, code: named.code, most: asked.most, decimals: asked.decimals, letter: letter.text });
  if (read.score === null && read.unread.length === 0 && read.command === null) return question(tx, mail);
  return carryOut(tx, { mail, chair, asked, read, round: judgedRound(contest, asked.round, tx.now), entry: { id: row.id, code: named.code, title: named.title } });
};

async function carryOut(tx: Tx, chaired: ChairMail): Promise<Ending> {
  const { mail, round, entry, read } = chaired;
  const [d] = await divergencesIn(tx, mail.services.loaded.contest, round, [entry.id]);
  const why = await whyNot(tx, chaired, d);
  const before = d === undefined ? null : await countedBefore(tx, chaired, d);
  if (why === 'declined') await giveBack(tx, chaired);
  if (why === null && d !== undefined && before !== null) await record(tx, chaired, d, before);
  await echo(tx, chaired, why, before);
  return { outcome: why === null || why === 'declined' ? 'decided' : 'asked', reason: why === null ? `${entry.code}: the chair gives ${String((read.score ?? 0) / 100)}` : `${entry.code}: the chair's answer changed nothing (${why})`, entryId: entry.id };
}

/** Null where it may count. */
async function whyNot(tx: Tx, { round, asked, read }: ChairMail, d: Divergent | undefined): Promise<ChairRefusal | null> {
  if (await outcomeOf(tx, round.key) !== null) return 'closed';
  if (d === undefined || (d.agreement !== 'chair' && !d.decided)) return 'settled';
  if (read.command !== null) return read.command.reason === null ? 'needs-reason' : 'declined';
  if (d.standing !== asked.standing) return 'changed';
  const [unread] = read.unread;
  if (unread) return unread.why === 'no-code' || unread.why === 'mistyped-code' || unread.why === 'other-form' ? 'other-entry' : unread.why;
  return read.score === null ? 'not-a-number' : null;
}

/** As people write it: an earlier word of the chair, else the mean. */
async function countedBefore(tx: Tx, { mail, round, entry }: ChairMail, d: Divergent): Promise<string> {
  const { contest } = mail.services.loaded;
  const said = (await chairWords(tx, round.key)).find((w) => w.entryId === entry.id);
  return said === undefined ? meanFacts(d, rulesOf(contest, round.key), contest.locale) : spokenScore(said.hundredths, contest.locale);
}

async function record(tx: Tx, chaired: ChairMail, d: Divergent, before: string): Promise<void> {
  const { mail, chair, round, entry, read } = chaired;
  const { loaded } = mail.services;
  const act = await chairAct(tx, loaded, round.key, entry.code, ((read.score ?? 0) / 100).toFixed(2));
  const reason = loaded.contest.locale === 'vi' ? `Trưởng ban Giám khảo trả lời qua thư: ${read.opinion ?? 'không nêu ý kiến khác'}` : `The chair's reply by mail: ${read.opinion ?? 'no further remark'}`;
  await approve(tx, act, hashOf(act), { by: mail.sender ?? '', reason });
  await recordDecision(tx, { actor: mail.sender ?? '', action: 'chair-answered', subject: entry.code, detail: { round: round.key, message: mail.message.id, letter: mail.letter?.id ?? null, hundredths: read.score ?? 0 } });
  const facts: LetterFacts<'chair-decided'> = {
    round: round.key, roundName: gapFacts(round, loaded.contest).roundName, chair: chair.name, entry: dividedFacts(d, loaded.contest.locale), score: spokenScore(read.score ?? 0, loaded.contest.locale), before,
    opinion: read.opinion, receivedAt: mail.message.internalDate.toISOString(),
  };
  for (const address of loaded.contest.staff.addresses) await postLetter(tx, mail.services, { kind: 'chair-decided', key: `chair-decided:${mail.message.id}:${address.toLowerCase()}`, to: address.toLowerCase(), facts });
}

/** Staff hear that the chair cannot decide it, and what they can do. */
async function giveBack(tx: Tx, { mail, chair, round, entry, read }: ChairMail): Promise<void> {
  const reason = read.command?.reason ?? '';
  await declareConflict(tx, { memberId: chair.id, entryId: entry.id, ground: read.command?.word === 'decline' ? 'declined' : 'declared', reason, actor: mail.sender ?? '', messageId: mail.message.id });
  await recordDecision(tx, { actor: mail.sender ?? '', action: 'chair-gave-back', subject: entry.code, detail: { round: round.key, message: mail.message.id }, texts: { reason } });
  planLook(tx, round.key, [entry.id], `chair-reply:${mail.message.id}`);
}

async function echo(tx: Tx, { mail, chair, round, asked, entry, read }: ChairMail, why: ChairRefusal | null, before: string | null): Promise<void> {
  const { loaded } = mail.services;
  await postLetter(tx, mail.services, {
    kind: 'chair-read', key: `chair-read:${mail.message.id}`, to: mail.letter?.toAddress ?? mail.sender ?? '', answers: mail.message, hold: holdReason(mail),
    facts: {
      ...roundFacts(round, chair.name, loaded), receivedAt: mail.message.internalDate.toISOString(), standing: asked.standing, most: asked.most, decimals: asked.decimals, entries: [{ code: entry.code, title: entry.title }],
      score: why === null ? spokenNumber((read.score ?? 0) / 100, loaded.contest.locale) : null, opinion: why === null ? read.opinion : null, before, line: read.unread[0]?.line ?? read.command?.line ?? null, why,
    },
  });
}
