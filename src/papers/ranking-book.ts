/** Ranking, sheets and judges of every round, as a workbook. */
import { rounded, fromHundredths } from '../results/exact.ts';
import type { Ranked } from '../results/ranking.ts';
import { spokenInstant } from '../contest/spoken.ts';
import { inWords, winners, type Dossier, type DossierRound, type Paper } from './dossier.ts';
import { paperWords, type PaperWords } from './paper-words.ts';
import { workbook, type Cell, type SheetSpec } from '../spreadsheets/workbook.ts';

export function rankingBook(dossier: Dossier): Paper {
  const say = paperWords(dossier.contest.locale);
  return { name: `${say.lists.ranking}.xlsx`, bytes: workbook(dossier.rounds.flatMap((round, i) => [rankingSheet(dossier, round, i + 1, say), sheetsSheet(dossier, round, i + 1, say), judgesSheet(dossier, round, i + 1, say)])), sources: [] };
}

export function notesOf({ contest, now }: Dossier, round: DossierRound, say: PaperWords): string[] {
  return [say.lists.asOf(spokenInstant(now, contest.zone, contest.locale)), round.closed === null ? say.lists.open : say.lists.closed(round.closed.by, round.closed.reason, round.closed.hash.slice(0, 12))];
}

const decimal = (value: string | null): Cell => (value === null ? null : { decimal: value });

function rankingSheet(dossier: Dossier, round: DossierRound, n: number, say: PaperWords): SheetSpec {
  const { contest, entries } = dossier;
  const { rubric } = round.rules;
  const cells = (e: Ranked): Cell[] => {
    const entry = entries.get(e.code);
    return [e.place, e.code, entry?.title ?? '', winners(entry), entry?.unit ?? '', entry?.areas.map((a) => inWords(contest, contest.areas[a - 1]?.name)).join('; ') ?? '', decimal(e.mean), decimal(e.adjusted), decimal(e.chair), decimal(e.spread), e.sheets.length, ...rubric.map((c) => decimal(e.criteria[c.key] ?? null)), round.advanced.includes(e.code) ? say.yes : ''];
  };
  return {
    name: `${say.lists.short.ranking} ${n}`, title: say.lists.rankingTitle(round.name), notes: notesOf(dossier, round, say), rows: round.ranking.entries.map(cells),
    columns: [
      { head: say.place, width: 7 }, { head: say.code, width: 18 }, { head: say.title, width: 42 }, { head: say.who, width: 26 }, { head: say.unit, width: 26 }, { head: say.area, width: 26 }, { head: say.mean, width: 9 }, { head: say.adjusted, width: 11 }, { head: say.chair, width: 15 }, { head: say.spread, width: 10 }, { head: say.sheets, width: 8 },
      ...rubric.map((c) => ({ head: `${inWords(contest, c.name)} (${c.points})`, width: 13 })), { head: say.advanced, width: 10 },
    ],
  };
}

function sheetsSheet(dossier: Dossier, round: DossierRound, n: number, say: PaperWords): SheetSpec {
  const { contest } = dossier;
  const { rubric, scoring } = round.rules;
  const entries = round.ranking.entries.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  return {
    name: `${say.lists.short.sheets} ${n}`, title: say.lists.sheetsTitle(round.name), notes: notesOf(dossier, round, say),
    columns: [{ head: say.code, width: 18 }, { head: say.judge, width: 28 }, ...rubric.map((c) => ({ head: `${inWords(contest, c.name)} (${c.points})`, width: 14 })), { head: say.total, width: 10 }, { head: 'score_sheet.id', width: 40 }],
    rows: entries.flatMap((e) => e.sheets.map((s) => [e.code, s.judge, ...rubric.map((c): Cell => ({ decimal: rounded(fromHundredths(s.marks[c.key] ?? 0), 2) })), { decimal: rounded(s.total, Math.max(2, scoring.precision)) }, s.id])),
  };
}

function judgesSheet(dossier: Dossier, round: DossierRound, n: number, say: PaperWords): SheetSpec {
  return {
    name: `${say.lists.short.judges} ${n}`, title: say.lists.judgesTitle(round.name), notes: [...notesOf(dossier, round, say), `${say.figures.alpha}: ${round.ranking.alpha ?? say.open}`],
    columns: [{ head: say.judge, width: 32 }, { head: say.sheets, width: 9 }, { head: say.mean, width: 10 }, { head: say.severity, width: 14 }],
    rows: round.ranking.judges.map((j) => [j.judge, j.sheets, { decimal: j.mean }, decimal(j.severity === null ? null : j.severity.replace(/^\+/, ''))]),
  };
}
