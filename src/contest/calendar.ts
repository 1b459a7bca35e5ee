/** What falls due when, by the contest's dates alone. Planned anew at each boot and when contest.yaml changes: upserted by key. */
import { DateTime } from 'luxon';
import type { Contest } from '../../schemas/contest.ts';
import type { PlannedJob } from '../../schemas/jobs.ts';
import { judgeReminders, looksAtLock } from './judge-reminders.ts';
import { nextWorkingMorning } from './working-days.ts';

/** Every job that the contest's dates call for, in the order they fall due. What is past is planned, too: done stays done by its key, and what was missed is made up for. */
/** @param changedAt when the deadline was last changed: reminders for the new one that would have been due before are none */
export function calendar(contest: Contest, changedAt: Date | null = null): PlannedJob[] {
  const missed = (job: PlannedJob): boolean => changedAt !== null && job.name === 'remind-gaps' && job.dueAt <= changedAt;
  return plans.flatMap((plan) => plan(contest)).filter((job) => !missed(job)).toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

/** One function for each thing that falls due. Reminders and digests join here, with the row's key as "what:when". */
const plans: ((contest: Contest) => PlannedJob[])[] = [takeUpEarly, remindGaps, judgeReminders, looksAtLock, committeeReports];

/** Entries that came before opening take part from then on (plan item 26). */
function takeUpEarly({ window }: Contest): PlannedJob[] {
  const dueAt = new Date(window.opens);
  const opens = dueAt.toISOString();
  return [{ name: 'take-up-early', key: `take-up-early:${opens}`, dueAt, payload: { opens } }];
}

/** Reminders of what entries lack, before and on the closing day (workflow E5). A step that comes before the opening, or that a later one has overtaken, is none. */
function remindGaps({ window, zone, reminders }: Contest): PlannedJob[] {
  const closes = DateTime.fromISO(window.closes, { zone });
  const [hour, minute] = reminders.at.split(':').map(Number);
  const morning = closes.minus({ milliseconds: 1 }).set({ hour, minute, second: 0, millisecond: 0 });
  const days = [...new Set([...reminders.daysBefore, ...(reminders.closingDay ? [0] : [])])].toSorted((a, b) => b - a);
  const steps = days.map((n) => ({ days: n, dueAt: morning.minus({ days: n }) })).filter(({ dueAt }) => dueAt > DateTime.fromISO(window.opens) && dueAt < closes);
  return steps.map(({ days: n, dueAt }, i): PlannedJob => ({
    name: 'remind-gaps', key: `remind-gaps:${closes.toUTC().toISO()}:${n}`, dueAt: dueAt.toJSDate(),
    payload: { days: String(n), until: (steps[i + 1]?.dueAt ?? closes).toJSDate().toISOString() },
  }));
}

/** So long after closing the committee still hears of the contest each week. */
const WEEKS_AFTER = 4;

/** Weekly on the first working morning, from the Monday after the opening on; nobody named, nothing written. A week without a working day has none. */
function committeeReports(contest: Contest): PlannedJob[] {
  const { window, zone, committee } = contest;
  if (committee.addresses.length === 0) return [];
  const end = DateTime.fromISO(window.closes, { zone }).plus({ weeks: WEEKS_AFTER });
  const jobs: PlannedJob[] = [];
  for (let monday = DateTime.fromISO(window.opens, { zone }).startOf('week').plus({ weeks: 1 }); monday < end; monday = monday.plus({ weeks: 1 })) {
    const until = monday.plus({ weeks: 1 });
    const dueAt = nextWorkingMorning(monday.minus({ milliseconds: 1 }).toJSDate(), { ...contest, staff: { ...contest.staff, summaryAt: REPORT_AT } });
    const week = monday.toFormat('yyyy-MM-dd');
    if (dueAt.getTime() < Math.min(until.toMillis(), end.toMillis())) jobs.push({ name: 'committee-report', key: `committee-report:${week}`, dueAt, payload: { week, until: until.toJSDate().toISOString() } });
  }
  return jobs;
}

const REPORT_AT = '07:30';
