/** Judging: who sits in which body, who may not judge what, who judges what, and the score sheets. All times are contest time. */
import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { approval, entry, entryVersion } from './entry-tables.ts';
import type { AssignmentState, DivergenceAsk, ProposalResult } from './judging.ts';

const when = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const id = () => uuid('id').primaryKey().defaultRandom();

/** A membership of one person in one body (organisers, jury, secretariat), as `judges import` read it. Never deleted: whoever leaves has a last day. */
export const bodyMember = pgTable('body_member', {
  id: id(),
  /** key of the contest's excludedBodies; judges are those of 'jury' */
  body: text('body').notNull(),
  name: text('name').notNull(),
  /** as written; matched against the registry when it is asked for */
  agency: text('agency'),
  /** lower case; letters go to the first, and mail from any of them is theirs */
  emails: jsonb('emails').$type<string[]>().notNull(),
  phones: jsonb('phones').$type<string[]>().notNull(),
  /** 'Trưởng ban', 'Thành viên': as written */
  role: text('role'),
  /** number of the decision that appointed them */
  decision: text('decision'),
  /** first and last day of membership, ISO dates; null = not bounded */
  from: text('from_day'),
  to: text('to_day'),
  /** areas of the contest, counted from 1 in its order; none = all */
  areas: jsonb('areas').$type<number[]>().notNull(),
  /** entries of one round at most; null = no limit */
  maxLoad: integer('max_load'),
  addedAt: when('added_at').notNull(),
  changedAt: when('changed_at').notNull(),
}, (t) => [index('body_member_body').on(t.body)]);

/** Days on which a member is away, or has paused; a pause ends with TIẾP TỤC. */
export const judgeAbsence = pgTable('judge_absence', {
  id: id(),
  memberId: uuid('member_id').notNull().references(() => bodyMember.id),
  from: when('from_at').notNull(),
  /** null = until it is ended */
  to: when('to_at'),
  why: text('why').$type<'auto-reply' | 'judge' | 'staff'>().notNull(),
  said: text('said').notNull(),
  messageId: uuid('message_id'),
  endedAt: when('ended_at'),
  at: when('at').notNull(),
}, (t) => [index('judge_absence_member').on(t.memberId)]);

/** Pairs that must not be: declared by the judge, refused before, or named by staff. Agency and person are worked out from the lists each time. */
export const declaredConflict = pgTable('declared_conflict', {
  id: id(),
  memberId: uuid('member_id').notNull().references(() => bodyMember.id),
  entryId: uuid('entry_id').notNull().references(() => entry.id),
  ground: text('ground').$type<'declared' | 'declined'>().notNull(),
  reason: text('reason').notNull(),
  /** who said so: the judge's address, or a name of staff */
  actor: text('actor').notNull(),
  messageId: uuid('message_id'),
  at: when('at').notNull(),
}, (t) => [unique('declared_conflict_once').on(t.memberId, t.entryId, t.ground)]);

/** Who should judge what, worked out under a seed and waiting for a person. */
export const assignmentProposal = pgTable('assignment_proposal', {
  id: id(),
  n: integer('n').notNull().unique(),
  /** key of the contest's rounds */
  round: text('round').notNull(),
  seed: text('seed').notNull(),
  perEntry: integer('per_entry').notNull(),
  result: jsonb('result').$type<ProposalResult>().notNull(),
  /** of round, judges per entry, seed, input and result: what is approved is what was shown */
  hash: text('hash').notNull(),
  state: text('state').$type<'open' | 'approved' | 'cancelled'>().notNull().default('open'),
  askedBy: text('asked_by').notNull(),
  askedAt: when('asked_at').notNull(),
  decidedBy: text('decided_by'),
  decidedAt: when('decided_at'),
});

/** One judge for one entry in one round. */
export const assignment = pgTable('assignment', {
  id: id(),
  entryId: uuid('entry_id').notNull().references(() => entry.id),
  memberId: uuid('member_id').notNull().references(() => bodyMember.id),
  round: text('round').notNull(),
  state: text('state').$type<AssignmentState>().notNull(),
  proposalId: uuid('proposal_id').references(() => assignmentProposal.id),
  assignedBy: text('assigned_by').notNull(),
  assignedAt: when('assigned_at').notNull(),
  /** until when scores are asked for, where that is not the round's: who was asked late */
  dueAt: when('due_at'),
  /** NHẬN, TỪ CHỐI or XUNG ĐỘT */
  answeredAt: when('answered_at'),
  /** since when it does not count any more */
  endedAt: when('ended_at'),
  reason: text('reason'),
}, (t) => [
  uniqueIndex('assignment_open').on(t.entryId, t.memberId, t.round).where(sql`ended_at is null`),
  index('assignment_member').on(t.memberId, t.round), index('assignment_entry').on(t.entryId, t.round),
]);

