/** Entries: their versions, who may speak for them, what people changed and decided, and letters that wait for approval. */
import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import type { DocumentPlace, EntryAction, EntryStanding, FoundBy } from './changes.ts';
import type { ApprovalMatter, EntryWord, ProposedLetter } from './desk.ts';
import type { EntryFields, Finding } from './reading.ts';
import type { EntryState } from './states.ts';
import { message } from './tables.ts';

const when = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const id = () => uuid('id').primaryKey().defaultRandom();

/** The rules an entry was checked under: contest.yaml as it stood. */
export const rulesVersion = pgTable('rules_version', {
  sha256: text('sha256').primaryKey(),
  contestId: text('contest_id').notNull(),
  firstUsedAt: when('first_used_at').notNull(),
  contest: jsonb('contest').notNull(),
});

export const entry = pgTable('entry', {
  id: id(),
  number: integer('number').notNull().unique(),
  code: text('code').notNull().unique(),
  state: text('state').$type<EntryState>().notNull(),
  /** state to return to when a withdrawal is undone */
  stateBeforeWithdrawal: text('state_before_withdrawal').$type<EntryState>(),
  /** the entry that staff made it part of; its code stands for that one from then on */
  mergedInto: uuid('merged_into'),
  receivedAt: when('received_at').notNull(),
  registeredAt: when('registered_at').notNull(),
  /** the act that emptied it, or took a person out of it while others remained */
  erasureId: uuid('erasure_id'),
}, (t) => [index('entry_merged_into').on(t.mergedInto).where(sql`merged_into is not null`)]);

/** Addresses that may speak for an entry: the first sender, and those confirmed by one of them. */
export const entrySender = pgTable('entry_sender', {
  entryId: uuid('entry_id').notNull().references(() => entry.id),
  address: text('address').notNull(),
  since: when('since').notNull(),
}, (t) => [unique('entry_sender_once').on(t.entryId, t.address), index('entry_sender_address').on(t.address)]);

export const entryVersion = pgTable('entry_version', {
  id: id(),
  entryId: uuid('entry_id').notNull().references(() => entry.id),
  n: integer('n').notNull(),
  messageId: uuid('message_id').notNull().references(() => message.id),
  /** part number of the document that is its form, where one mail holds several entries; '' = the mail as a whole */
  form: text('form').notNull().default(''),
  /** its documents, where they are not those of its mail: it is one of several in it, or staff moved some. Null = all of its mail */
  documents: jsonb('documents').$type<DocumentPlace[]>(),
  receivedAt: when('received_at').notNull(),
  registeredAt: when('registered_at').notNull(),
  fields: jsonb('fields').$type<EntryFields>().notNull(),
  findings: jsonb('findings').$type<Finding[]>().notNull(),
  rulesSha256: text('rules_sha256').notNull().references(() => rulesVersion.sha256),
  /** of the privacy notice in force when it was registered; null where the contest had none */
  noticeVersion: text('notice_version'),
}, (t) => [unique('entry_version_n').on(t.entryId, t.n),
  // one message registers each of its forms at most once (R1)
  unique('entry_version_form').on(t.messageId, t.form)]);

/** What staff changed of entries by hand, with how they stood before and after: so that it can be undone while nothing came on top. */
export const entryChange = pgTable('entry_change', {
  id: id(),
  /** counted from 1: what staff name to undo it */
  n: integer('n').notNull().unique(),
  action: text('action').$type<EntryAction>().notNull(),
  /** of the entries it touched */
  entryIds: jsonb('entry_ids').$type<string[]>().notNull(),
  before: jsonb('before').$type<EntryStanding[]>().notNull(),
  after: jsonb('after').$type<EntryStanding[]>().notNull(),
  actor: text('actor').notNull(),
  reason: text('reason').notNull(),
  at: when('at').notNull(),
  undoneAt: when('undone_at'),
  undoneBy: text('undone_by'),
});

/** What people decided about an entry, the newest last; a decision is about the version it saw. */
export const entryDecision = pgTable('entry_decision', {
  id: id(),
  entryId: uuid('entry_id').notNull().references(() => entry.id),
  versionId: uuid('version_id').notNull().references(() => entryVersion.id),
  word: text('word').$type<EntryWord>().notNull(),
  reason: text('reason'),
  actor: text('actor').notNull(),
  at: when('at').notNull(),
  /** fingerprint of how the entry stood when it was decided (src/desk/standing.ts) */
  standing: text('standing').notNull(),
  /** numbers of the changes by hand to the entry that were in force then: while others are, the decision does not count */
  changes: jsonb('changes').$type<number[]>().notNull().default([]),
  rulesSha256: text('rules_sha256').notNull().references(() => rulesVersion.sha256),
  /** the reply that decided, and the letter it answered; null on the command line */
  messageId: uuid('message_id'),
  letterId: uuid('letter_id'),
}, (t) => [index('entry_decision_entry').on(t.entryId, t.at)]);

/** What the checks say otherwise of an entry since the lists or the rules changed. Names of checks alone: the words stand in the version's findings. For staff alone. */
export const entryRecheck = pgTable('entry_recheck', {
  id: id(),
  entryId: uuid('entry_id').notNull().references(() => entry.id),
  at: when('at').notNull(),
  rulesSha256: text('rules_sha256').notNull().references(() => rulesVersion.sha256),
  appeared: jsonb('appeared').$type<FoundBy[]>().notNull(),
  gone: jsonb('gone').$type<FoundBy[]>().notNull(),
}, (t) => [index('entry_recheck_entry').on(t.entryId, t.at)]);

/** What an entry serves, in the keys of the contest's tags, as people said it last; none of them = somebody looked, and none fits. No row = nobody looked yet. */
export const entryTagging = pgTable('entry_tagging', {
  entryId: uuid('entry_id').primaryKey().references(() => entry.id),
  tags: jsonb('tags').$type<string[]>().notNull(),
  actor: text('actor').notNull(),
  at: when('at').notNull(),
});

/** Letters that leave only after a person approved exactly what was previewed. */
export const approval = pgTable('approval', {
  id: id(),
  n: integer('n').notNull().unique(),
  code: text('code').notNull().unique(),
  what: text('what').$type<ApprovalMatter>().notNull(),
  about: text('about').notNull(),
  letters: jsonb('letters').$type<ProposedLetter[]>().notNull(),
  /** of all letters, word for word (src/desk/batch.ts) */
  hash: text('hash').notNull(),
  askedBy: text('asked_by').notNull(),
  askedAt: when('asked_at').notNull(),
  state: text('state').$type<'open' | 'approved' | 'cancelled'>().notNull().default('open'),
  /** the first of two, where `staff.fourEyes` asks for two; the second is decidedBy */
  firstBy: text('first_by'),
  firstAt: when('first_at'),
  decidedBy: text('decided_by'),
  decidedAt: when('decided_at'),
  reason: text('reason'),
});
