/** Changes of the contest's deadline: proposed, previewed, and in force once a person approved them. */
import { integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { approval, rulesVersion } from './entry-tables.ts';

const when = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const deadlineChange = pgTable('deadline_change', {
  id: uuid('id').primaryKey().defaultRandom(),
  /** counted from 1 in the order of approval: the highest is in force. Null = not approved */
  n: integer('n').unique(),
  /** holds the letters, the hash of all that was previewed, who asked and who decided */
  approvalId: uuid('approval_id').notNull().unique().references(() => approval.id),
  /** the deadline in force when it was proposed: the first instant that was too late */
  before: when('before').notNull(),
  closes: when('closes').notNull(),
  reason: text('reason').notNull(),
  /** number of the decision on paper */
  decisionNo: text('decision_no').notNull(),
  /** codes of entries that it makes in time, as previewed */
  inTime: jsonb('in_time').$type<string[]>().notNull(),
  approvedAt: when('approved_at'),
  /** the rules from then on */
  rulesSha256: text('rules_sha256').references(() => rulesVersion.sha256),
});
