/** The list of checks. A contest turns each on in its contest.yaml; what is not named there does not run. */
import type { CheckName, LoadedContest } from '../../schemas/contest.ts';
import type { Finding } from '../../schemas/reading.ts';
import type { Check, CheckSettings, EntryFacts } from './check.ts';
import { agency } from './agency.ts';
import { agreement } from './agreement.ts';
import { authorShares } from './author-shares.ts';
import { completeness } from './completeness.ts';
import { contentArea } from './content-area.ts';
import { declaration } from './declaration.ts';
import { eligibility } from './eligibility.ts';
import { evidence } from './evidence.ts';
import { excludedPerson } from './excluded-person.ts';
import { firstApplication } from './first-application.ts';
import { groupSize } from './group-size.ts';
import { inheritance } from './inheritance.ts';
import { originality } from './originality.ts';
import { texts } from './texts.ts';
import { window } from './window.ts';

export type { EntryFacts } from './check.ts';

/** In the order in which people read the findings. */
const checks: { [N in CheckName]: Check<N> } = {
  window,
  completeness,
  agreement,
  agency,
  eligibility,
  'group-size': groupSize,
  'author-shares': authorShares,
  'content-area': contentArea,
  declaration,
  inheritance,
  evidence,
  'first-application': firstApplication,
  'excluded-person': excludedPerson,
  originality,
};

export const checkNames = Object.keys(checks) as CheckName[];

/** Items of the plan that a check serves, as docs/plan-coverage.md counts them; none for a name that is no check (any more). */
export function planItemsOf(check: string): readonly number[] {
  return checkNames.includes(check as CheckName) ? checks[check as CheckName].planItems : [];
}

/** Findings of the checks that the contest turned on. */
export function runChecks(facts: EntryFacts, loaded: LoadedContest): Finding[] {
  return checkNames.flatMap((name) => runOne(name, facts, loaded));
}

function runOne<N extends CheckName>(name: N, facts: EntryFacts, loaded: LoadedContest): Finding[] {
  const check: Check<N> = checks[name];
  const settings = (loaded.contest.checks as Partial<CheckSettings>)[name];
  if (settings === undefined) return [];
  const { basis } = settings;
  const found = check.run(facts, settings, loaded);
  return basis === undefined ? found : found.map((f) => ({ ...f, forStaff: `${f.forStaff} ${texts(loaded.contest.locale).basis(basis)}` }));
}
