/** How the judging stands, as the rows have it. */
import type { LoadedContest } from '../../../schemas/contest.ts';
import type { LetterFacts } from '../../../schemas/letters.ts';
import { allJudgedRounds, judgedRound } from '../../contest/judged-rounds.ts';
import { judgingSection } from '../../desk/judging-section.ts';
import { dividedOf } from '../../judging/divided.ts';
import { dueOf } from '../../judging/further-due.ts';
import { JURY } from '../../judging/roster.ts';
import type { Tx } from '../database.ts';
import { judgedEntries, openAssignmentsOf } from './assignments.ts';
import { divergencesIn, proposalsIn } from './divergence.ts';
import { listMembers } from './members.ts';

/** Of the round that runs; null where none does. */
export async function judgingProgress(tx: Tx, { contest }: Pick<LoadedContest, 'contest'>): Promise<LetterFacts<'staff-summary'>['judging']> {
  if (allJudgedRounds(contest).length === 0) return null;
  const round = judgedRound(contest, null, tx.now);
  const open = await openAssignmentsOf(tx, { round: round.key });
  if (open.length === 0) return null;
  const names = new Map((await listMembers(tx, JURY)).map((m) => [m.id, m.name]));
  const codes = (await judgedEntries(tx, contest, round.key)).map((e) => e.code);
  const rows = open.filter((a) => codes.includes(a.code)).map((a) => ({ code: a.code, judge: names.get(a.memberId) ?? '?', state: a.state, sheet: a.sheet, dueAt: dueOf(a, round) }));
  const put = (await proposalsIn(tx, round.key, null)).map(({ batch: { state }, ...p }) => ({ ...p, state }));
  return judgingSection(rows, codes, round, contest.locale, tx.now, dividedOf(await divergencesIn(tx, contest, round, null), put, names, contest.locale));
}
