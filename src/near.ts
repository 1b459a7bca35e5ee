/** Of the known words, the one that a misspelt word most likely meant; null where none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  const ranked = known.map((k) => ({ k, distance: distance(word.toLowerCase(), k.toLowerCase()) })).toSorted((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(1, Math.floor(best.k.length / 3)) ? best.k : null;
}

/** Levenshtein distance, one row at a time; words over 100 characters are never near anything. */
function distance(a: string, b: string): number {
  if (a.length > 100 || b.length > 100) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? Infinity;
}
