/** Compares an entry's texts with all others, behind the receipt. What it finds is stored and changes no finding by itself: checks read it, people judge it. */
import { Problem } from '../../src/problem.ts';
import { compareEntry, entryOfVersion, tryComparisonTurn } from '../../src/store/similarity.ts';
import type { Handler } from '../services.ts';

/** Machine time until a job looks again whether it is its turn: no worker stands and waits for it. */
const WAIT_MS = 1_000;

export const compareEntryTexts: Handler<'compare-entry'> = async ({ versionId }, work) => {
  await work.finish(async (tx) => {
    const entryId = await entryOfVersion(tx, versionId);
    if (entryId === null) return;
    if (!(await tryComparisonTurn(tx))) throw new Problem('comparison-busy', { forUser: 'The entry is compared once another has been.', retry: 'later', withinMs: WAIT_MS });
    await compareEntry(tx, work.loaded, entryId);
  });
};
