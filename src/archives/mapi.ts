/** MAPI properties as winmail.dat holds them (MS-OXTNEF 2.1.3.4): a count, then tag and value one behind the other. */

export type MapiValue = { type: number; /** text, raw bytes, or null for numbers and times, which nobody asks for */ value: string | Buffer | null };
/** by property id; the first of its kind counts */
export type MapiProps = Map<number, MapiValue>;

const FIXED: Record<number, number> = { 0x00: 0, 0x01: 0, 0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0a: 4, 0x0b: 4, 0x14: 8, 0x40: 8, 0x48: 16 };
const STRING8 = 0x1e;
const UNICODE = 0x1f;
const VARIABLE = new Set([STRING8, UNICODE, 0x0d, 0x102]);
const MULTIPLE = 0x1000;
const NAMED = 0x8000;
const MOST_PROPS = 5_000;

/** Reads as far as it goes: what is cut off or of an unknown type ends the list. @param decode text of one byte a letter */
export function readMapi(bytes: Buffer, decode: (raw: Buffer) => string): MapiProps {
  const found: MapiProps = new Map();
  const cursor = { at: 4 };
  const count = bytes.length < 4 ? 0 : Math.min(bytes.readUInt32LE(0), MOST_PROPS);
  try {
    for (let i = 0; i < count; i++) {
      const type = bytes.readUInt16LE(cursor.at);
      const id = bytes.readUInt16LE(cursor.at + 2);
      cursor.at += 4;
      if (id >= NAMED) skipName(bytes, cursor);
      const value = readValue(bytes, cursor, type, decode);
      if (value === undefined) break;
      if (!found.has(id)) found.set(id, { type: type & ~MULTIPLE, value });
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // It ends within a property: what came before it holds.
  }
  return found;
}

type Cursor = { at: number };

/** A named property says which: by number, or by a name in UTF-16. */
function skipName(bytes: Buffer, cursor: Cursor): void {
  const byName = bytes.readUInt32LE(cursor.at + 16) !== 0;
  const length = bytes.readUInt32LE(cursor.at + 20);
  cursor.at += 24 + (byName ? padded(length) : 0);
}

function readValue(bytes: Buffer, cursor: Cursor, type: number, decode: (raw: Buffer) => string): string | Buffer | null | undefined {
  const bare = type & ~MULTIPLE;
  const size = FIXED[bare];
  if (size !== undefined) {
    const many = (type & MULTIPLE) !== 0 ? bytes.readUInt32LE(cursor.at) : 1;
    cursor.at += size * many + ((type & MULTIPLE) !== 0 ? 4 : 0);
    return null;
  }
  if (!VARIABLE.has(bare)) return undefined;
  const many = bytes.readUInt32LE(cursor.at);
  cursor.at += 4;
  let first: Buffer | null = null;
  for (let i = 0; i < many; i++) {
    const length = bytes.readUInt32LE(cursor.at);
    first ??= bytes.subarray(cursor.at + 4, cursor.at + 4 + length);
    cursor.at += 4 + padded(length);
  }
  if (first === null) return null;
  if (bare === UNICODE) return first.toString('utf16le').split('\u0000', 1)[0] ?? '';
  return bare === STRING8 ? decode(first) : first;
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}
