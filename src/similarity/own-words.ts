/** Which words of an owner's texts are its own: not the form's, and counted once where a file comes twice. */
import { shingles } from './shingles.ts';
import { templateWords } from './templates.ts';
import { tokens, type Tokens } from './tokens.ts';

export type OwnText = {
  id: number;
  /** null = the text of the mail */
  file: string | null;
  tokens: Tokens;
  /** for each word, 1 where it does not count */
  marks: Uint8Array;
};

/** So many words in a row that stood in a text before are that text again: the same description as Word and as PDF, or in the next version. */
const REPEATED = 6;

/** @param texts those that count first, first. @param templates shingles that everybody writes */
export function ownTexts(texts: readonly { id: number; file: string | null; text: string }[], templates: ReadonlySet<number>): OwnText[] {
  const before = new Set<number>();
  return texts.map(({ id, file, text }) => {
    const read = tokens(text);
    const marks = templateWords(shingles(read.words), templates, read.words.length);
    const runs = shingles(read.words, REPEATED);
    runs.forEach((hash, at) => {
      if (before.has(hash)) marks.fill(1, at, at + REPEATED);
    });
    for (const hash of runs) if (!Number.isNaN(hash)) before.add(hash);
    return { id, file, tokens: read, marks };
  });
}

/** How many words count. @param from, to numbers of words */
export function countedWords(marks: Uint8Array, from = 0, to = marks.length): number {
  let words = 0;
  for (let i = from; i < to; i++) if (marks[i] === 0) words++;
  return words;
}

/** Numbers of the words that lie in these characters, from the first to before the last. */
export function wordsWithin({ starts }: Tokens, from: number, to: number): { from: number; to: number } {
  return { from: firstAt(starts, from), to: firstAt(starts, to) };
}

/** Of the first that stands at this character or behind it. */
function firstAt(starts: Int32Array, character: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) < character) low = middle + 1;
    else high = middle;
  }
  return low;
}
