/** Labels within one line: "Người đại diện: …  Chức vụ: …". */
import type { LabelField } from '../../schemas/contest.ts';
import { cleanValue } from './clean-value.ts';
import type { Lexicon } from './lexicon.ts';

export type Piece = { fields: LabelField[]; value: string };

const LONGEST_LABEL = 80;
const LONGEST_LINE = 2_000;
const MOST_COLONS = 40;
/** Behind these a new label may begin. */
const SEPARATOR = /(?:[;|,]\s*|\s{2,}|\s[–-]\s?|[)\]]\s*)$/;
/** Words that name nothing but a field: they begin a new one behind a mere blank, if written with a capital. */
const PLAIN = new Set<LabelField>(['phone', 'email', 'position', 'unit', 'share', 'other']);

/** The labelled values of a line; none where no label stands in it. */
export function inlineLabels(raw: string, lexicon: Lexicon): Piece[] {
  const line = leadersAsColons(raw.slice(0, LONGEST_LINE), lexicon);
  const found: { fields: LabelField[]; start: number; end: number }[] = [];
  let from = 0;
  for (const { index: colon } of [...line.matchAll(/[:：]/g)].slice(0, MOST_COLONS)) {
    const label = labelBefore(line, from, colon, found.length === 0, lexicon);
    if (label === null) continue;
    found.push({ ...label, end: colon + 1 });
    from = colon + 1;
  }
  if (found.length === 0) {
    const fields = line.length <= LONGEST_LABEL ? aloneLabel(line, lexicon) : [];
    return fields.length > 0 ? [{ fields, value: '' }] : [];
  }
  return found.map(({ fields, end }, i) => ({ fields, value: cleanValue(line.slice(end, found[i + 1]?.start ?? line.length).replace(/[\s;|–-]+$/, '')) }));
}

/** Leaders divide what stands on a line; behind a label they are its colon: "Họ và tên ........ Nguyễn Văn A". */
function leadersAsColons(line: string, lexicon: Lexicon): string {
  if (!/[.…_]{3,}/.test(line)) return line;
  return line.split(/[.…_]{3,}/).map((piece) => (piece.length <= LONGEST_LABEL && !/[:：]\s*$/.test(piece) && lexicon(piece).length > 0 ? `${piece.trimEnd()}: ` : piece)).join('   ');
}

/** A label alone on its line names what stands below; a word such as "Đơn vị" alone may be anything. */
function aloneLabel(line: string, lexicon: Lexicon): LabelField[] {
  const fields = lexicon(line);
  const [field] = fields;
  const telling = fields.length === 1 && (field === 'title' || field === 'area' || field === 'kind') && /^\s*(?:[\d.)IVX]+\s*)?(?:tên|ten|lĩnh vực|linh vuc|nội dung|noi dung|hình thức|hinh thuc|title)/iu.test(line);
  return telling ? fields : [];
}

/** A separator is short: what lies further back is not looked at, however long the line. */
function separates(before: string): boolean {
  return SEPARATOR.test(before.slice(-8));
}

/** The longest label that ends at the colon and begins where a label may begin. */
function labelBefore(line: string, from: number, colon: number, first: boolean, lexicon: Lexicon): { fields: LabelField[]; start: number } | null {
  const earliest = Math.max(from, colon - LONGEST_LABEL);
  for (const start of wordStarts(line, earliest, colon)) {
    const before = line.slice(from, start);
    const atStart = before.trim() === '' && (first || from === 0);
    const words = line.slice(start, colon);
    // Numbers before a label within a line are the value before it, not the label's own.
    if (!atStart && !(separates(before) ? /^\p{L}/u : /^\p{Lu}/u).test(words)) continue;
    const fields = lexicon(words);
    if (fields.length === 0) continue;
    if (atStart || (separates(before) && !isTitleWord(fields, words)) || fields.every((f) => PLAIN.has(f))) return { fields, start };
  }
  return null;
}

/** "Sáng kiến: Mô hình: một cửa": such words are part of a title more often than its label. */
function isTitleWord(fields: LabelField[], words: string): boolean {
  return fields[0] === 'title' && !/^\s*(tên|ten|title)/iu.test(words);
}

function wordStarts(line: string, from: number, to: number): number[] {
  return [from, ...[...line.slice(from, to).matchAll(/[\s;|,–)\]-](?=[^\s;|,–)\]:-])/g)].map((m) => from + m.index + 1)];
}
