/** May the deadline be changed so? Nothing that came in good faith is ever made late by it. */
import { createHash } from 'node:crypto';
import type { Contest } from '../../schemas/contest.ts';
import { spokenDeadline, spokenInstant } from './spoken.ts';

export type DeadlineAct = { /** the first instant that is too late */ closes: Date; reason: string; /** number of the decision on paper */ decisionNo: string };

/** Of what people type: with its offset, or it is no instant (Invalid Date). */
export function instantOf(text: string): Date {
  return new Date(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text.trim()) ? text.trim() : NaN);
}

/**
 * @param contest as it stands
 * @returns a sentence for whoever asks for it; null where it may be
 */
export function deadlineFault({ window, zone }: Contest, closes: Date, now: Date): string | null {
  const speak = (at: Date): string => spokenInstant(at, zone, 'en');
  if (Number.isNaN(closes.getTime())) return 'expected a date and time with its offset, as 2024-08-24T00:00:00+07:00: the first instant that is too late';
  if (closes.getTime() === Date.parse(window.closes)) return `the contest closes then already: ${spokenDeadline(window.closes, zone, 'en')}`;
  if (closes <= now) return `${speak(closes)} is past (it is ${speak(now)}): entries that came in good faith would be late. A deadline can only be moved to a time still to come`;
  return closes.getTime() <= Date.parse(window.opens) ? `${speak(closes)} lies before the opening, ${speak(new Date(window.opens))}` : null;
}

/**
 * SHA-256 (hex) of what a person approves: the act, and the entries that it turns. Not whom it reminds of gaps: on a closing day
 * these change every few minutes, and no approval would ever come in time.
 * @param inTime codes of entries that count as in time then @param decided of those that would, and about which people decided
 */
export function deadlineHash({ closes, reason, decisionNo }: DeadlineAct, before: Date, inTime: string[], decided: string[]): string {
  return createHash('sha256').update(JSON.stringify([before.toISOString(), closes.toISOString(), reason, decisionNo, inTime.toSorted(), decided.toSorted()])).digest('hex');
}
