/** What people decided of rounds and prizes. Nothing is deleted: what is taken back says when. All times are contest time. */
import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { AwardState, DefenceWord, SpecialState } from './awards.ts';
import { entry } from './entry-tables.ts';
import { message } from './tables.ts';

const when = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const id = () => uuid('id').primaryKey().defaultRandom();
const entryId = () => uuid('entry_id').notNull().references(() => entry.id);

/** The chair's word on an entry whose judges lie too far apart; the newest counts. */
export const chairDecision = pgTable('chair_decision', {
  id: id(),
  round: text('round').notNull(),
  entryId: entryId(),
  /** what counts instead of the mean, in hundredths of a point */
  hundredths: integer('hundredths').notNull(),
  reason: text('reason').notNull(),
  actor: text('actor').notNull(),
  at: when('at').notNull(),
}, (t) => [index('chair_decision_entry').on(t.round, t.entryId)]);

/** A round that a person closed: its ranking as it stood, from then on unchanged. */
export const roundOutcome = pgTable('round_outcome', {
  id: id(),
  round: text('round').notNull(),
  /** of the ranking and of who goes on, as previewed (src/results/preview.ts) */
  hash: text('hash').notNull(),
  actor: text('actor').notNull(),
  reason: text('reason').notNull(),
  at: when('at').notNull(),
  /** opened again: it does not count any more */
  reopenedAt: when('reopened_at'),
  reopenedBy: text('reopened_by'),
}, (t) => [uniqueIndex('round_outcome_open').on(t.round).where(sql`reopened_at is null`)]);

/** Where an entry stood when its round was closed. */
export const roundStanding = pgTable('round_standing', {
  outcomeId: uuid('outcome_id').notNull().references(() => roundOutcome.id),
  entryId: entryId(),
  /** counted from 1; entries that stand equal share a place */
  place: integer('place').notNull(),
  /** as ranked, in decimal: "77.8" */
  mean: text('mean').notNull(),
  adjusted: text('adjusted'),
  /** ids of the sheets it rests on */
  sheets: jsonb('sheets').$type<string[]>().notNull(),
  advanced: boolean('advanced').notNull(),
}, (t) => [primaryKey({ columns: [t.outcomeId, t.entryId] }), index('round_standing_entry').on(t.entryId)]);

/** A prize of the contest's list, given or left empty by a person. */
export const award = pgTable('award', {
  id: id(),
  /** key of the contest's prizes, and which of them, counted from 1 */
  prize: text('prize').notNull(),
  slot: integer('slot').notNull(),
  /** null = it stays empty */
  entryId: uuid('entry_id').references(() => entry.id),
  state: text('state').$type<AwardState>().notNull(),
  /** of all prizes, as previewed */
  hash: text('hash').notNull(),
  actor: text('actor').notNull(),
  reason: text('reason').notNull(),
  at: when('at').notNull(),
  /** the decision that gives it */
  document: text('document'),
  documentDate: text('document_date'),
  /** to whom prize and gift went */
  handedTo: text('handed_to'),
  handedOverAt: when('handed_over_at'),
  revokedAt: when('revoked_at'),
}, (t) => [uniqueIndex('award_slot').on(t.prize, t.slot).where(sql`revoked_at is null`), uniqueIndex('award_entry').on(t.entryId).where(sql`revoked_at is null`)]);

/** An entry of special excellence on its way through the hands that decide its amount (plan item 40). */
export const specialAward = pgTable('special_award', {
  id: id(),
  entryId: entryId(),
  state: text('state').$type<SpecialState>().notNull(),
  /** the submission that asked for it */
  askedIn: text('asked_in'),
  askedOn: text('asked_on'),
  /** the decision that answered; amount in whole units of the prizes' currency, null until then */
  document: text('document'),
  documentDate: text('document_date'),
  amount: bigint('amount', { mode: 'number' }),
  reason: text('reason').notNull(),
  actor: text('actor').notNull(),
  at: when('at').notNull(),
  changedAt: when('changed_at').notNull(),
}, (t) => [uniqueIndex('special_award_pending').on(t.entryId).where(sql`state <> 'declined'`)]);

/** Outstanding collectives and people who are proposed for a certificate besides the prizes (plan item 41). */
export const commendation = pgTable('commendation', {
  id: id(),
  n: integer('n').notNull().unique(),
  kind: text('kind').$type<'collective' | 'person'>().notNull(),
  name: text('name').notNull(),
  unit: text('unit'),
  reason: text('reason').notNull(),
  actor: text('actor').notNull(),
  at: when('at').notNull(),
  removedAt: when('removed_at'),
});

/** Entries that are followed after the contest until they are in use elsewhere (plan item 47). */
export const followUp = pgTable('follow_up', {
  id: id(),
  entryId: entryId(),
  note: text('note').notNull(),
  /** so many months after it was taken up staff look again */
  months: jsonb('months').$type<number[]>().notNull(),
  actor: text('actor').notNull(),
  at: when('at').notNull(),
  removedAt: when('removed_at'),
}, (t) => [uniqueIndex('follow_up_entry').on(t.entryId).where(sql`removed_at is null`)]);

/** What an entrant said to an invitation; the newest on the slot as it stands counts. The words are in the message. */
export const defenceAnswer = pgTable('defence_answer', {
  id: id(),
  slotId: uuid('slot_id').notNull().references(() => defenceSlot.id),
  /** of the slot, when it was answered */
  sequence: integer('sequence').notNull(),
  answer: text('answer').$type<DefenceWord>().notNull(),
  messageId: uuid('message_id').notNull().references(() => message.id),
  at: when('at').notNull(),
}, (t) => [uniqueIndex('defence_answer_message').on(t.messageId), index('defence_answer_slot').on(t.slotId)]);

/** When and where an entry is presented to the jury. */
export const defenceSlot = pgTable('defence_slot', {
  id: id(),
  round: text('round').notNull(),
  entryId: entryId(),
  startsAt: when('starts_at').notNull(),
  minutes: integer('minutes').notNull(),
  place: text('place').notNull(),
  /** of the calendar entry (RFC 5545): grows with every change */
  sequence: integer('sequence').notNull().default(0),
  cancelledAt: when('cancelled_at'),
  actor: text('actor').notNull(),
  changedAt: when('changed_at').notNull(),
}, (t) => [uniqueIndex('defence_slot_entry').on(t.round, t.entryId)]);
