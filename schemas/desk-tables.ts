/** Entries that came on paper, and questions as threads: what staff do beside the mailbox, on record. */
import { boolean, index, integer, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import type { PaperChannel } from './paper.ts';
import type { AnsweredHow, QuestionState } from './questions.ts';
import type { EntryState } from './states.ts';
import { approval } from './entry-tables.ts';
import { letter, message } from './tables.ts';

const when = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const id = () => uuid('id').primaryKey().defaultRandom();

/** A message that staff made of papers that were handed in or came by post. */
export const paperRecord = pgTable('paper_record', {
  messageId: uuid('message_id').primaryKey().references(() => message.id),
  channel: text('channel').$type<PaperChannel>().notNull(),
  /** who may speak for the entry: an email address, or what stands for somebody who has none (src/papers/reach.ts) */
  sender: text('sender').notNull(),
  name: text('name'),
  /** of the entry that it supplements; null = an entry of its own */
  code: text('code'),
  enteredBy: text('entered_by').notNull(),
  reason: text('reason').notNull(),
  enteredAt: when('entered_at').notNull(),
  /** the mail of staff that asked for it; null on the command line */
  staffMessageId: uuid('staff_message_id'),
});

/** A question with all that was asked and answered in its thread. */
export const question = pgTable('question', {
  id: id(),
  /** counted from 1: what staff name it by */
  n: integer('n').notNull().unique(),
  state: text('state').$type<QuestionState>().notNull(),
  asker: text('asker').notNull(),
  subject: text('subject'),
  entryId: uuid('entry_id'),
  /** received time of the oldest mail that nobody answered yet; of the newest where all are answered */
  askedAt: when('asked_at').notNull(),
  /** of staff, who sees to it */
  owner: text('owner'),
  answeredAt: when('answered_at'),
  answeredBy: text('answered_by'),
  answeredHow: text('answered_how').$type<AnsweredHow>(),
  closedAt: when('closed_at'),
  closedBy: text('closed_by'),
  closedReason: text('closed_reason'),
}, (t) => [index('question_asker').on(t.asker), index('question_state').on(t.state, t.askedAt)]);

/** One mail or answer of a question's thread. */
export const questionPost = pgTable('question_post', {
  id: id(),
  questionId: uuid('question_id').notNull().references(() => question.id),
  at: when('at').notNull(),
  /** true = by staff */
  answer: boolean('answer').notNull(),
  /** the mail that asked, or by which staff answered */
  messageId: uuid('message_id'),
  /** by which the answer left */
  letterId: uuid('letter_id'),
  /** Message-ID of an answer that was written by hand, as it lies in the Sent folder */
  sentId: text('sent_id'),
  by: text('by').notNull(),
  text: text('text').notNull(),
}, (t) => [index('question_post_question').on(t.questionId, t.at), unique('question_post_message').on(t.messageId), unique('question_post_letter').on(t.letterId), unique('question_post_sent').on(t.sentId)]);

/** What a letter of an approved batch rests on: it leaves only while that still holds. Letters of other batches have no row. */
export const approvedLetter = pgTable('approved_letter', {
  letterId: uuid('letter_id').primaryKey().references(() => letter.id),
  approvalId: uuid('approval_id').notNull().references(() => approval.id),
  /** of the entry whose outcome it tells, when it was approved; null where it tells of rounds and prizes, which are looked up by its facts */
  entryState: text('entry_state').$type<EntryState>(),
  /** the last decision on that entry; null = none */
  decisionId: uuid('decision_id'),
  /** for whom it was approved: must still be one who may speak for the entry, wherever a person sent it instead; null where it is about no entry */
  reader: text('reader'),
});
