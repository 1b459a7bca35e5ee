/** What every reader of a file format takes and gives. */
import { Problem } from '../problem.ts';
import type { DocumentFlag } from '../../schemas/reading.ts';

/** Lines of cells: a row of a table is a line, a paragraph is a line with one cell. A break inside a cell is U+2028. */
export type Lines = string[][];

/** Adds lines to lines, however many. */
export function append(to: Lines, lines: Lines): void {
  for (const line of lines) to.push(line);
}

/** Without the empty cells at its end, of which a sheet may have thousands. */
export function trimRow(cells: string[]): string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1);
}

/** The break inside a cell. */
export const BREAK = '\u2028';

/** A word of a printed page: its box in points, y downwards. */
export type PageWord = { text: string; x0: number; y0: number; x1: number; y1: number };
export type Page = { /** points */ width: number; words: PageWord[] };

/** What lies outside of this process; null where this machine has it not. */
export type DocumentTools = {
  /** pdftotext: the pages of a PDF as words. Throws Problem `password`, `damaged`, `deadline` or `too-large`. */
  pdfWords: ((pdf: Buffer) => Promise<Page[]>) | null;
};

export type Extracted = {
  lines: Lines;
  /** what read it: docx, pdftotext, … */
  method: string;
  /** pages of a PDF, counted from 1, that hold hardly a word between others that do: scans, or empty */
  pagesWithoutText?: number[];
};

/** Reads one format. Throws Problem with one of the codes of `unreadable`; flags are added as they are seen, also by a reader that then throws. */
export type Reader = {
  types: string[];
  read: (bytes: Buffer, flags: Set<DocumentFlag>, tools: DocumentTools) => Promise<Extracted> | Extracted;
};

export type Unreadable = 'password' | 'damaged' | 'empty' | 'too-large' | 'unpack-limit' | 'unsupported' | 'deadline' | 'scan' | 'pictures';

const FOR_USER: Record<Unreadable, string> = {
  password: 'The file is protected by a password. Please send it without one.',
  damaged: 'The file is damaged. Please save it anew and send it again.',
  empty: 'The file has no content.',
  'too-large': 'The file is too large to be read.',
  'unpack-limit': 'The file unpacks to more than can be read.',
  unsupported: 'Files of this kind are not read.',
  deadline: 'Reading the file took too long.',
  scan: 'The file holds pictures of pages and no text.',
  pictures: 'The file holds pictures and no text.',
};

/** Why a document cannot be read. @param forStaff what exactly was met */
export function unreadable(code: Unreadable, forStaff: string, cause?: unknown): Problem {
  return new Problem(code, { forUser: FOR_USER[code], forStaff, cause });
}
