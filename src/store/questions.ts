/** Questions as threads: what was asked, who sees to it, and how it was answered. The words stay with the mails and letters. */
import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import { entry, letter, message, question, questionPost } from '../../schemas/tables.ts';
import type { AnsweredHow } from '../../schemas/questions.ts';
import type { OpenThread } from '../desk/sent-answers.ts';
import type { AskedQuestion } from '../desk/themes.ts';
import { bareSubject } from '../mail/kinds/bare-subject.ts';
import type { Tx } from './database.ts';
import { LOCKS } from './locks.ts';

export type QuestionRow = typeof question.$inferSelect;
export type Asked = {
  asker: string; subject: string | null; entryId: string | null; messageId: string; receivedAt: Date;
  /** Message-IDs that the mail names, and the letter of ours that it replies to */
  references: string[]; letterId: string | null;
};

/** The mail opens a thread or joins one of its asker: by what it replies to, else by its subject. The same mail again changes nothing. */
export async function ask(tx: Tx, asked: Asked): Promise<QuestionRow> {
  await tx.run('select pg_advisory_xact_lock($1)', [LOCKS.questions]);
  const [known] = await tx.select({ id: questionPost.questionId }).from(questionPost).where(eq(questionPost.messageId, asked.messageId));
  if (known) return (await loadQuestion(tx, known.id)) as QuestionRow;
  const thread = await threadOf(tx, asked);
  const row = thread === null ? await open(tx, asked) : await reopen(tx, thread, asked);
  await tx.insert(questionPost).values({ questionId: row.id, at: asked.receivedAt, answer: false, messageId: asked.messageId, by: asked.asker, text: '' });
  return row;
}

async function open(tx: Tx, { asker, subject, entryId, receivedAt }: Asked): Promise<QuestionRow> {
  const [last] = await tx.select({ n: sql<number>`coalesce(max(${question.n}), 0)`.mapWith(Number) }).from(question);
  const [row] = await tx.insert(question).values({ id: randomUUID(), n: (last?.n ?? 0) + 1, state: 'open', asker, subject, entryId, askedAt: receivedAt }).returning();
  if (!row) throw new Error('insert into question returned nothing');
  return row;
}

/** What was asked first and is not answered yet decides how long it waits. */
async function reopen(tx: Tx, thread: QuestionRow, { entryId, receivedAt }: Asked): Promise<QuestionRow> {
  const askedAt = thread.state === 'open' ? thread.askedAt : receivedAt;
  const [row] = await tx.update(question).set({ state: 'open', askedAt, entryId: entryId ?? thread.entryId }).where(eq(question.id, thread.id)).returning();
  return row ?? thread;
}

/** Within so many days a mail with the same subject belongs to the same thread. */
const SAME_SUBJECT_DAYS = 14;

async function threadOf(tx: Tx, { asker, subject, references, letterId, receivedAt }: Asked): Promise<QuestionRow | null> {
  const named = letterId === null ? [] : await tx.select({ id: questionPost.questionId }).from(questionPost).leftJoin(letter, eq(letter.messageId, questionPost.messageId)).where(sql`${questionPost.letterId} = ${letterId} or ${letter.id} = ${letterId}`);
  const byReference = references.length === 0 ? [] : await tx.select({ id: questionPost.questionId }).from(questionPost).leftJoin(message, eq(message.id, questionPost.messageId))
    .where(sql`${inArray(message.messageId, references)} or ${inArray(questionPost.sentId, references)}`);
  const ids = [...named, ...byReference].map((r) => r.id);
  // Only one's own: whoever was sent a copy of another's mail asks for himself.
  const [replied] = ids.length === 0 ? [] : await tx.select().from(question).where(and(inArray(question.id, ids), eq(question.asker, asker))).orderBy(desc(question.askedAt)).limit(1);
  if (replied) return replied;
  const bare = bareSubject(subject);
  if (bare === '') return null;
  const own = await tx.select().from(question).where(and(eq(question.asker, asker), sql`${question.askedAt} > ${receivedAt}::timestamptz - ${SAME_SUBJECT_DAYS} * interval '1 day'`)).orderBy(desc(question.askedAt)).limit(50);
  return own.find((q) => bareSubject(q.subject) === bare) ?? null;
}

export async function loadQuestion(tx: Tx, id: string): Promise<QuestionRow | null> {
  const [row] = await tx.select().from(question).where(eq(question.id, id));
  return row ?? null;
}

/** The row, locked. */
export async function questionNumbered(tx: Tx, n: number): Promise<QuestionRow | null> {
  const [row] = await tx.select().from(question).where(eq(question.n, n)).for('update');
  return row ?? null;
}

/** The longest unanswered first, each with the code of its entry. */
export async function listQuestions(tx: Tx, filter: { state?: string; owner?: string; limit: number }): Promise<(QuestionRow & { code: string | null })[]> {
  const rows = await tx.select({ question, code: entry.code }).from(question).leftJoin(entry, eq(entry.id, question.entryId)).where(and(
    filter.state === undefined ? undefined : sql`${question.state} = ${filter.state}`,
    filter.owner === undefined ? undefined : eq(question.owner, filter.owner),
  )).orderBy(asc(question.askedAt), asc(question.n)).limit(filter.limit);
  return rows.map((r) => ({ ...r.question, code: r.code }));
}

