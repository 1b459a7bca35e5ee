/** Asks the embeddings service what an entry's idea is near to. Staff see it as a machine's guess; where the service is away, all else goes on. */
import { nearest } from '../../src/similarity/nearness.ts';
import { entriesById, takeTurn, versionsOf } from '../../src/store/entries.ts';
import { entryOfVersion, ideaOf, keepMeaning, meaningsOfOthers, takeComparisonTurn } from '../../src/store/similarity.ts';
import { liveStates } from '../../schemas/states.ts';
import { recheckByMachine } from '../by-hand/recheck.ts';
import type { Handler } from '../services.ts';

/** Of one entry: more than these tell nobody anything. */
const MOST_NEAR = 5;

export const compareMeaning: Handler<'compare-meaning'> = async ({ versionId }, work) => {
  const settings = work.loaded.contest.checks.originality?.embeddings;
  const { entryId, text } = await work.db.transaction(async (tx) => {
    const id = await entryOfVersion(tx, versionId);
    return { entryId: id, text: id === null ? null : await ideaOf(tx, id) };
  });
  const [vector] = work.embeddings && text !== null ? await work.embeddings.embed([text]) : [];
  await work.finish(async (tx) => {
    if (entryId === null || vector === undefined || settings === undefined) return;
    await takeComparisonTurn(tx);
    await takeTurn(tx);
    const near = nearest(vector, await meaningsOfOthers(tx, entryId, settings.model), settings.least, MOST_NEAR).map(({ other, nearness }) => ({ otherId: other.entryId, nearness }));
    const changed = await keepMeaning(tx, { entryId, model: settings.model, vector, near });
    for (const entry of (await entriesById(tx, changed)).filter((e) => liveStates.includes(e.state))) {
      const newest = (await versionsOf(tx, entry.id)).at(-1);
      if (newest) await recheckByMachine(tx, work, entry, newest.fields);
    }
  });
};
