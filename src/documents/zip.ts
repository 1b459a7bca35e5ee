/** The entries of an office file that is a zip, unpacked as they are read and counted against one budget. */
import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import type { DocumentFlag } from '../../schemas/reading.ts';
import { reasonOf } from '../problem.ts';
import { unreadable, type Lines } from './document.ts';

/** One office document: bytes unpacked in all; ratio, held against entries that unpack to more than `ratioFrom`; entries. */
const OFFICE_BUDGET = { unpackedBytes: 50 << 20, ratio: 100, ratioFrom: 10 << 20, entries: 5_000 };

export type OfficeZip = {
  names: string[];
  /** The entry in pieces, nothing where there is none of that name. Throws Problem `unpack-limit` or `damaged`, and flags. */
  pieces: (name: string) => AsyncGenerator<Buffer>;
  /** A small entry whole; null where there is none. */
  whole: (name: string) => Promise<Buffer | null>;
};

/** Opens the directory of a zip. Throws Problem `damaged`, `password` or `unpack-limit`, and flags the same. */
export async function openZip(bytes: Buffer, flags: Set<DocumentFlag>): Promise<OfficeZip> {
  let entries: Map<string, Entry>;
  let zip: ZipFile;
  try {
    zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: false });
    entries = await directory(zip, flags);
  } catch (error) {
    throw broken(error, flags);
  }
  const spent = { bytes: 0 };
  const pieces = (name: string): AsyncGenerator<Buffer> => unpack(zip, entries.get(name), spent, flags);
  return {
    names: [...entries.keys()],
    pieces,
    whole: async (name) => {
      if (!entries.has(name)) return null;
      const all: Buffer[] = [];
      for await (const piece of pieces(name)) all.push(piece);
      return Buffer.concat(all);
    },
  };
}

async function directory(zip: ZipFile, flags: Set<DocumentFlag>): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  if (zip.entryCount > OFFICE_BUDGET.entries) throw limit(flags, `${zip.entryCount} entries`);
  for await (const entry of zip.eachEntry()) {
    if (entries.size >= OFFICE_BUDGET.entries) throw limit(flags, 'too many entries');
    if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
  }
  return entries;
}

async function* unpack(zip: ZipFile, entry: Entry | undefined, spent: { bytes: number }, flags: Set<DocumentFlag>): AsyncGenerator<Buffer> {
  if (!entry) return;
  if (entry.isEncrypted()) throw unreadable('password', `the entry ${entry.fileName.slice(0, 60)} is encrypted`);
  let stream: Readable;
  try {
    stream = await zip.openReadStreamPromise(entry);
  } catch (error) {
    throw broken(error, flags);
  }
  let size = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      size += piece.length;
      spent.bytes += piece.length;
      if (spent.bytes > OFFICE_BUDGET.unpackedBytes) throw limit(flags, `more than ${OFFICE_BUDGET.unpackedBytes} bytes unpacked`);
      if (size > OFFICE_BUDGET.ratioFrom && size > OFFICE_BUDGET.ratio * entry.compressedSize) throw limit(flags, `an entry unpacks to more than ${OFFICE_BUDGET.ratio} times its size`);
      yield piece;
    }
  } catch (error) {
    throw broken(error, flags);
  } finally {
    stream.destroy();
  }
}

/** Throws Problem `pictures` for a file that has no text and does have pictures: a photo of a form put into Word. */
export function refusePictures(zip: OfficeZip, lines: Lines): void {
  if (lines.length === 0 && zip.names.some((name) => /^(word\/media|ppt\/media|Pictures)\//.test(name))) throw unreadable('pictures', 'pictures and no text');
}

function limit(flags: Set<DocumentFlag>, forStaff: string): Error {
  flags.add('unpack-limit');
  return unreadable('unpack-limit', forStaff);
}

/** A zip without its directory, which stands at the end, was cut off. */
function broken(error: unknown, flags: Set<DocumentFlag>): Error {
  if (error instanceof Error && error.name === 'Problem') return error;
  const said = reasonOf(error);
  flags.add(/end of central directory|unexpected end|EOF/i.test(said) ? 'truncated' : 'undecodable');
  return unreadable('damaged', said, error);
}