export type Post = { at: Date; answer: boolean; by: string; subject: string | null; text: string; messageId: string | null; letterId: string | null; rfcId: string | null; references: string[] };

/** All of a thread, oldest first, in the words of its mails and letters. */
export async function postsOf(tx: Tx, questionId: string): Promise<Post[]> {
  const rows = await tx.select({
    at: questionPost.at, answer: questionPost.answer, by: questionPost.by, messageId: questionPost.messageId, letterId: questionPost.letterId,
    subject: sql<string | null>`coalesce(${letter.subject}, ${message.subject})`, text: sql<string>`coalesce(${letter.facts} ->> 'text', nullif(${questionPost.text}, ''), ${message.reading} ->> 'text', '')`,
    rfcId: sql<string | null>`coalesce(${letter.rfcMessageId}, ${questionPost.sentId}, ${message.messageId})`, references: sql<string[]>`coalesce(${message.reading} -> 'references', '[]'::jsonb)`,
  }).from(questionPost).leftJoin(message, and(eq(message.id, questionPost.messageId), eq(questionPost.answer, false))).leftJoin(letter, eq(letter.id, questionPost.letterId))
    .where(eq(questionPost.questionId, questionId)).orderBy(asc(questionPost.at), asc(questionPost.id));
  return rows;
}

/** What its asker wrote after that instant, as far as we have read it: oldest first, the newest few. @param since of a letter that brought the question to staff */
export async function askedSince(tx: Tx, questionId: string, since: Date): Promise<{ at: Date; text: string }[]> {
  const rows = await tx.select({ at: questionPost.at, text: sql<string>`left(coalesce(${message.reading} ->> 'text', ''), 10000)` }).from(questionPost).innerJoin(message, eq(message.id, questionPost.messageId))
    .where(and(eq(questionPost.questionId, questionId), eq(questionPost.answer, false), gt(message.handledAt, since))).orderBy(desc(questionPost.at)).limit(5);
  return rows.toReversed();
}

export type Answer = { by: string; how: AnsweredHow; at: Date; messageId?: string | null; letterId?: string | null; sentId?: string | null; text?: string };

/** Joins the thread, which counts as answered. */
export async function recordAnswer(tx: Tx, row: QuestionRow, answer: Answer): Promise<void> {
  await tx.insert(questionPost).values({ questionId: row.id, at: answer.at, answer: true, messageId: answer.messageId ?? null, letterId: answer.letterId ?? null, sentId: answer.sentId ?? null, by: answer.by, text: answer.text ?? '' }).onConflictDoNothing();
  await tx.update(question).set({ state: 'answered', answeredAt: answer.at, answeredBy: answer.by, answeredHow: answer.how }).where(eq(question.id, row.id));
}

/** null = nobody */
export async function setOwner(tx: Tx, id: string, owner: string | null): Promise<void> {
  await tx.update(question).set({ owner }).where(eq(question.id, id));
}

export async function closeQuestion(tx: Tx, id: string, closed: { by: string; reason: string }): Promise<void> {
  await tx.update(question).set({ state: 'closed', closedAt: tx.now, closedBy: closed.by, closedReason: closed.reason }).where(eq(question.id, id));
}

/** Every question with the words of all its mails, for the summary of themes. */
export async function questionsForThemes(tx: Tx): Promise<AskedQuestion[]> {
  return tx.select({ state: question.state, askedAt: question.askedAt, text: sql<string>`coalesce(string_agg(coalesce(${message.subject}, '') || E'\n' || left(coalesce(${message.reading} ->> 'text', ''), 4000), E'\n'), '')` })
    .from(question).leftJoin(questionPost, and(eq(questionPost.questionId, question.id), ne(questionPost.answer, true))).leftJoin(message, eq(message.id, questionPost.messageId)).groupBy(question.id).orderBy(asc(question.n));
}

/** Threads that wait for an answer, with the Message-IDs of their mails: the oldest few hundred. */
export async function openThreads(tx: Tx): Promise<OpenThread[]> {
  return tx.select({ id: question.id, asker: question.asker, subject: question.subject, askedAt: question.askedAt, rfcIds: sql<string[]>`coalesce(array_agg(${message.messageId}) filter (where ${message.messageId} is not null), '{}')`, sentIds: sql<string[]>`coalesce(array_agg(${questionPost.sentId}) filter (where ${questionPost.sentId} is not null), '{}')` })
    .from(question).leftJoin(questionPost, eq(questionPost.questionId, question.id)).leftJoin(message, and(eq(message.id, questionPost.messageId), eq(questionPost.answer, false)))
    .where(eq(question.state, 'open')).groupBy(question.id).orderBy(asc(question.askedAt)).limit(500);
}
