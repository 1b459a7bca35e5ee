/** Labelled values: "Label: value" on a line, label and value in neighbouring cells, a label with its value below. */
import type { LabelField } from '../../schemas/contest.ts';
import { cleanValue } from './clean-value.ts';
import { inlineLabels } from './inline-labels.ts';
import type { Lexicon } from './lexicon.ts';
import { optionOfRow, optionsIn, type Option } from './options.ts';
import type { FormSource } from './source.ts';

export type Labelled = {
  fields: LabelField[];
  /** breaks inside a cell are kept as LF; empty where nothing was filled in */
  value: string;
  /** the printed choices with their marks; empty where the value has none */
  options: Option[];
  /** counted from 1 */
  line: number;
  /** false where it is open how far the value goes on */
  sure: boolean;
};

/** One line of text, or one row with at least two cells. */
type Unit = { line: number; cells: string[] };

/** Every labelled value of the source, in its order. */
export function labelledIn(source: FormSource, lexicon: Lexicon): Labelled[] {
  const units = unitsOf(source);
  const wide = units.reduce((most, u) => Math.max(most, u.cells.length === 1 ? (u.cells[0] ?? '').length : 0), 0);
  return units.flatMap((unit, i) => (unit.cells.length > 1 ? ofRow(unit, units, i, lexicon) : ofLine(unit, units, i, lexicon, wide)));
}

/** Breaks inside the only cell of a line make lines of their own. */
function unitsOf(source: FormSource): Unit[] {
  return source.lines.flatMap((cells, i) => {
    const filled = cells.some((c) => c.trim() !== '') ? cells : [''];
    const trimmed = filled.length > 1 && filled.slice(1).every((c) => c.trim() === '') && !optionOfRow(filled) ? filled.slice(0, 1) : filled;
    if (trimmed.length > 1) return [{ line: i + 1, cells: trimmed }];
    return (trimmed[0] ?? '').split('\u2028').map((text) => ({ line: i + 1, cells: [text] }));
  });
}

const ORDINAL = /^\s*(\d{1,2}|[IVX]{1,4})[.)]?\s*$/;

function ofRow(unit: Unit, units: Unit[], i: number, lexicon: Lexicon): Labelled[] {
  const cells = ORDINAL.test(unit.cells[0] ?? '') ? unit.cells.slice(1) : unit.cells;
  const fields = cells.map((c) => lexicon(c.replaceAll('\u2028', ' ')));
  const found: Labelled[] = [];
  for (let at = 0; at < cells.length; at++) {
    const own = fields[at] ?? [];
    const value = cells[at + 1];
    if (own.length > 0 && value !== undefined && (fields[at + 1] ?? []).length === 0 && !isLabelledCell(value, lexicon)) {
      // Copied out of a table, the last cell may go on below.
      const whole = at + 2 === cells.length && value.trim() !== '' ? goOn(cellValue(value), own, units, i, lexicon, NO_PAGE) : { value: cellValue(value), sure: true };
      found.push(withOptions({ fields: own, ...whole, line: unit.line }, value, units, i));
      at++;
    } else {
      for (const line of (cells[at] ?? '').split('\u2028')) {
        for (const piece of inlineLabels(line, lexicon)) found.push({ ...piece, options: optionsIn(piece.value), line: unit.line, sure: true });
      }
    }
  }
  return found;
}

/** A cell that brings its own labels is read by them, whatever stands beside it. */
function isLabelledCell(cell: string, lexicon: Lexicon): boolean {
  const lines = cell.split('\u2028');
  return lines.length > 1 && lines.filter((line) => inlineLabels(line, lexicon).length > 0).length > 1;
}

function cellValue(cell: string): string {
  return cell.split('\u2028').map(cleanValue).filter((l) => l !== '').join('\n');
}

