/** A judged round in words, as minutes state it: how many sheets, how far judges agree, what the chair said, who goes on. */
import type { Ranked } from '../results/ranking.ts';
import { compare, exact } from '../results/exact.ts';
import { winners, type Dossier, type DossierRound, type Source } from './dossier.ts';
import type { Block } from './official.ts';
import { paperWords } from './paper-words.ts';
import { spokenCount, spokenDecimal } from './spoken-values.ts';

export function roundReport(dossier: Dossier, round: DossierRound, next: DossierRound | null): { blocks: Block[]; sources: Source[] } {
  const { contest: { locale } } = dossier;
  const say = paperWords(locale);
  const { rules, ranking } = round;
  const judged = ranking.entries.filter((e) => e.sheets.length > 0);
  const sheets = judged.reduce((sum, e) => sum + e.sheets.length, 0);
  const text = (words: string, more: object = {}): Block => ({ kind: 'text', text: words, ...more });
  const gap = rules.scoring.gap;
  const codes = (list: Ranked[]): string => list.map((e) => e.code).toSorted().join(', ');
  const apart = gap === null ? [] : judged.filter((e) => e.sheets.length > 1 && compare(exact(e.spread), exact(gap)) >= 0);
  const fewer = round.closed ? judged.filter((e) => e.missing > 0) : [];
  const before = dossier.rounds[dossier.rounds.indexOf(round) - 1];
  const absent = round.closed ? (before?.advanced ?? []).filter((code) => !judged.some((e) => e.code === code)) : [];
  return {
    blocks: [
      text(say.judged({ entries: spokenCount(judged.length, locale), sheets: spokenCount(sheets, locale), judges: spokenCount(ranking.judges.length, locale), needed: spokenCount(rules.needed, locale), decimals: spokenCount(rules.scoring.precision, locale) })),
      ...(ranking.alpha === null ? [] : [text(say.alpha(spokenDecimal(ranking.alpha, locale)))]),
      ...(apart.length === 0 || gap === null ? [] : [text(say.gap(spokenCount(gap, locale), codes(apart)))]),
      ...(fewer.length === 0 ? [] : [text(say.fewer(codes(fewer)))]),
      ...(absent.length === 0 ? [] : [text(say.absent(absent.toSorted().join(', ')))]),
      ...round.chair.map((c) => text(say.chairSaid(c.code, spokenDecimal(c.points, locale), c.by, c.reason))),
      ...(round.closed ? [text(say.closedBy(round.closed.by, round.closed.reason))] : [text(say.notClosed, { bold: true })]),
      ...(next === null ? [] : [text(say.goOn(spokenCount(round.advanced.length, locale), next.name.toLowerCase()))]),
      rankingTable(dossier, round, next === null ? ranking.entries.filter((e) => e.place !== null) : ranking.entries.filter((e) => round.advanced.includes(e.code))),
    ],
    sources: [
      { figure: `${say.figures.sheets}, ${round.name}`, value: String(sheets), from: `mailroom results show ${round.key} --json: entries[].sheets[].id` },
      ...(ranking.alpha === null ? [] : [{ figure: `${say.figures.alpha}, ${round.name}`, value: ranking.alpha, from: `mailroom results show ${round.key} --json: alpha; src/results/alpha.ts` }]),
      ...ranking.entries.filter((e) => e.place !== null).map((e) => ({ figure: `${say.mean}, ${round.name}, ${e.code}`, value: e.counts ?? '', from: `score_sheet ${e.sheets.map((s) => s.id).join(' ')}${e.chair === null ? '' : '; chair_decision'}` })),
    ],
  };
}

function rankingTable({ entries, contest: { locale } }: Dossier, _round: DossierRound, ranked: Ranked[]): Block {
  const say = paperWords(locale);
  return {
    kind: 'table',
    columns: [{ head: say.place, width: 14, align: 'center' }, { head: say.code, width: 37 }, { head: say.title, width: 54 }, { head: say.who, width: 43 }, { head: say.mean, width: 17, align: 'right' }],
    rows: ranked.map((e) => [String(e.place ?? ''), e.code, entries.get(e.code)?.title ?? '', winners(entries.get(e.code)), spokenDecimal(e.counts, locale)]),
  };
}