/** Who is to be asked since an entry's sheets lie too far apart: a further judge, or the chair. The batch holds the letter that waits for approval. */
export const divergenceProposal = pgTable('divergence_proposal', {
  approvalId: uuid('approval_id').primaryKey().references(() => approval.id),
  ask: text('ask').$type<DivergenceAsk>().notNull(),
  round: text('round').notNull(),
  entryId: uuid('entry_id').notNull().references(() => entry.id),
  memberId: uuid('member_id').notNull().references(() => bodyMember.id),
  /** fingerprint of the sheets and assignments that it rests on (src/judging/divergent.ts): with others it holds no more */
  standing: text('standing').notNull(),
  /** until when scores are asked for; null = as the round says */
  dueAt: when('due_at'),
}, (t) => [index('divergence_proposal_entry').on(t.round, t.entryId)]);

/** Each time a judge gave scores for an entry: the newest sheet of an assignment counts. Never changed once written. */
export const scoreSheet = pgTable('score_sheet', {
  id: id(),
  assignmentId: uuid('assignment_id').notNull().references(() => assignment.id),
  /** counted from 1 within the assignment */
  n: integer('n').notNull(),
  /** of the entry, as it stood when it was scored */
  versionId: uuid('version_id').notNull().references(() => entryVersion.id),
  /** complete = every criterion of the rubric has a score */
  state: text('state').$type<'draft' | 'complete'>().notNull(),
  comment: text('comment'),
  /** reply = in the text of a mail; xlsx = in a sheet; paper = typed by staff */
  channel: text('channel').$type<'reply' | 'xlsx' | 'paper'>().notNull(),
  /** the mail; null where staff typed it */
  messageId: uuid('message_id'),
  /** the judge's address, or a name of staff */
  actor: text('actor').notNull(),
  receivedAt: when('received_at').notNull(),
}, (t) => [unique('score_sheet_n').on(t.assignmentId, t.n)]);

/** One score; a sheet holds all that stand after it, those of the sheet before it included. */
export const scoreMark = pgTable('score_mark', {
  sheetId: uuid('sheet_id').notNull().references(() => scoreSheet.id),
  /** key of the round's rubric */
  criterion: text('criterion').notNull(),
  /** hundredths of a point: 7,5 points are 750 */
  hundredths: integer('hundredths').notNull(),
}, (t) => [primaryKey({ columns: [t.sheetId, t.criterion] })]);

/** An original file of an entry that staff let judges of a blind round see. One row is one release; the words of why stand beside the hash chain. */
export const releasedDocument = pgTable('released_document', {
  id: id(),
  entryId: uuid('entry_id').notNull().references(() => entry.id),
  round: text('round').notNull(),
  /** counted from 1 within entry and round: judges know the file by the entry's code and this number alone */
  n: integer('n').notNull(),
  /** the row may be erased before this one */
  documentId: uuid('document_id').notNull(),
  sha256: text('sha256').notNull(),
  by: text('by').notNull(),
  at: when('at').notNull(),
  /** taken back: no later letter carries it */
  withdrawnBy: text('withdrawn_by'),
  withdrawnAt: when('withdrawn_at'),
}, (t) => [
  unique('released_document_n').on(t.entryId, t.round, t.n),
  uniqueIndex('released_document_open').on(t.entryId, t.round, t.sha256).where(sql`withdrawn_at is null`),
]);

/** Of which entries a file was made that judges got: a masked text of one, a workbook of several. By it the file is found when one of them is erased. */
export const madeOf = pgTable('made_of', {
  sha256: text('sha256').notNull(),
  entryId: uuid('entry_id').notNull().references(() => entry.id),
}, (t) => [primaryKey({ columns: [t.sha256, t.entryId] }), index('made_of_entry').on(t.entryId)]);
