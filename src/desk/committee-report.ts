/** What the committee hears each week: coverage of agencies, entries by area, kind and week, and what is still open. */
import { DateTime } from 'luxon';
import type { CheckName, Contest, EntrantKind } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { Finding } from '../../schemas/reading.ts';
import { liveStates, type EntryState } from '../../schemas/states.ts';
import { channels as allChannels, type Channel } from '../../schemas/paper.ts';
import { openGaps } from '../entry/state.ts';
import { themesOf, type AskedQuestion } from './themes.ts';
import { byArea, type Bar } from './counts.ts';
import { countTags } from './tags.ts';
import { coverageByGroup, denominator, type CoverageUnit } from './coverage.ts';

type Facts = LetterFacts<'committee-report'>;
export type ReportEntry = { state: EntryState; receivedAt: Date; areas: number[]; kind: EntrantKind | null; /** what people said it serves; null = nobody looked yet */ tags: string[] | null; /** of its newest version */ findings: Pick<Finding, 'check' | 'code' | 'severity' | 'forEntrant'>[] };
export type ReportInput = { /** all of the contest, withdrawn and merged ones, too */ entries: ReportEntry[]; /** every agency of the registry; null where there is none */ units: CoverageUnit[] | null; /** entries by how they came */ channels?: Record<Channel, number>; /** all that were asked */ questions?: AskedQuestion[] };

const MOST = { silent: 30, missing: 6, weeks: 10 };
const DAY = 86_400_000;

export function committeeFacts({ entries, units, channels, questions = [] }: ReportInput, contest: Contest, now: Date): Facts {
  const taking = entries.filter((e) => liveStates.includes(e.state));
  const of = (...states: EntryState[]): number => taking.filter((e) => states.includes(e.state)).length;
  const from = new Date(now.getTime() - 7 * DAY);
  const closes = Date.parse(contest.window.closes);
  return {
    from: from.toISOString(), to: now.toISOString(), fresh: taking.filter((e) => e.receivedAt > from && e.receivedAt <= now).length,
    window: { state: now.getTime() < closes ? 'open' : 'closed', days: Math.floor(Math.abs(closes - now.getTime()) / DAY) },
    total: taking.length, withdrawn: entries.filter((e) => e.state === 'withdrawn').length,
    gaps: of('needs-info'), waiting: of('under-check', 'early-held'), eligible: of('eligible'), ineligible: of('ineligible'), late: of('late'), borderline: of('late-borderline'),
    coverage: units === null ? null : coverageFacts(units, contest),
    byChannel: byChannel(channels, contest),
    questions: questions.length === 0 ? null : {
      total: questions.length, fresh: questions.filter((q) => q.askedAt > from && q.askedAt <= now).length, open: questions.filter((q) => q.state === 'open').length,
      themes: themesOf(questions, contest).map(({ label, count }) => ({ label, count })),
    },
    byArea: byArea(taking, contest), byKind: byKind(taking, contest), byWeek: byWeek(taking, contest, now), missing: missingIn(taking, contest), indices: contest.indices,
    tags: contest.tags.length === 0 ? null : countTags(taking.map((e) => e.tags), contest),
  };
}

function coverageFacts(units: CoverageUnit[], contest: Contest): Facts['coverage'] {
  const counted = denominator(units, contest);
  const silent = counted.filter((u) => u.entries === 0);
  return {
    all: contest.openQuestions.coverageDenominator === 'all-agencies', known: counted.length - silent.length, of: counted.length, groups: coverageByGroup(units),
    silent: silent.slice(0, MOST.silent).map((u) => u.name), moreSilent: Math.max(0, silent.length - MOST.silent),
  };
}

function byKind(entries: ReportEntry[], { entrantKinds, locale }: Contest): Bar[] {
  const count = (kind: string | null): number => entries.filter((e) => e.kind === kind).length;
  const unknown = count(null);
  return [
    ...Object.entries(entrantKinds).filter(([, kind]) => kind !== undefined).map(([key, kind]) => ({ label: kind.name[locale] ?? key, count: count(key) })),
    ...(unknown === 0 ? [] : [{ label: locale === 'vi' ? 'Chưa rõ hình thức' : 'Not stated', count: unknown }]),
  ];
}

const CHANNELS: Record<Contest['locale'], Record<Channel, string>> = {
  vi: { mail: 'Thư điện tử', hand: 'Nộp trực tiếp', post: 'Qua bưu điện' }, en: { mail: 'By email', hand: 'By hand', post: 'By post' },
};

/** Where all came by mail there is nothing to tell. */
function byChannel(counts: ReportInput['channels'], { locale }: Contest): Bar[] {
  if (!counts || counts.hand + counts.post === 0) return [];
  return allChannels.map((channel) => ({ label: CHANNELS[locale][channel], count: counts[channel] }));
}

/** Weeks from Monday on, the last ten up to this one, those without an entry, too; named by their Mondays: "1/7", "1 Jul". */
function byWeek(entries: ReportEntry[], { zone, locale, window }: Contest, now: Date): Bar[] {
  const monday = (at: Date): DateTime => DateTime.fromJSDate(at, { zone }).startOf('week');
  const counts = new Map<number, number>();
  for (const { receivedAt } of entries) { const week = monday(receivedAt).toMillis(); counts.set(week, (counts.get(week) ?? 0) + 1); }
  const last = monday(new Date(Math.min(now.getTime(), Date.parse(window.closes) - 1)));
  const first = monday(new Date(window.opens));
  const weeks = Array.from({ length: MOST.weeks }, (_, i) => last.minus({ weeks: MOST.weeks - 1 - i })).filter((week) => week >= first);
  return weeks.map((week) => ({ label: locale === 'vi' ? `${week.day}/${week.month}` : week.setLocale('en').toFormat('d LLL'), count: counts.get(week.toMillis()) ?? 0 }));
}

/** An entry counts once for each thing that it lacks. */
function missingIn(entries: ReportEntry[], { locale }: Contest): Bar[] {
  const counts = new Map<string, number>();
  for (const { findings } of entries.filter((e) => e.state === 'needs-info')) {
    for (const check of new Set(openGaps(findings.map((f) => ({ ...f, forStaff: '' }))).map((f) => f.check))) counts.set(check, (counts.get(check) ?? 0) + 1);
  }
  const name = (check: string): string => (Object.hasOwn(NAMES[locale], check) ? NAMES[locale][check as CheckName] : undefined) ?? check;
  return [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, MOST.missing).map(([check, count]) => ({ label: name(check), count }));
}

/** What an entry lacks, by the check that found it. */
const NAMES: Record<Contest['locale'], Partial<Record<CheckName, string>>> = {
  vi: {
    completeness: 'Thiếu mục của phiếu hoặc tệp', agreement: 'Các nơi ghi khác nhau', agency: 'Chưa rõ đơn vị', 'group-size': 'Số tác giả', 'author-shares': 'Tỷ lệ đóng góp', 'content-area': 'Nội dung dự thi',
    declaration: 'Cam kết chưa công bố', inheritance: 'So sánh với sản phẩm kế thừa', evidence: 'Minh chứng', 'first-application': 'Ngày áp dụng lần đầu',
  },
  en: {
    completeness: 'Parts of the form, or files', agreement: 'Statements that differ', agency: 'Unclear unit', 'group-size': 'Number of authors', 'author-shares': 'Shares of authors', 'content-area': 'Content area',
    declaration: 'Declaration of novelty', inheritance: 'Comparison with the earlier product', evidence: 'Evidence', 'first-application': 'Date of first application',
  },
};
