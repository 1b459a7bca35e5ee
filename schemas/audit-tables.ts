/** The record of what people decided. The chain holds ids and numbers alone; the words of it lie beside, so that they can be erased and the chain stays whole. */
import { bigint, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';

const when = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Chained by hash: each row's hash covers the row before it. Append only. */
export const auditEvent = pgTable('audit_event', {
  id: uuid('id').primaryKey().defaultRandom(),
  n: bigint('n', { mode: 'number' }).notNull().unique(),
  at: when('at').notNull(),
  /** id of a text: who decided */
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  /** a code, or an id: never a name */
  subject: text('subject').notNull(),
  /** ids, codes and numbers; `texts` in it names the ids of what was said in words */
  detail: jsonb('detail').notNull(),
  prevHash: text('prev_hash').notNull(),
  hash: text('hash').notNull(),
}, (t) => [uniqueIndex('audit_event_hash').on(t.hash)]);

/** Names, addresses and reasons of the record. Its id is a seal of the text (src/audit/texts.ts): nobody changes a text unseen, and once salt and text are erased the id says nothing. */
export const auditText = pgTable('audit_text', {
  id: text('id').primaryKey(),
  /** number of the event that holds it */
  n: integer('n').notNull(),
  /** `actor`, or as the event's detail names it */
  name: text('name').notNull(),
  /** null once erased */
  salt: text('salt'),
  text: text('text'),
  erasedAt: when('erased_at'),
}, (t) => [index('audit_text_event').on(t.n)]);
