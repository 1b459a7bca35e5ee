/** What the morning's summary tells staff; null on a morning that has nothing to tell. */
import { waitingQuestions, type OpenQuestion } from './waiting-questions.ts';
import type { Contest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import { withoutCodes } from '../mail/kinds/decision-line.ts';
import { byArea, byDay } from './counts.ts';
import type { AuthorAcross } from './authors.ts';
import { appearedIn, queueOf, type DeskEntry, type WaitingBatch } from './queue.ts';

type Facts = LetterFacts<'staff-summary'>;

export type SummaryInput = {
  /** all of the contest, withdrawn and merged ones, too */
  entries: DeskEntry[];
  batches: WaitingBatch[];
  /** pairs of entries with passages in common; percent of the first one's words */
  copies: { code: string; other: string; percent: number; words: number }[];
  /** who takes part in how many entries, those with most first; absent where the contest sets no limit */
  authors?: AuthorAcross[];
  /** letters that did not arrive and were not seen to; code where the letter is about one entry */
  bounced: { to: string; subject: string; said: string; code: string | null }[];
  /** questions without an answer */
  questions: OpenQuestion[];
  /** the units that coverage is counted over, each with its entries; null where the contest has no list */
  units: { name: string; entries: number }[] | null;
  health: { mailboxReadAt: Date | null; oracleCheckedAt: Date | null; broken: number; drafts: number };
  /** entries that came on paper, and letters that wait to be printed; none where it is not said */
  paper?: { hand: number; post: number; toPrint: number };
  /** how the judging stands; null or left out where nothing is judged */
  judging?: Facts['judging'];
  /** open requests about personal data, the next due first */
  requests?: Facts['requests'];
  /** of the last summary; null before the first */
  lastAt: Date | null;
};

/** At most so many of each list; more are counted, and shown by the command line. */
const MOST = { decisions: 10, authors: 6, rechecked: 6, copies: 6, bounced: 6, silent: 15 };
const HOUR = 3_600_000;
/** A mailbox unread for so long, or an oracle, is not well. */
const MAILBOX_UNREAD = HOUR;
const ORACLE_SILENT = 3 * HOUR;

export function summaryFacts(input: SummaryInput, contest: Contest, now: Date): Facts | null {
  const taking = input.entries.filter((e) => !['withdrawn', 'merged', 'erased'].includes(e.state));
  const { waiting, minutes } = queueOf(input.entries, input.batches, contest, now);
  const shown = (text: string): string => withoutCodes(text, contest.codePrefix);
  const rechecked = taking.filter((e) => e.decided === null && e.rechecked && (input.lastAt === null || e.rechecked.at >= input.lastAt));
  const authorsOver = (input.authors ?? []).filter((a) => a.codes.length > (contest.openQuestions.maxEntriesPerAuthor ?? Infinity));
  const of = (state: string): number => taking.filter((e) => e.state === state && e.decided === null).length;
  const facts: Facts = {
    minutes, window: windowAt(contest, now),
    decisions: waiting.slice(0, MOST.decisions).map((make) => make()), moreDecisions: beyond(waiting, MOST.decisions),
    total: taking.length, fresh: taking.filter((e) => input.lastAt === null || e.receivedAt > input.lastAt).length,
    withdrawn: input.entries.filter((e) => e.state === 'withdrawn').length, late: of('late'), borderline: of('late-borderline'),
    ...(input.paper ?? { hand: 0, post: 0, toPrint: 0 }),
    byDay: byDay(taking, contest, now), byArea: byArea(taking, contest),
    rechecked: rechecked.slice(0, MOST.rechecked).map((e) => ({ code: e.code, reason: appearedReason(e, shown) })), moreRechecked: beyond(rechecked, MOST.rechecked),
    authorsOver: authorsOver.slice(0, MOST.authors).map((a) => ({ name: shown(a.name), unit: a.unit === null ? null : shown(a.unit), codes: a.codes.slice(0, 10) })), moreAuthorsOver: beyond(authorsOver, MOST.authors),
    copies: input.copies.toSorted((a, b) => b.percent - a.percent).slice(0, MOST.copies), moreCopies: beyond(input.copies, MOST.copies),
    bounced: input.bounced.slice(0, MOST.bounced).map((b) => ({ to: b.to, code: b.code, subject: shown(b.subject), said: shown(b.said) })), moreBounced: beyond(input.bounced, MOST.bounced),
    judging: input.judging ?? null,
    ...waitingQuestions(input.questions, contest, now),
    requests: input.requests ?? [],
    coverage: input.units === null ? null : coverageOf(input.units),
    health: healthOf(input.health, now),
  };
  return isQuiet(facts) ? null : facts;
}

function appearedReason(entry: DeskEntry, shown: (text: string) => string): string | null {
  const [first] = appearedIn(entry);
  return first === undefined ? null : shown(first.forStaff);
}

function beyond(list: unknown[], most: number): number {
  return Math.max(0, list.length - most);
}

/** Days and hours of machine time until opening or closing, or since closing: rounded down, as a countdown is read. */
function windowAt({ window }: Contest, now: Date): Facts['window'] {
  const [opens, closes] = [Date.parse(window.opens), Date.parse(window.closes)];
  const state = now.getTime() < opens ? 'before' : now.getTime() < closes ? 'open' : 'closed';
  const left = Math.abs((state === 'before' ? opens : closes) - now.getTime());
  return { state, days: Math.floor(left / (24 * HOUR)), hours: Math.floor((left % (24 * HOUR)) / HOUR) };
}

function coverageOf(units: { name: string; entries: number }[]): Facts['coverage'] {
  const silent = units.filter((u) => u.entries === 0).map((u) => u.name);
  return { known: units.length - silent.length, of: units.length, silent: silent.slice(0, MOST.silent), moreSilent: beyond(silent, MOST.silent) };
}

function healthOf({ mailboxReadAt, oracleCheckedAt, broken, drafts }: SummaryInput['health'], now: Date): Facts['health'] {
  const within = (at: Date | null, ms: number): boolean => at !== null && now.getTime() - at.getTime() <= ms;
  return {
    mailbox: { readAt: mailboxReadAt?.toISOString() ?? null, fine: within(mailboxReadAt, MAILBOX_UNREAD) },
    oracle: { checkedAt: oracleCheckedAt?.toISOString() ?? null, fine: broken === 0 && within(oracleCheckedAt, ORACLE_SILENT), broken }, drafts,
  };
}

/** Nothing to decide, nothing new, nothing wrong. The countdown alone is no letter. */
function isQuiet(facts: Facts): boolean {
  const { decisions, fresh, rechecked, copies, bounced, questions, requests, health, judging } = facts;
  const judged = (judging?.overdue.length ?? 0) + (judging?.divided.length ?? 0);
  return judged + decisions.length + fresh + rechecked.length + copies.length + bounced.length + questions.length + requests.length + health.drafts + facts.toPrint === 0 && health.mailbox.fine && health.oracle.fine;
}
