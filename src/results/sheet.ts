/** Score sheets as results see them, and what a sheet adds up to. */
import type { Contest } from '../../schemas/contest.ts';
import type { Scoring } from '../../schemas/scoring.ts';
import { Problem, wrongUse } from '../problem.ts';
import { add, exact, fromHundredths, times, ZERO, type Exact } from './exact.ts';

export type Criterion = NonNullable<Contest['rounds'][number]['judging']>['rubric'][number];
/** What ranks a round: its rubric, the sheets that an entry needs, and the rules. */
export type RoundRules = { key: string; rubric: Criterion[]; /** sheets that each entry needs */ needed: number; /** decimals that a score may have */ decimals: number; scoring: Scoring };

/** One complete sheet; marks in hundredths of a point, by key of the criterion. */
export type Sheet = { id: string; entryId: string; judgeId: string; judge: string; marks: Record<string, number> };
/** A sheet of which the total is known. */
export type TotalledSheet = Sheet & { total: Exact };

/** @throws Problem `contest-wrong` where the contest has no such round, or does not say how it is judged */
export function rulesOf(contest: Contest, round: string): RoundRules {
  const found = contest.rounds.find((r) => r.key === round);
  if (!found) throw wrongUse(`no round has the key ${round}; contest.yaml has ${contest.rounds.map((r) => r.key).join(', ') || 'none'}`);
  if (!found.judging) throw new Problem('contest-wrong', { forUser: `contest.yaml does not say how the round ${round} is judged: its rounds need judging.rubric` });
  return { key: found.key, rubric: found.judging.rubric, needed: found.judging.judges, decimals: found.judging.decimals, scoring: found.scoring };
}

/** The weighted sum of a sheet's marks. */
export function totalOf(marks: Sheet['marks'], { rubric, scoring }: RoundRules): Exact {
  return rubric.map(({ key }) => times(fromHundredths(marks[key] ?? 0), exact(scoring.weights[key] ?? 1))).reduce(add, ZERO);
}

/** The most that a sheet can add up to. */
export function fullMarks({ rubric, scoring }: RoundRules): Exact {
  return rubric.map(({ key, points }) => times(exact(points), exact(scoring.weights[key] ?? 1))).reduce(add, ZERO);
}

/** Each with what it adds up to. */
export function totalled(sheets: Sheet[], rules: RoundRules): TotalledSheet[] {
  return sheets.map((s) => ({ ...s, total: totalOf(s.marks, rules) }));
}
