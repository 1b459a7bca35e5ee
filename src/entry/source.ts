/** Where fields may stand: the text of the mail, and each of its documents, as lines of cells. */
import type { MailDocument } from '../../schemas/reading.ts';
import { GOOD_QUALITY } from '../vietnamese/quality.ts';

export type FormSource = {
  /** "body", or the part number of a document */
  part: string;
  /** of the file; null for the mail's own text */
  file: string | null;
  lines: string[][];
  /** lines of the document that stand before these */
  before: number;
  /** read from a picture: letters may be wrong, and tick marks are lost */
  ocr: boolean;
  /** its words came out broken, or may have (documents 1.1) */
  weak: boolean;
};

const MOST_LINES = 800;
/** A form is short; what is longer explains. Fields are read where all mail is handled, which nobody may hold up. */
export const FORM_CHARACTERS = 40_000;
const LONGEST_LINE = 1_200;
const MOST_CELLS = 30;

/** The text of a mail as lines of cells. */
export function bodySource(text: string): FormSource {
  return { part: 'body', file: null, lines: linesOf(text), before: 0, ocr: false, weak: false };
}

/** None where nothing of the document could be read; two where OCR added what its other pages show. */
export function documentSources(document: MailDocument): FormSource[] {
  const { text, part } = document;
  if (text === undefined || text.state !== 'read' || text.text === '') return [];
  const file = document.filename ?? document.storedName;
  const weak = text.quality !== null && text.quality < GOOD_QUALITY;
  const cut = text.method?.endsWith('+ocr') ? text.text.indexOf('\f') : -1;
  if (cut < 0) return [{ part, file, lines: linesOf(text.text), before: 0, ocr: text.method === 'ocr', weak }];
  const typed = linesOf(text.text.slice(0, cut));
  return [{ part, file, lines: typed, before: 0, ocr: false, weak }, { part, file, lines: linesOf(text.text.slice(cut + 1)), before: typed.length, ocr: true, weak }];
}

function linesOf(text: string): string[][] {
  return text.slice(0, FORM_CHARACTERS).normalize('NFC').split('\n', MOST_LINES).map((line) => line.slice(0, LONGEST_LINE).replace(/[^\S\t\u2028]{3,}/g, '  ').split('\t', MOST_CELLS));
}

/** "body line 3"; "2.1 row 3" where the line is a row of a table. @param line of the source, from 1 */
export function placeIn(source: FormSource, line: number): string {
  const cells = source.lines[line - 1] ?? [];
  return `${source.part} ${cells.filter((c) => c.trim() !== '').length > 1 ? 'row' : 'line'} ${source.before + line}`;
}
