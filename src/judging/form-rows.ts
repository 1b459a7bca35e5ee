/** Score sheets as people read them. */
import type { Contest, Locale } from '../../schemas/contest.ts';
import type { FormRow } from '../../schemas/judging-letters.ts';
import { spokenNumber } from '../contest/spoken.ts';

type Rubric = NonNullable<Contest['rounds'][number]['judging']>['rubric'];

/** @param marks hundredths of a point, by key of the criterion */
export function formRows(rubric: Rubric, marks: Record<string, number>, locale: Locale): FormRow[] {
  return rubric.map(({ key, name, points }, i) => ({ n: i + 1, name: name[locale] ?? key, points, score: marks[key] === undefined ? null : spokenScore(marks[key], locale) }));
}

/** 2750 -> "27,5" */
export function spokenScore(hundredths: number, locale: Locale): string {
  return spokenNumber(hundredths / 100, locale);
}

/** Hundredths of a point; criteria without a mark count nothing. */
export function sumOf(rubric: Rubric, marks: Record<string, number>): number {
  return rubric.reduce((sum, { key }) => sum + (marks[key] ?? 0), 0);
}

/** The most that a sheet can add up to, in points. */
export function pointsOf(rubric: Rubric): number {
  return rubric.reduce((sum, { points }) => sum + points, 0);
}

/** Has every criterion a mark? */
export function isComplete(rubric: Rubric, marks: Record<string, number>): boolean {
  return rubric.every(({ key }) => marks[key] !== undefined);
}
