/** An answer of staff goes to who asked, in the thread of the question. */
import type { CarriedFile } from '../../schemas/letters.ts';
import { wrongUse } from '../../src/problem.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { sendersOf } from '../../src/store/entries.ts';
import { loadMessage } from '../../src/store/messages.ts';
import { postsOf, recordAnswer, type QuestionRow } from '../../src/store/questions.ts';
import type { ByHand } from '../by-hand/change.ts';
import { postLetter } from '../outbox.ts';

export type Said = { text: string; by: string; how: 'reply' | 'command'; /** the mail of staff */ messageId?: string; files?: CarriedFile[] };

/** The longest answer that a letter takes: more belongs into a file. */
const LONGEST = 20_000;

/** Call with the row locked. @throws Problem `wrong-use` where there is nothing to say */
export async function answerQuestion(tx: Tx, services: ByHand, row: QuestionRow, said: Said): Promise<void> {
  const text = said.text.trim().slice(0, LONGEST);
  if (text === '' && (said.files ?? []).length === 0) throw wrongUse('an answer without words');
  const asked = (await postsOf(tx, row.id)).filter((p) => !p.answer).at(-1);
  const message = asked?.messageId == null ? null : await loadMessage(tx, asked.messageId);
  const own = row.entryId !== null && (await sendersOf(tx, row.entryId)).includes(row.asker);
  const letter = await postLetter(tx, services, {
    kind: 'question-answer', key: `question-answer:${row.id}:${said.messageId ?? tx.now.toISOString()}`, to: row.asker, ...(message ? { answers: message } : {}), ...(own && row.entryId !== null ? { entryId: row.entryId } : {}),
    facts: { subject: addressedTo(row.subject), askedAt: (asked?.at ?? row.askedAt).toISOString(), text, asked: (asked?.text ?? '').slice(0, 2_000), files: (said.files ?? []).map((f) => f.filename) },
    ...(said.files?.length ? { carries: said.files } : {}),
  });
  if (letter === null) return;
  await recordAnswer(tx, row, { by: said.by, how: said.how, at: tx.now, letterId: letter.id, messageId: said.messageId ?? null });
  await recordDecision(tx, { actor: said.by, action: 'answer-question', subject: row.id, detail: { question: row.n, letter: letter.id, message: said.messageId ?? null } });
}

/** The subject as it was asked, without the marks of replies; null where there was none. */
function addressedTo(subject: string | null): string | null {
  const bare = (subject ?? '').replace(/^(?:\s*(?:re|fwd?|tl)\s*:\s*)+/i, '').trim();
  return bare === '' ? null : bare.slice(0, 200);
}
