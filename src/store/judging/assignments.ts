/** Who judges what, and what was said against it. */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Contest } from '../../../schemas/contest.ts';
import type { AssignmentState } from '../../../schemas/judging.ts';
import type { EntryFields } from '../../../schemas/reading.ts';
import { assignment, declaredConflict } from '../../../schemas/tables.ts';
import type { Tx } from '../database.ts';
import { LOCKS } from '../locks.ts';

export type AssignmentRow = typeof assignment.$inferSelect;
export type DeclaredRow = typeof declaredConflict.$inferSelect;

/** An entry that a round judges, as it stands now. */
export type JudgedEntry = { entryId: string; code: string; versionId: string; version: number; messageId: string; fields: EntryFields; senders: string[] };

/** Of the first round those that people found eligible, of a later one those that the closed round before it let through; in the order of their numbers. */
export async function judgedEntries(tx: Tx, contest: Contest, round: string): Promise<JudgedEntry[]> {
  const at = contest.rounds.findIndex((r) => r.key === round);
  return tx.run<JudgedEntry>(JUDGED_ENTRIES, [at <= 0 ? null : contest.rounds[at - 1]?.key ?? null]);
}

const JUDGED_ENTRIES = `
  select e.id as "entryId", e.code, v.id as "versionId", v.n as version, v.message_id as "messageId", v.fields,
    coalesce((select array_agg(s.address order by s.since, s.address) from entry_sender s where s.entry_id = e.id), '{}') as senders
  from entry e join lateral (select * from entry_version ev where ev.entry_id = e.id order by ev.n desc limit 1) v on true
  where e.state = 'eligible' and ($1::text is null or exists (
    select 1 from round_outcome o join round_standing s on s.outcome_id = o.id where o.round = $1 and o.reopened_at is null and s.entry_id = e.id and s.advanced))
  order by e.number`;

/** An assignment that counts, with what is known of its sheets. begun = accepted, or scored in any part */
export type OpenAssignment = AssignmentRow & { code: string; title: string | null; sheet: 'draft' | 'complete' | null; begun: boolean };

/** @param of round, judge or entry; in the order of codes */
export async function openAssignmentsOf(tx: Tx, of: { round?: string; memberId?: string; entryIds?: string[] }): Promise<OpenAssignment[]> {
  const rows = await tx.run<OpenAssignment>(OPEN_ASSIGNMENTS, [of.round ?? null, of.memberId ?? null, of.entryIds ?? null]);
  return rows.map((r) => ({ ...r, begun: r.state === 'accepted' || r.sheet !== null }));
}

const OPEN_ASSIGNMENTS = `
  select a.id, a.entry_id as "entryId", a.member_id as "memberId", a.round, a.state, a.proposal_id as "proposalId", a.assigned_by as "assignedBy", a.assigned_at as "assignedAt", a.due_at as "dueAt",
    a.answered_at as "answeredAt", a.ended_at as "endedAt", a.reason, e.code, v.title, s.state as sheet
  from assignment a join entry e on e.id = a.entry_id
  left join lateral (select ev.fields #>> '{title,value}' as title from entry_version ev where ev.entry_id = e.id order by ev.n desc limit 1) v on true
  left join lateral (select k.state from score_sheet k where k.assignment_id = a.id order by k.n desc limit 1) s on true
  where a.ended_at is null and ($1::text is null or a.round = $1) and ($2::uuid is null or a.member_id = $2) and ($3::uuid[] is null or a.entry_id = any($3))
  order by e.number, a.assigned_at, a.id`;

/** Changes of assignments take turns, to the end of the transaction. */
export async function takeTurnToAssign(tx: Tx): Promise<void> {
  await tx.run('select pg_advisory_xact_lock($1)', [LOCKS.assignments]);
}

export type NewAssignment = Pick<AssignmentRow, 'entryId' | 'memberId' | 'round' | 'assignedBy'> & { /** now if not given */ assignedAt?: Date; proposalId?: string; dueAt?: Date | null };

/** The judge is asked from now on. A pair that counts already stays as it is. */
export async function addAssignments(tx: Tx, made: NewAssignment[]): Promise<AssignmentRow[]> {
  if (made.length === 0) return [];
  return tx.insert(assignment).values(made.map((m) => ({ ...m, proposalId: m.proposalId ?? null, dueAt: m.dueAt ?? null, state: 'invited' as const, assignedAt: m.assignedAt ?? tx.now })))
    .onConflictDoNothing({ target: [assignment.entryId, assignment.memberId, assignment.round], where: sql`ended_at is null` }).returning();
}

/** The judge's answer, or the end of an assignment; only from one of `from`. @returns those that changed */
export async function moveAssignments(tx: Tx, ids: string[], from: AssignmentState[], to: AssignmentState, reason: string | null, at: Date = tx.now): Promise<AssignmentRow[]> {
  if (ids.length === 0) return [];
  const ended = to !== 'invited' && to !== 'accepted';
  return tx.update(assignment).set({ state: to, reason, ...(to === 'removed' ? {} : { answeredAt: at }), ...(ended ? { endedAt: at } : {}) })
    .where(and(inArray(assignment.id, ids), inArray(assignment.state, from), isNull(assignment.endedAt))).returning();
}

export async function declaredConflicts(tx: Tx): Promise<DeclaredRow[]> {
  return tx.select().from(declaredConflict).orderBy(asc(declaredConflict.at));
}

/** Said twice is said once. */
export async function declareConflict(tx: Tx, made: Pick<DeclaredRow, 'memberId' | 'entryId' | 'ground' | 'reason' | 'actor'> & { messageId?: string | null }): Promise<void> {
  await tx.insert(declaredConflict).values({ ...made, messageId: made.messageId ?? null, at: tx.now }).onConflictDoNothing();
}

/** The newest assignment of this judge for this entry in this round, ended ones included. */
export async function lastAssignment(tx: Tx, of: Pick<AssignmentRow, 'entryId' | 'memberId' | 'round'>): Promise<AssignmentRow | null> {
  const rows = await tx.select().from(assignment).where(and(eq(assignment.entryId, of.entryId), eq(assignment.memberId, of.memberId), eq(assignment.round, of.round))).orderBy(asc(assignment.assignedAt));
  return rows.at(-1) ?? null;
}
