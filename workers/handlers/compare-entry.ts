/** Compares an entry's texts with all others, behind the receipt. Staff see what it finds, of both entries; nobody else hears of it. */
import { Problem } from '../../src/problem.ts';
import { compareEntry, entryOfVersion, overlapsOf, tryComparisonTurn } from '../../src/store/similarity.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesByCode, entriesById, takeTurn, versionsOf, type EntryRow } from '../../src/store/entries.ts';
import { enqueue } from '../../src/store/jobs.ts';
import { BEHIND_MAIL } from '../rechecks.ts';
import { liveStates } from '../../schemas/states.ts';
import { recheckByMachine } from '../by-hand/recheck.ts';
import type { Handler, Work } from '../services.ts';

/** Machine time until a job looks again whether it is its turn: no worker stands and waits for it. */
const WAIT_MS = 1_000;

export const compareEntryTexts: Handler<'compare-entry'> = async ({ versionId }, work) => {
  await work.finish(async (tx) => {
    const entryId = await entryOfVersion(tx, versionId);
    if (entryId === null) return;
    if (!(await tryComparisonTurn(tx))) throw new Problem('comparison-busy', { forUser: 'The entry is compared once another has been.', retry: 'later', withinMs: WAIT_MS });
    await compareEntry(tx, work.loaded, entryId);
    if (work.embeddings) enqueue(tx, 'compare-meaning', { versionId }, { key: `compare-meaning:${versionId}`, priority: BEHIND_MAIL });
    await takeTurn(tx);
    const found = await overlapsOf(tx, entryId);
    const entries = [...await entriesById(tx, [entryId]), ...await entriesByCode(tx, found.flatMap((o) => o.with.code ?? []))];
    for (const entry of entries.filter((e) => liveStates.includes(e.state))) await recheckOverlaps(tx, work, entry);
  });
};

/** Only where what was found says something new: a decision is bound to how the entry stands. */
async function recheckOverlaps(tx: Tx, work: Work, entry: EntryRow): Promise<void> {
  const newest = (await versionsOf(tx, entry.id)).at(-1);
  const shown = newest?.findings.filter((f) => f.check === 'originality').length ?? 0;
  if (newest && (shown > 0 || (await overlapsOf(tx, entry.id)).length > 0)) await recheckByMachine(tx, work, entry, newest.fields);
}
