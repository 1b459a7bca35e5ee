/** Deletes the raw bytes of mail that had nothing to do with the contest, 30 days after it was handled (intake decision 13). */
import { bytesNeededElsewhere, forgettable, markForgotten } from '../../src/store/messages.ts';
import type { Handler } from '../services.ts';

const KEPT_MS = 30 * 86_400_000;
const BATCH = 500;

export const forgetUnrelated: Handler<'forget-unrelated'> = async (_payload, work) => {
  let removable: string[] = [];
  const ours = await work.finish(async (tx) => {
    removable = [];
    for (const message of await forgettable(tx, new Date(tx.now.getTime() - KEPT_MS), BATCH)) {
      if (message.sha256 !== null && !(await bytesNeededElsewhere(tx, message))) removable.push(message.sha256);
      await markForgotten(tx, message.id);
    }
  });
  // After the commit: a blob that outlives its row is litter, a row that outlives its blob would be a loss.
  if (ours) for (const sha256 of removable) await work.blobs.remove(sha256);
};
