/** The text of a Word binary file: one string, and where in the file each of its characters lies (MS-DOC 2.4.1). */
import iconv from 'iconv-lite';
import { unreadable } from '../document.ts';
import { openOle } from '../ole.ts';

/** A stretch of the text: the body, the notes, headers and footers, boxes. */
export type Story = { from: number; to: number };
export type Word = {
  text: string;
  /** offset in `main` of each character */
  offsets: Uint32Array;
  /** in the order in which they are told; annotations are left out */
  stories: Story[];
  main: Buffer;
  table: Buffer;
  data: Buffer;
  /** false for Word 6 and 95, whose properties are not read */
  modern: boolean;
};

const [WORD_97, WORD_95] = [0xa5ec, 0xa5dc];
const MOST = 1_500_000;

/** Throws Problem `password` or `damaged`. */
export function openWord(bytes: Buffer): Word {
  const ole = openOle(bytes);
  const main = ole?.stream('WordDocument') ?? (ole ? null : bytes);
  const magic = main && main.length >= 0x200 ? main.readUInt16LE(0) : 0;
  if (!main || (magic !== WORD_97 && !(magic >= 0xa5db && magic <= WORD_95))) throw unreadable('damaged', 'no WordDocument stream');
  const flags = main.readUInt16LE(10);
  if ((flags & 0x0100) !== 0) throw unreadable('password', 'the document is encrypted');
  if (magic !== WORD_97) return old(main);
  const table = ole?.stream((flags & 0x0200) === 0 ? '0Table' : '1Table');
  if (!table || main.length < 0x1aa) throw unreadable('damaged', 'no table stream');
  const pieces = readPieces(main, table);
  return { ...assemble(main, pieces), stories: readStories(main), main, table, data: ole?.stream('Data') ?? Buffer.alloc(0), modern: true };
}

/** Word 6 and 95: letters of one byte, in one stretch. */
function old(main: Buffer): Word {
  const from = main.readUInt32LE(0x18);
  const pieces = [{ from, count: Math.max(0, Math.min(main.readUInt32LE(0x1c), main.length) - from), wide: false }];
  const { text, offsets } = assemble(main, pieces);
  return { text, offsets, stories: [{ from: 0, to: text.length }], main, table: Buffer.alloc(0), data: Buffer.alloc(0), modern: false };
}

type Piece = { from: number; count: number; wide: boolean };

/** The piece table lies behind any number of property lists (MS-DOC 2.9.38). */
function readPieces(main: Buffer, table: Buffer): Piece[] {
  let at = main.readUInt32LE(0x1a2);
  while (at + 3 < table.length && table[at] === 1) at += 3 + table.readUInt16LE(at + 1);
  if (at + 5 > table.length || table[at] !== 2) throw unreadable('damaged', 'no piece table');
  const size = Math.min(table.readUInt32LE(at + 1), table.length - at - 5);
  const count = Math.floor((size - 4) / 12);
  const pieces: Piece[] = [];
  for (let i = 0; i < count; i++) {
    const start = table.readUInt32LE(at + 5 + i * 4);
    const end = table.readUInt32LE(at + 9 + i * 4);
    const fc = table.readUInt32LE(at + 5 + (count + 1) * 4 + i * 8 + 2);
    const wide = (fc & 0x40000000) === 0;
    const from = wide ? fc : (fc & 0x3fffffff) >>> 1;
    if (end < start) throw unreadable('damaged', 'the piece table runs backwards');
    pieces.push({ from, count: end - start, wide });
  }
  return pieces;
}

function assemble(main: Buffer, pieces: Piece[]): { text: string; offsets: Uint32Array } {
  const texts: string[] = [];
  const offsets: number[] = [];
  for (const { from, count, wide } of pieces) {
    const width = wide ? 2 : 1;
    const most = Math.min(count, MOST - offsets.length, Math.floor(Math.max(0, main.length - from) / width));
    const bytes = main.subarray(from, from + most * width);
    texts.push(wide ? bytes.toString('utf16le') : iconv.decode(bytes, 'windows-1252'));
    for (let i = 0; i < most; i++) offsets.push(from + i * width);
    // What is missing of a damaged file still counts, or all behind it would move.
    for (let i = most; i < count && offsets.length < MOST; i++) {
      texts.push(' ');
      offsets.push(0xffffffff);
    }
  }
  return { text: texts.join(''), offsets: Uint32Array.from(offsets) };
}

function readStories(main: Buffer): Story[] {
  const [body, notes, headers, , comments, endnotes, boxes, headerBoxes] = Array.from({ length: 8 }, (_, i) => main.readUInt32LE(0x4c + i * 4)) as [number, number, number, number, number, number, number, number];
  const stories: Story[] = [];
  let at = 0;
  for (const [length, told] of [[body, true], [notes, true], [headers, true], [comments, false], [endnotes, true], [boxes, true], [headerBoxes, true]] as const) {
    if (told && length > 0) stories.push({ from: at, to: at + length });
    at += length;
  }
  // Headers and footers are told last.
  const header = stories.find((s) => s.from === body + notes && s.to === body + notes + headers);
  return header ? [...stories.filter((s) => s !== header), header] : stories;
}
