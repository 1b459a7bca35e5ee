/** Raw mails and documents by the hash of their content: written once, whole, and on disk before anybody hears of them. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem, reasonOf } from '../problem.ts';

export type Blob = { sha256: string; size: number };
export type Blobs = {
  /** Stores bytes (or a stream of them); returns when they and their name are on disk. Storing the same again is cheap. */
  put: (content: Buffer | AsyncIterable<Buffer>) => Promise<Blob>;
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

const INCOMING = 'incoming';
/** Unfinished files older than this belong to no living process. */
const STALE_MS = 24 * 3_600_000;

export async function openBlobs(dir: string): Promise<Blobs> {
  const incoming = join(dir, INCOMING);
  await told(() => mkdir(incoming, { recursive: true, mode: 0o750 }));
  await sweep(incoming);
  const path = (sha256: string): string => join(dir, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const has = async (sha256: string): Promise<number | null> => {
    const found = await stat(path(sha256)).catch(absent);
    return found?.size ?? null;
  };
  return {
    path,
    has,
    put: (content) => told(() => store(incoming, path, has, content)),
    start: (sha256, bytes) => firstBytes(path(sha256), bytes),
    stream: (sha256) => createReadStream(path(sha256)) as AsyncIterable<Buffer>,
    read: (sha256) => readFile(path(sha256)),
    hash: async (sha256) => {
      const hash = createHash('sha256');
      for await (const chunk of createReadStream(path(sha256))) hash.update(chunk as Buffer);
      return hash.digest('hex');
    },
    remove: (sha256) => rm(path(sha256), { force: true }),
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

async function store(incoming: string, path: (sha: string) => string, has: (sha: string) => Promise<number | null>, content: Buffer | AsyncIterable<Buffer>): Promise<Blob> {
  if (Buffer.isBuffer(content)) {
    const sha256 = createHash('sha256').update(content).digest('hex');
    if ((await has(sha256)) === content.length) return { sha256, size: content.length };
  }
  const temporary = join(incoming, randomUUID());
  try {
    const blob = await writeDown(temporary, Buffer.isBuffer(content) ? [content] : content);
    const target = path(blob.sha256);
    const folder = join(target, '..');
    await mkdir(folder, { recursive: true, mode: 0o750 });
    await rename(temporary, target);
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
      await handle.writeFile(chunk);
    }
    await handle.datasync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest('hex'), size };
}

/** A rename survives a power cut only once its folder is on disk too. */
async function syncFolder(folder: string): Promise<void> {
  for (const dir of [folder, join(folder, '..')]) {
    const handle = await open(dir, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
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

/** A full or failing disk is waited for; nothing half-written is ever visible. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Problem('storage', {
      forUser: 'Mail cannot be stored at the moment; it stays in the mailbox and is fetched later.', forStaff: `DATA_DIR: ${reasonOf(error)}`, retry: 'later', cause: error,
    });
  }
}
