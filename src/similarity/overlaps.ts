/** What an owner's texts share with the texts of others, as staff and checks read it. */
import type { Overlap } from '../../schemas/similarity.ts';
import { countedWords, wordsWithin, type OwnText } from './own-words.ts';
import { placeIn } from './places.ts';

export type Span = { from: number; to: number };
/** key: one owner's texts have the same */
export type Other = { key: string; with: Overlap['with']; file: string | null; text: string };
/** A passage of the own text `ownId`; places in UTF-16 units. */
export type FoundPassage = { ownId: number; here: Span; other: Other; there: Span };

/** Of one overlap; the longest. */
const MOST_PASSAGES = 50;

/** One for each other owner, most words first; nothing for those that share only what does not count. Each word counts once, however often the other has it. */
export function overlapsOfTexts(own: readonly OwnText[], found: readonly FoundPassage[]): Overlap[] {
  const all = own.reduce((sum, { marks }) => sum + countedWords(marks), 0);
  const others = new Map<string, FoundPassage[]>();
  for (const passage of found) {
    const known = others.get(passage.other.key);
    if (known) known.push(passage);
    else others.set(passage.other.key, [passage]);
  }
  return [...others.values()].flatMap((passages) => {
    const counted = countedPassages(own, passages);
    const [first] = counted;
    if (first === undefined) return [];
    const words = counted.reduce((sum, p) => sum + p.words, 0);
    return [{ with: first.passage.other.with, words, share: all === 0 ? 0 : Math.min(1, words / all), passages: counted.slice(0, MOST_PASSAGES).map((p) => sideBySide(own, p.passage)) }];
  }).sort((a, b) => b.words - a.words || (a.with.code ?? a.with.label).localeCompare(b.with.code ?? b.with.label));
}

type Counted = { passage: FoundPassage; words: number };

/** The longest first; one that says little new is left out: the other has its text twice. */
function countedPassages(own: readonly OwnText[], passages: readonly FoundPassage[]): Counted[] {
  const marks = new Map(own.map((text) => [text.id, text.marks.slice()]));
  return passages.toSorted((a, b) => b.here.to - b.here.from - (a.here.to - a.here.from) || a.here.from - b.here.from).flatMap((passage) => {
    const text = own.find((o) => o.id === passage.ownId);
    const left = marks.get(passage.ownId);
    if (!text || !left) return [];
    const run = wordsWithin(text.tokens, passage.here.from, passage.here.to);
    const words = countedWords(left, run.from, run.to);
    if (words < LEAST_NEW || words * 2 < countedWords(text.marks, run.from, run.to)) return [];
    left.fill(1, run.from, run.to);
    return [{ passage, words }];
  });
}

const LEAST_NEW = 10;

function sideBySide(own: readonly OwnText[], { ownId, here, other, there }: FoundPassage): Overlap['passages'][number] {
  const text = own.find((o) => o.id === ownId);
  return { here: placeIn(text?.tokens.text ?? '', text?.file ?? null, here.from, here.to), there: placeIn(other.text, other.file, there.from, there.to) };
}
