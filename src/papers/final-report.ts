/** The final report to those whom the plan goes to (item 56): figures, prizes and what is followed up; no persons and no scores. What only people can say stays open. */
import { spokenNumber } from '../contest/spoken.ts';
import { amountInVietnamese } from './amount-words.ts';
import { eventOf, inWords, received, type Dossier, type DossierAward, type Paper, type Source } from './dossier.ts';
import { intakeFigures } from './intake-figures.ts';
import { officialPaper, type Block } from './official.ts';
import { paperWords } from './paper-words.ts';
import { inOrder, prizeOf } from './prize-table.ts';
import { publicUnit } from './press.ts';
import { reportWords } from './report-words.ts';
import { money, spokenCount, spokenIsoDay } from './spoken-values.ts';

const text = (words: string, more: object = {}): Block => ({ kind: 'text', text: words, ...more });
const heading = (words: string): Block => ({ kind: 'heading', text: words });

export async function finalReport(dossier: Dossier): Promise<Paper> {
  const { contest, now } = dossier;
  const [say, own] = [paperWords(contest.locale), reportWords(contest.locale)];
  const { report: head } = contest.papers;
  const issuer = inWords(contest, head?.issuer) || inWords(contest, contest.organiser);
  const given = prizes(dossier);
  const body: Block[] = [
    ...contest.legalBases.map((basis, i, all) => text(say.submission.basis(basis, i === all.length - 1), { italics: true })), text(own.opening(issuer, inWords(contest, contest.name))),
    heading(own.intake), ...intake(dossier), heading(own.judging), ...judging(dossier), heading(own.prizes), ...given.blocks, heading(own.models), ...models(dossier), heading(own.remarks), text(own.open), text(own.open), text(own.close),
  ];
  const names = [...contest.distribution.map((group) => inWords(contest, group.name)), ...(head?.recipients ?? []), say.archive];
  const bytes = await officialPaper({
    motto: say.motto, parent: inWords(contest, head?.parent) || null, issuer, number: say.number(head?.symbol ?? say.open), placeAndDate: say.date(inWords(contest, contest.papers.place), '………'), name: own.name.toUpperCase(), about: own.about(inWords(contest, contest.shortName)),
    addressed: null, body, signed: [{ office: inWords(contest, head?.signer) || say.open, how: say.sealed }], recipients: { head: say.recipients, names }, author: inWords(contest, contest.organiser), madeAt: now.toISOString(),
  });
  return { name: `${own.file}.docx`, bytes, sources: [...intakeFigures(dossier).sources, ...given.sources] };
}

function intake(dossier: Dossier): Block[] {
  const { contest: { areas, locale }, contest, coverage, counts: { areas: byArea, tags } } = dossier;
  const [say, own] = [paperWords(locale), reportWords(locale)];
  const table = (head: string, rows: { label: string; count: number }[]): Block => ({ kind: 'table', columns: [{ head: say.no, width: 14, align: 'center' }, { head, width: 121 }, { head: say.press.entries, width: 30, align: 'right' }], rows: rows.map((r, i) => [String(i + 1), r.label, String(r.count)]) });
  const tagged = tags !== null && tags.byTag.some((t) => t.count > 0);
  return [
    ...intakeFigures(dossier).text.map((t) => text(t)), ...(coverage === null ? [] : [text(say.press.coverage(spokenCount(coverage.known, locale), spokenCount(coverage.of, locale)))]),
    text(own.byArea), table(say.area, areas.map((area, i) => ({ label: inWords(contest, area.name), count: byArea[i] ?? 0 }))),
    ...(tagged ? [text(own.byTag), table(own.tag, tags.byTag), ...(tags.untagged === 0 ? [] : [text(own.untagged(spokenCount(tags.untagged, locale)))])] : []),
  ];
}

