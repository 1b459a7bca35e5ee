/** For those who watch over the contest (plan item 51): the figures, and every decision of a person as the hash chain holds it. Who entered what is not in it. */
import { spokenInstant } from '../contest/spoken.ts';
import { inWords, received, type Dossier, type Paper, type Source } from './dossier.ts';
import { paperWords } from './paper-words.ts';
import { workbook, type Cell } from '../spreadsheets/workbook.ts';

export function oversight(dossier: Dossier): Paper {
  const { contest, counts, coverage, events, chain, rounds } = dossier;
  const { zone, locale } = contest;
  const say = paperWords(locale);
  const n = (state: string): number => counts.states[state] ?? 0;
  const figures: [string, Cell][] = [
    [say.figures.received, received(dossier)], [say.figures.eligible, n('eligible')], [say.figures.ineligible, n('ineligible')], [say.figures.withdrawn, n('withdrawn')],
    ...(coverage === null ? [] : [[say.figures.agencies, `${coverage.known}/${coverage.of}`] as [string, Cell]]),
    ...(counts.tags === null ? [] : [...counts.tags.byTag.map((t): [string, Cell] => [t.label, t.count]), [say.figures.noTag, counts.tags.none] as [string, Cell], [say.figures.untagged, counts.tags.untagged] as [string, Cell]]),
    ...rounds.flatMap((r): [string, Cell][] => [[`${say.figures.sheets}, ${r.name}`, r.ranking.entries.reduce((sum, e) => sum + e.sheets.length, 0)], ...(r.ranking.alpha === null ? [] : [[`${say.figures.alpha}, ${r.name}`, { decimal: r.ranking.alpha }] as [string, Cell]])]),
    [say.figures.events, chain.checked], [say.figures.chain, chain.broken.length === 0 ? say.figures.whole : say.figures.broken], [say.figures.head, chain.head],
  ];
  const notes = [inWords(contest, contest.name), say.lists.asOf(spokenInstant(dossier.now, zone, locale))];
  const bytes = workbook([
    { name: say.lists.short.summary, title: say.lists.oversightTitle, notes, columns: [{ head: say.lists.figure, width: 46 }, { head: say.lists.value, width: 70 }], rows: [...figures.map(([figure, value]): Cell[] => [figure, value]), ...chain.broken.map((b): Cell[] => [say.figures.broken, b])] },
    {
      name: say.lists.short.events, title: say.lists.short.events, notes, columns: [{ head: say.no, width: 6 }, { head: say.lists.at, width: 38 }, { head: say.lists.action, width: 34 }, { head: say.lists.subject, width: 22 }, { head: say.lists.actor, width: 26 }, { head: say.lists.reason, width: 44 }, { head: say.lists.hash, width: 68 }],
      rows: events.map((e): Cell[] => [e.n, spokenInstant(e.at, zone, locale), say.lists.actions[e.action] ?? e.action, e.subject, e.actor ?? '', e.reason ?? '', e.hash]),
    },
  ]);
  return { name: `${say.lists.oversight}.xlsx`, bytes, sources: [...(counts.tags?.byTag ?? []).map((t) => ({ figure: t.label, value: String(t.count), from: 'entry_tagging of live entries; mailroom entries tags' })), { figure: say.figures.events, value: String(chain.checked), from: 'audit_event; mailroom audit verify' }, { figure: say.figures.head, value: chain.head, from: 'mailroom audit export: last line' }] };
}

/** Where each figure of each paper comes from. */
export function sourcesBook(dossier: Dossier, papers: Paper[]): Paper {
  const { contest } = dossier;
  const say = paperWords(contest.locale);
  const row = (paper: string, { figure, value, from }: Source): Cell[] => [paper, figure, value, from];
  const columns = [{ head: say.lists.paper, width: 32 }, { head: say.lists.figure, width: 46 }, { head: say.lists.value, width: 22 }, { head: say.lists.from, width: 90 }];
  const bytes = workbook([{ name: say.lists.short.list, title: say.lists.sourcesTitle, notes: [say.lists.asOf(spokenInstant(dossier.now, contest.zone, contest.locale))], columns, rows: papers.flatMap((p) => p.sources.map((s) => row(p.name, s))) }]);
  return { name: `${say.lists.sources}.xlsx`, bytes, sources: [] };
}
