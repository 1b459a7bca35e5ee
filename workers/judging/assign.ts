/** An assignment is worked out, kept as a proposal, and takes effect once a person approved exactly what was shown. */
import { randomBytes } from 'node:crypto';
import type { ProposalResult } from '../../schemas/judging.ts';
import { judgedRound, type JudgedRound } from '../../src/contest/judged-rounds.ts';
import { solve } from '../../src/edges/solver.ts';
import { modelOf, pairKey } from '../../src/judging/assignment.ts';
import { gatherInput, type Gathered, type Lists } from '../../src/judging/input.ts';
import { proposalHash, proposalOf } from '../../src/judging/proposal.ts';
import { wrongUse } from '../../src/problem.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Database, Tx } from '../../src/store/database.ts';
import { addAssignments, moveAssignments, takeTurnToAssign, type AssignmentRow } from '../../src/store/judging/assignments.ts';
import { addProposal, closeProposal, loadProposal, type ProposalRow } from '../../src/store/judging/proposals.ts';
import type { ByHand } from '../by-hand/change.ts';
import { planLook } from './divergence.ts';
import { tellJudges } from './invite.ts';
import { listsOf } from './lists.ts';
import { holdRoundOpen } from './still-open.ts';

export type Ask = { round: string | null; seed: string | null; perEntry: number | null; by: string };

/** @throws Problem `wrong-use` where there is nothing to judge or nobody to do it */
export async function proposeAssignment(db: Database, services: Pick<ByHand, 'loaded'>, ask: Ask): Promise<ProposalRow> {
  const { contest } = services.loaded;
  const { lists, now } = await db.transaction(async (tx) => {
    const { key } = judgedRound(contest, ask.round, tx.now);
    await holdRoundOpen(tx, key);
    return { lists: await listsOf(tx, services, key), now: tx.now };
  });
  const round = judgedRound(contest, ask.round, now);
  if (lists.entries.length === 0) throw wrongUse(`there is nothing to judge in ${round.key}: no entry is ${contest.rounds[0]?.key === round.key ? 'eligible' : 'through from the round before'}`);
  if (lists.judges.length === 0) throw wrongUse('there is nobody to judge; `mailroom judges import` takes up the jury');
  const of = { seed: ask.seed ?? randomBytes(6).toString('hex'), perEntry: ask.perEntry ?? round.judges, now };
  const gathered = gatherInput(lists, round, services.loaded, of);
  const result = await solved(lists, gathered);
  return db.transaction(async (tx) => {
    await takeTurnToAssign(tx);
    const hash = proposalHash({ round: round.key, perEntry: of.perEntry, seed: of.seed, result });
    const row = await addProposal(tx, { round: round.key, seed: of.seed, perEntry: of.perEntry, result, hash, askedBy: ask.by });
    await recordDecision(tx, { actor: ask.by, action: 'propose-assignment', subject: `assignment-${row.n}`, detail: { round: round.key, pairs: result.pairs.length, short: result.short.length, hash }, texts: { seed: of.seed } });
    return row;
  });
}

/** Solving takes seconds: outside of any transaction. */
async function solved({ open }: Lists, { input, conflicts, names }: Gathered): Promise<ProposalResult> {
  const model = modelOf(input);
  const found = proposalOf(input, model, await solve(model.program), names);
  const wanted = new Set(found.pairs.map((p) => pairKey(p.entryId, p.memberId)));
  const dropped = open.filter((a) => !a.begun && !wanted.has(pairKey(a.entryId, a.memberId))).map((a) => ({ assignmentId: a.id, code: a.code, judge: names.get(a.memberId) ?? a.memberId }));
  return { ...found, dropped, conflicts };
}

