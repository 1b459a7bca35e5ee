/** What every letter to a judge says of the round, and how it names entries: masked where the round is judged blind. */
import type { LoadedContest, Locale } from '../../schemas/contest.ts';
import type { EntryFields } from '../../schemas/reading.ts';
import type { JudgedRound } from '../../src/contest/judged-rounds.ts';
import { spokenNumber } from '../../src/contest/spoken.ts';
import type { Divergent } from '../../src/judging/divergent.ts';
import { maskOf } from '../../src/judging/mask.ts';
import { meanOf, rounded, type Exact } from '../../src/results/exact.ts';
import { rulesOf, type RoundRules } from '../../src/results/sheet.ts';
import type { Tx } from '../../src/store/database.ts';
import { versionsOf } from '../../src/store/entries.ts';

export function roundFacts(round: JudgedRound, judge: string, { contest: { locale } }: Pick<LoadedContest, 'contest'>) {
  return { judge, round: round.key, roundName: round.name[locale] ?? round.key };
}

export function openFacts({ dueAt, locksAt }: Pick<JudgedRound, 'dueAt' | 'locksAt'>) {
  return { dueAt: dueAt.toISOString(), locksAt: locksAt.toISOString() };
}

/** Of letters to staff about sheets that lie apart. */
export function gapFacts(round: JudgedRound, contest: LoadedContest['contest']) {
  return { round: round.key, roundName: round.name[contest.locale] ?? round.key, gap: spokenNumber(rulesOf(contest, round.key).scoring.gap ?? 0, contest.locale) };
}

/** What staff see of an entry's sheets, numbers as people write them. */
export function dividedFacts({ code, title, sheets, spread }: Pick<Divergent, 'code' | 'title' | 'sheets' | 'spread'>, locale: Locale) {
  const spoken = (value: Exact): string => spokenNumber(Number(rounded(value, 2)), locale);
  return { code, title, spread: spoken(spread), sheets: sheets.toSorted((a, b) => (a.judge < b.judge ? -1 : 1)).map((s) => ({ judge: s.judge, total: spoken(s.total) })) };
}

/** The mean of all sheets, as people write it. */
export function meanFacts({ sheets }: Pick<Divergent, 'sheets'>, { scoring }: RoundRules, locale: Locale): string {
  return spokenNumber(Number(rounded(meanOf(sheets.map((s) => s.total)), scoring.precision, scoring.rounding)), locale);
}

/** What a letter says before its closing, a paragraph a line: it is quoted, and wrapped anew there. */
export function ownWords(text: string): string {
  const [words = ''] = text.split(/\n\s*\n-{20,}\n/);
  return words.replace(/([^\n])\n(?=[\p{L}\p{N} “(])/gu, '$1 ').replace(/ {2,}/g, ' ').trim();
}

export type Named = { code: string; title: string | null };

export function titleFor(fields: EntryFields, { blind }: Pick<JudgedRound, 'blind'>, { contest, agencies }: Pick<LoadedContest, 'contest' | 'agencies'>): string | null {
  const title = fields.title.value;
  return title === null || !blind ? title : maskOf(fields, agencies, contest.locale)(title);
}

export async function namedFor(tx: Tx, { entryId, code }: { entryId: string; code: string }, round: Pick<JudgedRound, 'blind'>, loaded: Pick<LoadedContest, 'contest' | 'agencies'>): Promise<Named> {
  const newest = (await versionsOf(tx, entryId)).at(-1);
  return { code, title: newest ? titleFor(newest.fields, round, loaded) : null };
}
