/** Where the parse child finds bytes, and where it leaves documents. */
import { readFileSync } from 'node:fs';
import { openBlobs, type Blobs } from '../../src/edges/blobs.ts';
import { Problem, reasonOf } from '../../src/problem.ts';

let blobs: { dir: string; store: Blobs } | null = null;

/** The store of a folder, opened once; null where nothing is stored. Throws Problem `storage` */
export async function blobsIn(dir: string | null): Promise<Blobs | null> {
  if (dir === null) return null;
  if (blobs?.dir !== dir) blobs = { dir, store: await openBlobs(dir) };
  return blobs.store;
}

/** @throws Problem `storage` where the disk fails, or `raw-missing`: neither is the mail's fault */
export function storedBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const missing = (error as { code?: unknown }).code === 'ENOENT';
    throw new Problem(missing ? 'raw-missing' : 'storage', { forUser: 'The stored mail cannot be read at the moment; it is read later.', forStaff: `DATA_DIR: ${reasonOf(error)}`, retry: 'later', cause: error });
  }
}
