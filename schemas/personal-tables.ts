/** Personal data: what was erased of whom, bytes that still must go, and what people asked for. */
import { index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import type { ErasedCounts, PersonRequestKind } from './personal.ts';

const when = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const id = () => uuid('id').primaryKey().defaultRandom();

/** One act of erasing. Rows that it emptied name it (`erasure_id`): the oracle counts them. Nothing here says who it was. */
export const erasure = pgTable('erasure', {
  id: id(),
  /** counted from 1: what staff call it */
  n: integer('n').notNull().unique(),
  at: when('at').notNull(),
  actor: text('actor').notNull(),
  why: text('why').$type<'request' | 'retention'>().notNull(),
  /** of retention: the class; of a request: why, without a name or an address */
  reason: text('reason').notNull(),
  /** of the preview that was confirmed; '' for retention */
  hash: text('hash').notNull(),
  /** keyed hashes of the addresses, by which a later question can be answered */
  keys: jsonb('keys').$type<string[]>().notNull(),
  counts: jsonb('counts').$type<ErasedCounts>().notNull(),
});

/** Bytes that no row needs any more: written in the transaction that says so, taken away once the file is gone. */
export const doomedBytes = pgTable('doomed_bytes', {
  sha256: text('sha256').primaryKey(),
  /** machine time */
  since: when('since').notNull().default(sql`now()`),
});

/** What a person asked about data of theirs, and by when the law wants it answered and done (working days: src/contest/working-days.ts). */
export const personRequest = pgTable('person_request', {
  id: id(),
  n: integer('n').notNull().unique(),
  what: text('what').$type<PersonRequestKind>().notNull(),
  /** who asks; null once the request is closed */
  address: text('address'),
  /** the mail that asks, where one did */
  messageId: uuid('message_id'),
  receivedAt: when('received_at').notNull(),
  answerDueAt: when('answer_due_at').notNull(),
  doneDueAt: when('done_due_at').notNull(),
  /** when the person was told that it was received, and what follows */
  answeredAt: when('answered_at'),
  extendedAt: when('extended_at'),
  state: text('state').$type<'open' | 'done' | 'refused'>().notNull().default('open'),
  closedAt: when('closed_at'),
  closedBy: text('closed_by'),
  /** of a refusal: what the person was told */
  reason: text('reason'),
  erasureId: uuid('erasure_id'),
}, (t) => [index('person_request_open').on(t.doneDueAt).where(sql`state = 'open'`)]);
