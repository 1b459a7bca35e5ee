/** Documents with copied passages, and the truth about them, in the manner of the PAN corpora. */
import { seeded } from '../seeded.ts';
import { edited, randomOf, sentences, shuffled, wordCount, type Random } from './edits.ts';
import { partnerOf, type Idea } from './ideas.ts';
import type { Detection } from './measures.ts';

/** edit10: 10 % of the words; tenth: a tenth of the document, unedited; edit35 and mixed (reordered, and 20 % edited) are beyond what is promised. */
export const kinds = ['copy', 'edit5', 'edit10', 'edit20', 'reorder', 'mosaic', 'tenth', 'edit35', 'mixed', 'control'] as const;
export type Kind = (typeof kinds)[number];
/** A document and what of it was copied from where; nothing in a control. */
export type Suspicious = { id: string; kind: Kind; host: string; text: string; truth: Detection[] };
type Piece = { text: string; source: string; there: { from: number; to: number } };

const RATES: Partial<Record<Kind, number>> = { edit5: 0.05, edit10: 0.1, edit20: 0.2, edit35: 0.35, mixed: 0.2 };
const LENGTHS = [60, 90, 130, 200];

/** @param each documents of every kind but controls */
export function generate(ideas: readonly Idea[], seed: string, each: number): Suspicious[] {
  const random = randomOf(seeded(`originality ${seed}`));
  const vocabulary = [...new Set(ideas.flatMap((i) => i.text.split(/\s+/)))];
  return kinds.filter((kind) => kind !== 'control').flatMap((kind) => Array.from({ length: each }, (_, n) => {
    const host = random.pick(ideas);
    const partner = ideas.find((i) => i.id === partnerOf(host.id));
    // Half of the copiers take from a text about the same.
    const source = partner !== undefined && n % 2 === 0 ? partner : random.pick(ideas.filter((i) => i.id !== host.id));
    return assembled(`${kind}-${seed}-${n}`, kind, host, pieces(kind, host, source, LENGTHS[n % LENGTHS.length] ?? 60, vocabulary, random), random);
  }));
}

/** Documents of which nothing is copied. */
export function controls(ideas: readonly Idea[]): Suspicious[] {
  return ideas.map(({ id, text }) => ({ id: `control-${id}`, kind: 'control', host: id, text, truth: [] }));
}

function pieces(kind: Kind, host: Idea, source: Idea, length: number, vocabulary: string[], random: Random): Piece[] {
  if (kind === 'mosaic') return fragments(source, random);
  // A tenth of the document that results.
  const piece = excerpt(source, kind === 'tenth' ? Math.ceil(wordCount(host.text) / 9) : length, random);
  const reordered = kind === 'reorder' || kind === 'mixed' ? shuffled(sentences(piece.text).map(({ from, to }) => piece.text.slice(from, to).trim()), random).join(' ') : piece.text;
  return [{ ...piece, text: edited(reordered, RATES[kind] ?? 0, vocabulary, random) }];
}

/** Whole sentences in a row that have so many words together at least. */
function excerpt({ id, text }: Idea, words: number, random: Random): Piece {
  const all = sentences(text);
  const fits = (first: number): number => all.findIndex((s, i) => i >= first && wordCount(text.slice(all[first]?.from, s.to)) >= words);
  const starts = all.map((_, i) => i).filter((i) => fits(i) >= 0);
  const first = random.pick(starts);
  const there = { from: all[first]?.from ?? 0, to: all[fits(first)]?.to ?? text.length };
  const trimmed = { from: there.from, to: there.from + text.slice(there.from, there.to).trimEnd().length };
  return { text: text.slice(trimmed.from, trimmed.to), source: id, there: trimmed };
}

/** Three passages of one text, some 30 words each and without a word between them in common, among sentences of the host. */
function fragments(source: Idea, random: Random): Piece[] {
  const found: Piece[] = [];
  for (let tries = 0; found.length < 3 && tries < 50; tries++) {
    const piece = excerpt(source, 30, random);
    if (!found.some(({ there }) => there.from < piece.there.to && piece.there.from < there.to)) found.push(piece);
  }
  return found;
}

/** The pieces between paragraphs or sentences of the host, in the order given. */
function assembled(id: string, kind: Kind, host: Idea, pieces: Piece[], random: Random): Suspicious {
  const all = sentences(host.text);
  const first = 1 + random.whole(Math.max(1, all.length - 3 * pieces.length - 1));
  let [text, taken] = ['', 0];
  const truth: Detection[] = [];
  pieces.forEach((piece, n) => {
    // One or two sentences of the host between two pieces.
    const until = all[Math.min(all.length - 1, first + (n === 0 ? 0 : n * (1 + random.whole(2))))]?.from ?? host.text.length;
    text += host.text.slice(taken, Math.max(taken, until));
    taken = Math.max(taken, until);
    truth.push({ document: id, here: { from: text.length, to: text.length + piece.text.length }, source: piece.source, there: piece.there });
    text += `${piece.text}\n`;
  });
  return { id, kind, host: host.id, text: text + host.text.slice(taken), truth };
}
