/** One job for each entry that other rules or other lists may touch: mail goes on between them. */
import { enqueueAll } from '../../src/store/jobs.ts';
import { entriesToRecheck, lastRecheck } from '../../src/store/rechecks.ts';
import { BEHIND_MAIL } from '../rechecks.ts';
import type { Handler } from '../services.ts';

export const recheckEntries: Handler<'recheck-entries'> = async ({ rules }, work) => {
  await work.finish(async (tx) => {
    const touched = await entriesToRecheck(tx, null);
    const { rounds } = await lastRecheck(tx);
    enqueueAll(tx, 'recheck-entry', touched.map((entryId) => ({ payload: { entryId, rules }, key: `recheck-entry:${rounds}:${entryId}`, priority: BEHIND_MAIL })));
    work.log.info({ entries: touched.length }, 'lists or rules changed: entries are checked again');
  });
};
