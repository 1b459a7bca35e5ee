/** Compares an entry's texts with all others, behind the receipt. What it finds is stored and changes no finding by itself: checks read it, people judge it. */
import { compareEntry, entryOfVersion } from '../../src/store/similarity.ts';
import type { Handler } from '../services.ts';

export const compareEntryTexts: Handler<'compare-entry'> = async ({ versionId }, work) => {
  await work.finish(async (tx) => {
    const entryId = await entryOfVersion(tx, versionId);
    if (entryId !== null) await compareEntry(tx, work.loaded, entryId);
  });
};
