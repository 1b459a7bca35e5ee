/** Where two texts have a shingle in common. */
import { SHINGLE } from './settings.ts';

/** Numbers of the first words of the common shingle, in the one text and in the other. */
export type Seed = { here: number; there: number };

/** In the order of `here`. What stands more than `mostRepeats` times in one of the texts gives none: hostile texts repeat one word. */
export function seeds(here: Float64Array, there: Float64Array, mostRepeats: number): Seed[] {
  const places = occurrences(there, mostRepeats);
  const own = occurrences(here, mostRepeats);
  const found: Seed[] = [];
  here.forEach((hash, at) => {
    if (Number.isNaN(hash) || own.get(hash) === null) return;
    for (const other of places.get(hash) ?? []) found.push({ here: at, there: other });
  });
  return found;
}

/** null = too often */
function occurrences(shingles: Float64Array, most: number): Map<number, number[] | null> {
  const places = new Map<number, number[] | null>();
  shingles.forEach((hash, at) => {
    const before = places.get(hash);
    if (before === undefined) places.set(hash, [at]);
    else if (before !== null && before.length >= most) places.set(hash, null);
    else before?.push(at);
  });
  return places;
}

/** How many words the shingles at these places cover. @param at ascending, repeats allowed */
export function covered(at: readonly number[], size = SHINGLE): number {
  let [words, end] = [0, -1];
  for (const start of at) {
    words += Math.max(0, start + size - Math.max(start, end));
    end = Math.max(end, start + size);
  }
  return words;
}
