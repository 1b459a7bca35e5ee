/** When judges are reminded of what is open: so many days before scores are due, and working days after, at the contest's hour for reminders. */
import { DateTime } from 'luxon';
import type { Contest } from '../../schemas/contest.ts';
import type { PlannedJob } from '../../schemas/jobs.ts';
import { allJudgedRounds, type JudgedRound } from './judged-rounds.ts';
import { workingDaysAfter } from './working-days.ts';

/** A step that a later one has overtaken is none, nor is any once the round is locked. step: days before as -7, working days after as 4 */
export function judgeReminders(contest: Contest): PlannedJob[] {
  return allJudgedRounds(contest).flatMap((round) => {
    const steps = stepsOf(round, contest).filter(({ at }) => at < round.locksAt).toSorted((a, b) => a.at.getTime() - b.at.getTime());
    return steps.map(({ step, at }, i): PlannedJob => ({
      name: 'remind-judges', key: `remind-judges:${round.key}:${round.dueAt.toISOString()}:${step}`, dueAt: at,
      payload: { round: round.key, step: String(step), until: (steps[i + 1]?.at ?? round.locksAt).toISOString() },
    }));
  });
}

function stepsOf({ dueAt, remind }: JudgedRound, contest: Contest): { step: number; at: Date }[] {
  const [hour, minute] = contest.reminders.at.split(':').map(Number);
  const morning = DateTime.fromJSDate(dueAt, { zone: contest.zone }).set({ hour, minute, second: 0, millisecond: 0 });
  const once = (days: number[]): number[] => [...new Set(days)];
  return [
    ...once(remind.daysBefore).map((days) => ({ step: -days, at: morning.minus({ days }).toJSDate() })),
    ...once(remind.daysAfter).map((days) => ({ step: days, at: workingDaysAfter(morning, days, contest) })),
  ];
}

/** At the lock nothing more comes in by mail: what lies apart then is for people. */
export function looksAtLock(contest: Contest): PlannedJob[] {
  return allJudgedRounds(contest).map(({ key, locksAt }): PlannedJob => ({ name: 'look-at-divergence', key: `look-at-divergence:lock:${key}:${locksAt.toISOString()}`, dueAt: locksAt, payload: { round: key, entryIds: '' } }));
}
