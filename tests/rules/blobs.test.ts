import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBlobs } from '../../src/edges/blobs.ts';
import { Problem } from '../../src/problem.ts';

let dir: string;
beforeEach(async () => { dir = await mkdtemp(join(tmpdir(), 'mailroom-blobs-')); });
afterEach(async () => { await rm(dir, { recursive: true, force: true }); });

async function* broken(error: Error): AsyncGenerator<Buffer> {
  yield Buffer.from('the first half');
  throw error;
}

describe('the blob store', () => {
  it('leaves nothing behind of a stream that breaks, and passes on what it broke of', async () => {
    const blobs = await openBlobs(dir);
    const away = new Problem('mailbox-away', { forUser: 'The mailbox cannot be reached.', forStaff: 'IMAP: the connection was closed', retry: 'later' });
    await expect(blobs.put(broken(away))).rejects.toBe(away);
    expect(await readdir(join(dir, 'incoming'))).toEqual([]);
  });

  it('says of any other failure that bytes cannot be stored', async () => {
    const blobs = await openBlobs(dir);
    await expect(blobs.put(broken(new Error('EIO: i/o error')))).rejects.toMatchObject({ code: 'storage', forStaff: expect.stringContaining('EIO') as string });
  });

  it('stores the same bytes once, whoever brings them', async () => {
    const blobs = await openBlobs(dir);
    const bytes = Buffer.from('Ý tưởng');
    const { sha256, size } = await blobs.put(bytes);
    blobs.putNow(bytes, sha256);
    expect(await blobs.read(sha256)).toEqual(bytes);
    expect(await blobs.has(sha256)).toBe(size);
    expect(await readdir(join(dir, sha256.slice(0, 2)))).toEqual([sha256]);
  });

  it('makes the folder of a hash when its first bytes come, either way', async () => {
    const blobs = await openBlobs(dir);
    const bytes = Buffer.from('another');
    const { sha256 } = await blobs.put(bytes);
    await blobs.remove(sha256);
    await rm(join(dir, sha256.slice(0, 2)), { recursive: true });
    blobs.putNow(bytes, sha256);
    expect(await blobs.hash(sha256)).toBe(sha256);
  });
});
