/** Forgets mail that had nothing to do with the contest, 30 days after it was handled (intake decision 13): bytes, words, files, address and subject. */
import { answersTo, forgettable } from '../../src/store/personal/unrelated.ts';
import { beginErasure, countErasure, emptyLetters, emptyMessages } from '../../src/store/personal/empty.ts';
import type { Handler } from '../services.ts';

const KEPT_MS = 30 * 86_400_000;
const BATCH = 500;

export const forgetUnrelated: Handler<'forget-unrelated'> = async (_payload, work) => {
  await work.finish(async (tx) => {
    const ids = await forgettable(tx, ['unrelated'], new Date(tx.now.getTime() - KEPT_MS), BATCH);
    if (ids.length === 0) return;
    const letters = await answersTo(tx, ids);
    const { id } = await beginErasure(tx, { actor: 'contest.yaml', why: 'retention', reason: 'unrelated', hash: '', keys: [] });
    const documents = await emptyMessages(tx, id, ids, work.secretKeys, 'forgotten: nothing to do with the contest');
    await countErasure(tx, id, { messages: ids.length, documents, letters: await emptyLetters(tx, id, letters), entries: 0, shared: 0, redacted: 0 });
    work.log.info({ erasure: id, messages: ids.length, documents, letters: letters.length }, 'mail that had nothing to do with the contest was forgotten');
  });
};
