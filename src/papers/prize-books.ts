/** Certificates, and prizes with their money, gifts and where the money comes from. */
import { inWords, eventOf, winners, type Dossier, type DossierAward, type Paper } from './dossier.ts';
import { paperWords } from './paper-words.ts';
import { inOrder, prizeOf } from './prize-table.ts';
import { spokenIsoDay } from './spoken-values.ts';
import { workbook, type Cell } from '../spreadsheets/workbook.ts';
import { spokenInstant } from '../contest/spoken.ts';

/** One line for each certificate; commendations, which no prize stands behind, last. */
export function certificates(dossier: Dossier): Paper {
  const { contest, entries } = dossier;
  const say = paperWords(contest.locale);
  const won = inOrder(dossier.awards, contest).filter((a) => a.code !== null);
  const row = (a: DossierAward, i: number): Cell[] => {
    const entry = entries.get(a.code ?? '');
    const prize = prizeOf(contest, a);
    return [i + 1, inWords(contest, prize?.signedBy), inWords(contest, prize?.certificate), winners(entry), entry?.unit ?? '', inWords(contest, prize?.name), entry?.title ?? '', a.code ?? '', a.document ?? '', spokenIsoDay(a.documentDate, contest)];
  };
  const highest = contest.prizes[0];
  const others = dossier.commendations.map((c, i): Cell[] => [won.length + i + 1, inWords(contest, highest?.signedBy), inWords(contest, highest?.certificate), c.name, c.unit ?? '', say.lists.commended, c.reason, '', '', '']);
  const columns = [{ head: say.no, width: 5 }, { head: say.lists.authority, width: 30 }, { head: say.lists.certificate, width: 12 }, { head: say.lists.recipient, width: 36 }, { head: say.unit, width: 32 }, { head: say.prize, width: 20 }, { head: say.title, width: 46 }, { head: say.code, width: 18 }, { head: say.lists.document, width: 18 }, { head: say.lists.documentDate, width: 12 }];
  const bytes = workbook([{ name: say.lists.short.list, title: say.lists.certificatesTitle, notes: [inWords(contest, contest.name), say.lists.asOf(spokenInstant(dossier.now, contest.zone, contest.locale))], columns, rows: [...won.map(row), ...others] }]);
  return { name: `${say.lists.certificates}.xlsx`, bytes, sources: won.map((a) => ({ figure: `${inWords(contest, prizeOf(contest, a)?.name)} ${a.slot}`, value: a.code ?? '', from: `award ${a.id}; audit_event n = ${eventOf(dossier, a.hash) ?? '?'}` })) };
}

/** All prizes of the plan, whether given or not: what was planned beside what is spent. */
export function budget(dossier: Dossier): Paper {
  const { contest, entries } = dossier;
  const say = paperWords(contest.locale);
  const slots = contest.prizes.flatMap((prize) => Array.from({ length: prize.count }, (_, i) => ({ prize, slot: i + 1, award: dossier.awards.find((a) => a.prize === prize.key && a.slot === i + 1) ?? null })));
  const spent = slots.reduce((sum, s) => sum + (s.award?.code == null ? 0 : s.prize.amount), 0);
  const planned = slots.reduce((sum, s) => sum + s.prize.amount, 0);
  const special = dossier.special.filter((s) => s.state !== 'declined');
  const extra = special.reduce((sum, s) => sum + (s.amount ?? 0), 0);
  const funding = inWords(contest, contest.funding);
  const rows: Cell[][] = [
    ...slots.map(({ prize, slot, award }, i): Cell[] => {
      const entry = award?.code == null ? undefined : entries.get(award.code);
      return [i + 1, prize.count > 1 ? `${inWords(contest, prize.name)} ${slot}` : inWords(contest, prize.name), prize.amount, award === null ? '' : award.code ?? say.empty, winners(entry), award?.code == null ? 0 : prize.amount, prize.gift && award?.code != null ? 1 : 0, award?.document ?? '', funding, award?.handedTo ?? ''];
    }),
    ...special.map((s, i): Cell[] => [slots.length + i + 1, say.lists.special, null, s.code, winners(entries.get(s.code)), s.amount ?? say.lists.waits, 0, s.document ?? '', funding, '']),
  ];
  const gifts = slots.filter((s) => s.prize.gift && s.award?.code != null).length;
  const columns = [{ head: say.no, width: 5 }, { head: say.prize, width: 24 }, { head: say.lists.planned, width: 18 }, { head: say.code, width: 18 }, { head: say.who, width: 34 }, { head: say.amount(contest.prizes[0]?.currency ?? ''), width: 18 }, { head: say.lists.gift, width: 9 }, { head: say.lists.document, width: 18 }, { head: say.lists.funding, width: 34 }, { head: say.lists.handed, width: 22 }];
  const bytes = workbook([{ name: say.lists.short.list, title: say.lists.budgetTitle, notes: [inWords(contest, contest.name), say.lists.asOf(spokenInstant(dossier.now, contest.zone, contest.locale))], columns, rows, totals: ['', say.total, planned, '', '', spent + extra, gifts, '', '', ''] }]);
  return { name: `${say.lists.budget}.xlsx`, bytes, sources: [
    { figure: say.lists.planned, value: String(planned), from: 'contest.yaml prizes: count × amount' },
    { figure: say.figures.money, value: String(spent + extra), from: `award ${slots.flatMap((s) => (s.award?.code == null ? [] : s.award.id)).join(' ')}; special_award.amount` },
  ] };
}
