/** Raw mails and documents by the hash of their content: written once, whole, and on disk before anybody hears of them. */
import { createHash, randomUUID, webcrypto } from 'node:crypto';
import { closeSync, createReadStream, fdatasyncSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem, reasonOf } from '../problem.ts';

export type Blob = { sha256: string; size: number };
export type Blobs = {
  /** Stores bytes (or a stream of them); returns when they and their name are on disk. Storing the same again changes nothing. */
  put: (content: Buffer | AsyncIterable<Buffer>) => Promise<Blob>;
  /** The same, blocking: for a process that has nothing else to do meanwhile, at a fraction of the cost. */
  putNow: (content: Buffer, sha256: string) => void;
  path: (sha256: string) => string;
  /** the first bytes, at most so many */
  start: (sha256: string, bytes: number) => Promise<Buffer>;
  stream: (sha256: string) => AsyncIterable<Buffer>;
  read: (sha256: string) => Promise<Buffer>;
  /** size in bytes, or null where it is not stored */
  has: (sha256: string) => Promise<number | null>;
  /** SHA-256 (hex) of what is stored now */
  hash: (sha256: string) => Promise<string>;
  remove: (sha256: string) => Promise<void>;
};

type Place = { dir: string; incoming: string; folder: (sha256: string) => string };
const INCOMING = 'incoming';
/** Unfinished files older than this belong to no living process. */
const STALE_MS = 24 * 3_600_000;
/** a fraction of a millisecond */
const HASHED_AT_ONCE = 256 * 1024;
const HASHED_WHOLE = 16 * 1024 * 1024;

/** Opens, or makes, the folder in which bytes lie under their SHA-256; what an earlier process had begun to write goes. @throws Problem `storage` */
export async function openBlobs(dir: string): Promise<Blobs> {
  const incoming = join(dir, INCOMING);
  await told(() => mkdir(incoming, { recursive: true, mode: 0o750 }));
  await sweep(incoming);
  const place: Place = { dir, incoming, folder: (sha256) => join(dir, sha256.slice(0, 2)) };
  const path = (sha256: string): string => join(place.folder(sha256), sha256);
  const has = async (sha256: string): Promise<number | null> => {
    const found = await stat(path(sha256)).catch(absent);
    return found?.size ?? null;
  };
  return {
    path,
    has,
    put: (content) => told(() => store(place, content)),
    putNow: (content, sha256) => toldNow(() => storeNow(place, content, sha256)),
    start: (sha256, bytes) => firstBytes(path(sha256), bytes),
    stream: (sha256) => createReadStream(path(sha256)) as AsyncIterable<Buffer>,
    read: (sha256) => readFile(path(sha256)),
    hash: (sha256) => hashOf(path(sha256)),
    remove: (sha256) => told(() => remove(place, sha256)),
  };
}

async function firstBytes(file: string, bytes: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Small files at once; larger ones off the event loop, several at a time on several cores; very large ones in pieces. */
async function hashOf(file: string): Promise<string> {
  const { size } = await stat(file);
  const hash = createHash('sha256');
  if (size <= HASHED_AT_ONCE) return hash.update(await readFile(file)).digest('hex');
  if (size <= HASHED_WHOLE) return Buffer.from(await webcrypto.subtle.digest('SHA-256', await readFile(file))).toString('hex');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function store(place: Place, content: Buffer | AsyncIterable<Buffer>): Promise<Blob> {
  const temporary = join(place.incoming, randomUUID());
  try {
    const blob = await writeDown(temporary, Buffer.isBuffer(content) ? [content] : content);
    const folder = place.folder(blob.sha256);
    await rename(temporary, join(folder, blob.sha256)).catch(async (error: unknown) => {
      absent(error);
      await mkdir(folder, { recursive: true, mode: 0o750 });
      await syncFolder(place.dir);
      await rename(temporary, join(folder, blob.sha256));
    });
    await syncFolder(folder);
    return blob;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeDown(file: string, content: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<Blob> {
  const handle = await open(file, 'wx', 0o640);
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of content) {
      hash.update(chunk);
      size += chunk.length;
      for (let at = 0; at < chunk.length;) at += (await handle.write(chunk, at)).bytesWritten;
    }
    await handle.datasync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), size };
}

/** Gone for good, also after a power cut. */
async function remove(place: Place, sha256: string): Promise<void> {
  const folder = place.folder(sha256);
  await rm(join(folder, sha256), { force: true });
  await syncFolder(folder).catch(absent);
}

/** A rename survives a power cut only once its folder is on disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function sweep(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const file = join(incoming, name);
    const found = await stat(file).catch(absent);
    // The age of a file is machine time against machine time: its own clock against that of this folder.
    const now = (await stat(incoming)).mtimeMs;
    if (found && now - found.mtimeMs > STALE_MS) await rm(file, { force: true });
  }
}

function absent(error: unknown): null {
  if ((error as { code?: unknown }).code === 'ENOENT') return null;
  throw error;
}

function storeNow(place: Place, content: Buffer, sha256: string): void {
  const folder = place.folder(sha256);
  const target = join(folder, sha256);
  if (statSync(target, { throwIfNoEntry: false })?.size === content.length) return;
  const temporary = join(place.incoming, randomUUID());
  try {
    const file = openSync(temporary, 'wx', 0o640);
    try {
      writeFileSync(file, content);
      fdatasyncSync(file);
    } finally {
      closeSync(file);
    }
    try {
      renameSync(temporary, target);
    } catch (error) {
      absent(error);
      mkdirSync(folder, { recursive: true, mode: 0o750 });
      syncFolderNow(place.dir);
      renameSync(temporary, target);
    }
    syncFolderNow(folder);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function syncFolderNow(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A full or failing disk is waited for; nothing half-written is ever visible. What a stream failed of before says so itself. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageTrouble(error);
  }
}

function toldNow(work: () => void): void {
  try {
    work();
  } catch (error) {
    throw storageTrouble(error);
  }
}

function storageTrouble(cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  return new Problem('storage', {
    forUser: 'Mail cannot be stored at the moment; it stays in the mailbox and is fetched later.', forStaff: `DATA_DIR: ${reasonOf(cause)}`, retry: 'later', cause,
  });
}
