/** What falls due when, by the contest's dates alone. Planned anew at each boot and when contest.yaml changes: upserted by key. */
import type { Contest } from '../../schemas/contest.ts';
import type { PlannedJob } from '../../schemas/jobs.ts';

/** Every job that the contest's dates call for, in the order they fall due. What is past is planned, too: done stays done by its key, and what was missed is made up for. */
export function calendar(contest: Contest): PlannedJob[] {
  return plans.flatMap((plan) => plan(contest)).toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

/** One function for each thing that falls due. Reminders and digests join here, with the row's key as "what:when". */
const plans: ((contest: Contest) => PlannedJob[])[] = [takeUpEarly];

/** Entries that came before opening take part from then on (plan item 26). */
function takeUpEarly({ window }: Contest): PlannedJob[] {
  const dueAt = new Date(window.opens);
  const opens = dueAt.toISOString();
  return [{ name: 'take-up-early', key: `take-up-early:${opens}`, dueAt, payload: { opens } }];
}
