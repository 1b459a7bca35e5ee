/** What was decided of the prizes, and what of it may be told to anybody. */
import type { Contest, LoadedContest } from '../../schemas/contest.ts';
import type { EntryFields } from '../../schemas/reading.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import { withoutPeople } from '../../src/judging/mask.ts';
import { wrongUse } from '../../src/problem.ts';
import { agencyNames, unitMatches } from '../../src/results/agencies-of.ts';
import type { Tx } from '../../src/store/database.ts';
import { currentAwards, specialAwards, type AwardRow, type SpecialRow } from '../../src/store/results/awards.ts';
import { outcomeOf, type OutcomeRow } from '../../src/store/results/outcomes.ts';
import { candidatesOf } from '../results/standings.ts';
import { openDecisions } from './open-decisions.ts';

type Notice = LetterFacts<'results-notice'>;
export type DecidedResults = { /** of the last round */ outcome: OutcomeRow; /** without those that stay empty */ awards: AwardRow[]; specials: SpecialRow[]; /** ids of entries */ finalists: string[] };

/** @throws Problem `wrong-use` that names all that must be decided first: nothing is told before everything is */
export async function decidedResults(tx: Tx, contest: Contest): Promise<DecidedResults> {
  const last = contest.rounds.at(-1);
  const outcome = last ? await outcomeOf(tx, last.key) : null;
  if (!last || !outcome) throw wrongUse('the last round is not closed: `mailroom results advance` closes it');
  const [awards, specials] = [(await currentAwards(tx)).filter((a) => a.entryId !== null), await specialAwards(tx)];
  const open = await openDecisions(tx, awards, specials);
  if (open.length > 0) throw wrongUse(`no result is told before all are decided: ${open.join('; ')}`);
  return { outcome, awards, specials, finalists: (await candidatesOf(tx, contest, last.key)).map((c) => c.entryId) };
}

/** Prizes, titles and agencies, and no person's name. @returns with the decision that gives all prizes; null where there are several, since then none is named for all */
export function publicAwards(loaded: LoadedContest, entries: { entryId: string; fields: EntryFields }[], awards: AwardRow[], specials: SpecialRow[]): { list: Notice['awards']; paper: Notice['paper'] } {
  const { contest } = loaded;
  const order = new Map(contest.prizes.map((p, i) => [p.key, i]));
  const inOrder = awards.toSorted((a, b) => (order.get(a.prize) ?? 0) - (order.get(b.prize) ?? 0) || a.slot - b.slot).map((a) => ({ prize: prizeFacts(contest, a).name, entryId: a.entryId }));
  const extra = contest.specialPrize?.name[contest.locale] ?? (contest.locale === 'vi' ? 'Giải đặc biệt' : 'Special prize');
  const special = specials.filter((s) => s.state === 'approved').map((s) => ({ prize: extra, entryId: s.entryId }));
  const list = [...inOrder, ...special].map(({ prize, entryId }) => {
    const fields = entries.find((e) => e.entryId === entryId)?.fields;
    return { prize, title: fields ? publicTitle(fields) : null, unit: fields ? publicUnit(fields, loaded) : null };
  });
  return { list, paper: new Set(awards.flatMap((a) => a.document ?? [])).size === 1 ? paperOf(awards[0]) : null };
}

/** Some put their own name into it, which is nobody's to publish. */
export function publicTitle(fields: EntryFields): string | null {
  return fields.title.value === null ? null : withoutPeople(fields.title.value, fields);
}

/** Agencies of the registry alone: a unit may also be somebody's home address. */
export function publicUnit(fields: EntryFields, loaded: LoadedContest): string | null {
  return agencyNames(unitMatches(fields, loaded)).join(', ') || null;
}

export function prizeFacts({ prizes, locale }: Contest, { prize }: AwardRow): NonNullable<LetterFacts<'award-result'>['prize']> {
  const found = prizes.find((p) => p.key === prize);
  if (!found) throw wrongUse(`contest.yaml names no prize ${prize} any more`);
  return { name: found.name[locale] ?? prize, amount: found.amount, currency: found.currency, certificate: found.certificate?.[locale] ?? null, gift: found.gift };
}

export function paperOf(row: { document: string | null; documentDate: string | null } | undefined): { number: string; date: string } | null {
  return row?.document && row.documentDate ? { number: row.document, date: row.documentDate } : null;
}
