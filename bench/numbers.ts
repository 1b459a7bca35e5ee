/** Medians and spread: one figure of one run says nothing. */

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return low + (high - low) * (at - Math.floor(at));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** "4.2 (3.9-4.6)": median and spread; a single value stands alone. */
export function spread(values: readonly number[], digits = 1): string {
  const middle = median(values).toFixed(digits);
  return values.length < 2 ? middle : `${middle} (${Math.min(...values).toFixed(digits)}-${Math.max(...values).toFixed(digits)})`;
}
