/** What was told once is told again only where it reads otherwise by now: in a letter that takes the place of the first. */
import { canonical } from '../../src/audit/chain.ts';
import type { Tx } from '../../src/store/database.ts';
import { lettersWithKeys, type LetterRow } from '../../src/store/letters.ts';

const MOST_WORDS = 9;

export type NextWord = { key: string; /** when the letter before was written */ replaces: string | null };

/** @param keys of the first letters @returns for a key and what a letter would say: how it is told, or null where that was said last */
export async function wordsSaid(tx: Tx, keys: string[]): Promise<(key: string, says: unknown, of: (facts: LetterRow['facts']) => unknown) => NextWord | null> {
  const letters = await lettersWithKeys(tx, keys.flatMap(wordsOf));
  return (key, says, of) => {
    const words = wordsOf(key);
    const last = words.findLastIndex((word) => letters.has(word));
    const before = letters.get(words[last] ?? '');
    if (!before) return { key, replaces: null };
    return canonical(of(before.facts)) === canonical(says) ? null : { key: words[last + 1] ?? `${key}:${MOST_WORDS + 1}`, replaces: before.createdAt.toISOString() };
  };
}

function wordsOf(key: string): string[] {
  return [key, ...Array.from({ length: MOST_WORDS - 1 }, (_, i) => `${key}:${i + 2}`)];
}
