/** What an assignment is worked out from, out of the rows. */
import { availability } from '../../src/judging/availability.ts';
import { pairKey } from '../../src/judging/assignment.ts';
import type { Lists } from '../../src/judging/input.ts';
import { JURY } from '../../src/judging/roster.ts';
import type { Tx } from '../../src/store/database.ts';
import { declaredConflicts, judgedEntries, openAssignmentsOf, type OpenAssignment } from '../../src/store/judging/assignments.ts';
import { proposalsIn } from '../../src/store/judging/divergence.ts';
import { listMembers, openAbsences } from '../../src/store/judging/members.ts';
import type { ByHand } from '../by-hand/change.ts';

/** Judges, entries and what was said, as they stand now. */
export async function listsOf(tx: Tx, { loaded }: Pick<ByHand, 'loaded'>, round: string): Promise<Lists> {
  const judges = await listMembers(tx, JURY);
  // Nobody who has left scores any more: what they accepted is free for others, what they scored wholly stands.
  const left = new Set(judges.filter((j) => availability(j, [], tx.now, null, loaded.contest.zone).state === 'over').map((j) => j.id));
  // Whoever was asked beside the others stays, begun or not: an assignment for all knows of no further judge.
  const beside = new Set((await proposalsIn(tx, round, null)).filter((p) => p.ask === 'further-judge' && p.batch.state === 'approved').map((p) => pairKey(p.entryId, p.memberId)));
  const open = await openAssignmentsOf(tx, { round });
  const stays = (a: OpenAssignment): boolean => (a.begun || beside.has(pairKey(a.entryId, a.memberId))) && (a.sheet === 'complete' || !left.has(a.memberId));
  return {
    judges, absences: await openAbsences(tx), entries: await judgedEntries(tx, loaded.contest, round),
    said: await declaredConflicts(tx), open: open.map((a) => ({ ...a, begun: stays(a) })),
  };
}
