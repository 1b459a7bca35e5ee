/** Excel 97 to 2003, 5 and 95 (MS-XLS): every sheet as its name and its rows, with what the cells show. */
import { ENOUGH } from './builder.ts';
import { append, unreadable, type Lines, type Reader } from './document.ts';
import { openOle } from './ole.ts';
import { BiffReader, packedNumber, records, shortString, type BiffRecord } from './sheet/biff.ts';
import { formatCode, showNumber } from './sheet/formats.ts';
import { SheetRows } from './sheet/rows.ts';

export const xls: Reader = {
  types: ['xls', 'xlt'],
  read: (bytes, flags) => {
    const ole = openOle(bytes);
    const stream = ole?.stream('Workbook') ?? ole?.stream('Book') ?? (ole ? null : bytes);
    if (!stream || stream.length < 8 || (stream.readUInt16LE(0) & 0xf0ff) !== 0x0009) throw unreadable('damaged', 'no Workbook stream');
    if (ole?.entries.some((e) => e.name === '_VBA_PROJECT_CUR' || e.name === 'VBA')) flags.add('macro');
    const budget = { records: MOST_RECORDS };
    const book = readBook(stream, budget);
    const lines: Lines = [];
    let size = 0;
    for (const { name, from } of book.sheets) {
      const rows = new SheetRows(ENOUGH - size);
      readSheet(records(stream, from, budget), book, rows);
      size += rows.size;
      lines.push([name]);
      append(lines, rows.lines());
    }
    return { lines, method: 'xls' };
  },
};

type Book = { modern: boolean; sheets: { name: string; from: number }[]; strings: string[]; styles: number[]; formats: Map<number, string>; from1904: boolean };

const BOF_8 = 0x0600;
const [EOF, DATE_1904, FILE_PASS, SHEET, EXTENDED_FORMAT, STRINGS, FORMAT] = [0x0a, 0x22, 0x2f, 0x85, 0xe0, 0xfc, 0x041e];
const MOST_STRINGS = 500_000;
const MOST_RECORDS = 4_000_000;

function readBook(stream: Buffer, budget: { records: number }): Book {
  const book: Book = { modern: stream.readUInt16LE(4) === BOF_8, sheets: [], strings: [], styles: [], formats: new Map(), from1904: false };
  for (const record of records(stream, 0, budget)) {
    const { type, data } = record;
    if (type === EOF) break;
    if (type === FILE_PASS) throw unreadable('password', 'the workbook is encrypted');
    if (type === DATE_1904) book.from1904 = data[0] === 1;
    else if (type === SHEET && data.length > 7 && book.sheets.length < 500) book.sheets.push({ name: shortString(data, 6, false, book.modern), from: data.readUInt32LE(0) });
    else if (type === EXTENDED_FORMAT && data.length >= 4 && book.styles.length < 20_000) book.styles.push(data.readUInt16LE(2));
    else if (type === FORMAT && data.length > 4 && book.formats.size < 20_000) book.formats.set(data.readUInt16LE(0), shortString(data, 2, book.modern, book.modern));
    else if (type === STRINGS) readStrings(record, book.strings);
  }
  return book;
}

function readStrings(record: BiffRecord, strings: string[]): void {
  const reader = new BiffReader(record, 8);
  let size = 0;
  while (!reader.ended && strings.length < MOST_STRINGS && size < ENOUGH * 8) {
    const text = reader.string(reader.word());
    size += text.length + 1;
    strings.push(text);
  }
}

function readSheet(found: Iterable<BiffRecord>, book: Book, rows: SheetRows): void {
  let row = -1;
  let depth = 0;
  /** the cell whose formula gives a string, which comes in the next record */
  let awaited: number | null = null;
  for (const { type, data } of found) {
    if ((type & 0xf0ff) === 0x0009) depth++;
    else if (type === EOF && --depth <= 0) break;
    else if (type === 0x0207 && awaited !== null) rows.put(awaited, shortString(data, 0, true, book.modern));
    if (rows.full) break;
    const read = cells[type];
    // A chart inside the sheet has cells of its own, which nobody sees.
    if (!read || data.length < 6 || depth > 1) continue;
    if (data.readUInt16LE(0) !== row) {
      rows.end();
      row = data.readUInt16LE(0);
    }
    awaited = read(data, book, rows);
  }
}

function number(book: Book, value: number, style: number): string {
  const id = book.styles[style] ?? 0;
  return Number.isFinite(value) ? showNumber(value, book.formats.get(id) ?? formatCode(id), book.from1904) : '';
}

/** Reads one kind of record of cells; gives the column of a string that is still to come. */
type CellReader = (data: Buffer, book: Book, rows: SheetRows) => number | null;

const label: CellReader = (data, book, rows) => {
  rows.put(data.readUInt16LE(2), shortString(data, 6, true, book.modern));
  return null;
};

const cells: Record<number, CellReader> = {
  0xfd: (data, book, rows) => {
    if (data.length >= 10) rows.put(data.readUInt16LE(2), book.strings[data.readUInt32LE(6)] ?? '');
    return null;
  },
  0x0204: label,
  0xd6: label,
  0x0203: (data, book, rows) => {
    if (data.length >= 14) rows.put(data.readUInt16LE(2), number(book, data.readDoubleLE(6), data.readUInt16LE(4)));
    return null;
  },
  0x027e: (data, book, rows) => {
    if (data.length >= 10) rows.put(data.readUInt16LE(2), number(book, packedNumber(data.readInt32LE(6)), data.readUInt16LE(4)));
    return null;
  },
  0xbd: (data, book, rows) => {
    for (let i = 0; 4 + (i + 1) * 6 + 2 <= data.length; i++) rows.put(data.readUInt16LE(2) + i, number(book, packedNumber(data.readInt32LE(6 + i * 6)), data.readUInt16LE(4 + i * 6)));
    return null;
  },
  0x0205: (data, _book, rows) => {
    if (data[7] === 0) rows.put(data.readUInt16LE(2), data[6] === 1 ? 'TRUE' : 'FALSE');
    return null;
  },
  0x06: (data, book, rows) => {
    if (data.length < 14) return null;
    const column = data.readUInt16LE(2);
    if (data.readUInt16LE(12) !== 0xffff) rows.put(column, number(book, data.readDoubleLE(6), data.readUInt16LE(4)));
    else if (data[6] === 0) return column;
    else if (data[6] === 1) rows.put(column, data[8] === 1 ? 'TRUE' : 'FALSE');
    return null;
  },
};
