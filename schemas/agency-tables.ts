/** What became of letters to the contacts of agencies: who is away, or cannot be reached. */
import { pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const when = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** The last an agency's contact was heard of by a machine; the next letter goes to the second contact while this one is paused. */
export const agencyContactState = pgTable('agency_contact_state', {
  agencyId: text('agency_id').notNull(),
  /** lower case */
  address: text('address').notNull(),
  why: text('why').$type<'auto-reply' | 'bounce'>().notNull(),
  /** contest time; null = until the list names another address */
  pausedUntil: when('paused_until'),
  /** what the auto-reply or the server said, in a line */
  said: text('said').notNull(),
  /** the mail that said it */
  messageId: uuid('message_id').notNull(),
  at: when('at').notNull(),
}, (t) => [primaryKey({ columns: [t.agencyId, t.address] })]);
