/** Texts that everybody writes: shingles of them are no sign of a copy. */
import { SHINGLE } from './settings.ts';
import { shingles } from './shingles.ts';
import { tokens } from './tokens.ts';

/** Hashes of the shingles of these texts. */
export function templateShingles(texts: readonly string[]): Set<number> {
  const found = new Set<number>();
  for (const text of texts) for (const hash of shingles(tokens(text).words)) if (!Number.isNaN(hash)) found.add(hash);
  return found;
}

/** For each word, 1 where it stands in a shingle of a template. @param words of the text that `shingles` are of */
export function templateWords(shingles: Float64Array, templates: ReadonlySet<number>, words: number): Uint8Array {
  const marks = new Uint8Array(words);
  shingles.forEach((hash, at) => {
    if (templates.has(hash)) marks.fill(1, at, at + SHINGLE);
  });
  return marks;
}

/** The shingles without those whose words are all marked: also those that only stand where two lines of a form meet. */
export function withoutMarked(shingles: Float64Array, marks: Uint8Array): Float64Array {
  return shingles.map((hash, at) => (marks.subarray(at, at + SHINGLE).includes(0) ? hash : NaN));
}
