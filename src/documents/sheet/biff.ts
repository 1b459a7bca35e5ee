/** Records and strings of Excel 97 to 2003, and of Excel 5 and 95 (MS-XLS 2.1.4, 2.5.293). */
import iconv from 'iconv-lite';

export type BiffRecord = { type: number; data: Buffer; /** what goes on in CONTINUE records behind it */ more: Buffer[] };

const CONTINUE = 0x3c;

/** The records from an offset on, to the end of the file; a caller stops where it has read enough. @param budget how many more are read in all */
export function* records(stream: Buffer, from: number, budget: { records: number }): Generator<BiffRecord> {
  let at = from;
  while (at + 4 <= stream.length && budget.records-- > 0) {
    const record = { type: stream.readUInt16LE(at), data: body(stream, at), more: [] as Buffer[] };
    at += 4 + record.data.length;
    while (at + 4 <= stream.length && stream.readUInt16LE(at) === CONTINUE) {
      const more = body(stream, at);
      record.more.push(more);
      at += 4 + more.length;
    }
    yield record;
  }
}

function body(stream: Buffer, at: number): Buffer {
  return stream.subarray(at + 4, at + 4 + stream.readUInt16LE(at + 2));
}

/** Reads through a record and what goes on behind it. Strings may break anywhere; a new part says anew how wide its letters are. */
export class BiffReader {
  private readonly parts: Buffer[];
  private part = 0;
  private at: number;

  constructor(record: { data: Buffer; more: Buffer[] }, from: number) {
    this.parts = [record.data, ...record.more];
    this.at = from;
  }

  get ended(): boolean {
    this.settle();
    return this.part >= this.parts.length;
  }

  byte(): number {
    this.settle();
    return this.parts[this.part]?.[this.at++] ?? 0;
  }

  word(): number {
    return this.byte() | (this.byte() << 8);
  }

  /** A string whose length is known: its flags, its letters; what describes their looks is stepped over. */
  string(length: number): string {
    const flags = this.byte();
    const runs = (flags & 8) === 0 ? 0 : this.word();
    const phonetic = (flags & 4) === 0 ? 0 : this.word() + this.word() * 65_536;
    const text = this.letters(length, (flags & 1) === 1);
    this.skip(runs * 4 + phonetic);
    return text;
  }

  private letters(length: number, firstWide: boolean): string {
    let wide = firstWide;
    let text = '';
    for (let left = length; left > 0;) {
      const part = this.parts[this.part];
      if (!part) break;
      if (this.at >= part.length) {
        this.part++;
        this.at = 0;
        wide = ((this.parts[this.part]?.[this.at++] ?? 0) & 1) === 1;
        continue;
      }
      const here = Math.min(left, Math.max(1, Math.floor((part.length - this.at) / (wide ? 2 : 1))));
      const end = this.at + here * (wide ? 2 : 1);
      text += part.toString(wide ? 'utf16le' : 'latin1', this.at, end);
      this.at = end;
      left -= here;
    }
    return text;
  }

  private skip(count: number): void {
    for (let left = count; left > 0 && !this.ended;) {
      const step = Math.min(left, (this.parts[this.part] as Buffer).length - this.at);
      this.at += step;
      left -= step;
    }
  }

  private settle(): void {
    while (this.part < this.parts.length && this.at >= (this.parts[this.part] as Buffer).length) {
      this.part++;
      this.at = 0;
    }
  }
}

/** The string inside a cell or a name. @param wideLength true where two bytes say its length; @param modern false for Excel 5 and 95, whose letters are one byte */
export function shortString(data: Buffer, at: number, wideLength: boolean, modern: boolean): string {
  const reader = new BiffReader({ data, more: [] }, at);
  const length = wideLength ? reader.word() : reader.byte();
  if (modern) return reader.string(length);
  const start = at + (wideLength ? 2 : 1);
  return iconv.decode(data.subarray(start, start + length), 'windows-1252');
}

/** A number packed into 30 bits (MS-XLS 2.5.217). */
export function packedNumber(bits: number): number {
  let value: number;
  if ((bits & 2) !== 0) value = bits >> 2;
  else {
    const wide = Buffer.alloc(8);
    wide.writeInt32LE(bits & ~3, 4);
    value = wide.readDoubleLE(0);
  }
  return (bits & 1) === 0 ? value : value / 100;
}
