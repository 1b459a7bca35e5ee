/** Each day: forgets what the contest keeps no longer (contest.yaml, personalData.retention). Unrelated mail goes in any case (intake decision 13). */
import { takeTurn } from '../../src/store/entries.ts';
import { takeComparisonTurn } from '../../src/store/similarity.ts';
import { forgetExpired } from '../personal/forget.ts';
import type { Handler } from '../services.ts';

export const forgetUnrelated: Handler<'forget-unrelated'> = async (_payload, work) => {
  await work.finish(async (tx) => {
    await takeComparisonTurn(tx);
    await takeTurn(tx);
    const { held, classes } = await forgetExpired(tx, work, true);
    if (held !== null) work.log.info('nothing was forgotten: the contest must keep what it has');
    for (const { what, rows } of classes.filter((c) => c.rows > 0)) work.log.info({ class: what, rows }, 'what the contest keeps no longer was forgotten');
  });
};
