/** On which days the contest's office works, and when its next working morning is: always in the contest's zone. */
import { DateTime } from 'luxon';
import type { Contest } from '../../schemas/contest.ts';
import { Problem, wrongUse } from '../problem.ts';

export type OfficeDays = Pick<Contest, 'zone' | 'holidays' | 'workingWeekends'>;

/** Before the office's day begins. */
const SUMMARY_AT = '07:30';

/** "2024-07-01": the day on which an instant falls there. */
export function localDay(instant: Date, zone: string): string {
  return DateTime.fromJSDate(instant, { zone }).toFormat('yyyy-MM-dd');
}

/** Monday to Friday without the holidays, and the Saturdays and Sundays that are worked in return. A day in both lists is a holiday. */
export function isWorkingDay(instant: Date, office: OfficeDays): boolean {
  return works(DateTime.fromJSDate(instant, { zone: office.zone }), office);
}

/**
 * The first instant after `now` at which staff's summary is due: `staff.summaryAt`, else 07:30, of a working day. At that very instant it is the next one.
 * @throws Problem no-working-day where `now` is no instant
 */
export function nextWorkingMorning(now: Date, office: OfficeDays & Pick<Contest, 'staff'>): Date {
  const [hour, minute] = (office.staff.summaryAt ?? SUMMARY_AT).split(':').map(Number);
  const today = DateTime.fromJSDate(now, { zone: office.zone });
  // One week more than there are holidays: some day of it is worked.
  for (let ahead = 0; ahead <= 7 * (office.holidays.length + 2); ahead++) {
    const morning = today.plus({ days: ahead }).set({ hour, minute, second: 0, millisecond: 0 });
    if (works(morning, office) && morning.toMillis() > now.getTime()) return morning.toJSDate();
  }
  throw new Problem('no-working-day', { forUser: 'No working day follows: look at `zone`, `holidays` and the clock.', forStaff: `no working day after ${String(now)} in ${office.zone}` });
}

function works(day: DateTime, { holidays, workingWeekends }: OfficeDays): boolean {
  const date = day.toFormat('yyyy-MM-dd');
  return !holidays.includes(date) && (day.weekday <= 5 || workingWeekends.includes(date));
}

const HOUR = 3_600_000;

/** Hours between two instants that lie on working days there, each of them counted whole: from Friday 16:00 to Monday 8:00 are 16. A year at most is looked at. */
export function hoursOnWorkingDays(from: Date, to: Date, office: OfficeDays): number {
  let at = DateTime.fromMillis(Math.max(from.getTime(), to.getTime() - 366 * 24 * HOUR), { zone: office.zone });
  let ms = 0;
  while (at.toMillis() < to.getTime()) {
    const next = Math.min(at.plus({ days: 1 }).startOf('day').toMillis(), to.getTime());
    if (works(at, office)) ms += next - at.toMillis();
    at = DateTime.fromMillis(next, { zone: office.zone });
  }
  return ms / HOUR;
}

/** Law 91/2025/QH15 and Decree 356/2025/NĐ-CP: a person is answered within so many working days, and has it done within so many days. */
const PERSON_ANSWER_DAYS = 2;
const PERSON_DONE_DAYS = 15;
/** with others who process the data; and what one extension adds */
const PERSON_DONE_WITH_OTHERS = 20;
export const PERSON_EXTENSION_DAYS = 15;

/** When a request about personal data must be answered, and done. @param withOthers somebody outside the office holds the data, too */
export function personDueAt(receivedAt: Date, office: OfficeDays & Pick<Contest, 'staff'>, withOthers = false): { answer: Date; done: Date } {
  const day = DateTime.fromJSDate(receivedAt, { zone: office.zone });
  return {
    answer: answerDueAt(receivedAt, { ...office, staff: { ...office.staff, answerDays: PERSON_ANSWER_DAYS } }),
    done: endOfDay(day.plus({ days: withOthers ? PERSON_DONE_WITH_OTHERS : PERSON_DONE_DAYS })),
  };
}

/** A year without so many working days does not exist; a list of holidays may say so all the same. */
const MOST_DAYS = 400;

/** The same hour so many working days later; at 0 the very instant. */
export function workingDaysAfter(at: DateTime, days: number, office: OfficeDays): Date {
  let day = at;
  for (let left = days, looked = 0; left > 0 && looked < MOST_DAYS; looked++) {
    day = day.plus({ days: 1 });
    if (works(day, office)) left--;
  }
  return day.toJSDate();
}

const ANSWER_DAYS = 5;

/** The last instant of the working day by which an answer to a request of staff is due: `staff.answerDays`, else five, after today. */
export function answerDueAt(now: Date, office: OfficeDays & Pick<Contest, 'staff'>): Date {
  let day = DateTime.fromJSDate(now, { zone: office.zone });
  for (let left = office.staff.answerDays ?? ANSWER_DAYS, looked = 0; left > 0 && looked < 1_000; looked++) {
    day = day.plus({ days: 1 });
    if (works(day, office)) left--;
  }
  return endOfDay(day);
}

/** The last second of a day there. @param day as 2024-08-25 @throws Problem `wrong-use` where it is none */
export function lastInstantOf(day: string, zone: string): Date {
  const at = DateTime.fromISO(day, { zone });
  if (!at.isValid || !/^\d{4}-\d{2}-\d{2}$/.test(day)) throw wrongUse(`“${day.slice(0, 40)}” is no day; expected one as 2024-08-25`);
  return endOfDay(at);
}

function endOfDay(day: DateTime): Date {
  return day.endOf('day').set({ millisecond: 0 }).toJSDate();
}
