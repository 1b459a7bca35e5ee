/** An approved change of the deadline takes effect, whole or not at all: rules, calendar, entries, letters, record. */
import type { LetterFacts } from '../../schemas/letters.ts';
import { calendar } from '../../src/contest/calendar.ts';
import { deadlineFault, type DeadlineAct } from '../../src/contest/deadline-change.ts';
import { inForce } from '../../src/contest/in-force.ts';
import { isOnPaper } from '../../src/papers/reach.ts';
import { wrongUse } from '../../src/problem.ts';
import { closeApproval, setBatchLetters, type ApprovalRow } from '../../src/store/approvals.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { deadlineOfApproval, putInForce, recordDeadlineRules, type DeadlineRow } from '../../src/store/deadlines.ts';
import { recordRules, setEntryState, takeTurn, updateFindings } from '../../src/store/entries.ts';
import { planJobs } from '../../src/store/jobs.ts';
import { setRules } from '../../src/store/rechecks.ts';
import { turnLetter } from '../../src/store/late-entries.ts';
import type { ByHand } from '../by-hand/change.ts';
import { approvalBy, noteFirst } from '../approvals/four-eyes.ts';
import { asInForce } from '../in-force.ts';
import { planRecheckOfRules } from '../rechecks.ts';
import { postProposed } from '../approvals/propose.ts';
import { planDeadline, type DeadlinePlan } from './plan.ts';
import { proposeDeadline } from './propose.ts';

/** What was approved is done. Where it may not be any more, nothing is; where other entries would turn than were previewed, a new preview waits. */
export type CarriedOut = { state: 'done'; /** how many leave */ letters: number } | { state: 'awaits-second' } | { state: 'given-up'; why: string } | { state: 'renewed'; why: string; instead: ApprovalRow };

/**
 * @param row locked by the caller
 * @throws Problem `wrong-use` where it is open no longer
 */
export async function carryOutDeadline(tx: Tx, given: ByHand, row: ApprovalRow, by: string): Promise<CarriedOut> {
  if (row.state !== 'open') throw wrongUse(`${row.code} is ${row.state} since ${row.decidedAt?.toISOString() ?? '?'}`);
  await takeTurn(tx);
  const services = await asInForce(tx, given);
  const change = await deadlineOfApproval(tx, row.id);
  if (change === null) throw new Error(`${row.code} has no change of the deadline`);
  const fault = deadlineFault(services.loaded.contest, change.closes, tx.now);
  if (fault !== null) return giveUp(tx, row, by, fault);
  const plan = await planDeadline(tx, services, change);
  if (plan.hash !== row.hash) return askAnew(tx, services, row, change, by);
  if (approvalBy(services, row, by) === 'first-of-two') {
    await noteFirst(tx, services, row, by);
    return { state: 'awaits-second' };
  }
  await apply(tx, services, change, plan);
  // Written now: whoever mended an entry since the preview is not reminded of its gaps, and who sent one is.
  for (const l of plan.letters) await postProposed(tx, services, l);
  await setBatchLetters(tx, row.id, plan.letters);
  await closeApproval(tx, row.id, 'approved', by, null);
  await recordDecision(tx, {
    actor: by, action: 'change-deadline', subject: row.code, texts: { reason: change.reason, decision: change.decisionNo },
    detail: { n: plan.loaded.deadline?.n ?? 0, before: change.before.toISOString(), closes: change.closes.toISOString(), inTime: plan.inTime, stay: plan.decided, letters: plan.letters.length, previewed: row.letters.length, hash: row.hash, rules: plan.loaded.rulesSha256 },
  });
  return { state: 'done', letters: plan.letters.length };
}

async function askAnew(tx: Tx, services: ByHand, row: ApprovalRow, act: DeadlineAct, by: string): Promise<CarriedOut> {
  const { batch } = await proposeDeadline(tx, services, act, row.askedBy);
  await closeApproval(tx, row.id, 'cancelled', by, `overtaken by ${batch.code}`);
  await recordDecision(tx, { actor: by, action: 'renew-deadline', subject: row.code, detail: { instead: batch.code } });
  return { state: 'renewed', why: `the entries that come to count as in time are others than were previewed; a new preview waits as ${batch.code}`, instead: batch };
}

async function giveUp(tx: Tx, row: ApprovalRow, by: string, why: string): Promise<CarriedOut> {
  await closeApproval(tx, row.id, 'cancelled', by, why);
  await recordDecision(tx, { actor: by, action: 'cancel-letters', subject: row.code, detail: { letters: row.letters.length, hash: row.hash }, texts: { reason: why } });
  return { state: 'given-up', why };
}

async function apply(tx: Tx, services: ByHand, change: DeadlineRow, { loaded, turns, unsaid }: DeadlinePlan): Promise<void> {
  const now = inForce(loaded, await putInForce(tx, change.id));
  await recordRules(tx, now);
  await recordDeadlineRules(tx, change.id, now.rulesSha256);
  await planJobs(tx, calendar(now.contest, tx.now));
  for (const { entry, findings, state, stateBeforeWithdrawal } of turns) {
    for (const [versionId, found] of findings) {
      await updateFindings(tx, versionId, found);
      await setRules(tx, versionId, now.rulesSha256);
    }
    if (state !== entry.state || stateBeforeWithdrawal !== entry.stateBeforeWithdrawal) await setEntryState(tx, entry.entryId, state, stateBeforeWithdrawal);
  }
  // What is being checked again by the earlier rules waits for nobody; the rest is, by these.
  await planRecheckOfRules(tx, now);
  const writer = services.writer.under(now.contest);
  for (const letter of unsaid) {
    const { entries } = letter.facts as LetterFacts<'late'>;
    await turnLetter(tx, letter.id, { kind: 'receipt', ...writer.write('receipt', { entries }, tx.now, [], isOnPaper(letter.toAddress)) });
  }
}
