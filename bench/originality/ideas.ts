/** The prose that the benchmark is made from. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Idea = { id: string; text: string };
export type Ideas = { ideas: Idea[]; /** the same idea in other words: [rewording, idea] */ rewordings: [Idea, string][] };

/** Texts of one topic, written independently: the hard cases of a false alarm (README of the samples). */
export const sameTopic: [number, number][] = [[1, 2], [3, 4], [7, 8], [9, 10], [13, 14], [19, 20], [21, 22], [25, 26], [27, 28], [31, 32], [33, 34]];
/** Texts with a neighbour that is about nearly the same, by the README of the samples: 06 of 04, 17 of 13. */
const LOOSE = ['idea-06', 'idea-17'];
const REWORDED = ['idea-07', 'idea-13', 'idea-19', 'idea-25', 'idea-33', 'idea-05'];

export function readIdeas(folder: string): Ideas {
  const all = readdirSync(folder).filter((name) => name.endsWith('.txt')).sort().map((name) => ({ id: name.slice(0, -4), text: readFileSync(join(folder, name), 'utf8').normalize('NFC') }));
  const rewordings = all.filter((t) => t.id.startsWith('rewrite-')).map((t, i): [Idea, string] => [t, REWORDED[i] ?? '']);
  return { ideas: all.filter((t) => t.id.startsWith('idea-')), rewordings };
}

/** Ideas 01 to 18 choose the parameters, 19 to 36 measure them; no topic has texts in both. */
export function halfOf({ ideas }: Ideas, half: 'choose' | 'measure'): Idea[] {
  return ideas.filter((_, i) => (i < ideas.length / 2) === (half === 'choose'));
}

/** True for a text that another one is about the same as, written independently: a partner, a neighbour, or the same idea in other words. */
export function hasNeighbour(id: string): boolean {
  return id.startsWith('rewrite-') || LOOSE.includes(id) || REWORDED.includes(id) || partnerOf(id) !== null;
}

export function partnerOf(id: string): string | null {
  const n = Number(id.slice(-2));
  const pair = sameTopic.find((p) => p.includes(n));
  const other = pair?.find((m) => m !== n);
  return other === undefined ? null : `idea-${String(other).padStart(2, '0')}`;
}
