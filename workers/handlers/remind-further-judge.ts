/** Whoever was asked late hears of all that is open the day before their own due date, and when it is over; then staff hear, too, with somebody ready to take over. */
import { judgedRound, type JudgedRound } from '../../src/contest/judged-rounds.ts';
import { availability } from '../../src/judging/availability.ts';
import type { Tx } from '../../src/store/database.ts';
import { openAssignmentsOf, type OpenAssignment } from '../../src/store/judging/assignments.ts';
import { loadMember, openAbsences, type MemberRow } from '../../src/store/judging/members.ts';
import { takesPart } from '../judging/commands.ts';
import { askForSubstitute } from '../judging/substitute.ts';
import { remind } from './remind-judges.ts';
import type { Handler, Work } from '../services.ts';

export const remindFurtherJudge: Handler<'remind-further-judge'> = async ({ memberId, round: key, dueAt, step }, work) => {
  await work.finish(async (tx) => {
    const round = { ...judgedRound(work.loaded.contest, key, tx.now), dueAt: new Date(dueAt) };
    const member = await loadMember(tx, memberId);
    if (member === null || tx.now >= round.locksAt) return;
    const own: OpenAssignment[] = [];
    for (const a of await openAssignmentsOf(tx, { round: key, memberId })) if (a.sheet !== 'complete' && a.dueAt?.toISOString() === dueAt && await takesPart(tx, a.entryId)) own.push(a);
    if (own.length > 0) await tell(tx, work, { member, round, own, step });
  });
};

type Late = { member: MemberRow; round: JudgedRound; own: OpenAssignment[]; step: 'before' | 'over' };

async function tell(tx: Tx, work: Work, { member, round, own, step }: Late): Promise<void> {
  const { state } = availability(member, await openAbsences(tx, member.id), tx.now, null, work.loaded.contest.zone);
  const key = `own:${round.dueAt.toISOString()}`;
  if (state === 'free') await remind(tx, work, member, round, own, `${key}:${step}`);
  if (step === 'over') await askForSubstitute(tx, work, { member, round, why: 'late', entries: own, key: `late:${round.key}:${key}:${member.id}` });
}
