/** Two texts, and the passages that both have, by their characters. */
import { align, type Run } from './align.ts';
import { fingerprints } from './fingerprints.ts';
import { countedWords } from './own-words.ts';
import { alignmentSettings, type AlignmentSettings } from './settings.ts';
import { shingles } from './shingles.ts';
import { templateWords, withoutMarked } from './templates.ts';
import { tokens, type Tokens } from './tokens.ts';

/** marks: for each word, 1 where everybody writes it. shingles: NaN for those of such words alone */
export type Prepared = { tokens: Tokens; marks: Uint8Array; shingles: Float64Array };
export type CommonPassage = { from: number; to: number; otherFrom: number; otherTo: number };

/** @param templates hashes of shingles that everybody writes (templateShingles) */
export function prepare(text: string, templates: ReadonlySet<number>): Prepared {
  const read = tokens(text);
  const all = shingles(read.words);
  const marks = templateWords(all, templates, read.words.length);
  return { tokens: read, marks, shingles: withoutMarked(all, marks) };
}

/** Fingerprints as they are stored: of all that the text says, whatever everybody writes by then. */
export function fingerprintsOf(text: string): { hashes: number[]; words: number } {
  const { words } = tokens(text);
  return { hashes: fingerprints(shingles(words)), words: words.length };
}

/** In the order of `here`; places in UTF-16 units. What everybody writes is at neither end, and does not count. */
export function commonPassages(here: Prepared, there: Prepared, settings: AlignmentSettings = alignmentSettings): CommonPassage[] {
  return align(here.shingles, there.shingles, settings).flatMap((p) => {
    const [own, other] = [trimmed(p.here, here.marks), trimmed(p.there, there.marks)];
    if (Math.min(countedWords(here.marks, own.from, own.to), countedWords(there.marks, other.from, other.to)) < settings.leastMatched) return [];
    const [a, b] = [charactersOf(own, here.tokens), charactersOf(other, there.tokens)];
    return [{ from: a.from, to: a.to, otherFrom: b.from, otherTo: b.to }];
  });
}

function trimmed({ from, to }: Run, marks: Uint8Array): Run {
  let [first, end] = [from, to];
  while (first < end && marks[first] === 1) first++;
  while (end > first && marks[end - 1] === 1) end--;
  return { from: first, to: end };
}

function charactersOf({ from, to }: Run, { starts, ends }: Tokens): Run {
  return { from: starts[from] ?? 0, to: ends[to - 1] ?? 0 };
}