/** @throws Problem `wrong-use` where the hash is another, the proposal is decided, or what it rests on has changed since */
export async function approveAssignment(tx: Tx, services: ByHand, n: number | null, hash: string, by: string): Promise<{ row: ProposalRow; added: AssignmentRow[]; ended: AssignmentRow[]; letters: number }> {
  await takeTurnToAssign(tx);
  const row = await openProposal(tx, n);
  if (hash.length < 8 || !row.hash.startsWith(hash.toLowerCase())) throw wrongUse(`proposal ${row.n} has another hash than ${hash}: what was looked at is not what waits; \`mailroom assign show ${row.n}\``);
  const round = judgedRound(services.loaded.contest, row.round, tx.now);
  await holdRoundOpen(tx, round.key);
  const lists = await listsOf(tx, services, row.round);
  const changes = changedSince(row, lists, round, services, tx.now);
  if (changes.length > 0) throw wrongUse(`proposal ${row.n} is out of date: ${changes.slice(0, 5).join('; ')}${changes.length > 5 ? ` and ${changes.length - 5} more` : ''}. \`mailroom assign propose\` makes a new one`);
  const ended = await moveAssignments(tx, row.result.dropped.map((d) => d.assignmentId), ['invited', 'accepted'], 'removed', `proposal ${row.n}`);
  const open = new Set(lists.open.map((a) => pairKey(a.entryId, a.memberId)));
  const fresh = row.result.pairs.filter((p) => !open.has(pairKey(p.entryId, p.memberId)));
  const added = await addAssignments(tx, fresh.map((p) => ({ entryId: p.entryId, memberId: p.memberId, round: row.round, assignedBy: by, proposalId: row.id })));
  await closeProposal(tx, row.id, 'approved', by);
  await recordDecision(tx, { actor: by, action: 'approve-assignment', subject: `assignment-${row.n}`, detail: { round: row.round, hash: row.hash, added: added.length, ended: ended.length } });
  planLook(tx, row.round, [], `assign:${row.id}`);
  return { row, added, ended, letters: await tellJudges(tx, services, { added, ended, key: row.id }) };
}

export async function cancelAssignment(tx: Tx, n: number | null, by: string): Promise<ProposalRow> {
  await takeTurnToAssign(tx);
  const row = await openProposal(tx, n);
  await closeProposal(tx, row.id, 'cancelled', by);
  await recordDecision(tx, { actor: by, action: 'cancel-assignment', subject: `assignment-${row.n}`, detail: { round: row.round } });
  return row;
}

async function openProposal(tx: Tx, n: number | null): Promise<ProposalRow> {
  const row = await loadProposal(tx, n);
  if (!row) throw wrongUse(n === null ? 'nothing was proposed; `mailroom assign propose` does' : `there is no proposal ${n}`);
  if (row.state !== 'open') throw wrongUse(`proposal ${row.n} was ${row.state} by ${row.decidedBy ?? '?'}`);
  return row;
}

/** Entries, judges and conflicts are looked at once more: between proposal and approval somebody may have withdrawn, left, or said something. */
function changedSince({ result, seed, perEntry }: ProposalRow, lists: Lists, round: JudgedRound, { loaded }: Pick<ByHand, 'loaded'>, now: Date): string[] {
  const { input, names } = gatherInput(lists, round, loaded, { seed, perEntry, now });
  const entries = new Map(input.entries.map((e) => [e.entryId, e.code]));
  const open = new Map(lists.open.map((a) => [pairKey(a.entryId, a.memberId), a]));
  const proposed = new Set(result.pairs.map((p) => p.entryId));
  const changes = result.pairs.flatMap((p): string[] => {
    const key = pairKey(p.entryId, p.memberId);
    const begun = open.get(key)?.begun === true;
    if (!entries.has(p.entryId)) return [`${p.code} is not judged in this round any more`];
    if (input.forbidden.has(key) && !begun) return [`${p.code}: a conflict of ${p.judge}`];
    return begun || input.judges.some((j) => j.memberId === p.memberId) ? [] : [`${names.get(p.memberId) ?? p.judge} cannot be given work now`];
  });
  const fresh = input.entries.filter((e) => !proposed.has(e.entryId) && !result.short.some((s) => s.entryId === e.entryId)).map((e) => `${e.code} came to it since`);
  const begun = result.dropped.filter((d) => lists.open.some((a) => a.id === d.assignmentId && a.begun)).map((d) => `${d.judge} began ${d.code} since`);
  const added = lists.open.filter((a) => entries.has(a.entryId) && !result.pairs.some((p) => p.entryId === a.entryId && p.memberId === a.memberId) && !result.dropped.some((d) => d.assignmentId === a.id)).map((a) => `${a.code} was given to somebody else since`);
  return [...new Set([...changes, ...fresh, ...begun, ...added])];
}
