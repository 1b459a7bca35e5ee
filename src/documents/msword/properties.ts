/** What matters of the looks of a Word text: rows and cells, hidden and deleted runs, symbols, boxes of forms (MS-DOC 2.6, 2.9.32, 2.9.174). */
import { symbol, TICKED, UNTICKED } from '../symbols.ts';
import type { Word } from './file.ts';

export type Paragraph = { inTable: boolean; endsRow: boolean; endsInnerCell: boolean; endsInnerRow: boolean };
export type Run = { hidden: boolean; shows: string | undefined };
export type Properties = {
  /** @param where offset of a character in the file; undefined where nothing is known of it */
  paragraph: (where: number) => Paragraph | undefined;
  /** undefined for a run like any other */
  run: (where: number) => Run | undefined;
};

type Stretch<T> = { from: number; to: number; what: T };

/** Reads the two tables of properties; broken ones give less, never an error. */
export function readProperties(word: Word): Properties {
  if (!word.modern) return { paragraph: () => undefined, run: () => undefined };
  const fonts = readFonts(word);
  const paragraphs = stretches(word, 0x102, 13, (page, at) => paragraphOf(word, page, at));
  const runs = stretches(word, 0xfa, 1, (page, at) => runOf(word, fonts, page, at));
  return { paragraph: (where) => find(paragraphs, where), run: (where) => find(runs, where) };
}

/** Walks the pages of 512 bytes that a table names. @param width bytes of each entry behind the offsets of a page */
function stretches<T>(word: Word, header: number, width: number, read: (page: Buffer, at: number) => T | undefined): Stretch<T>[] {
  const { main, table } = word;
  const from = main.readUInt32LE(header);
  const count = Math.floor((Math.min(main.readUInt32LE(header + 4), table.length) - 4) / 8);
  const found: Stretch<T>[] = [];
  for (let i = 0; i < count && from + (count + 1) * 4 + i * 4 + 4 <= table.length; i++) {
    const number = table.readUInt32LE(from + (count + 1) * 4 + i * 4) & 0x3fffff;
    const page = main.subarray(number * 512, number * 512 + 512);
    const runs = page.length === 512 ? page[511] as number : 0;
    for (let j = 0; j < runs && (runs + 1) * 4 + (j + 1) * width <= 511; j++) {
      const offset = (page[(runs + 1) * 4 + j * width] as number) * 2;
      const what = offset === 0 ? undefined : read(page, offset);
      if (what !== undefined) found.push({ from: page.readUInt32LE(j * 4), to: page.readUInt32LE(j * 4 + 4), what });
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

function find<T>(sorted: Stretch<T>[], where: number): T | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as Stretch<T>).from <= where) low = middle + 1;
    else high = middle;
  }
  const last = sorted[low - 1];
  return last && where < last.to ? last.what : undefined;
}

/** Each property of a list: its code and its operand. */
function* properties(list: Buffer): Generator<[number, Buffer]> {
  let at = 0;
  while (at + 2 <= list.length) {
    const code = list.readUInt16LE(at);
    at += 2;
    const size = operandSize(code, list, at);
    yield [code, list.subarray(at, at + size)];
    at += size;
  }
}

const SIZES = [1, 1, 2, 4, 2, 2, 0, 3];
const TABLE_DEFINITION = 0xd608;

function operandSize(code: number, list: Buffer, at: number): number {
  const kind = code >> 13;
  if (kind !== 6) return SIZES[kind] ?? 1;
  return code === TABLE_DEFINITION && at + 2 <= list.length ? list.readUInt16LE(at) + 1 : (list[at] ?? 0) + 1;
}

function paragraphOf(word: Word, page: Buffer, at: number): Paragraph {
  const size = page[at] as number;
  const list = size === 0 ? page.subarray(at + 4, at + 2 + (page[at + 1] ?? 0) * 2) : page.subarray(at + 3, at + size * 2);
  const paragraph = { inTable: false, endsRow: false, endsInnerCell: false, endsInnerRow: false };
  for (const [code, operand] of properties(list)) {
    if (code === 0x6646 && operand.length === 4) {
      // A long list lies in the stream of data.
      const from = operand.readUInt32LE(0);
      if (from + 2 <= word.data.length) for (const [inner, on] of properties(word.data.subarray(from + 2, from + 2 + word.data.readUInt16LE(from)))) mark(paragraph, inner, on);
    } else mark(paragraph, code, operand);
  }
  return paragraph;
}

function mark(paragraph: Paragraph, code: number, operand: Buffer): void {
  const on = operand[0] === 1;
  if (code === 0x2416) paragraph.inTable = on;
  else if (code === 0x2417) paragraph.endsRow = on;
  else if (code === 0x244b) paragraph.endsInnerCell = on;
  else if (code === 0x244c) paragraph.endsInnerRow = on;
}

function runOf(word: Word, fonts: string[], page: Buffer, at: number): Run | undefined {
  const run: Run = { hidden: false, shows: undefined };
  let formData = false;
  let location: number | null = null;
  for (const [code, operand] of properties(page.subarray(at + 1, at + 1 + (page[at] as number)))) {
    if (code === 0x0800 || code === 0x083c) run.hidden ||= operand[0] === 1;
    else if (code === 0x6a09 && operand.length === 4) run.shows = symbol(fonts[operand.readUInt16LE(0)], operand.readUInt16LE(2));
    else if (code === 0x0806) formData = operand[0] === 1;
    else if (code === 0x6a03 && operand.length === 4) location = operand.readUInt32LE(0);
  }
  if (formData && location !== null) run.shows = formBox(word.data, location);
  if (run.hidden) run.shows = '';
  return run.hidden || run.shows !== undefined ? run : undefined;
}

/** A box of a form (MS-DOC 2.9.78): its kind and state are in one number, its default behind its name. Undefined for another field. */
function formBox(data: Buffer, at: number): string | undefined {
  if (at + 0x44 + 12 > data.length) return undefined;
  const field = data.subarray(at + data.readUInt16LE(at + 4));
  if (field.length < 14) return undefined;
  const bits = field.readUInt16LE(4);
  if ((bits & 3) !== 1) return undefined;
  const result = (bits >> 2) & 31;
  const byDefault = 10 + 2 + field.readUInt16LE(10) * 2 + 2;
  const ticked = result === 25 ? byDefault + 2 <= field.length && field.readUInt16LE(byDefault) === 1 : result === 1;
  return ticked ? TICKED : UNTICKED;
}

/** Names of fonts by number (MS-DOC 2.9.271). */
function readFonts(word: Word): string[] {
  const { main, table } = word;
  const from = main.readUInt32LE(0x112);
  const end = Math.min(from + main.readUInt32LE(0x116), table.length);
  const fonts: string[] = [];
  for (let at = from + 4; at < end && fonts.length < 2_000;) {
    const size = (table[at] as number) + 1;
    fonts.push(table.toString('utf16le', Math.min(at + 40, end), Math.min(at + size, end)).split('\0')[0] ?? '');
    at += size;
  }
  return fonts;
}
