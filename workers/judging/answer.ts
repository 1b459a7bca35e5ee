/** The answer to a judge's reply: what was noted, line by line, and what is left; the entries that were accepted follow. */
import { formRows, pointsOf, spokenScore, sumOf } from '../../src/judging/form-rows.ts';
import { dueOf, nextDue } from '../../src/judging/further-due.ts';
import { grouped } from '../../src/results/grouped.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesById } from '../../src/store/entries.ts';
import { enqueue } from '../../src/store/jobs.ts';
import { openAssignmentsOf, type OpenAssignment } from '../../src/store/judging/assignments.ts';
import { holdReason } from '../inbound/inbound.ts';
import type { JudgeMail } from './judge-mail.ts';
import { postLetter } from '../outbox.ts';
import type { Done } from './commands.ts';
import { namedFor, openFacts, roundFacts } from './said.ts';
import type { Sheet } from './scores.ts';

const SHOWN = 20;

export async function answerJudge(tx: Tx, { mail, judge, round }: JudgeMail, done: Done & { sheets: Sheet[] }): Promise<void> {
  const { loaded } = mail.services;
  const { locale } = loaded.contest;
  const named = (a: { entryId: string; code: string }) => namedFor(tx, a, round, loaded);
  const all = async <A extends { entryId: string; code: string }, B>(list: A[], more: (a: A) => B) => {
    const made: (Awaited<ReturnType<typeof named>> & B)[] = [];
    for (const a of list) made.push({ ...await named(a), ...more(a) });
    return made;
  };
  const open = await stillJudged(tx, await openAssignmentsOf(tx, { round: round.key, memberId: judge.id }));
  const unscored = open.filter((a) => a.state === 'accepted' && a.sheet !== 'complete').map((a) => a.code);
  await postLetter(tx, mail.services, {
    kind: 'judge-read', key: `judge-read:${mail.message.id}`, to: mail.letter?.toAddress ?? mail.sender ?? '', answers: mail.message, hold: holdReason(mail),
    facts: {
      ...roundFacts(round, judge.name, loaded), ...openFacts({ ...round, dueAt: nextDue(open, round) }), receivedAt: mail.message.internalDate.toISOString(), paused: done.paused, resumed: done.resumed,
      accepted: await all(done.accepted, () => ({})), declined: await all(done.declined, (a) => ({ reason: a.said })), conflicts: await all(done.conflicts, (a) => ({ reason: a.said })),
      sheets: await all(done.sheets.map((s) => ({ ...s, entryId: s.assignment.entryId, code: s.assignment.code })), (s) => ({
        complete: s.complete, sum: spokenScore(sumOf(round.rubric, s.marks), locale), total: pointsOf(round.rubric), rows: formRows(round.rubric, s.marks, locale), comment: s.comment,
      })),
      refused: done.refused, unanswered: open.filter((a) => a.state === 'invited').length, unscored: unscored.slice(0, SHOWN), moreUnscored: Math.max(0, unscored.length - SHOWN), over: done.over,
    },
  });
  // Making the papers takes longer than a transaction should. A letter says one due date: what is due otherwise comes in another.
  const dueAt = new Date(Math.min(mail.message.internalDate.getTime(), tx.now.getTime()));
  for (const [due, own] of grouped(done.accepted, (a) => dueOf(a, round).toISOString())) {
    enqueue(tx, 'judge-package', { memberId: judge.id, assignmentIds: own.map((a) => a.id).join(',') }, { key: `judge-package:${mail.message.id}${due === round.dueAt.toISOString() ? '' : `:${due}`}`, dueAt });
  }
}

/** Without entries that were withdrawn or found ineligible since: nothing is asked for them. */
async function stillJudged(tx: Tx, open: OpenAssignment[]): Promise<OpenAssignment[]> {
  const eligible = new Set((await entriesById(tx, open.map((a) => a.entryId))).filter((e) => e.state === 'eligible').map((e) => e.id));
  return open.filter((a) => eligible.has(a.entryId));
}
