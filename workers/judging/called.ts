/** Staff approved that a further judge is asked: the assignment counts from now on, and its reminders are planned. */
import { judgedRound } from '../../src/contest/judged-rounds.ts';
import { dueOf } from '../../src/judging/further-due.ts';
import { wrongUse } from '../../src/problem.ts';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { loadEntry } from '../../src/store/entries.ts';
import { enqueue } from '../../src/store/jobs.ts';
import { addAssignments, type AssignmentRow } from '../../src/store/judging/assignments.ts';
import { proposalOfBatch } from '../../src/store/judging/divergence.ts';
import type { ByHand } from '../by-hand/change.ts';

const DAY = 86_400_000;

/** Call only after takeTurnToAssign, and once nothing has moved. The letter of the batch is the invitation; it leaves with the batch. */
export async function callFurtherJudge(tx: Tx, services: ByHand, batch: ApprovalRow, by: string): Promise<void> {
  const p = await proposalOfBatch(tx, batch.id);
  const entry = p === null ? null : await loadEntry(tx, p.entryId);
  if (p === null || entry === null) throw new Error(`${batch.code} has no proposal, or no entry`);
  const [added] = await addAssignments(tx, [{ entryId: p.entryId, memberId: p.memberId, round: p.round, assignedBy: by, dueAt: p.dueAt }]);
  if (!added) throw wrongUse(`${batch.code}: the judge has ${entry.code} already`);
  await recordDecision(tx, { actor: by, action: 'call-further-judge', subject: entry.code, detail: { round: p.round, to: p.memberId, batch: batch.code, assignment: added.id, hash: batch.hash, due: dueOf(p, judgedRound(services.loaded.contest, p.round, tx.now)).toISOString() } });
  planReminders(tx, added);
}

/** Who has no date of their own is reminded with all others. All that a judge has until one date is one reminder. */
export function planReminders(tx: Tx, { memberId, round, dueAt }: Pick<AssignmentRow, 'memberId' | 'round' | 'dueAt'>): void {
  if (dueAt === null) return;
  const due = dueAt.toISOString();
  const steps = [{ step: 'before' as const, at: new Date(dueAt.getTime() - DAY) }, { step: 'over' as const, at: dueAt }];
  for (const { step, at } of steps) if (at > tx.now) enqueue(tx, 'remind-further-judge', { memberId, round, dueAt: due, step }, { key: `remind-further-judge:${round}:${memberId}:${due}:${step}`, dueAt: at });
}
