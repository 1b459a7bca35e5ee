/** Letters to agencies from which nothing came so far: written, and handed over for approval. Nothing leaves before a person approved it. */
import type { AgencyKind } from '../../schemas/agency.ts';
import type { LoadedContest } from '../../schemas/contest.ts';
import type { ProposedLetter } from '../../schemas/desk.ts';
import type { AgencyContact } from '../../src/contest/agency-contacts.ts';
import { denominator } from '../../src/desk/coverage.ts';
import { addressee, planNudges, type Nudge, type Nudges } from '../../src/desk/nudges.ts';
import { wrongUse } from '../../src/problem.ts';
import { contactStates, agencyLetterKeys } from '../../src/store/agency-contacts.ts';
import { allCoverage } from '../../src/store/coverage.ts';
import type { Tx } from '../../src/store/database.ts';
import { takeTurn } from '../../src/store/entries.ts';
import type { Services } from '../services.ts';

type Writes = Pick<Services, 'loaded' | 'writer'>;
const DAY = 86_400_000;

/**
 * Call within the transaction that proposes them: it takes the turn, so that two callers never write to one agency.
 * @param kind only agencies of this kind; absent = those that coverage is counted over
 * @throws Problem `wrong-use` where the contest has no list of agencies, or takes no entries now
 */
export async function writeNudges(tx: Tx, services: Writes, contacts: AgencyContact[], kind?: AgencyKind): Promise<Nudges & { letters: ProposedLetter[] }> {
  const { contest, agencies } = services.loaded;
  if (agencies.length === 0) throw wrongUse('the contest has no agencies.csv');
  if (tx.now < new Date(contest.window.opens) || tx.now >= new Date(contest.window.closes)) throw wrongUse('the contest takes no entries now: nobody is asked for any');
  await takeTurn(tx);
  const { units } = await allCoverage(tx, services.loaded);
  // Who must be asked is the same for any denominator of those that have taken part: they are not silent.
  const asked = kind === undefined ? denominator(units, { ...contest, openQuestions: contest.openQuestions.coverageDenominator === 'all-agencies' ? contest.openQuestions : {} }) : units.filter((u) => u.kind === kind);
  const plan = planNudges({ units: asked, contacts, states: await contactStates(tx), known: await agencyLetterKeys(tx), now: tx.now, zone: contest.zone });
  return { ...plan, letters: plan.nudges.map((nudge) => writeNudge(nudge, services, tx.now)) };
}

function writeNudge({ unit, to, key }: Nudge, { loaded, writer }: Writes, now: Date): ProposedLetter {
  const written = writer.write('agency-nudge', nudgeFacts(unit, loaded, now), now);
  return { kind: 'agency-nudge', key, to, entryId: null, code: null, ...written };
}

function nudgeFacts(unit: Nudge['unit'], { contest }: LoadedContest, now: Date) {
  return {
    agencyId: unit.id, agency: unit.name, addressee: addressee(unit, contest.locale), kind: unit.kind, days: Math.floor((Date.parse(contest.window.closes) - now.getTime()) / DAY),
    areas: contest.areas.map((area) => area.name[contest.locale] ?? ''), entrantKinds: Object.values(contest.entrantKinds).flatMap((k) => k?.name[contest.locale] ?? []),
  };
}
