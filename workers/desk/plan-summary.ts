/** The next morning's summary as a job row: planned each hour, and by each summary for the one after it. */
import type { Contest } from '../../schemas/contest.ts';
import { nextWorkingMorning } from '../../src/contest/working-days.ts';
import type { Tx } from '../../src/store/database.ts';
import { enqueue } from '../../src/store/jobs.ts';

export function planSummary(tx: Tx, contest: Contest): void {
  if (contest.staff.addresses.length === 0) return;
  const dueAt = nextWorkingMorning(tx.now, contest);
  const at = dueAt.toISOString();
  enqueue(tx, 'staff-summary', { at, until: nextWorkingMorning(dueAt, contest).toISOString() }, { key: `staff-summary:${at}`, dueAt });
}
