/** Takes the files of doomed bytes away. Safe to repeat, and to be stopped anywhere: the list goes last. */
import type { PaperRecords } from '../../src/edges/paper-records.ts';
import type { Blobs } from '../../src/edges/blobs.ts';
import type { Database } from '../../src/store/database.ts';
import { doomedNow, forgetDoomed } from '../../src/store/personal/doomed.ts';

/** @returns how many files went */
export async function removeDoomed({ db, blobs, paperRecords }: { db: Pick<Database, 'transaction'>; blobs: Pick<Blobs, 'remove'>; paperRecords: Pick<PaperRecords, 'forget'> }): Promise<number> {
  const hashes = await db.transaction((tx) => doomedNow(tx));
  for (const sha256 of hashes) {
    // What would bring papers back goes before them.
    await paperRecords.forget(sha256);
    await blobs.remove(sha256);
  }
  await db.transaction((tx) => forgetDoomed(tx, hashes));
  return hashes.length;
}
