/** The parse child: raw mail in, reading out; documents go straight into the blob store. No database, no network, no secrets. */
import { readFileSync } from 'node:fs';
import { openBlobs, type Blobs } from '../src/edges/blobs.ts';
import type { ParseAnswer, ParseRequest } from '../src/edges/parser.ts';
import { readMail } from '../src/mail/read.ts';
import { Problem, reasonOf } from '../src/problem.ts';

let blobs: { dir: string; store: Blobs } | null = null;

process.on('message', (request: ParseRequest) => {
  void answer(request).then((result) => process.send?.(result));
});
// The service is told to stop, not this child in the middle of a mail.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));

async function answer(request: ParseRequest): Promise<ParseAnswer> {
  try {
    const raw = rawAt(request.path);
    const { reading, contents } = await readMail(raw, { partBytes: request.partBytes });
    if (request.documentsDir !== null) {
      const store = await blobsIn(request.documentsDir);
      for (const { bytes, sha256 } of contents) store.putNow(bytes, sha256);
    }
    return { reading };
  } catch (error) {
    return { unreadable: { code: error instanceof Problem ? error.code : 'parser-failed', forStaff: reasonOf(error) } };
  }
}

/** @throws Problem `storage` where the disk fails, or `raw-missing`: neither is the mail's fault */
function rawAt(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const missing = (error as { code?: unknown }).code === 'ENOENT';
    throw new Problem(missing ? 'raw-missing' : 'storage', { forUser: 'The stored mail cannot be read at the moment; it is read later.', forStaff: `DATA_DIR: ${reasonOf(error)}`, retry: 'later', cause: error });
  }
}

async function blobsIn(dir: string): Promise<Blobs> {
  if (blobs?.dir !== dir) blobs = { dir, store: await openBlobs(dir) };
  return blobs.store;
}