function ofLine(unit: Unit, units: Unit[], i: number, lexicon: Lexicon, wide: number): Labelled[] {
  const text = unit.cells[0] ?? '';
  const pieces = inlineLabels(text, lexicon);
  return pieces.map((piece, k) => {
    const last = k === pieces.length - 1;
    const { value, sure } = last ? goOn(piece.value, piece.fields, units, i, lexicon, { width: text.length, wide }) : { value: piece.value, sure: true };
    return withOptions({ fields: piece.fields, value, line: unit.line, sure }, value, units, i);
  });
}

/** Choices stand in the value, or in the lines and rows below an empty one. */
function withOptions(made: Omit<Labelled, 'options'>, raw: string, units: Unit[], i: number): Labelled {
  const own = optionsIn(raw);
  if (own.length > 0 || made.value !== '') return { ...made, options: own };
  return { ...made, options: made.fields.some((f) => f === 'area' || f === 'kind') ? optionsBelow(units, i) : [] };
}

function optionsBelow(units: Unit[], i: number): Option[] {
  const found: Option[] = [];
  for (const unit of units.slice(i + 1, i + 30)) {
    if (unit.cells.every((c) => c.trim() === '')) continue;
    const row = unit.cells.length > 1 ? optionOfRow(unit.cells) : null;
    const options = row ? [row] : optionsIn(unit.cells.join(' '));
    if (options.length === 0) break;
    found.push(...options);
  }
  return found;
}

const NO_PAGE = { width: 0, wide: 0 };
const WRAPS = new Set<LabelField>(['title', 'unit', 'inheritsFrom', 'declaration']);
/** Lines at which a value ends: a bullet, a number, a heading in capitals. */
const STARTS_ANEW = /^\s*(?:[-+*•–]\s|\d{1,2}[.)]\s|[IVX]{1,4}[.)]\s)|^[^\p{Ll}]{6,}$/u;

/**
 * A value goes on in the next lines where these cannot begin anything new: a small letter, or a line broken at the width of the page.
 * `sure` is false for the latter. An empty value is taken from the line below.
 */
function goOn(first: string, fields: LabelField[], units: Unit[], i: number, lexicon: Lexicon, page: { width: number; wide: number }): { value: string; sure: boolean } {
  let value = first;
  let sure = true;
  let width = page.width;
  for (let next = i + 1; next < Math.min(units.length, i + 6); next++) {
    const unit = units[next];
    const text = unit?.cells[0]?.trim() ?? '';
    if (!unit || unit.cells.length > 1 || text === '' || inlineLabels(text, lexicon).length > 0 || lexicon(text).length > 0 || optionsIn(text).length > 0) break;
    if (value === '') {
      if (STARTS_ANEW.test(text) && !fields.includes('title')) break;
      value = cleanValue(text);
    } else {
      if (!fields.some((f) => WRAPS.has(f)) || STARTS_ANEW.test(text)) break;
      const small = /^["“(]?\p{Ll}/u.test(text);
      if (!small && !(width >= 50 && width > page.wide * 0.85 && text.length < width)) break;
      if (/[.!?;”"]$/.test(value)) break;
      sure &&= small;
      value = cleanValue(`${value} ${text}`);
    }
    width = text.length;
  }
  return { value, sure };
}

const DIVIDERS = [/\n/, /\s*\/\s*/, /\s[-–]\s/, /[,;]\s*/, /\n|\s[-–]\s|[,;]\s*/];

/** "Chức vụ - Đơn vị: Viên chức, Trung tâm Y tế": the value is divided as its label is. */
export function halfOf(labelled: Labelled, place: number): string {
  const { fields, value } = labelled;
  if (fields.length < 2) return value;
  for (const divider of DIVIDERS) {
    const pieces = value.split(divider).map((p) => p.trim()).filter((p) => p !== '');
    if (pieces.length === fields.length) return pieces[place] ?? '';
  }
  const cut = value.search(/\n|\s[-–]\s|[,;]/);
  if (cut < 0) return place === 0 ? value : '';
  if (fields.length > 2) return place === 0 ? value.slice(0, cut).trim() : '';
  return (place === 0 ? value.slice(0, cut) : value.slice(cut).replace(/^(\n|\s[-–]\s|[,;])/, '')).trim();
}
