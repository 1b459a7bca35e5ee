/** Krippendorff's alpha for interval data, with any number of judges and missing scores (K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011). */

/**
 * 1 = all agree; 0 = as chance would have it; below 0 = worse than chance.
 * @param units the scores of each entry, in any order; entries with fewer than two say nothing about agreement
 * @returns null where it is not defined: fewer than two entries with two scores, or all scores are the same
 */
export function krippendorffAlpha(units: number[][]): number | null {
  const pairable = units.filter((scores) => scores.length >= 2);
  const all = pairable.flat();
  if (pairable.length < 2) return null;
  const observed = pairable.reduce((sum, scores) => sum + squaredDifferences(scores) / (scores.length - 1), 0) / all.length;
  const expected = squaredDifferences(all) / (all.length * (all.length - 1));
  return expected === 0 ? null : 1 - observed / expected;
}

/** Over all ordered pairs: n times the sum of squares less the square of the sum, twice. About the mean, so that large scores lose no digits. */
function squaredDifferences(values: number[]): number {
  const average = values.reduce((sum, v) => sum + v, 0) / values.length;
  return 2 * values.length * values.reduce((sum, v) => sum + (v - average) ** 2, 0);
}
