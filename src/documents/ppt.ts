/** PowerPoint 97 to 2003 (MS-PPT): the texts of each slide, in the order of the slides. */
import { append, BREAK, unreadable, type Lines, type Reader } from './document.ts';
import { ENOUGH } from './builder.ts';
import { openOle } from './ole.ts';

export const ppt: Reader = {
  types: ['ppt', 'pps', 'pot'],
  read: (bytes) => {
    const ole = openOle(bytes);
    const stream = ole?.stream('PowerPoint Document');
    const user = ole?.stream('Current User');
    if (!stream) throw unreadable('damaged', 'no PowerPoint Document stream');
    if (user && user.length >= 16 && user.readUInt32LE(12) === ENCRYPTED) throw unreadable('password', 'the slides are encrypted');
    const places = user && user.length >= 20 ? readPlaces(stream, user.readUInt32LE(16)) : new Map<number, number>();
    return { lines: ordered(stream, places) ?? all(stream), method: 'ppt' };
  },
};

const ENCRYPTED = 0xf3d1c4df;
const [DOCUMENT, NOTES, MASTER, SLIDE_LIST, SLIDE_PERSIST, HANDOUT] = [1000, 1008, 1016, 4080, 1011, 4041];
const [TEXT_WIDE, TEXT_NARROW, USER_EDIT, PERSIST] = [4000, 4008, 4085, 6002];

/** What is read of one file: records, characters, slides. */
type Budget = { records: number; characters: number };
const MOST: Budget = { records: 2_000_000, characters: ENOUGH };
const MOST_SLIDES = 1_000;
const MOST_BYTES_OF_DIRECTORY = 200_000;

type Atom = { type: number; instance: number; data: Buffer };

/** All records from an offset on that hold no others, and the containers themselves; what is inside containers of some kinds is left out. */
function* atoms(stream: Buffer, from: number, to: number, budget: Budget, without: number[] = []): Generator<Atom> {
  let at = from;
  while (at + 8 <= Math.min(to, stream.length) && budget.records-- > 0 && budget.characters > 0) {
    const head = stream.readUInt16LE(at);
    const type = stream.readUInt16LE(at + 2);
    const length = stream.readUInt32LE(at + 4);
    const container = (head & 15) === 15;
    const end = Math.min(at + 8 + length, stream.length);
    yield { type, instance: head >> 4, data: container ? stream.subarray(at + 8, at + 8) : stream.subarray(at + 8, end) };
    at = container && !without.includes(type) ? at + 8 : end;
  }
}

/** Where each part of the file now lies: a file saved quickly keeps its old parts (MS-PPT 2.1.2). */
function readPlaces(stream: Buffer, lastEdit: number): Map<number, number> {
  const places = new Map<number, number>();
  let edit = lastEdit;
  for (let n = 0; n < 1_000 && edit > 0 && edit + 28 <= stream.length && stream.readUInt16LE(edit + 2) === USER_EDIT; n++) {
    if (n === 0) places.set(0, stream.readUInt32LE(edit + 8 + 16));
    readDirectory(stream, stream.readUInt32LE(edit + 8 + 12), places);
    const older = stream.readUInt32LE(edit + 8 + 8);
    edit = older < edit ? older : 0;
  }
  return places;
}

function readDirectory(stream: Buffer, at: number, places: Map<number, number>): void {
  if (at + 8 > stream.length || stream.readUInt16LE(at + 2) !== PERSIST) return;
  const end = Math.min(at + 8 + Math.min(stream.readUInt32LE(at + 4), MOST_BYTES_OF_DIRECTORY), stream.length);
  for (let next = at + 8; next + 4 <= end;) {
    const first = stream.readUInt32LE(next) & 0xfffff;
    const count = stream.readUInt32LE(next) >>> 20;
    next += 4;
    for (let i = 0; i < count && next + 4 <= end; i++, next += 4) if (!places.has(first + i)) places.set(first + i, stream.readUInt32LE(next));
  }
}

/** Each slide: its outline, which lies in the document, then the texts in its shapes. Null where the file does not say where they are. */
function ordered(stream: Buffer, places: Map<number, number>): Lines | null {
  const start = places.get(places.get(0) ?? -1);
  if (start === undefined || start + 8 > stream.length || stream.readUInt16LE(start + 2) !== DOCUMENT) return null;
  const budget = { ...MOST };
  const slides: { at: number | undefined; outline: Lines }[] = [];
  let listing = false;
  for (const atom of atoms(stream, start, start + 8 + stream.readUInt32LE(start + 4), budget)) {
    // Instance 0 lists the slides; 1 the masters, 2 the notes.
    if (atom.type === SLIDE_LIST) listing = atom.instance === 0;
    else if (listing && atom.type === SLIDE_PERSIST && atom.data.length >= 4 && slides.length < MOST_SLIDES) slides.push({ at: places.get(atom.data.readUInt32LE(0)), outline: [] });
    else if (listing) addText(atom, slides.at(-1)?.outline ?? [], budget);
  }
  const lines: Lines = [];
  for (const { at, outline } of slides) {
    append(lines, outline);
    if (at !== undefined && at + 8 <= stream.length) for (const atom of atoms(stream, at, at + 8 + stream.readUInt32LE(at + 4), budget)) addText(atom, lines, budget);
  }
  return slides.length === 0 ? null : lines;
}

/** Every text in the file that is not of a master, a note or a handout, each once. */
function all(stream: Buffer): Lines {
  const lines: Lines = [];
  const budget = { ...MOST };
  for (const atom of atoms(stream, 0, stream.length, budget, [NOTES, MASTER, HANDOUT])) addText(atom, lines, budget);
  return [...new Map(lines.map((line) => [line[0], line])).values()];
}

function addText(atom: Atom, lines: Lines, budget: Budget): void {
  if (atom.type !== TEXT_WIDE && atom.type !== TEXT_NARROW) return;
  const text = atom.data.toString(atom.type === TEXT_WIDE ? 'utf16le' : 'latin1');
  budget.characters -= text.length;
  for (const paragraph of text.slice(0, ENOUGH).split('\r')) if (paragraph.trim() !== '') lines.push([paragraph.replace(/\v/g, BREAK)]);
}
