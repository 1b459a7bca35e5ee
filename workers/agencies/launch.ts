/** The contest is announced to the agencies of the registry (plan items 2, 49, 52, 54, 56): written, and handed over for approval. Nothing leaves before a person approved it. */
import type { LoadedContest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { AgencyContact } from '../../src/contest/agency-contacts.ts';
import type { CoverageUnit } from '../../src/desk/coverage.ts';
import { addressee, planLaunch, type Nudges } from '../../src/desk/nudges.ts';
import { wrongUse } from '../../src/problem.ts';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import { agencyLetterKeys, contactStates } from '../../src/store/agency-contacts.ts';
import { allCoverage } from '../../src/store/coverage.ts';
import type { Tx } from '../../src/store/database.ts';
import { takeTurn } from '../../src/store/entries.ts';
import { propose, proposed } from '../approvals/propose.ts';
import type { ByHand } from '../by-hand/change.ts';

/** @throws Problem `wrong-use` where the contest has no list of agencies, is over, or everybody who can be reached was told */
export async function proposeLaunch(tx: Tx, services: ByHand, contacts: AgencyContact[], askedBy: string): Promise<Nudges & { batch: ApprovalRow }> {
  const { contest, agencies } = services.loaded;
  if (agencies.length === 0) throw wrongUse('the contest has no agencies.csv');
  if (tx.now >= new Date(contest.window.closes)) throw wrongUse('the contest takes no entries any more: there is nothing to announce');
  await takeTurn(tx);
  const { units } = await allCoverage(tx, services.loaded);
  const plan = planLaunch({ units, contacts, states: await contactStates(tx), known: await agencyLetterKeys(tx), now: tx.now });
  const letters = plan.nudges.map(({ unit, to, key }) => proposed(services, tx.now, { kind: 'contest-launch', key, to, facts: launchFacts(unit, services.loaded) }));
  const about = contest.locale === 'vi' ? `thông báo phát động cuộc thi đến ${letters.length} cơ quan, đơn vị` : `the announcement of the contest to ${letters.length} agencies`;
  return { ...plan, batch: await propose(tx, services, { what: 'launch', about, letters, askedBy }) };
}

function launchFacts(unit: CoverageUnit, { contest }: LoadedContest): LetterFacts<'contest-launch'> {
  const { locale } = contest;
  return {
    agencyId: unit.id, agency: unit.name, addressee: addressee(unit, locale), kind: unit.kind, legalBases: contest.legalBases,
    areas: contest.areas.map((area) => area.name[locale] ?? ''), entrantKinds: Object.values(contest.entrantKinds).flatMap((k) => k?.name[locale] ?? []),
    prizes: contest.prizes.map((p) => ({ name: p.name[locale] ?? '', count: p.count, amount: p.amount, currency: p.currency })),
  };
}
