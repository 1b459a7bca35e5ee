import { existsSync, statfsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBlobs } from '../../src/edges/blobs.ts';
import { openGivenCodes } from '../../src/edges/given-codes.ts';
import { openPaperRecords } from '../../src/edges/paper-records.ts';
import { openDatabase } from '../../src/store/database.ts';
import { verify } from '../../workers/verify.ts';
import { freshDatabase } from '../support/database.ts';
import { seedMany } from '../support/many.ts';

/** Twenty thousand files cost the disk that other tests use. */
const inMemory = existsSync('/dev/shm') && statfsSync('/dev/shm').bavail * statfsSync('/dev/shm').bsize > 500_000_000;

describe('ten thousand messages and a batch of a thousand letters', () => {
  it('are checked within the time that an hourly look may take', async () => {
    const database = await freshDatabase();
    const folder = await mkdtemp(join(inMemory ? '/dev/shm' : tmpdir(), 'mailroom-oracle-many-'));
    await seedMany(database.url, folder, { messages: 10_000, today: 200, todayBytes: 50_000 });
    await database.query(`insert into approval (n, code, what, about, letters, hash, asked_by, asked_at, state)
      select 1, 'CCHC24D-0001-T', 'other', 'x', jsonb_agg(jsonb_build_object('key', key, 'html', repeat(md5(key), 600))), 'h', 'x', now(), 'approved' from (select key from letter order by key limit 1000) l`);
    const db = openDatabase(database.url, () => new Date('2024-07-02T03:00:00Z'), { poolSize: 2 });
    const began = performance.now();
    const verdict = await verify({ db, blobs: await openBlobs(folder), mailbox: null, givenCodes: openGivenCodes(folder, 'hau-giang-2024'), paperRecords: openPaperRecords(folder, 'hau-giang-2024') });
    await db.close();
    console.log(`verify of 10,000 messages and 10,000 documents: ${((performance.now() - began) / 1000).toFixed(2)} s`);
    expect(verdict.invariants.filter((i) => i.violations.length > 0)).toEqual([]);
    expect(verdict.invariants.find((i) => i.name.startsWith('all raw bytes'))?.checked).toBe(20_000);
    expect(verdict.invariants.find((i) => i.name.startsWith('of a batch'))?.checked).toBe(1);
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });
});
