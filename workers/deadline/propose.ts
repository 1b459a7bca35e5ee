/** A change of the deadline is written down with all that it would do, and put before staff; nothing changes before one of them approves. */
import { deadlineFault, type DeadlineAct } from '../../src/contest/deadline-change.ts';
import { spokenDeadline } from '../../src/contest/spoken.ts';
import { formatCode } from '../../src/entry/code.ts';
import { approvalPrefix } from '../../src/mail/kinds/decision-line.ts';
import { wrongUse } from '../../src/problem.ts';
import { addApproval, type ApprovalRow } from '../../src/store/approvals.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { addDeadlineProposal } from '../../src/store/deadlines.ts';
import { takeTurn } from '../../src/store/entries.ts';
import { askStaff } from '../approvals/ask.ts';
import type { ByHand } from '../by-hand/change.ts';
import { asInForce } from '../in-force.ts';
import { planDeadline, type DeadlinePlan } from './plan.ts';

export type Proposed = { batch: ApprovalRow; plan: DeadlinePlan };

/** @throws Problem `wrong-use` where it may not be, or nobody could approve */
export async function proposeDeadline(tx: Tx, given: ByHand, act: DeadlineAct, by: string): Promise<Proposed> {
  await takeTurn(tx);
  const services = await asInForce(tx, given);
  const { contest } = services.loaded;
  const fault = deadlineFault(contest, act.closes, tx.now);
  if (fault !== null) throw wrongUse(fault);
  if (act.reason.trim() === '' || act.decisionNo.trim() === '') throw wrongUse('a change of the deadline needs its reason and the number of its decision');
  if (contest.staff.addresses.length === 0) throw wrongUse('nobody can approve: contest.yaml names no staff.addresses');
  const plan = await planDeadline(tx, services, act);
  const about = aboutOf(plan, act, services);
  const batch = await addApproval(tx, { what: 'deadline', about, letters: plan.letters, hash: plan.hash, askedBy: by }, (n) => formatCode(approvalPrefix(contest.codePrefix), n));
  await addDeadlineProposal(tx, { approvalId: batch.id, before: new Date(contest.window.closes), closes: act.closes, reason: act.reason, decisionNo: act.decisionNo, inTime: plan.inTime });
  await askStaff(tx, services, batch);
  await recordDecision(tx, {
    actor: by, action: 'propose-deadline', subject: batch.code, texts: { reason: act.reason, decision: act.decisionNo },
    detail: { before: new Date(contest.window.closes).toISOString(), closes: act.closes.toISOString(), inTime: plan.inTime.length, letters: plan.letters.length, hash: plan.hash },
  });
  return { batch, plan };
}

/** In a line: the summary in the morning and the list of batches show it. */
function aboutOf({ inTime, loaded }: DeadlinePlan, act: DeadlineAct, { loaded: { contest } }: ByHand): string {
  const closes = spokenDeadline(loaded.contest.window.closes, contest.zone, contest.locale);
  const extended = act.closes.getTime() > Date.parse(contest.window.closes);
  if (contest.locale === 'vi') return `${extended ? 'gia hạn nhận bài đến' : 'hạn nhận bài sớm hơn:'} ${closes}; ${inTime.length} bài đến muộn thành đúng hạn`;
  return `${extended ? 'entries taken until' : 'entries close earlier:'} ${closes}; ${inTime.length} late ${inTime.length === 1 ? 'entry counts' : 'entries count'} as in time`;
}
