/** NHẬN, TỪ CHỐI, XUNG ĐỘT, TẠM DỪNG, TIẾP TỤC: a judge's words take effect, and are on record. */
import { liveStates } from '../../schemas/states.ts';
import type { JudgeRefusal } from '../../schemas/judging-letters.ts';
import type { JudgeCommand } from '../../src/judging/reply.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { declareConflict, lastAssignment, moveAssignments, openAssignmentsOf, type OpenAssignment } from '../../src/store/judging/assignments.ts';
import { addAbsence, endAbsences } from '../../src/store/judging/members.ts';
import { entriesByCode, loadEntry } from '../../src/store/entries.ts';
import { codesOf, type JudgeMail, type Refused } from './judge-mail.ts';
import { lateness } from './late.ts';
import { askForSubstitute } from './substitute.ts';

export type Done = { accepted: OpenAssignment[]; declined: (OpenAssignment & { said: string })[]; conflicts: (OpenAssignment & { said: string })[]; paused: boolean; resumed: boolean; refused: Refused[]; /** conflicts that came once the round was locked or closed: for staff */ tooLate: OpenAssignment[]; /** the round is locked or closed */ over: boolean };

type Late = Awaited<ReturnType<typeof lateness>>;

/** Call only after takeTurnToAssign and takeResultsTurn. What is refused or declared goes first: "NHẬN" is about all the others. */
export async function carryOutCommands(tx: Tx, judged: JudgeMail): Promise<Done> {
  const late = await lateness(tx, judged);
  const done: Done = { accepted: [], declined: [], conflicts: [], paused: false, resumed: false, refused: [], tooLate: [], over: late !== null };
  for (const command of judged.read.commands.filter((c) => c.word === 'decline' || c.word === 'conflict')) await giveBack(tx, judged, command, late, done);
  for (const command of judged.read.commands.filter((c) => c.word === 'accept')) await accept(tx, judged, command, late, done);
  for (const { word, line } of judged.read.commands.filter((c) => c.word === 'pause' || c.word === 'resume')) await pauseOrResume(tx, judged, word === 'pause', line, done);
  return done;
}

async function giveBack(tx: Tx, judged: JudgeMail, command: JudgeCommand, late: Late, done: Done): Promise<void> {
  const { judge, mail } = judged;
  if (command.codes.length === 0 && !command.all) return void done.refused.push({ line: command.line, code: null, why: command.wrong ?? 'no-code' });
  const to = command.word === 'decline' ? 'declined' : 'conflict';
  for (const a of await meant(tx, judged, command, done)) {
    const { reason } = command;
    if (late !== null || judged.notTaken?.has(a.code) === true) {
      await tooLate(tx, judged, command, a, late ?? 'closed', done);
      continue;
    }
    if (reason === null) {
      done.refused.push({ line: command.line, code: a.code, why: 'needs-reason' });
      continue;
    }
    const [moved] = await moveAssignments(tx, [a.id], ['invited', 'accepted'], to, reason);
    if (!moved) continue;
    await declareConflict(tx, { memberId: judge.id, entryId: a.entryId, ground: to === 'declined' ? 'declined' : 'declared', reason, actor: mail.sender ?? '', messageId: mail.message.id });
    await recordDecision(tx, { actor: mail.sender ?? '', action: `judge-${to}`, subject: a.code, detail: { assignment: a.id, round: a.round, message: mail.message.id }, texts: { reason } });
    (to === 'declined' ? done.declined : done.conflicts).push({ ...a, said: reason });
  }
}

/** The assignment stays, or its sheet would not count any more. A conflict is on record all the same: for later rounds, and for staff. */
async function tooLate(tx: Tx, { judge, mail }: JudgeMail, { word, line, reason }: JudgeCommand, a: OpenAssignment, late: 'closed' | 'locked', done: Done): Promise<void> {
  done.refused.push({ line, code: a.code, why: word === 'conflict' ? 'too-late' : late });
  if (word !== 'conflict') return;
  const said = reason ?? line;
  await declareConflict(tx, { memberId: judge.id, entryId: a.entryId, ground: 'declared', reason: said, actor: mail.sender ?? '', messageId: mail.message.id });
  await recordDecision(tx, { actor: mail.sender ?? '', action: 'judge-conflict-too-late', subject: a.code, detail: { assignment: a.id, round: a.round, message: mail.message.id }, texts: { reason: said } });
  done.tooLate.push(a);
}

