/** Submissions: one to each authority that signs certificates, and one for a special prize whose amount is asked for. */
import type { Contest } from '../../schemas/contest.ts';
import type { PaperHead } from '../../schemas/papers.ts';
import { amountInVietnamese } from './amount-words.ts';
import { eventOf, inWords, type Dossier, type Paper, type Source } from './dossier.ts';
import { intakeFigures } from './intake-figures.ts';
import { commended } from './minutes.ts';
import { officialPaper, type Block } from './official.ts';
import { paperWords } from './paper-words.ts';
import { prizeOf, prizeTable } from './prize-table.ts';
import { money, spokenCount } from './spoken-values.ts';

/** In the order of the prizes; none for an authority whose prizes all stay empty. */
export async function submissions(dossier: Dossier): Promise<Paper[]> {
  const { contest, awards } = dossier;
  const authorities = [...new Set(contest.prizes.map((p) => inWords(contest, p.signedBy)).filter((a) => a !== ''))];
  const given = authorities.map((to) => ({ to, own: awards.filter((a) => a.code !== null && inWords(contest, prizeOf(contest, a)?.signedBy) === to) })).filter((a) => a.own.length > 0);
  const papers = await Promise.all(given.map(({ to, own }, i) => submission(dossier, to, own, i)));
  const asked = dossier.special.filter((s) => s.state === 'proposed' || s.state === 'submitted');
  return asked.length === 0 || !contest.specialPrize ? papers : [...papers, await specialSubmission(dossier, asked, inWords(contest, contest.specialPrize.decidedBy))];
}

const text = (words: string): Block => ({ kind: 'text', text: words });
const heading = (words: string): Block => ({ kind: 'heading', text: words });

async function submission(dossier: Dossier, to: string, own: Dossier['awards'], i: number): Promise<Paper> {
  const { contest, commendations } = dossier;
  const { locale } = contest;
  const say = paperWords(locale);
  const certificate = inWords(contest, own[0] && prizeOf(contest, own[0])?.certificate);
  const table = prizeTable(dossier, own, { empty: false });
  const gifts = own.filter((a) => prizeOf(contest, a)?.gift).length;
  const intake = intakeFigures(dossier);
  // The highest authority is asked for the certificates besides the prizes, too (plan item 41).
  const others = i === 0 && commendations.length > 0 ? [text(say.submission.others), commended(commendations, say)] : [];
  const body = [
    ...opening(dossier, to), heading(say.submission.results), ...intake.text.map(text), heading(say.submission.proposal), text(say.submission.asks(certificate, to, spokenCount(table.winners, locale))), table.block,
    text(say.submission.money(money(table.sum, contest), amountInVietnamese(table.sum), inWords(contest, contest.funding))), ...(gifts === 0 ? [] : [text(say.submission.gifts(spokenCount(gifts, locale)))]),
    ...others, heading(say.submission.enclosed), text(say.submission.enclosures), text(say.submission.close(to)),
  ];
  const sources: Source[] = [...intake.sources, { figure: `${say.figures.money}, ${to}`, value: String(table.sum), from: `contest.yaml prizes.amount; award ${own.map((a) => a.id).join(' ')}; audit_event n = ${own.map((a) => eventOf(dossier, a.hash) ?? '?').filter((n, k, all) => all.indexOf(n) === k).join(' ')}` }];
  return { name: `${say.submission.file(i + 1)}.docx`, bytes: await paper(dossier, to, say.submission.about(certificate, to, inWords(contest, contest.shortName)), body), sources };
}

async function specialSubmission(dossier: Dossier, asked: Dossier['special'], to: string): Promise<Paper> {
  const { contest, entries } = dossier;
  const say = paperWords(contest.locale);
  const body = [
    ...opening(dossier, to), text(say.submission.specialAsks(to)),
    { kind: 'table', columns: [{ head: say.no, width: 12, align: 'center' }, { head: say.code, width: 37 }, { head: say.title, width: 63 }, { head: say.submission.reason, width: 53 }], rows: asked.map((s, i) => [String(i + 1), s.code, entries.get(s.code)?.title ?? '', s.reason]) } satisfies Block,
    text(say.submission.close(to)),
  ];
  return { name: `${say.submission.specialFile}.docx`, bytes: await paper(dossier, to, say.submission.aboutSpecial(inWords(contest, contest.shortName)), body), sources: asked.map((s) => ({ figure: say.lists.special, value: s.code, from: 'special_award; mailroom audit export: special-prize-propose' })) };
}

function opening({ contest }: Dossier, to: string): Block[] {
  const say = paperWords(contest.locale);
  return [...contest.legalBases.map((basis, i, all): Block => ({ kind: 'text', text: say.submission.basis(basis, i === all.length - 1), italics: true })), text(say.submission.opening(inWords(contest, headFor(contest, to)?.issuer) || say.open, to))];
}

function headFor({ papers, locale }: Contest, to: string): PaperHead | undefined {
  return papers.submissions.find((s) => s.to[locale] === to);
}

function paper({ contest, now }: Dossier, to: string, about: string, body: Block[]): Promise<Buffer> {
  const say = paperWords(contest.locale);
  const head = headFor(contest, to);
  return officialPaper({
    motto: say.motto, parent: inWords(contest, head?.parent) || null, issuer: inWords(contest, head?.issuer) || say.open, number: say.number(head?.symbol ?? say.open), placeAndDate: say.date(inWords(contest, contest.papers.place), '………'),
    name: say.submission.name.toUpperCase(), about, addressed: say.submission.to(to), body, signed: [{ office: inWords(contest, head?.signer) || say.open, how: say.sealed }],
    recipients: { head: say.recipients, names: [say.asAbove, ...(head?.recipients ?? []), say.archive] }, author: inWords(contest, contest.organiser), madeAt: now.toISOString(),
  });
}
