/** Lists for agencies and for what comes after: points for agencies with entries in the last round (plan item 53), follow-up (item 47). */
import { spokenDate, spokenInstant } from '../contest/spoken.ts';
import { grouped } from '../results/grouped.ts';
import { looksAgain } from '../results/looks-again.ts';
import { inWords, winners, type Dossier, type Paper } from './dossier.ts';
import { paperWords } from './paper-words.ts';
import { notesOf } from './ranking-book.ts';
import { workbook, type Cell } from '../spreadsheets/workbook.ts';

/** One line for each agency; entries of several agencies and of none stand apart, for people to attribute. The points stay blank: the plan names none. */
export function bonusList(dossier: Dossier): Paper {
  const { contest, entries, rounds } = dossier;
  const say = paperWords(contest.locale);
  const last = rounds.at(-1);
  const codes = (last?.ranking.entries ?? []).map((e) => e.code).toSorted();
  const finalists = codes.flatMap((code) => entries.get(code) ?? []);
  const byAgency = grouped(finalists.flatMap((entry) => entry.agencies.map((agency) => ({ agency, entry }))), (pair) => pair.agency);
  const agencies = [...byAgency].toSorted(([a], [b]) => a.localeCompare(b, 'vi'));
  const open = finalists.filter((e) => e.agencies.length !== 1);
  const rows = agencies.map(([agency, pairs], i): Cell[] => [i + 1, agency, pairs.length, pairs.map((p) => p.entry.code).join(', '), null, pairs.some((p) => p.entry.agencies.length > 1) ? say.lists.several : '']);
  const apart = open.map((e): Cell[] => [e.code, e.title ?? '', e.unit ?? '', e.agencies.join('; '), e.agencies.length === 0 ? say.lists.unplaced : say.lists.several]);
  const notes = [say.lists.bonusNote, ...(last ? notesOf(dossier, last, say) : [])];
  const bytes = workbook([
    { name: say.lists.short.list, title: say.lists.bonusTitle(last?.name ?? ''), notes, columns: [{ head: say.no, width: 5 }, { head: say.unit, width: 44 }, { head: say.lists.entries, width: 9 }, { head: say.lists.codes, width: 50 }, { head: say.lists.points, width: 12 }, { head: say.comment, width: 40 }], rows, totals: ['', say.total, finalists.filter((e) => e.agencies.length > 0).length, '', '', ''] },
    { name: `${say.lists.short.list} 2`, title: say.lists.unplaced, notes: [], columns: [{ head: say.code, width: 18 }, { head: say.title, width: 46 }, { head: say.unit, width: 40 }, { head: say.agency, width: 40 }, { head: say.comment, width: 40 }], rows: apart },
  ]);
  return { name: `${say.lists.bonus}.xlsx`, bytes, sources: agencies.map(([agency, pairs]) => ({ figure: `${say.lists.entries}, ${agency}`, value: String(pairs.length), from: `entry ${pairs.map((p) => p.entry.code).join(' ')}; agencies.csv; mailroom agencies match` })) };
}

export function followUpList(dossier: Dossier): Paper {
  const { contest, entries, followUps } = dossier;
  const { zone, locale } = contest;
  const say = paperWords(locale);
  const rows = followUps.flatMap((f) => f.months.map((month): Cell[] => {
    const entry = entries.get(f.code);
    return [f.code, entry?.title ?? '', winners(entry), entry?.unit ?? '', entry?.tags?.join('; ') ?? '', spokenDate(f.at, zone, locale), spokenDate(looksAgain(f.at, month, contest), zone, locale), f.note, null];
  }));
  const columns = [{ head: say.code, width: 18 }, { head: say.title, width: 46 }, { head: say.who, width: 30 }, { head: say.unit, width: 34 }, { head: say.lists.tags, width: 30 }, { head: say.lists.since, width: 14 }, { head: say.lists.looks, width: 16 }, { head: say.lists.note, width: 34 }, { head: say.comment, width: 30 }];
  const bytes = workbook([{ name: say.lists.short.list, title: say.lists.followUpTitle, notes: [inWords(contest, contest.name), say.lists.asOf(spokenInstant(dossier.now, zone, locale))], columns, rows }]);
  return { name: `${say.lists.followUp}.xlsx`, bytes, sources: followUps.map((f) => ({ figure: say.lists.followUpTitle, value: f.code, from: 'follow_up; mailroom audit export: follow-up' })) };
}
