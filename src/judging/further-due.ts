/** Until when a judge has who is asked when the round is half over. */
import { DateTime } from 'luxon';
import type { JudgedRound } from '../contest/judged-rounds.ts';
import { workingDaysAfter, type OfficeDays } from '../contest/working-days.ts';

const HOUR = 3_600_000;
/** Between the last score and the lock: an answer that comes late, or a mail that waits at a server, still counts. */
const BEFORE_LOCK = 12 * HOUR;
/** Nobody is asked for less. */
const LEAST = 24 * HOUR;

/**
 * `furtherDays` working days from now at the round's hour, no earlier than the round's own due date, and half a day before the lock at the latest.
 * @returns null where less than a day would be left: nobody can be asked by mail any more
 */
export function furtherDue(round: Pick<JudgedRound, 'dueAt' | 'locksAt' | 'furtherDays'>, now: Date, office: OfficeDays): Date | null {
  const { hour, minute } = DateTime.fromJSDate(round.dueAt, { zone: office.zone });
  const own = workingDaysAfter(DateTime.fromJSDate(now, { zone: office.zone }).set({ hour, minute, second: 0, millisecond: 0 }), round.furtherDays, office);
  const due = Math.min(Math.max(own.getTime(), round.dueAt.getTime()), round.locksAt.getTime() - BEFORE_LOCK);
  return due - now.getTime() < LEAST ? null : new Date(due);
}

/** Can whoever was to be asked until then still be asked? */
export function isDueStill(dueAt: Date, now: Date): boolean {
  return dueAt.getTime() - now.getTime() >= LEAST;
}

/** Until when the scores of an assignment are asked for. */
export function dueOf({ dueAt }: { dueAt: Date | null }, round: Pick<JudgedRound, 'dueAt'>): Date {
  return dueAt ?? round.dueAt;
}

/** The next date that a judge should know: of what is not scored the earliest, the round's where nothing is. */
export function nextDue(open: readonly { dueAt: Date | null; sheet: string | null }[], round: Pick<JudgedRound, 'dueAt'>): Date {
  const left = open.filter((a) => a.sheet !== 'complete').map((a) => dueOf(a, round).getTime());
  return left.length === 0 ? round.dueAt : new Date(Math.min(...left));
}
