/** Winnowing (Schleimer, Wilkerson, Aiken 2003): of every window of shingles the one with the least hash. */
import { WINDOW } from './settings.ts';

/** The chosen hashes, each once, in ascending order. Texts that share `window` shingles in a row share at least one of them. */
export function fingerprints(shingles: Float64Array, window = WINDOW): number[] {
  const chosen = new Set<number>();
  const usable = shingles.filter((hash) => !Number.isNaN(hash));
  const last = Math.max(0, usable.length - window);
  for (let start = 0; start <= last && usable.length > 0; start++) {
    let least = Infinity;
    for (let i = start; i < Math.min(start + window, usable.length); i++) least = Math.min(least, usable[i] ?? Infinity);
    chosen.add(least);
  }
  return [...chosen].sort((a, b) => a - b);
}
