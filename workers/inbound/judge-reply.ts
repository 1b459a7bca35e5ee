/**
 * What a judge answers and scores by replying. It counts as a reply to a letter of ours (its signed Message-ID) that was written to this judge,
 * from an address of this judge, and as long as the work is theirs and the round is not locked. Whatever else: a clear answer, and no effect.
 */
import type { Contest } from '../../schemas/contest.ts';
import type { JudgeRefusal } from '../../schemas/judging-letters.ts';
import { judgedRound, roundNamed, type JudgedRound } from '../../src/contest/judged-rounds.ts';
import { availability } from '../../src/judging/availability.ts';
import type { ReplyForm } from '../../src/judging/reply-form.ts';
import { readJudgeReply, withSheets, type JudgeReply } from '../../src/judging/reply.ts';
import { notTaken } from '../../src/judging/answered-before.ts';
import { JURY } from '../../src/judging/roster.ts';
import type { Tx } from '../../src/store/database.ts';
import { loadEntry } from '../../src/store/entries.ts';
import { openAssignmentsOf, takeTurnToAssign } from '../../src/store/judging/assignments.ts';
import { proposalsIn } from '../../src/store/judging/divergence.ts';
import { membersByAddress, type MemberRow } from '../../src/store/judging/members.ts';
import { loadLetter, type LetterRow } from '../../src/store/letters.ts';
import { takeResultsTurn } from '../../src/store/results/sheets.ts';
import { maySay, postLetter } from '../outbox.ts';
import { answerJudge } from '../judging/answer.ts';
import { carryOutCommands, lookForOthers } from '../judging/commands.ts';
import { planLook } from '../judging/divergence.ts';
import { codesOf, type JudgeMail, type Refused } from '../judging/judge-mail.ts';
import { askForSubstitute } from '../judging/substitute.ts';
import { takeScores } from '../judging/scores.ts';
import { copyThatAnswers } from '../restore/evidence.ts';
import { recallAssignments } from '../restore/judging.ts';
import { filesOf } from './judge-files.ts';
import { holdReason, type Effect, type Ending, type Inbound } from './inbound.ts';
import { passToStaff, question, threadOf } from './question.ts';

/** Letters to judges that are answered by scores and words. */
const ANSWERED: readonly string[] = ['judge-invitation', 'judge-package', 'judge-file', 'judge-read', 'judge-released', 'judge-reminder'];

export function isForJudges(letter: LetterRow | null): letter is LetterRow {
  return letter !== null && ANSWERED.includes(letter.kind);
}

export const judgeReply: Effect = async (tx, mail) => {
  const { sender, services: { loaded: { contest } } } = mail;
  const letter = await letterAgain(tx, mail);
  if (!isForJudges(letter) || sender === null) return question(tx, mail);
  if (mail.authentication === 'fail') return { outcome: 'passed-to-staff', reason: 'a judge\'s reply whose sender failed authentication: nothing was done' };
  await takeTurnToAssign(tx);
  await takeResultsTurn(tx);
  const judge = await addressee(tx, mail, letter, sender);
  if (typeof judge === 'string') return refuse(tx, mail, judge);
  const round = judgedRound(contest, (letter.facts as { round?: string }).round ?? roundNamed(contest, `${letter.subject}\n${letter.text}`)?.key ?? null, tx.now);
  const { read, files } = await readReply(tx, mail, letter, judge, round);
  if (read.commands.length + read.scores.length + read.unread.length + files.length === 0) return question(tx, mail);
  const echo = mail.services.mayBeAnswered === true ? await copyThatAnswers(tx, { kind: 'judge-read', to: letter.toAddress, answers: mail.message }) : null;
  return carryOut(tx, { mail: { ...mail, letter }, judge, round, read, files, notTaken: echo === null ? null : notTaken(echo.text) });
};

/** The member of the jury whose letter it was and who writes, in office when the mail arrived; else why the reply counts for nothing. */
export async function addressee(tx: Tx, { message, services }: Inbound, letter: LetterRow, sender: string): Promise<MemberRow | 'other-sender' | 'other-judge' | 'left'> {
  const [member] = await membersByAddress(tx, JURY, sender);
  if (!member) return 'other-sender';
  if (!member.emails.includes(letter.toAddress.toLowerCase())) return 'other-judge';
  return ['over', 'not-yet'].includes(availability(member, [], message.internalDate, null, services.loaded.contest.zone).state) ? 'left' : member;
}

/** What it answers, once what an older database does not know of assignments was taken from our copies. */
async function letterAgain(tx: Tx, { letter, services }: Inbound): Promise<LetterRow | null> {
  if (services.mayBeAnswered !== true || !isForJudges(letter)) return letter;
  await recallAssignments(tx, services);
  return loadLetter(tx, letter.id);
}

async function readReply(tx: Tx, { reading, services }: Inbound, letter: LetterRow, judge: MemberRow, round: JudgedRound): Promise<{ read: JudgeReply; files: string[] }> {
  const named = codesOf(letter);
  const open = named.length > 0 ? named : (await openAssignmentsOf(tx, { round: round.key, memberId: judge.id })).map((a) => a.code);
  const only = open.length === 1 ? open[0] ?? null : null;
  const body = reading.body === '' ? reading.text : reading.body;
  const form = { prefix: services.loaded.contest.codePrefix, ...criteriaOf(services.loaded.contest, round), decimals: round.decimals, only, letter: letter.text };
  const files = await filesOf(tx, reading, letter);
  const read = withSheets(readJudgeReply(reading.text, body, form), files.sheets, form);
  return { read, files: files.unread };
}

