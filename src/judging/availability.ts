/** Whether a judge can be given work: membership on the day, and days away. */
import { DateTime } from 'luxon';
import { localDay } from '../contest/working-days.ts';

export type Absence = { from: Date; /** null = until it is ended */ to: Date | null; why: 'auto-reply' | 'judge' | 'staff'; said: string };
type Membership = { from: string | null; to: string | null };

/** away = now, and not back in time for the work */
export type Availability = { state: 'free' } | { state: 'not-yet'; from: string } | { state: 'over'; since: string } | { state: 'away'; absence: Absence };

/** Who is back so many days before work is due can still do it. */
const DAYS_TO_JUDGE = 5;

/** @param dueAt null = no work is meant: how the judge stands today */
export function availability(member: Membership, absences: readonly Absence[], now: Date, dueAt: Date | null, zone: string): Availability {
  const today = localDay(now, zone);
  if (member.to !== null && member.to < today) return { state: 'over', since: member.to };
  if (member.from !== null && member.from > today) return { state: 'not-yet', from: member.from };
  const backBy = dueAt === null ? now : DateTime.fromJSDate(dueAt, { zone }).minus({ days: DAYS_TO_JUDGE }).toJSDate();
  const absence = absences.find((a) => a.from <= now && (a.to === null || (a.to > now && a.to >= backBy)));
  return absence === undefined ? { state: 'free' } : { state: 'away', absence };
}
