/** Are two values one, but for what a machine misreads? Letters of a picture are wrong here and there, and lines are cut off. */
import type { Author } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';

/** Share of the shorter text's pairs of letters that the other has. */
const ALIKE = 0.7;
/** A longer text says nothing more about whether it is the same. */
const MOST = 400;

/** Do two names or titles hold 70 % of the pairs of letters of the shorter one in common? Empty ones are alike to all. */
export function alikeWords(a: string, b: string): boolean {
  const [few, many] = [a, b].map(pairsOf).toSorted((x, y) => x.size - y.size) as [Set<string>, Set<string>];
  return few.size === 0 || [...few].filter((pair) => many.has(pair)).length / few.size >= ALIKE;
}

/** Whoever is named in the shorter list is named in the other. */
export function alikeAuthors(a: Author[], b: Author[]): boolean {
  const [few, many] = [a, b].toSorted((x, y) => x.length - y.length) as [Author[], Author[]];
  return few.every((one) => many.some((other) => alikeWords(one.name, other.name)));
}

function pairsOf(text: string): Set<string> {
  const letters = fold(text.slice(0, MOST)).replace(/[^\p{L}\p{N}]/gu, '');
  return new Set(Array.from({ length: Math.max(0, letters.length - 1) }, (_, i) => letters.slice(i, i + 2)));
}
