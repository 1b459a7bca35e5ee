/** The container of Office 97 to 2003 (MS-CFB): its directory and its streams, bounded whatever the file says. */

export type OleEntry = { name: string; /** true where it lies directly in the root */ top: boolean; size: number; start: number };
export type Ole = {
  entries: OleEntry[];
  /** A stream of the root by its name, null where there is none. A chain that breaks off gives what was there. */
  stream: (name: string) => Buffer | null;
};

const MAGIC = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const MAX_ENTRIES = 4_096;
const END = 0xfffffffa;

/** Null where the bytes are no such container. */
export function openOle(bytes: Buffer): Ole | null {
  if (bytes.length < 512 || !bytes.subarray(0, 8).equals(MAGIC)) return null;
  const shift = bytes.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return null;
  const sector = 1 << shift;
  const fat = allocation(bytes, sector);
  const directory = chain(bytes, fat, bytes.readUInt32LE(48), sector, MAX_ENTRIES * 128);
  const entries = readDirectory(directory);
  const root = entries[0];
  if (!root) return null;
  const miniFat = words(chain(bytes, fat, bytes.readUInt32LE(60), sector, bytes.length));
  const cutoff = bytes.readUInt32LE(56);
  let mini: Buffer | null = null;
  return {
    entries,
    stream: (name) => {
      const entry = entries.find((e) => e.top && e.name.toLowerCase() === name.toLowerCase());
      if (!entry) return null;
      if (entry.size >= cutoff) return chain(bytes, fat, entry.start, sector, entry.size);
      mini ??= chain(bytes, fat, root.start, sector, root.size);
      return chain(mini, miniFat, entry.start, 64, entry.size, 0);
    },
  };
}

/** What an OLE file is by the streams in its root: doc, xls, ppt, msg; `password` for an encrypted file of Office 2007 and later; null for another. */
export function oleType(bytes: Buffer): 'doc' | 'xls' | 'ppt' | 'msg' | 'password' | null {
  const names = new Set((openOle(bytes)?.entries ?? []).filter((e) => e.top).map((e) => e.name.toLowerCase()));
  if (names.has('encryptedpackage')) return 'password';
  if (names.has('worddocument')) return 'doc';
  if (names.has('workbook') || names.has('book')) return 'xls';
  if (names.has('powerpoint document')) return 'ppt';
  return [...names].some((name) => name.startsWith('__properties_version1')) ? 'msg' : null;
}

/** The table of which sector follows which: 109 of its sectors are listed in the header, the rest in a chain. */
function allocation(bytes: Buffer, sector: number): Uint32Array {
  const most = Math.ceil(bytes.length / sector);
  const listed: number[] = [];
  for (let i = 0; i < 109; i++) listed.push(bytes.readUInt32LE(76 + i * 4));
  let next = bytes.readUInt32LE(68);
  for (let n = 0; n < most && next < END && listed.length < most; n++) {
    const at = (next + 1) * sector;
    if (at + sector > bytes.length) break;
    for (let i = 0; i < sector - 4; i += 4) listed.push(bytes.readUInt32LE(at + i));
    next = bytes.readUInt32LE(at + sector - 4);
  }
  const parts: Buffer[] = [];
  for (const id of listed.slice(0, most)) {
    if (id >= END) break;
    parts.push(bytes.subarray((id + 1) * sector, (id + 2) * sector));
  }
  return words(Buffer.concat(parts));
}

function words(bytes: Buffer): Uint32Array {
  const out = new Uint32Array(bytes.length >> 2);
  for (let i = 0; i < out.length; i++) out[i] = bytes.readUInt32LE(i * 4);
  return out;
}

/** Follows a chain of sectors for at most `size` bytes; a loop ends with the size of the file. @param header sectors before the first */
function chain(bytes: Buffer, fat: Uint32Array, start: number, sector: number, size: number, header = 1): Buffer {
  const wanted = Math.min(size, bytes.length);
  const parts: Buffer[] = [];
  let got = 0;
  for (let id = start; id < END && got < wanted; id = fat[id] ?? END) {
    const at = (id + header) * sector;
    if (at >= bytes.length) break;
    const part = bytes.subarray(at, at + Math.min(sector, wanted - got));
    parts.push(part);
    got += part.length;
  }
  return Buffer.concat(parts);
}

/** The entries in file order; the children of the root are found through its tree of siblings. */
function readDirectory(directory: Buffer): OleEntry[] {
  const entries: OleEntry[] = [];
  const count = Math.min(directory.length >> 7, MAX_ENTRIES);
  for (let i = 0; i < count; i++) {
    const at = i * 128;
    const length = Math.max(0, Math.min(directory.readUInt16LE(at + 64), 64) - 2);
    entries.push({ name: directory.toString('utf16le', at, at + length), top: false, size: directory.readUInt32LE(at + 120), start: directory.readUInt32LE(at + 116) });
  }
  const open = count === 0 ? [] : [directory.readUInt32LE(76)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const entry = entries[id];
    if (!entry || entry.top) continue;
    entry.top = true;
    open.push(directory.readUInt32LE(id * 128 + 68), directory.readUInt32LE(id * 128 + 72));
  }
  return entries;
}
