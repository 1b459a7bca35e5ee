/** Letters of some matters leave only once two people of staff approved them (`staff.fourEyes`): one mailbox taken over sends nothing by itself. */
import { wrongUse } from '../../src/problem.ts';
import { noteFirstApproval, type ApprovalRow } from '../../src/store/approvals.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import type { ByHand } from '../by-hand/change.ts';
import { askStaff } from './ask.ts';

/**
 * Which of the approvals that a batch needs this one is. Names of a command line prove nothing, so that both must be addresses of staff.
 * @param row open; @param by who approves
 * @throws Problem `wrong-use` where two are needed, and `by` is nobody of staff or was the first already
 */
export function approvalBy(services: Pick<ByHand, 'loaded'>, row: Pick<ApprovalRow, 'code' | 'what' | 'firstBy'>, by: string): 'first-of-two' | 'last' {
  const { staff } = services.loaded.contest;
  if (!staff.fourEyes?.includes(row.what)) return 'last';
  const person = by.trim().toLowerCase();
  if (!staff.addresses.some((a) => a.toLowerCase() === person)) throw wrongUse(`${row.code} needs two people of staff: say who approves by the address that stands in staff.addresses (found "${by}")`);
  if (row.firstBy === null) return 'first-of-two';
  if (row.firstBy === person) throw wrongUse(`${row.code} was approved by ${row.firstBy} already: another of staff has to approve it, too`);
  return 'last';
}

/** The others of staff are asked; whoever approved first has nothing more to do. */
export async function noteFirst(tx: Tx, services: ByHand, row: ApprovalRow, by: string): Promise<void> {
  const first = by.trim().toLowerCase();
  await noteFirstApproval(tx, row.id, first);
  await recordDecision(tx, { actor: first, action: 'approve-letters-first', subject: row.code, detail: { letters: row.letters.length, hash: row.hash } });
  await askStaff(tx, services, row, { by: first, at: tx.now.toISOString() });
}