async function accept(tx: Tx, judged: JudgeMail, command: JudgeCommand, late: Late, done: Done): Promise<void> {
  const { mail } = judged;
  if (command.wrong !== null) return void done.refused.push({ line: command.line, code: null, why: command.wrong });
  const back = judged.read.commands.filter((c) => c.word === 'decline' || c.word === 'conflict');
  const wanted = command.codes.length > 0 ? command : { ...command, all: true };
  if (wanted.all && back.some((c) => c.codes.length === 0 && !c.all)) return void done.refused.push({ line: command.line, code: null, why: 'which-first' });
  // Whatever a line of the same mail means to give back is not accepted by another, though its reason is missing.
  const named = (wanted.all ? await offered(tx, judged) : await meant(tx, judged, wanted, done)).filter((a) => !back.some((c) => c.all || c.codes.includes(a.code)));
  if (wanted.all && named.length > 0 && named.every((a) => a.state === 'accepted')) done.refused.push({ line: command.line, code: null, why: 'already' });
  for (const a of named) {
    if (a.state === 'accepted') {
      if (command.codes.length > 0) done.refused.push({ line: command.line, code: a.code, why: 'already' });
      continue;
    }
    const why = late ?? (judged.notTaken?.has(a.code) === true ? 'closed' : await takesPart(tx, a.entryId, mail.services.mayBeAnswered) ? null : 'withdrawn');
    if (why !== null) {
      done.refused.push({ line: command.line, code: a.code, why });
      continue;
    }
    const [moved] = await moveAssignments(tx, [a.id], ['invited'], 'accepted', null);
    if (!moved) continue;
    await recordDecision(tx, { actor: mail.sender ?? '', action: 'judge-accepted', subject: a.code, detail: { assignment: a.id, round: a.round, message: mail.message.id } });
    done.accepted.push(a);
  }
}

/** What a plain NHẬN is about: the entries that an invitation or a package names; of letters that only count what is open, all that was assigned before. */
async function offered(tx: Tx, { judge, round, mail: { letter } }: JudgeMail): Promise<OpenAssignment[]> {
  const open = await openAssignmentsOf(tx, { round: round.key, memberId: judge.id });
  if (letter === null) return open;
  const lists = letter.kind === 'judge-invitation' || letter.kind === 'judge-package';
  return open.filter((a) => (lists ? codesOf(letter).includes(a.code) : a.assignedAt <= letter.createdAt));
}

/** The judge's assignments that the line names, or all that count where it says so; what is named and not theirs is refused. */
async function meant(tx: Tx, { judge, round, mail }: JudgeMail, { codes, all, line }: JudgeCommand, done: Done): Promise<OpenAssignment[]> {
  const open = await openAssignmentsOf(tx, { round: round.key, memberId: judge.id });
  // "All" is all that the letter names: what was assigned since was not seen.
  const shown = mail.letter === null ? [] : codesOf(mail.letter);
  if (all) return open.filter((a) => shown.length === 0 || shown.includes(a.code));
  const found: OpenAssignment[] = [];
  for (const code of codes) {
    const own = open.find((a) => a.code === code);
    if (own) found.push(own);
    else done.refused.push({ line, code, why: await whyNot(tx, judge.id, code, round.key) });
  }
  return found;
}

/** Why a code that a judge names is none of theirs in this round. */
export async function whyNot(tx: Tx, memberId: string, code: string, round: string): Promise<JudgeRefusal> {
  const [entry] = await entriesByCode(tx, [code]);
  if (!entry) return 'not-yours';
  if (await lastAssignment(tx, { entryId: entry.id, memberId, round })) return 'not-any-more';
  const elsewhere = await openAssignmentsOf(tx, { memberId, entryIds: [entry.id] });
  return elsewhere.some((a) => a.round !== round) ? 'other-round' : 'not-yours';
}

/** After a restore what people decided of an entry may be lost: what a judge says of it is taken, and counts once they decide again. */
export async function takesPart(tx: Tx, entryId: string, mayBeAnswered = false): Promise<boolean> {
  const state = (await loadEntry(tx, entryId))?.state;
  return state === 'eligible' || (mayBeAnswered && state !== undefined && state !== 'ineligible' && liveStates.includes(state));
}

/** Nobody knows until when: what is left to score is put before staff, each with somebody who could take it, as our letters promise. */
export async function lookForOthers(tx: Tx, { judge: member, round, mail }: JudgeMail): Promise<void> {
  const left = (await openAssignmentsOf(tx, { round: round.key, memberId: member.id })).filter((a) => a.sheet !== 'complete');
  await askForSubstitute(tx, mail.services, { member, round, why: 'away', entries: left, key: `paused:${mail.message.id}` });
}

async function pauseOrResume(tx: Tx, { judge, mail }: JudgeMail, pause: boolean, line: string, done: Done): Promise<void> {
  const ended = await endAbsences(tx, judge.id);
  if (pause) await addAbsence(tx, { memberId: judge.id, from: tx.now, to: null, why: 'judge', said: line, messageId: mail.message.id });
  await recordDecision(tx, { actor: mail.sender ?? '', action: pause ? 'judge-paused' : 'judge-resumed', subject: judge.id, detail: { ended, message: mail.message.id } });
  if (pause) done.paused = true;
  else done.resumed = true;
}
