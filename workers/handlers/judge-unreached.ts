/** A letter to a judge bounced, or was refused. */
import { seekJudge } from '../judging/unreachable.ts';
import type { Handler } from '../services.ts';

export const judgeUnreached: Handler<'judge-unreached'> = async ({ letterId }, work) => {
  await work.finish((tx) => seekJudge(tx, work, letterId));
};
