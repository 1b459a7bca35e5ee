/** What copiers do to a passage. */
import type { Seeded } from '../seeded.ts';

export type Random = { next: () => number; whole: (below: number) => number; pick: <T>(of: readonly T[]) => T };

export function randomOf(seeded: Seeded): Random {
  const next = (): number => seeded.bytes(4).readUInt32LE() / 2 ** 32;
  return { next, whole: (below) => Math.floor(next() * below), pick: seeded.pick };
}

/** Words substituted, left out, put in or exchanged with their neighbour, each word with this chance: harsher than a thesaurus, and without grammar. */
export function edited(passage: string, rate: number, vocabulary: readonly string[], random: Random): string {
  if (rate === 0) return passage;
  const words = passage.split(' ');
  const out: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (random.next() >= rate) out.push(word);
    else {
      const what = random.whole(4);
      if (what === 0) out.push(random.pick(vocabulary));
      else if (what === 1) out.push(word, random.pick(vocabulary));
      else if (what === 2 && i + 1 < words.length) out.push(words[++i] ?? '', word);
    }
  }
  return out.join(' ');
}

/** Spans of the sentences of a text, blanks behind them included. */
export function sentences(text: string): { from: number; to: number }[] {
  const ends = [...text.matchAll(/[.!?…]+["”)]*\s+|\n+/gu)].map((m) => m.index + m[0].length);
  return [...ends, text.length].map((to, i) => ({ from: i === 0 ? 0 : ends[i - 1] ?? 0, to })).filter(({ from, to }) => text.slice(from, to).trim() !== '');
}

export function shuffled<T>(values: readonly T[], random: Random): T[] {
  const left = [...values];
  return values.map(() => left.splice(random.whole(left.length), 1)).flat();
}

export function wordCount(text: string): number {
  return text.split(/\s+/).filter((w) => w !== '').length;
}
