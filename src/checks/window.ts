import { DateTime } from 'luxon';
import type { Contest } from '../../schemas/contest.ts';
import type { Finding } from '../../schemas/reading.ts';
import { spokenDeadline, spokenDuration, spokenInstant } from '../contest/spoken.ts';
import { finding, type Check, type CheckSettings, type EntryFacts } from './check.ts';
import { texts } from './texts.ts';

const MINUTE = 60_000;

/**
 * Early, late or borderline (plan items 26 to 28). The received time rules; a sign that the mail was sent in time,
 * which a sender could have made up, only brings it before a person.
 */
export const window: Check<'window'> = {
  name: 'window',
  planItems: [26, 27, 28],
  run: (facts, settings, { contest }) => checkWindow(facts, settings, contest),
};

/** All of an entry that the deadline is judged by. */
export type Clocks = Pick<EntryFacts, 'receivedAt' | 'dateHeader' | 'topReceivedAt' | 'requestedUntil'>;

/** Also run for itself where the deadline was changed. */
export function checkWindow(facts: Clocks, settings: CheckSettings['window'], contest: Contest): Finding[] {
  const { zone, locale } = contest;
  const say = texts(locale);
  const opens = new Date(contest.window.opens);
  const closes = Date.parse(contest.window.closes);
  const received = facts.receivedAt.getTime();
  const speak = (at: Date): string => spokenInstant(at, zone, locale);
  if (received < opens.getTime()) return [finding('window', 'info', 'early', { forEntrant: say.early(speak(facts.receivedAt), speak(opens)), evidence: threeClocks(facts) })];
  if (received < closes) return [];
  if (facts.requestedUntil && received <= facts.requestedUntil.getTime()) return [finding('window', 'info', 'answers-request', { forEntrant: '', forStaff: say.answersRequest(speak(facts.requestedUntil)), evidence: threeClocks(facts) })];
  const said = { deadline: spokenDeadline(contest.window.closes, zone, locale), received: speak(facts.receivedAt), by: spokenDuration(received - closes + 1, locale) };
  const sign = signOfTimelySending(facts, contest.window);
  if (sign !== null) return [finding('window', 'review', 'late-borderline', { ...say.sentInTime({ ...said, sign: say.signs[sign] }), evidence: threeClocks(facts) })];
  const near = received < closes + settings.borderlineMinutes * MINUTE;
  return near
    ? [finding('window', 'review', 'late-borderline', { ...say.justLate(said), evidence: threeClocks(facts) })]
    : [finding('window', 'blocking', 'late', { ...say.late(said), evidence: threeClocks(facts) })];
}

/** A Date header before the opening shows a clock that is wrong, not a mail that was under way for weeks. */
function signOfTimelySending({ topReceivedAt, dateHeader }: Clocks, window: Contest['window']): 'received' | 'date' | null {
  const inTime = (ms: number): boolean => ms >= Date.parse(window.opens) && ms < Date.parse(window.closes);
  if (topReceivedAt !== null && inTime(topReceivedAt.getTime())) return 'received';
  return dateHeader !== null && inTime(DateTime.fromRFC2822(dateHeader.trim()).toMillis()) ? 'date' : null;
}

/** What a person needs to decide: the three times of one mail. */
function threeClocks({ receivedAt, dateHeader, topReceivedAt }: Clocks): string {
  return `INTERNALDATE ${receivedAt.toISOString()}; Date ${dateHeader ?? '-'}; Received ${topReceivedAt?.toISOString() ?? '-'}`;
}
