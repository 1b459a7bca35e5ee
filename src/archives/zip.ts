/** ZIP (APPNOTE 6.3): the list first, then every member under the budget. Packed in ways that yauzl does not know, 7-Zip reads it. */
import { crc32 } from 'node:zlib';
import * as yauzl from 'yauzl';
import type { DocumentFlag } from '../../schemas/reading.ts';
import { Problem, reasonOf } from '../problem.ts';
import type { Inner } from './archive.ts';
import type { Budget } from './budget.ts';
import { cleanName, decodeName, isNoise } from './names.ts';
import { packedMembers } from './seven.ts';

type List = { zip: yauzl.ZipFile; entries: yauzl.Entry[]; /** why it ended before its end */ cut: Problem | null };

/** Files in a zip, in its order, under the budget; by 7-Zip where they are packed in a way of its own. @throws Problem where it is damaged, locked or holds too much */
export async function* zipMembers(bytes: Buffer, budget: Budget, name: string): AsyncGenerator<Inner> {
  const { zip, entries, cut } = await list(bytes, budget);
  if (entries.some((entry) => !entry.isEncrypted() && entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED)) {
    yield* packedMembers(bytes, budget, name);
    return;
  }
  for (const entry of entries) {
    const entryName = nameOf(entry);
    if (isNoise(entryName)) continue;
    if (!budget.admit()) throw tooMuch(`${entries.length} entries`);
    yield { name: cleanName(entryName), ...await unpack(zip, entry, budget) };
  }
  if (cut) throw cut;
}

const STORED = 0;
const DEFLATED = 8;

async function list(bytes: Buffer, budget: Budget): Promise<List> {
  const entries: yauzl.Entry[] = [];
  const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true }).catch((error: unknown) => { throw damaged(bytes, error); });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.length >= budget.limits.names) return { zip, entries, cut: tooMuch(`more than ${entries.length} entries`) };
      entries.push(entry);
    }
  } catch (error) {
    if (entries.length === 0) throw damaged(bytes, error);
    return { zip, entries, cut: damaged(bytes, error) };
  }
  return { zip, entries, cut: null };
}

function nameOf(entry: yauzl.Entry): string {
  const unicode = entry.extraFields.some((field) => field.id === INFO_ZIP_UNICODE_PATH);
  if (unicode) return yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  return decodeName(entry.fileNameRaw, (entry.generalPurposeBitFlag & UTF8) !== 0);
}

const INFO_ZIP_UNICODE_PATH = 0x7075;
const UTF8 = 0x800;

async function unpack(zip: yauzl.ZipFile, entry: yauzl.Entry, budget: Budget): Promise<Omit<Inner, 'name'>> {
  const size = entry.uncompressedSize;
  const left = (flag: DocumentFlag): Omit<Inner, 'name'> => ({ size, bytes: null, flags: [flag] });
  if (entry.isEncrypted()) return left('password');
  if (isLink(entry)) return left('undecodable');
  const refused = budget.refuses(size, entry.compressedSize);
  if (refused) return left(refused);
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      length += (piece as Buffer).length;
      const over = budget.spend((piece as Buffer).length, length, entry.compressedSize);
      if (over) return left(over);
      pieces.push(piece as Buffer);
    }
  } catch (error) {
    return left(/not enough|unexpected end/i.test(reasonOf(error)) ? 'truncated' : 'undecodable');
  }
  const whole = Buffer.concat(pieces);
  return { size: length, bytes: whole, flags: crc32(whole) === entry.crc32 ? [] : ['undecodable'] };
}

/** A symbolic link of Unix: its content is a path, and no document. */
function isLink(entry: yauzl.Entry): boolean {
  return ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}

function tooMuch(forStaff: string): Problem {
  return new Problem('unpack-limit', { forUser: 'The archive holds more than is opened.', forStaff });
}

/** Without its end there is no list: the file was cut off on its way, where the beginning is right. */
function damaged(bytes: Buffer, error: unknown): Problem {
  const cut = bytes.length > 4 && bytes.readUInt32LE(0) === 0x04034b50 && !bytes.includes(END_OF_LIST);
  return new Problem(cut ? 'truncated' : 'damaged', { forUser: 'The archive is damaged.', forStaff: `zip: ${reasonOf(error)}`, cause: error });
}

const END_OF_LIST = Buffer.from([0x50, 0x4b, 0x05, 0x06]);
