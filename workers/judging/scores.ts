/** Scores from a judge's reply become a sheet: what was given before stands, what is new comes on top, and nothing is taken once the round is locked or closed. */
import { isComplete } from '../../src/judging/form-rows.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { versionsOf } from '../../src/store/entries.ts';
import { moveAssignments, openAssignmentsOf, type OpenAssignment } from '../../src/store/judging/assignments.ts';
import { addSheet, newestSheet } from '../../src/store/judging/sheets.ts';
import type { GivenScores } from '../../src/judging/reply.ts';
import type { JudgeMail, Refused } from './judge-mail.ts';
import { takesPart, whyNot } from './commands.ts';
import { lateness } from './late.ts';

export type Sheet = { assignment: OpenAssignment; marks: Record<string, number>; complete: boolean; comment: string | null };

/** Call only after takeTurnToAssign and takeResultsTurn. The time that counts is when the mail arrived. */
export async function takeScores(tx: Tx, judged: JudgeMail): Promise<{ sheets: Sheet[]; refused: Refused[] }> {
  const { round, judge, read } = judged;
  const refused: Refused[] = [];
  const sheets: Sheet[] = [];
  if (read.scores.length === 0) return { sheets, refused };
  const late = await lateness(tx, judged);
  const open = await openAssignmentsOf(tx, { round: round.key, memberId: judge.id });
  for (const given of read.scores) {
    const own = open.find((a) => a.code === given.code);
    const refuse = (why: Refused['why']): void => { refused.push({ line: given.code, code: given.code, why }); };
    if (!own) refuse(await whyNot(tx, judge.id, given.code, round.key));
    else if (late !== null || judged.notTaken?.has(given.code) === true) refuse(late ?? 'closed');
    else if (!await takesPart(tx, own.entryId, judged.mail.services.mayBeAnswered)) refuse('withdrawn');
    else {
      const { sheet, outdated } = await taken(tx, judged, own, given);
      if (sheet !== null) sheets.push(sheet);
      if (outdated) refuse('outdated');
      // A form that came back with what stood in it says nothing new of most entries.
      else if (sheet === null && given.sheet !== true) refuse('already');
    }
  }
  return { sheets, refused };
}

type Taken = { /** null where the sheet before says all of it */ sheet: Sheet | null; /** it gives other scores than what arrived after it */ outdated: boolean };

/** A judge who scores has accepted. Of a mail that is read behind a later one only what that left open counts. */
async function taken(tx: Tx, { round, mail }: JudgeMail, own: OpenAssignment, given: GivenScores): Promise<Taken> {
  const before = await newestSheet(tx, own.id);
  const known = Object.fromEntries(round.rubric.flatMap(({ key }) => (before?.marks[key] === undefined ? [] : [[key, before.marks[key]]])));
  const late = before !== null && mail.message.internalDate < before.latest;
  const marks = late ? { ...given.marks, ...known } : { ...known, ...given.marks };
  const outdated = Object.keys(given.marks).some((key) => marks[key] !== given.marks[key]);
  const comment = (late ? before.comment ?? given.comment : given.comment ?? before?.comment) ?? null;
  if (before !== null && comment === before.comment && round.rubric.every(({ key }) => marks[key] === before.marks[key])) return { sheet: null, outdated };
  if (own.state === 'invited') await moveAssignments(tx, [own.id], ['invited'], 'accepted', null);
  const version = (await versionsOf(tx, own.entryId)).at(-1);
  if (!version) throw new Error(`${own.code} has no version`);
  const complete = isComplete(round.rubric, marks);
  const sheet = await addSheet(tx, {
    assignmentId: own.id, n: (before?.n ?? 0) + 1, versionId: version.id, state: complete ? 'complete' : 'draft', comment,
    channel: given.sheet === true ? 'xlsx' : 'reply', messageId: mail.message.id, actor: mail.sender ?? '', receivedAt: mail.message.internalDate,
  }, marks);
  await recordDecision(tx, { actor: mail.sender ?? '', action: 'judge-scored', subject: own.code, detail: { assignment: own.id, round: round.key, sheet: sheet.id, n: sheet.n, complete, locks: round.locksAt.toISOString(), message: mail.message.id } });
  return { sheet: { assignment: own, marks, complete, comment }, outdated };
}
