/** Passages as people are shown them. */
import type { PassagePlace } from '../../schemas/similarity.ts';

const MOST_CHARACTERS = 4_000;

/** @param from, to UTF-16 units of `text` */
export function placeIn(text: string, file: string | null, from: number, to: number): PassagePlace {
  const passage = text.slice(from, Math.min(to, from + MOST_CHARACTERS));
  return { file, line: lineOf(text, from), from, to, text: to - from > MOST_CHARACTERS ? `${passage.replace(/[\ud800-\udbff]$/, '')}…` : passage };
}

/** From 1. A paragraph and a row of a table are a line each (schemas/reading.ts). */
export function lineOf(text: string, character: number): number {
  let [line, at] = [1, text.indexOf('\n')];
  while (at >= 0 && at < character) {
    line++;
    at = text.indexOf('\n', at + 1);
  }
  return line;
}
