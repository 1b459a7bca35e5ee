/** Archives as honest programs write them, and as nobody should: every field of a ZIP can be made to lie. RAR and winmail.dat, as far as tests need them. */
import { crc32, deflateRawSync } from 'node:zlib';

export type ZipEntry = {
  name: string | Buffer;
  data?: Buffer | string;
  method?: number;
  /** general purpose bits: 1 = encrypted, 0x800 = UTF-8 */
  bits?: number;
  /** what the list says instead of the truth */
  size?: number;
  crc?: number;
  /** mode of Unix, as 0o120777 for a link */
  mode?: number;
  /** the place of another entry's data, which this one shares */
  at?: number;
};

/** A ZIP file of these entries, in this order. */
export function zip(entries: ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const list: Buffer[] = [];
  const deflated = new Map<ZipEntry['data'], Buffer>();
  let at = 0;
  for (const entry of entries) {
    const data = Buffer.from(entry.data ?? '');
    const name = Buffer.from(entry.name);
    const packed = entry.method === 0 ? data : deflated.get(entry.data) ?? deflateRawSync(data);
    deflated.set(entry.data, packed);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(entry.bits ?? (Buffer.isBuffer(entry.name) ? 0 : 0x800), 2);
    head.writeUInt16LE(entry.method ?? 8, 4);
    head.writeUInt32LE(entry.crc ?? crc32(data), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(entry.size ?? data.length, 18);
    head.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(entry.at ?? at, 10);
    list.push(Buffer.from('504b01021403', 'hex'), head, tail, name);
    if (entry.at !== undefined) continue;
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), head, name, packed]);
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write('504b0506', 'hex');
  end.writeUInt16LE(entries.length & 0xffff, 8);
  end.writeUInt16LE(entries.length & 0xffff, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, central, end]);
}

/** A RAR 5 archive of files that are stored, not packed. `locked` = its headers are said to be encrypted. */
export function rar(files: { name: string; data: string }[], locked = false): Buffer {
  const header = (fields: Buffer): Buffer => {
    const sized = Buffer.concat([number(fields.length), fields]);
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(crc32(sized));
    return Buffer.concat([sum, sized]);
  };
  const file = ({ name, data }: { name: string; data: string }): Buffer => {
    const sum = Buffer.alloc(4);
    const bytes = Buffer.from(data);
    sum.writeUInt32LE(crc32(bytes));
    const called = Buffer.from(name);
    return Buffer.concat([header(Buffer.concat([number(2, 2, bytes.length, 4, bytes.length, 0o100644), sum, number(0, 1, called.length), called])), bytes]);
  };
  const encryption = header(Buffer.concat([number(4, 0, 0, 0, 15), Buffer.alloc(16, 7)]));
  return Buffer.concat([Buffer.from('526172211a070100', 'hex'), ...(locked ? [encryption] : []), header(number(1, 0, 0)), ...files.map(file), header(number(5, 0, 0))]);
}

/** Numbers of seven bits a byte, the last without the high bit. */
function number(...values: number[]): Buffer {
  const out: number[] = [];
  for (const value of values) {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) out.push((rest & 0x7f) | 0x80);
    out.push(rest);
  }
  return Buffer.from(out);
}

export type TnefFile = { title?: Buffer | string; data?: Buffer | string; longName?: string; displayName?: string; mapiData?: Buffer; embedded?: Buffer };

/** winmail.dat with these files. @param codepage of names of one byte a letter */
export function tnef(files: TnefFile[], codepage = 1252): Buffer {
  const page = Buffer.alloc(8);
  page.writeUInt32LE(codepage);
  const parts = files.flatMap((file) => [
    attribute(2, 0x0006_9002, Buffer.alloc(14)),
    ...(file.title === undefined ? [] : [attribute(2, 0x0001_8010, Buffer.concat([Buffer.from(file.title), Buffer.alloc(1)]))]),
    ...(file.data === undefined ? [] : [attribute(2, 0x0006_800f, Buffer.from(file.data))]),
    attribute(2, 0x0006_9005, mapi(file)),
  ]);
  return Buffer.concat([Buffer.from('789f3e220100', 'hex'), attribute(1, 0x0006_9007, page), ...parts]);
}

function attribute(level: number, name: number, data: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head[0] = level;
  head.writeUInt32LE(name, 1);
  head.writeUInt32LE(data.length, 5);
  return Buffer.concat([head, data, Buffer.alloc(2)]);
}

function mapi(file: TnefFile): Buffer {
  const utf16 = (text: string): Buffer => Buffer.from(`${text}\u0000`, 'utf16le');
  const values = [
    long(0x3705_0003), named(),
    ...(file.longName === undefined ? [] : [variable(0x3707_001f, utf16(file.longName))]),
    ...(file.displayName === undefined ? [] : [variable(0x3001_001f, utf16(file.displayName))]),
    ...(file.mapiData === undefined ? [] : [variable(0x3701_0102, file.mapiData)]),
    ...(file.embedded === undefined ? [] : [variable(0x3701_000d, Buffer.concat([Buffer.alloc(16, 1), file.embedded]))]),
  ];
  return Buffer.concat([word(values.length), ...values]);
}

function word(value: number): Buffer {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
}

const long = (tag: number): Buffer => Buffer.concat([word(tag), word(1)]);
/** One with a name, as newer programs add them: it must be stepped over. */
const named = (): Buffer => Buffer.concat([word(0x8001_0003), Buffer.alloc(16), word(1), word(6), Buffer.from('ab\u0000', 'utf16le'), Buffer.alloc(2), word(7)]);

function variable(tag: number, data: Buffer): Buffer {
  return Buffer.concat([word(tag), word(1), word(data.length), data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
}
