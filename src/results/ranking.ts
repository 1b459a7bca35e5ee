/** Sheets -> the ranking of a round. Entries are ranked on their mean as it is shown, at the contest's precision: nobody stands above another by a digit that nobody sees. */
import { agreementOf, spreadOf, type Agreement } from './divergence.ts';
import { compare, exact, fromHundredths, meanOf, rounded, toNumber, type Exact } from './exact.ts';
import { krippendorffAlpha } from './alpha.ts';
import { grouped } from './grouped.ts';
import { severityOf } from './severity.ts';
import { totalled, type RoundRules, type Sheet, type TotalledSheet } from './sheet.ts';

/** What is ranked: every entry of the round, with or without sheets. */
export type Candidate = { entryId: string; code: string };
export type ChairWord = { entryId: string; hundredths: number };

export type Ranked = Candidate & {
  /** counted from 1; entries that stand equal share it, and the next place is as far behind as they are many. Null = it cannot be ranked yet */
  place: number | null;
  /** codes of those that share its place */
  tied: string[];
  /** decimal texts at the contest's precision; null without a sheet */
  mean: string | null;
  adjusted: string | null;
  /** what the chair said instead of the mean */
  chair: string | null;
  /** what it is ranked on */
  counts: string | null;
  agreement: Agreement;
  /** highest total less lowest */
  spread: string;
  /** sheets that are missing */
  missing: number;
  sheets: TotalledSheet[];
  /** mean of each criterion, by key */
  criteria: Record<string, string>;
};

export type Ranking = {
  round: string;
  /** by place, then by code; those without a place last */
  entries: Ranked[];
  judges: { judgeId: string; judge: string; sheets: number; mean: string; /** decimal text with its sign, "+2.1"; null where it cannot be compared */ severity: string | null }[];
  /** null where it is not defined */
  alpha: string | null;
  /** groups of judges who share no entry; more than one = adjusted means of different groups cannot be compared */
  groups: number;
};

/** @param waived ids of entries that a person lets stand with fewer sheets than the round asks for; one without any gets no place */
export function rank(candidates: Candidate[], sheets: Sheet[], chair: ChairWord[], rules: RoundRules, waived: ReadonlySet<string> = new Set()): Ranking {
  const own = grouped(totalled(sheets, rules), (s) => s.entryId);
  const scores = candidates.flatMap((c) => (own.get(c.entryId) ?? []).map((s) => ({ entry: s.entryId, judge: s.judgeId, total: toNumber(s.total) })));
  const model = severityOf(scores);
  const words = new Map(chair.map((w) => [w.entryId, w]));
  const entries = placed(candidates.map((c) => standing(c, own.get(c.entryId) ?? [], words.get(c.entryId), model.adjusted.get(c.entryId), rules, waived)), rules);
  const alpha = krippendorffAlpha([...grouped(scores, (s) => s.entry).values()].map((list) => list.map((s) => s.total)));
  return { round: rules.key, entries, judges: judgesOf(entries, model, rules), alpha: alpha === null ? null : rounded(exact(alpha.toFixed(12)), 3), groups: model.groups.length };
}

type Standing = Omit<Ranked, 'place' | 'tied'>;

function standing({ entryId, code }: Candidate, sheets: TotalledSheet[], word: ChairWord | undefined, adjusted: number | undefined, rules: RoundRules, waived: ReadonlySet<string>): Standing {
  const show = (value: Exact): string => rounded(value, rules.scoring.precision, rules.scoring.rounding);
  const totals = sheets.map((s) => s.total);
  const needed = waived.has(entryId) ? Math.min(rules.needed, totals.length) : rules.needed;
  const found = waived.has(entryId) && totals.length === 0 ? 'absent' : agreementOf(totals, needed, rules.scoring.gap);
  const chair = word === undefined ? null : show(fromHundredths(word.hundredths));
  const agreement = chair !== null && found !== 'open' && found !== 'absent' ? 'settled' : found;
  const mean = totals.length === 0 ? null : show(meanOf(totals));
  const shown = adjusted === undefined ? null : show(exact(snapped(adjusted)));
  const by = rules.scoring.rankBy === 'adjusted' ? shown : mean;
  return {
    entryId, code, mean, adjusted: shown, chair, counts: agreement === 'settled' ? chair ?? by : null, agreement, spread: show(spreadOf(totals)), missing: Math.max(0, rules.needed - totals.length),
    sheets: sheets.toSorted((a, b) => (a.judge < b.judge ? -1 : 1)),
    criteria: totals.length === 0 ? {} : Object.fromEntries(rules.rubric.map(({ key }) => [key, show(meanOf(sheets.map((s) => fromHundredths(s.marks[key] ?? 0))))])),
  };
}

/** Estimates come out of floating point: what differs from a round number by less than a billionth is that number. */
function snapped(value: number): string {
  return value.toFixed(9);
}

function placed(standings: Standing[], rules: RoundRules): Ranked[] {
  const ranked = standings.filter((s) => s.counts !== null).toSorted((a, b) => order(a, b, rules) || (a.code < b.code ? -1 : 1));
  const rest = standings.filter((s) => s.counts === null).toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const groups: Standing[][] = [];
  for (const s of ranked) {
    const last = groups.at(-1);
    if (last?.[0] && order(last[0], s, rules) === 0) last.push(s);
    else groups.push([s]);
  }
  let before = 0;
  return [...groups.flatMap((group) => {
    const place = before + 1;
    before += group.length;
    return group.map((s) => ({ ...s, place, tied: group.filter((other) => other !== s).map((other) => other.code) }));
  }), ...rest.map((s) => ({ ...s, place: null, tied: [] }))];
}

/** Higher first: by what counts, then by the criteria of the tie-break. */
function order(a: Standing, b: Standing, { scoring }: RoundRules): number {
  const pairs = [[a.counts, b.counts], ...scoring.tieBreak.map((key) => [a.criteria[key], b.criteria[key]])];
  for (const [x, y] of pairs) {
    const found = compare(exact(y ?? '0'), exact(x ?? '0'));
    if (found !== 0) return found;
  }
  return 0;
}

function judgesOf(entries: Ranked[], model: ReturnType<typeof severityOf>, { scoring }: RoundRules): Ranking['judges'] {
  const sheets = grouped(entries.flatMap((e) => e.sheets), (s) => s.judgeId);
  return [...sheets].map(([judgeId, own]) => {
    const alone = (model.groups.find((g) => g.includes(judgeId)) ?? []).length < 2;
    const value = rounded(exact(snapped(model.severity.get(judgeId) ?? 0)), scoring.precision, scoring.rounding);
    return {
      judgeId, judge: own[0]?.judge ?? '', sheets: own.length, mean: rounded(meanOf(own.map((s) => s.total)), scoring.precision, scoring.rounding),
      severity: alone ? null : /[1-9]/.test(value) && !value.startsWith('-') ? `+${value}` : value,
    };
  }).toSorted((a, b) => (a.judge < b.judge ? -1 : 1));
}