/** A question that stands beside scores or words of reply, and in no remark on an entry. */
function asksBeside({ mail: { reading }, read }: JudgeMail): boolean {
  const remarks = read.scores.flatMap((s) => s.comment ?? []);
  return reading.text.split('\n').map((l) => l.replace(/\s+/g, ' ').trim()).some((l) => l.endsWith('?') && !l.startsWith('>') && /\p{L}{2}.*\s/u.test(l) && !remarks.some((r) => r.includes(l.replace(/^[^:]{1,20}:\s*/, ''))));
}

/** Criteria by number and by name, and the names of the other rounds' criteria: the form of another round is none of this one. */
function criteriaOf({ rounds }: Contest, { key, rubric }: JudgedRound): Pick<ReplyForm, 'criteria' | 'others'> {
  const names = (c: JudgedRound['rubric'][number]): string[] => Object.values(c.name);
  return { criteria: rubric.map((c) => ({ key: c.key, points: c.points, names: names(c) })), others: rounds.filter((r) => r.key !== key).flatMap((r) => r.judging?.rubric.flatMap(names) ?? []) };
}

async function carryOut(tx: Tx, judged: JudgeMail): Promise<Ending> {
  const commands = await carryOutCommands(tx, judged);
  const scores = await takeScores(tx, judged);
  if (commands.paused && !commands.over) await lookForOthers(tx, judged);
  const refused: Refused[] = [...judged.read.unread, ...judged.files.map((line) => ({ line, code: null, why: 'file-not-read' as const })), ...commands.refused, ...scores.refused];
  await answerJudge(tx, judged, { ...commands, sheets: scores.sheets, refused });
  // Our answer said otherwise, and what it rested on was lost with the newer database.
  const lost = judged.notTaken !== null && refused.some((r) => r.code !== null && LOST.has(r.why) && !judged.notTaken?.has(r.code));
  const forStaff = lost || commands.tooLate.length > 0 || judged.files.length > 0 || asksBeside(judged);
  if (forStaff) await tellStaff(tx, judged, lost ? null : commands.tooLate[0]?.entryId ?? null);
  const { judge: member, round, mail: { services, message } } = judged;
  const changed = [...scores.sheets.map((s) => s.assignment), ...commands.declined, ...commands.conflicts].map((a) => a.entryId);
  if (changed.length > 0) planLook(tx, round.key, [...new Set(changed)], `reply:${message.id}`);
  const further = await calledBeside(tx, judged, changed);
  for (const [why, list] of [['declined', commands.declined], ['conflict', commands.conflicts]] as const) {
    await askForSubstitute(tx, services, { member, round, why, entries: list.filter((a) => !further.has(a.entryId)).map((a) => ({ entryId: a.entryId, code: a.code, reason: a.said })), key: `${why}:${message.id}` });
  }
  await services.reach('judge-heard');
  const done = commands.accepted.length + commands.declined.length + commands.conflicts.length + scores.sheets.length + (commands.paused ? 1 : 0) + (commands.resumed ? 1 : 0);
  return { outcome: done > 0 ? 'decided' : forStaff ? 'question-passed' : 'asked', reason: `${judged.round.key}: ${scores.sheets.length} sheets, ${commands.accepted.length} accepted, ${commands.declined.length + commands.conflicts.length} not judged, ${refused.length} lines not taken` };
}

/** Entries for which this judge was asked beside the others: the next one is proposed with a letter of its own (judging/divergence.ts). */
async function calledBeside(tx: Tx, { judge, round }: JudgeMail, entryIds: string[]): Promise<Set<string>> {
  const proposals = entryIds.length === 0 ? [] : await proposalsIn(tx, round.key, entryIds);
  return new Set(proposals.filter((p) => p.ask === 'further-judge' && p.memberId === judge.id && p.batch.state === 'approved').map((p) => p.entryId));
}

const LOST: ReadonlySet<JudgeRefusal> = new Set(['not-yours', 'not-any-more', 'other-round', 'withdrawn']);

/** A conflict that came too late changes no ranking by itself: people read the judge's words, and decide. */
async function tellStaff(tx: Tx, { mail }: JudgeMail, entryId: string | null): Promise<void> {
  const entry = entryId === null ? null : await loadEntry(tx, entryId);
  await passToStaff(tx, mail, mail.sender ?? '', entry, await threadOf(tx, mail, mail.sender ?? '', entry));
}

/** Whoever it is hears that nothing was taken; staff get what was written. */
export async function refuse(tx: Tx, mail: Inbound, why: 'other-sender' | 'other-judge' | 'left'): Promise<Ending> {
  const ending: Ending = { outcome: 'passed-to-staff', reason: `a reply to a letter to a judge, ${why === 'left' ? 'from somebody who is not of the jury now' : 'from another address'}: nothing was done` };
  const { sender, message, services } = mail;
  if (sender === null || !mail.classification.mayAnswer) return ending;
  const thread = await threadOf(tx, mail, sender, null);
  const may = await maySay(tx, services, sender, 'judge-refused');
  if (may.say) await passToStaff(tx, mail, sender, null, thread);
  if (may.say) await postLetter(tx, services, { kind: 'judge-refused', key: `judge-refused:${message.id}`, to: sender, answers: message, hold: may.hold ?? holdReason(mail), facts: { receivedAt: message.internalDate.toISOString(), why } });
  return ending;
}
