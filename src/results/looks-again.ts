/** When staff look again at an entry that is followed up. */
import { DateTime } from 'luxon';
import type { Contest } from '../../schemas/contest.ts';
import { nextWorkingMorning } from '../contest/working-days.ts';

/** The first working morning from the same day of the month, so many months on. */
export function looksAgain(since: Date, months: number, contest: Pick<Contest, 'zone' | 'holidays' | 'workingWeekends' | 'staff'>): Date {
  const day = DateTime.fromJSDate(since, { zone: contest.zone }).plus({ months }).startOf('day');
  return nextWorkingMorning(day.minus({ milliseconds: 1 }).toJSDate(), contest);
}
