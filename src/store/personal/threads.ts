/** Questions that a person asked, with what was answered. */
import { asc, eq, inArray } from 'drizzle-orm';
import { question, questionPost } from '../../../schemas/tables.ts';
import type { Tx } from '../database.ts';

export type Thread = { askedAt: string; subject: string | null; state: string; posts: { at: string; answer: boolean; text: string }[] };

/** Questions of these addresses with all that was asked and answered, oldest first. */
export async function threadsOf(tx: Tx, addresses: string[]): Promise<Thread[]> {
  if (addresses.length === 0) return [];
  const rows = await tx.select().from(question).where(inArray(question.asker, addresses)).orderBy(asc(question.n));
  return Promise.all(rows.map(async (row) => ({
    askedAt: row.askedAt.toISOString(), subject: row.subject, state: row.state,
    posts: (await tx.select().from(questionPost).where(eq(questionPost.questionId, row.id)).orderBy(asc(questionPost.at))).map((p) => ({ at: p.at.toISOString(), answer: p.answer, text: p.text })),
  })));
}