/** How many sheets and who goes on, by number alone: rankings are not for everybody. */
function judging({ contest: { locale }, rounds }: Dossier): Block[] {
  const say = paperWords(locale);
  return rounds.flatMap((round, i) => {
    const judged = round.ranking.entries.filter((e) => e.sheets.length > 0);
    const sheets = judged.reduce((sum, e) => sum + e.sheets.length, 0);
    const said = say.judged({ entries: spokenCount(judged.length, locale), sheets: spokenCount(sheets, locale), judges: spokenCount(round.ranking.judges.length, locale), needed: spokenCount(round.rules.needed, locale), decimals: spokenCount(round.rules.scoring.precision, locale) });
    const next = rounds[i + 1];
    return [text(`${round.name}: ${said.charAt(0).toLocaleLowerCase(locale)}${said.slice(1)}${next === undefined ? '' : ` ${say.goOn(spokenCount(round.advanced.length, locale), next.name.toLowerCase()).replace(/:$/, '.')}`}`), ...(round.closed ? [] : [text(say.notClosed, { bold: true })])];
  });
}

function prizes(dossier: Dossier): { blocks: Block[]; sources: Source[] } {
  const { contest, awards, special, entries } = dossier;
  const [say, own] = [paperWords(contest.locale), reportWords(contest.locale)];
  const won = inOrder(awards, contest).filter((a) => a.code !== null);
  const approved = special.filter((s) => s.state === 'approved');
  if (won.length === 0 || won.some((a) => a.state === 'approved') || special.some((s) => s.state === 'proposed' || s.state === 'submitted')) return { blocks: [text(own.pending, { italics: true })], sources: [] };
  const sum = won.reduce((total, a) => total + (prizeOf(contest, a)?.amount ?? 0), 0) + approved.reduce((total, s) => total + (s.amount ?? 0), 0);
  const paper = ({ document, documentDate }: Pick<DossierAward, 'document' | 'documentDate'>): string => (document === null ? '' : `${document}\n${spokenIsoDay(documentDate, contest)}`);
  const row = (name: string, code: string, amount: number, of: Pick<DossierAward, 'document' | 'documentDate'>): string[] => [name, entries.get(code)?.title ?? '', publicUnit(entries.get(code), say), spokenNumber(amount, contest.locale), paper(of)];
  const rows = [...won.map((a) => row(inWords(contest, prizeOf(contest, a)?.name), a.code ?? '', prizeOf(contest, a)?.amount ?? 0, a)), ...approved.map((s) => row(inWords(contest, contest.specialPrize?.name), s.code, s.amount ?? 0, s))];
  return {
    blocks: [
      text(own.given(spokenCount(rows.length, contest.locale), money(sum, contest), amountInVietnamese(sum), inWords(contest, contest.funding))),
      { kind: 'table', columns: [{ head: say.prize, width: 26 }, { head: say.title, width: 52 }, { head: say.unit, width: 36 }, { head: say.amount(contest.prizes[0]?.currency ?? ''), width: 25, align: 'right' }, { head: own.decision, width: 26 }], rows },
    ],
    sources: [{ figure: say.figures.money, value: String(sum), from: `contest.yaml prizes.amount; award ${won.map((a) => a.id).join(' ')}; special_award; audit_event n = ${[...new Set(won.map((a) => eventOf(dossier, a.hash) ?? '?'))].join(' ')}` }, { figure: say.figures.received, value: String(received(dossier)), from: "select count(*) from entry where state <> 'merged'" }],
  };
}

function models({ contest: { locale }, followUps, entries }: Dossier): Block[] {
  const [say, own] = [paperWords(locale), reportWords(locale)];
  if (followUps.length === 0) return [text(own.noModels)];
  const rows = followUps.map(({ code }, i) => [String(i + 1), entries.get(code)?.title ?? '', publicUnit(entries.get(code), say), entries.get(code)?.tags?.join('; ') ?? '']);
  return [{ kind: 'table', columns: [{ head: say.no, width: 12, align: 'center' }, { head: say.title, width: 68 }, { head: say.unit, width: 45 }, { head: own.tag, width: 40 }], rows }];
}
