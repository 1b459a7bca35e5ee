/** Entries whose sheets are looked at for how far they lie apart, and who was to be asked about them. */
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Contest } from '../../../schemas/contest.ts';
import type { AssignmentState } from '../../../schemas/judging.ts';
import { approval, assignment, divergenceProposal } from '../../../schemas/tables.ts';
import type { JudgedRound } from '../../contest/judged-rounds.ts';
import { divergentOf, type Divergent } from '../../judging/divergent.ts';
import { rulesOf } from '../../results/sheet.ts';
import type { ApprovalRow } from '../approvals.ts';
import type { Tx } from '../database.ts';
import { outcomeOf } from '../results/outcomes.ts';
import { chairWords, countingSheets } from '../results/sheets.ts';
import { judgedEntries, openAssignmentsOf } from './assignments.ts';

export type ProposalRow = typeof divergenceProposal.$inferSelect;
export type ProposedRow = ProposalRow & { batch: ApprovalRow };

/** How the sheets of a round's entries lie; none of a round that is closed. @param entryIds null = all of the round */
export async function divergencesIn(tx: Tx, contest: Contest, round: JudgedRound, entryIds: string[] | null): Promise<Divergent[]> {
  if (await outcomeOf(tx, round.key) !== null) return [];
  const entries = (await judgedEntries(tx, contest, round.key)).filter((e) => entryIds === null || entryIds.includes(e.entryId));
  const ids = entries.map((e) => e.entryId);
  const [sheets, said, ever, open] = [await countingSheets(tx, round.key, ids), await chairWords(tx, round.key), await assignmentsEver(tx, round.key, ids), await openAssignmentsOf(tx, { round: round.key, entryIds: ids })];
  const rules = rulesOf(contest, round.key);
  return entries.map(({ entryId, code, fields }) => divergentOf({
    entryId, code, title: fields.title.value, sheets: sheets.filter((s) => s.entryId === entryId), ever: ever.filter((a) => a.entryId === entryId),
    pending: open.filter((a) => a.entryId === entryId && a.sheet !== 'complete').length, decided: said.some((w) => w.entryId === entryId),
  }, rules, tx.now >= round.locksAt));
}

export type EverAssigned = { id: string; entryId: string; memberId: string; state: AssignmentState; ended: boolean; reason: string | null };

/** Every assignment of these entries, ended ones included, oldest first. */
async function assignmentsEver(tx: Tx, round: string, entryIds: string[]): Promise<EverAssigned[]> {
  if (entryIds.length === 0) return [];
  const rows = await tx.select().from(assignment).where(and(eq(assignment.round, round), inArray(assignment.entryId, entryIds))).orderBy(asc(assignment.assignedAt), asc(assignment.id));
  return rows.map(({ id, entryId, memberId, state, endedAt, reason }) => ({ id, entryId, memberId, state, ended: endedAt !== null, reason }));
}

/** Oldest first. @param entryIds null = all of the round */
export async function proposalsIn(tx: Tx, round: string, entryIds: string[] | null): Promise<ProposedRow[]> {
  const rows = await tx.select().from(divergenceProposal).innerJoin(approval, eq(approval.id, divergenceProposal.approvalId))
    .where(and(eq(divergenceProposal.round, round), entryIds === null ? undefined : inArray(divergenceProposal.entryId, entryIds))).orderBy(asc(approval.n));
  return rows.map((r) => ({ ...r.divergence_proposal, batch: r.approval }));
}

export async function proposalOfBatch(tx: Tx, approvalId: string): Promise<ProposalRow | null> {
  const [row] = await tx.select().from(divergenceProposal).where(eq(divergenceProposal.approvalId, approvalId));
  return row ?? null;
}

export async function addDivergenceProposal(tx: Tx, made: ProposalRow): Promise<void> {
  await tx.insert(divergenceProposal).values(made);
}

/** What staff were told of this round before, of what nobody can be asked for (facts of the letter `divergence-open`). */
export async function toldOpen(tx: Tx, round: string): Promise<Set<string>> {
  const rows = await tx.run<{ about: string }>(`select distinct e ->> 'about' as about from letter l, jsonb_array_elements(l.facts -> 'entries') e where l.kind = 'divergence-open' and l.facts ->> 'round' = $1`, [round]);
  return new Set(rows.map((r) => r.about));
}
