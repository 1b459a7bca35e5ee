/** The list of checks. A contest turns each on in its contest.yaml; what is not named there does not run. */
import type { CheckName, LoadedContest } from '../../schemas/contest.ts';
import type { Finding } from '../../schemas/reading.ts';
import type { Check, CheckSettings, EntryFacts } from './check.ts';
import { agency } from './agency.ts';
import { agreement } from './agreement.ts';
import { completeness } from './completeness.ts';
import { contentArea } from './content-area.ts';
import { declaration } from './declaration.ts';
import { excludedPerson } from './excluded-person.ts';
import { groupSize } from './group-size.ts';
import { window } from './window.ts';

export type { EntryFacts } from './check.ts';

/** In the order in which people read the findings. */
const checks: { [N in CheckName]: Check<N> } = {
  window,
  completeness,
  agreement,
  agency,
  'group-size': groupSize,
  'content-area': contentArea,
  declaration,
  'excluded-person': excludedPerson,
};

export const checkNames = Object.keys(checks) as CheckName[];

/** Findings of the checks that the contest turned on. */
export function runChecks(facts: EntryFacts, loaded: LoadedContest): Finding[] {
  return checkNames.flatMap((name) => runOne(name, facts, loaded));
}

function runOne<N extends CheckName>(name: N, facts: EntryFacts, loaded: LoadedContest): Finding[] {
  const check: Check<N> = checks[name];
  const settings = (loaded.contest.checks as Partial<CheckSettings>)[name];
  return settings === undefined ? [] : check.run(facts, settings, loaded);
}
