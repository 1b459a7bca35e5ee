/** Minutes of the meeting at which results are established and prizes proposed. What was said and voted there is written in by hand. */
import { inWords, type Dossier, type Paper } from './dossier.ts';
import { intakeFigures } from './intake-figures.ts';
import { officialPaper, type Block } from './official.ts';
import { paperWords, type PaperWords } from './paper-words.ts';
import { prizeTable } from './prize-table.ts';
import { roundReport } from './round-report.ts';
import { money, spokenIsoDay } from './spoken-values.ts';

export async function minutes(dossier: Dossier): Promise<Paper> {
  const { contest, jury } = dossier;
  const say = paperWords(contest.locale);
  const { minutes: head, place } = contest.papers;
  const issuer = inWords(contest, head?.issuer) || say.open;
  const intake = intakeFigures(dossier);
  const rounds = dossier.rounds.map((round, i) => roundReport(dossier, round, dossier.rounds[i + 1] ?? null));
  const title = (n: number, round: string): Block => ({ kind: 'heading', text: say.minutes.round(n, round) });
  const heading = (text: string): Block => ({ kind: 'heading', text });
  const text = (words: string): Block => ({ kind: 'text', text: words });
  const body: Block[] = [
    text(say.minutes.opening(issuer, inWords(contest, contest.shortName))), heading(say.minutes.attending), juryTable(dossier, say), ...say.minutes.present(jury.length).map(text),
    heading(say.minutes.contents), heading(say.minutes.intake), ...intake.text.map(text),
    ...dossier.rounds.flatMap((round, i) => [title(i + 2, round.name), ...(rounds[i]?.blocks ?? [])]),
    ...proposals(dossier, say, dossier.rounds.length + 2),
    heading(say.minutes.ending), ...say.minutes.vote(jury.length).map(text), text(say.minutes.close),
  ];
  const bytes = await officialPaper({
    motto: say.motto, parent: inWords(contest, head?.parent) || null, issuer, number: say.number(head?.symbol ?? say.open), placeAndDate: say.date(inWords(contest, place), '………'), name: say.minutes.name.toUpperCase(),
    about: say.minutes.about(inWords(contest, contest.shortName)), addressed: null, body, signed: [{ office: say.minutes.secretary, how: say.hand }, { office: say.minutes.chair, how: say.hand }], recipients: null, author: inWords(contest, contest.organiser), madeAt: dossier.now.toISOString(),
  });
  return { name: `${say.minutes.file}.docx`, bytes, sources: [...intake.sources, ...rounds.flatMap((r) => r.sources)] };
}

function juryTable({ jury }: Dossier, say: PaperWords): Block {
  return {
    kind: 'table', columns: [{ head: say.no, width: 12, align: 'center' }, { head: say.judge, width: 55 }, { head: say.agency, width: 68 }, { head: say.role, width: 30 }],
    rows: jury.map((j, i) => [String(i + 1), j.name, j.agency ?? '', j.role ?? '']),
  };
}

function proposals(dossier: Dossier, say: PaperWords, first: number): Block[] {
  const { contest, awards, special, commendations, entries } = dossier;
  const heading = (text: string): Block => ({ kind: 'heading', text });
  const prizes: Block[] = awards.length === 0 ? [{ kind: 'text', text: say.none }] : [{ kind: 'text', text: say.given }, prizeTable(dossier, awards, { empty: true }).block];
  const rest = (s: Dossier['special'][number]): string => (s.document === null ? s.askedIn === null ? '' : say.specialAsked(s.askedIn, spokenIsoDay(s.askedOn, contest))
    : say.specialPaper(s.document, spokenIsoDay(s.documentDate, contest), s.amount === null ? '' : money(s.amount, contest)));
  const specials: Block[] = special.length === 0 ? [] : [heading(say.minutes.special(first + 1)), ...special.map((s): Block => ({ kind: 'text', text: say.specialLine(s.code, entries.get(s.code)?.title ?? '', say.specialState[s.state], rest(s)) }))];
  const others: Block[] = commendations.length === 0 ? [] : [heading(say.minutes.others(first + (special.length > 0 ? 2 : 1))), commended(commendations, say)];
  return [heading(say.minutes.proposal(first)), ...prizes, ...specials, ...others];
}

export function commended(commendations: Dossier['commendations'], say: PaperWords): Block {
  return {
    kind: 'table', columns: [{ head: say.no, width: 12, align: 'center' }, { head: say.lists.commended, width: 55 }, { head: say.unit, width: 50 }, { head: say.submission.reason, width: 48 }],
    rows: commendations.map((c, i) => [String(i + 1), c.name, c.unit ?? '', c.reason]),
  };
}
