/** Texts that entries are compared with, their fingerprints, and the passages that two of them share. */
import { bigint, index, integer, pgTable, primaryKey, real, serial, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import type { ComparedKind } from './similarity.ts';

/** Once per text of an entry, or of the collection. Remove rows by src/store/similarity alone: their fingerprints go with them there. */
export const comparedText = pgTable('compared_text', {
  id: serial('id').primaryKey(),
  kind: text('kind').$type<ComparedKind>().notNull(),
  /** null for what is of no entry of this contest */
  entryId: uuid('entry_id'),
  /** the mail it came with */
  messageId: uuid('message_id'),
  /** of the document in that mail; null = the mail's own text */
  part: text('part'),
  /** what the collection calls it; '' for texts of entries, which have a title */
  label: text('label').notNull(),
  file: text('file'),
  /** of the text */
  sha256: text('sha256').notNull(),
  /** version of the fingerprints (src/similarity/settings.ts) */
  algorithm: integer('algorithm').notNull(),
  words: integer('words').notNull(),
  text: text('text').notNull(),
  /** its fingerprints: what must go when it goes */
  hashes: bigint('hashes', { mode: 'number' }).array().notNull(),
  addedAt: timestamp('added_at', { withTimezone: true, mode: 'date' }).notNull(),
}, (t) => [
  uniqueIndex('compared_text_entry').on(t.entryId, t.sha256).where(sql`entry_id is not null`),
  uniqueIndex('compared_text_collection').on(t.kind, t.sha256).where(sql`entry_id is null`),
  index('compared_text_template').on(t.id).where(sql`kind = 'template'`),
]);

/** Which texts have a fingerprint. Read by hash alone, millions of rows. */
export const fingerprint = pgTable('fingerprint', {
  hash: bigint('hash', { mode: 'number' }).notNull(),
  textId: integer('text_id').notNull(),
}, (t) => [primaryKey({ columns: [t.hash, t.textId] })]);

/** In how many texts a fingerprint stands: the rarest say most. */
export const fingerprintCount = pgTable('fingerprint_count', {
  hash: bigint('hash', { mode: 'number' }).primaryKey(),
  n: integer('n').notNull(),
});

/** What an entry's idea means to a model, as a vector; only where the contest names a service for it. */
export const entryMeaning = pgTable('entry_meaning', {
  entryId: uuid('entry_id').primaryKey(),
  /** of another model nothing can be compared */
  model: text('model').notNull(),
  vector: real('vector').array().notNull(),
  at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull(),
});

/** Two entries whose ideas are near to each other by that model, once in each direction. */
export const nearIdea = pgTable('near_idea', {
  entryId: uuid('entry_id').notNull(),
  otherId: uuid('other_id').notNull(),
  /** cosine, 0 to 1 */
  nearness: real('nearness').notNull(),
}, (t) => [primaryKey({ columns: [t.entryId, t.otherId] })]);

/** A passage that stands in two texts of different owners; once for each pair, the later text first. Places are UTF-16 units of the texts. */
export const sharedPassage = pgTable('shared_passage', {
  textId: integer('text_id').notNull().references(() => comparedText.id, { onDelete: 'cascade' }),
  otherId: integer('other_id').notNull().references(() => comparedText.id, { onDelete: 'cascade' }),
  from: integer('from').notNull(),
  to: integer('to').notNull(),
  otherFrom: integer('other_from').notNull(),
  otherTo: integer('other_to').notNull(),
}, (t) => [primaryKey({ columns: [t.textId, t.otherId, t.from, t.otherFrom] }), index('shared_passage_other').on(t.otherId)]);
