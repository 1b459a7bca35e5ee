/** Medians and spread: one figure of one run says nothing. */

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return low + (high - low) * (at - Math.floor(at));
}

/** Of k in n, the highest share that would still show so few in one of twenty trials (Clopper and Pearson, one-sided 95 %). */
export function atMost(k: number, n: number): number {
  if (n === 0 || k >= n) return 1;
  let [low, high] = [k / n, 1];
  for (let step = 0; step < 60; step++) {
    const p = (low + high) / 2;
    if (chance(k, n, p) > 0.05) low = p;
    else high = p;
  }
  return high;
}

/** Of k or fewer in n, each with chance p. */
function chance(k: number, n: number, p: number): number {
  let [term, sum] = [(1 - p) ** n, 0];
  for (let i = 0; i <= k; i++) {
    sum += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return sum;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** "4.2 (3.9-4.6)": median and spread; a single value stands alone. */
export function spread(values: readonly number[], digits = 1): string {
  const middle = median(values).toFixed(digits);
  return values.length < 2 ? middle : `${middle} (${Math.min(...values).toFixed(digits)}-${Math.max(...values).toFixed(digits)})`;
}
