/**
 * Is every byte that we promised to keep on disk, whole and unchanged? Rows are read in pages, each in a short transaction,
 * and files are looked at in between, many at a time: nothing is held while disks are slow.
 */
import type { Blobs } from '../../src/edges/blobs.ts';
import type { Database } from '../../src/store/database.ts';
import { keptPage, stillKept, type Kept, type KeptKind } from '../../src/store/kept.ts';
import type { Invariant } from '../../src/store/verify.ts';
import { inParallel } from './in-parallel.ts';

export type BytesParts = { db: Pick<Database, 'transaction'>; blobs: Blobs };

const PAGE = 5_000;
/** files looked at, and files hashed, at a time */
const LOOKS = 32;
const HASHES = 4;
/** machine time that an hourly look may hash for; an evening of many large mails would take longer */
const HASH_MS = 2_000;

/** A row whose bytes are not as they should be. */
export type Fault = { kind: KeptKind; row: Kept; fault: string };

/** @param deep true = hash everything again; otherwise what came within the last day, newest first, for at most `hashMs` */
export async function checkBytes(parts: BytesParts, deep: boolean, hashMs = HASH_MS): Promise<Invariant> {
  const found: Fault[] = [];
  const toHash: Sized[] = [];
  const checked = await eachPage(parts, async (kind, page) => {
    const sized = await checkSizes(parts.blobs, kind, page, found);
    if (deep) await checkHashes(parts.blobs, sized, found, Infinity);
    else toHash.push(...sized.filter(({ row }) => row.newest));
  });
  toHash.sort((a, b) => b.row.storedAt.getTime() - a.row.storedAt.getTime());
  const hashed = await checkHashes(parts.blobs, toHash, found, hashMs);
  const faults = await stillFaults(parts, found);
  return {
    name: 'all raw bytes and documents are stored, whole and unchanged', checked, violations: faults.slice(0, 1_000).map(({ row, fault }) => `${row.what}: ${fault}`),
    ...(hashed < toHash.length ? { note: `of ${toHash.length} files of the last day the newest ${hashed} were hashed; --deep hashes all` } : {}),
  };
}

/** Rows whose bytes are missing on disk, message by message and document by document. */
export async function missingBytes(parts: BytesParts): Promise<Fault[]> {
  const found: Fault[] = [];
  await eachPage(parts, async (kind, page) => { await checkSizes(parts.blobs, kind, page, found); });
  return found;
}

async function eachPage(parts: BytesParts, look: (kind: KeptKind, page: Kept[]) => Promise<void>): Promise<number> {
  let rows = 0;
  for (const kind of ['message', 'document'] as const) {
    for await (const page of pagesOf(parts, kind)) {
      rows += page.length;
      await look(kind, page);
    }
  }
  return rows;
}

async function* pagesOf({ db }: BytesParts, kind: KeptKind): AsyncGenerator<Kept[]> {
  const read = (after: string | null): Promise<Kept[]> => db.transaction((tx) => keptPage(tx, kind, after, PAGE));
  for (let page = await read(null); page.length > 0; page = await read(page.at(-1)?.id ?? null)) yield page;
}

type Sized = { kind: KeptKind; row: Kept };

/** Existence and size; gives those that are as large as they should be. */
async function checkSizes(blobs: Blobs, kind: KeptKind, page: Kept[], found: Fault[]): Promise<Sized[]> {
  const right: Sized[] = [];
  await inParallel(page, LOOKS, async (row) => {
    const size = await blobs.has(row.sha256);
    if (size === null) found.push({ kind, row, fault: 'its bytes are missing' });
    else if (size !== row.size) found.push({ kind, row, fault: `${size} bytes stored, ${row.size} expected` });
    else right.push({ kind, row });
  });
  return right;
}

/** Gives how many were hashed. */
async function checkHashes(blobs: Blobs, rows: Sized[], found: Fault[], ms: number): Promise<number> {
  const until = performance.now() + ms;
  let hashed = 0;
  await inParallel(rows, HASHES, async ({ kind, row }) => {
    hashed++;
    const hash = await blobs.hash(row.sha256).catch(() => null);
    if (hash === null) found.push({ kind, row, fault: 'its bytes cannot be read' });
    else if (hash !== row.sha256) found.push({ kind, row, fault: 'its bytes changed' });
  }, () => performance.now() > until);
  return hashed;
}

/** Without those that were deleted on purpose while we looked. */
async function stillFaults({ db }: BytesParts, found: Fault[]): Promise<Fault[]> {
  if (found.length === 0) return found;
  const kept = await db.transaction(async (tx) => new Set((await Promise.all((['message', 'document'] as const)
    .map((kind) => stillKept(tx, kind, found.filter((f) => f.kind === kind).map((f) => f.row.id))))).flatMap((ids) => [...ids])));
  return found.filter(({ row }) => kept.has(row.id));
}
