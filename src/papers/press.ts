/** What press and broadcasting may have: figures, titles and agencies. No names of people, no addresses, no scores; prizes once they are signed for. Nobody signs it, so that it bears its date. */
import { inWords, received, type Dossier, type DossierEntry, type Paper } from './dossier.ts';
import { intakeFigures } from './intake-figures.ts';
import { officialPaper, type Block } from './official.ts';
import { paperWords, type PaperWords } from './paper-words.ts';
import { inOrder, prizeOf } from './prize-table.ts';
import { spokenCount, spokenPlaceAndDate } from './spoken-values.ts';

export async function pressKit(dossier: Dossier): Promise<Paper> {
  const { contest, coverage, counts } = dossier;
  const say = paperWords(contest.locale);
  const text = (words: string): Block => ({ kind: 'text', text: words });
  const heading = (words: string): Block => ({ kind: 'heading', text: words });
  const intake = intakeFigures(dossier);
  const last = dossier.rounds.at(-1);
  const body: Block[] = [
    heading(say.press.figures), text(intake.text[0] ?? ''), ...(coverage === null ? [] : [text(say.press.coverage(spokenCount(coverage.known, contest.locale), spokenCount(coverage.of, contest.locale)))]),
    heading(say.press.areas),
    { kind: 'table', total: false, columns: [{ head: say.no, width: 14, align: 'center' }, { head: say.area, width: 121 }, { head: say.press.entries, width: 30, align: 'right' }], rows: contest.areas.map((area, i) => [String(i + 1), inWords(contest, area.name), String(counts.areas[i] ?? 0)]) },
    heading(say.press.finalists(last?.name ?? '')), ...finalists(dossier, say), heading(say.press.prizes), ...prizes(dossier, say),
    text(say.press.contact(inWords(contest, contest.office.name), inWords(contest, contest.office.address), contest.mailbox.address)),
  ];
  const bytes = await officialPaper({
    motto: say.motto, parent: null, issuer: inWords(contest, contest.organiser), number: '', placeAndDate: spokenPlaceAndDate(contest, dossier.now), name: say.press.name.toUpperCase(), about: say.press.about(inWords(contest, contest.shortName)), addressed: null,
    body, signed: [], recipients: null, author: inWords(contest, contest.organiser), madeAt: dossier.now.toISOString(),
  });
  return { name: `${say.press.file}.docx`, bytes, sources: [...intake.sources, { figure: say.figures.received, value: String(received(dossier)), from: 'select count(*) from entry' }, ...contest.areas.map((area, i) => ({ figure: `${say.press.entries}: ${inWords(contest, area.name)}`, value: String(counts.areas[i] ?? 0), from: `entry_version.fields.areas of live entries holds ${i + 1}` }))] };
}

/** An agency of the registry; who enters for none stays unnamed. */
export function publicUnit(entry: DossierEntry | undefined, say: PaperWords): string {
  return entry === undefined || entry.agencies.length === 0 ? say.press.private : entry.agencies.join(', ');
}

/** Only those whose round a person closed: before that nobody goes on. */
function finalists(dossier: Dossier, say: PaperWords): Block[] {
  const before = dossier.rounds.at(-2);
  if (!before?.closed) return [{ kind: 'text', text: say.press.noFinalists, italics: true }];
  const rows = before.advanced.toSorted().map((code, i) => [String(i + 1), dossier.entries.get(code)?.publicTitle ?? '', publicUnit(dossier.entries.get(code), say)]);
  return [{ kind: 'table', columns: [{ head: say.no, width: 14, align: 'center' }, { head: say.title, width: 91 }, { head: say.unit, width: 60 }], rows }];
}

function prizes({ contest, awards, special, entries }: Dossier, say: PaperWords): Block[] {
  const won = inOrder(awards, contest).filter((a) => a.code !== null);
  const pending = special.some((s) => s.state === 'proposed' || s.state === 'submitted');
  if (won.length === 0 || pending || won.some((a) => a.state === 'approved')) return [{ kind: 'text', text: say.press.embargo, italics: true }];
  const rows = won.map((a) => [inWords(contest, prizeOf(contest, a)?.name), entries.get(a.code ?? '')?.publicTitle ?? '', publicUnit(entries.get(a.code ?? ''), say)]);
  return [{ kind: 'table', columns: [{ head: say.prize, width: 35 }, { head: say.title, width: 75 }, { head: say.unit, width: 55 }], rows }];
}
