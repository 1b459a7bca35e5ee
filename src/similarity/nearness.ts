/** How near two vectors of meaning are. */

/** Cosine, -1 to 1; 0 where one is nothing, or they are of different models. */
export function cosine(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return 0;
  let [product, left, right] = [0, 0, 0];
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? 0;
    product += x * y;
    left += x * x;
    right += y * y;
  }
  return left === 0 || right === 0 ? 0 : product / Math.sqrt(left * right);
}

/** Those that are at least `least` near, the nearest first, at most `most`. Meant for up to 5,000 entries. */
export function nearest<T extends { vector: readonly number[] }>(vector: readonly number[], others: readonly T[], least: number, most: number): { other: T; nearness: number }[] {
  return others.map((other) => ({ other, nearness: cosine(vector, other.vector) })).filter(({ nearness }) => nearness >= least).sort((a, b) => b.nearness - a.nearness).slice(0, most);
}
