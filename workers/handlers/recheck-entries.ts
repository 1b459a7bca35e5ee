/** One job for each entry that other rules or other lists may touch: mail goes on between them. */
import { enqueueAll } from '../../src/store/jobs.ts';
import { entriesToRecheck, lastRecheck } from '../../src/store/rechecks.ts';
import { BEHIND_MAIL } from '../rechecks.ts';
import type { Handler } from '../services.ts';

export const recheckEntries: Handler<'recheck-entries'> = async ({ rules }, work) => {
  await work.finish(async (tx) => {
    const { rounds, rules: newest } = await lastRecheck(tx);
    // Those of a newer start are on their way, and would have the same keys.
    if (newest !== rules) return;
    const touched = await entriesToRecheck(tx, null);
    enqueueAll(tx, 'recheck-entry', touched.map((entryId) => ({ payload: { entryId, rules }, key: `recheck-entry:${rounds}:${entryId}`, priority: BEHIND_MAIL })));
    work.log.info({ entries: touched.length }, 'lists or rules changed: entries are checked again');
  });
};
