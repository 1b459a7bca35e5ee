/** Questions that wait for over a working day: what the morning's summary says of them. */
import type { Contest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import { hoursOnWorkingDays } from '../contest/working-days.ts';
import { withoutCodes } from '../mail/kinds/decision-line.ts';

export type OpenQuestion = { from: string; subject: string | null; askedAt: Date; /** its number, and who sees to it */ n?: number; owner?: string | null };

const MOST = 6;
const HOUR = 3_600_000;
/** Hours on working days after which a question needs an eye. */
const OLD = 24;

/** Those that are old, the oldest first; `hours` are of the clock, as its asker counts them. */
export function waitingQuestions(open: OpenQuestion[], contest: Contest, now: Date): Pick<LetterFacts<'staff-summary'>, 'questions' | 'moreQuestions'> {
  const old = open.filter(({ askedAt }) => isOld(askedAt, contest, now)).toSorted((a, b) => a.askedAt.getTime() - b.askedAt.getTime());
  return {
    questions: old.slice(0, MOST).map(({ from, subject, askedAt, n, owner }) => ({
      n: n ?? null, owner: owner ?? null, from, subject: subject === null ? null : withoutCodes(subject, contest.codePrefix), hours: Math.floor((now.getTime() - askedAt.getTime()) / HOUR),
    })),
    moreQuestions: Math.max(0, old.length - MOST),
  };
}

/** What is old or young by any calendar is not counted day by day: there may be thousands. */
function isOld(askedAt: Date, contest: Contest, now: Date): boolean {
  const hours = (now.getTime() - askedAt.getTime()) / HOUR;
  if (hours <= OLD) return false;
  return hours > 24 * (2 * contest.holidays.length + 7) || hoursOnWorkingDays(askedAt, now, contest) > OLD;
}
