/** Tick marks: which of several printed choices a person chose. */

import { fold } from '../vietnamese/fold.ts';
import { trimmed } from './clean-value.ts';

export type Option = { text: string; ticked: boolean };

const TICKED = '☒☑■▣✓✔✗✘✕✖🗹🗷';
const UNTICKED = '☐□▢○◯❏❑';
/** A box as a character, or typed as (x), [ ], ( ). */
const MARK = new RegExp(`[${TICKED}${UNTICKED}]|[([]\\s{0,4}[xXvV✓]?\\s{0,4}[)\\]]`, 'gu');

/** More are no choices of a form. */
const MOST_MARKS = 60;
/** "đánh dấu (x) vào ô thích hợp": the mark is spoken of. */
const SPOKEN_OF = /(?:danh dau|dau|tick|ghi|chon|mark)\s?$/;

/** The choices of a text with their marks, before or behind each; empty where the text has no mark. Where nobody can tell which mark is whose, none counts as ticked. */
export function optionsIn(text: string): Option[] {
  const marks = [...text.matchAll(MARK)].slice(0, MOST_MARKS).filter((m) => !SPOKEN_OF.test(fold(text.slice(Math.max(0, m.index - 14), m.index))));
  const [first] = marks;
  if (!first) return [];
  const lead = text.slice(0, first.index);
  const pieces = [0, ...marks.map((m) => m.index + m[0].length)].map((start, i) => clean(text.slice(start, marks[i]?.index ?? text.length)));
  const before = (pieces[0] ?? '') === '' || /[:：]\s?$/.test(lead);
  const behind = (pieces.at(-1) ?? '') === '';
  return marks.map((m, i) => ({ text: pieces[before ? i + 1 : i] ?? '', ticked: (before || behind) && isTick(m[0]) })).filter((o) => o.text !== '');
}

/** A row of a table as one choice: its text in one cell, its mark, or nothing, in the cell beside. Null where it is no such row. */
export function optionOfRow(cells: string[]): Option | null {
  const meant = cells.map(clean).filter((c, i) => !(i === 0 && /^(\d{1,2}|[ivx]{1,4}|[a-z])[.)]?$/i.test(c) && !isMark(c)));
  if (meant.length !== 2) return null;
  const [a = '', b = ''] = meant;
  if (isMark(a) && b !== '' && !isMark(b)) return { text: b, ticked: isTick(a) };
  return isMark(b) && a !== '' ? { text: a, ticked: isTick(b) } : null;
}

function isMark(cell: string): boolean {
  return cell === '' || /^[xXvV✓]$/u.test(cell) || new RegExp(`^(?:${MARK.source})$`, 'u').test(cell);
}

function isTick(mark: string): boolean {
  return mark !== '' && (/[xXvV✓]/u.test(mark) || [...mark].some((c) => TICKED.includes(c)));
}

function clean(text: string): string {
  return trimmed(text.replace(/\s+/gu, ' '), /[\s:;,-]/u, /[\s:;,-]/u);
}
