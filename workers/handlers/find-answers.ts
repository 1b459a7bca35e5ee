/** Questions that somebody answered by hand, from the office's own mail program: their copies lie in the Sent folder. */
import { answeredBy } from '../../src/desk/sent-answers.ts';
import { readLetterMessageId } from '../../src/mail/token.ts';
import { loadQuestion, openThreads, recordAnswer } from '../../src/store/questions.ts';
import type { Handler } from '../services.ts';

export const findAnswers: Handler<'find-answers'> = async (_payload, work) => {
  const open = await work.db.transaction((tx) => openThreads(tx));
  // Our own letters are known already, whatever they answer.
  const ours = (id: string | null): boolean => id === null || readLetterMessageId(id, work.secretKeys) !== null;
  const sent = open.length === 0 ? [] : await work.readSent(({ reading, at }) => !ours(reading.messageId) && answeredBy(reading, at, open) !== null) ?? [];
  await work.finish(async (tx) => {
    for (const { reading, at } of sent) {
      const thread = answeredBy(reading, at, open);
      const row = thread === null ? null : await loadQuestion(tx, thread.id);
      if (row?.state !== 'open' || at < row.askedAt) continue;
      await recordAnswer(tx, row, { by: work.loaded.contest.mailbox.address, how: 'sent-folder', at, sentId: reading.messageId, text: reading.text.slice(0, 20_000) });
      work.log.info({ question: row.n }, 'a question was answered by hand, as the Sent folder shows');
    }
  });
};
