/**
 * How far the judges of an entry lie apart, and what follows. Totals agree where more than half of them lie within less than the gap of
 * each other: two that do not bring a third judge; a third that agrees with one of them settles it, and the mean of all three counts, since
 * no machine drops a judge's sheet; a third that agrees with neither brings it before the chair.
 */
import { compare, exact, minus, type Exact, ZERO } from './exact.ts';

/** open = sheets are missing; further-judge = the sheets diverge and nobody further has judged; chair = still so after that; absent = nobody scored it, and a person lets the round close without it */
export type Agreement = 'open' | 'further-judge' | 'chair' | 'settled' | 'absent';

/** @param needed sheets that an entry needs @param gap in points of the total; null = no sheets diverge */
export function agreementOf(totals: Exact[], needed: number, gap: number | null): Exclude<Agreement, 'absent'> {
  if (totals.length === 0 || totals.length < needed) return 'open';
  if (gap === null || totals.length === 1 || largestAgreeing(totals, exact(gap)) * 2 > totals.length) return 'settled';
  // Three or more who were all asked for have the further judge among them.
  return totals.length > Math.max(needed, 2) || needed > 2 ? 'chair' : 'further-judge';
}

/** Highest less lowest. */
export function spreadOf(totals: Exact[]): Exact {
  const sorted = totals.toSorted(compare);
  const [low, high] = [sorted[0], sorted.at(-1)];
  return low && high ? minus(high, low) : ZERO;
}

/** How many lie within less than the gap of each other, at most. */
function largestAgreeing(totals: Exact[], gap: Exact): number {
  const sorted = totals.toSorted(compare);
  return Math.max(...sorted.map((low, i) => sorted.slice(i).filter((t) => compare(minus(t, low), gap) < 0).length));
}
