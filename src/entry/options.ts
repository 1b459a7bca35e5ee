/** Tick marks: which of several printed choices a person chose. */

export type Option = { text: string; ticked: boolean };

const TICKED = '☒☑■▣✓✔✗✘✕✖🗹🗷';
const UNTICKED = '☐□▢○◯❏❑';
/** A box as a character, or typed as (x), [ ], ( ). */
const MARK = new RegExp(`[${TICKED}${UNTICKED}]|[([]\\s{0,4}[xXvV✓]?\\s{0,4}[)\\]]`, 'gu');

/** The choices of a text with their marks, before or behind each; empty where the text has no mark. */
export function optionsIn(text: string): Option[] {
  const marks = [...text.matchAll(MARK)];
  if (marks.length === 0) return [];
  const pieces = [0, ...marks.map((m) => m.index + m[0].length)].map((start, i) => clean(text.slice(start, marks[i]?.index ?? text.length)));
  const ticked = marks.map((m) => isTick(m[0]));
  const markFirst = (pieces[0] ?? '') === '' || (pieces.at(-1) ?? '') !== '';
  return ticked.map((isTicked, i) => ({ text: pieces[markFirst ? i + 1 : i] ?? '', ticked: isTicked })).filter((o) => o.text !== '');
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
  return text.replace(/[\s:;,\u2028-]+$/u, '').replace(/^[\s:;,\u2028-]+/u, '').replace(/\s+/gu, ' ');
}
