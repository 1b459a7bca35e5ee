/**
 * The lists of people and the rules may change while entries are there: who became a member of the jury may be an author (plan
 * item 6). Whatever they touch is checked again, as jobs: entrants hear nothing of it, staff in the morning's summary.
 */
import type { LoadedContest } from '../schemas/contest.ts';
import { enqueue } from '../src/store/jobs.ts';
import type { Tx } from '../src/store/database.ts';
import { entriesToRecheck, lastRecheck, membersFingerprint, otherRechecksWait } from '../src/store/rechecks.ts';

/**
 * At a start, when contest.yaml and its lists were read: other hosts may still run by older ones, and must not turn them back each minute.
 * Rules that were taken back before any entry was checked by them leave none to check, but jobs that would wait for those rules for ever.
 */
export async function planRecheckOfRules(tx: Tx, { rulesSha256 }: LoadedContest): Promise<void> {
  if ((await entriesToRecheck(tx, rulesSha256)).length > 0 || await otherRechecksWait(tx, rulesSha256)) await plan(tx, rulesSha256);
}

/** At any time: members are imported into the database by a command. */
export async function planRecheckOfMembers(tx: Tx, { rulesSha256 }: LoadedContest): Promise<void> {
  if (await membersFingerprint(tx) !== (await lastRecheck(tx)).members) await plan(tx, rulesSha256);
}

/** The number in the key: what is changed and changed back is checked a third time. */
async function plan(tx: Tx, rules: string): Promise<void> {
  const members = await membersFingerprint(tx);
  const last = await lastRecheck(tx);
  if (last.open && last.members === members && last.rules === rules) return;
  enqueue(tx, 'recheck-entries', { rules, members }, { key: `recheck-entries:${rules}:${members}:${last.rounds}`, priority: BEHIND_MAIL });
}

export const BEHIND_MAIL = 900;
