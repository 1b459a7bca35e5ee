/** Agencies of the registry that an entry belongs to. What is ambiguous, or no agency of the list, is none: a person attributes it. */
import type { LoadedContest } from '../../schemas/contest.ts';
import type { EntryFields } from '../../schemas/reading.ts';
import { registryDay } from '../checks/units.ts';
import { countCoverage, groupOf } from '../desk/coverage.ts';
import { matchAgency, type AgencyMatch } from '../vietnamese/agencies.ts';

type Loaded = Pick<LoadedContest, 'contest' | 'agencies'>;

/** Ids of those that its unit and its authors' units name, and of those above them. */
export function agenciesOf(fields: EntryFields, loaded: Loaded): Set<string> {
  return new Set(countCoverage([unitsOf(fields)], loaded).units.filter((u) => u.entries > 0).map((u) => u.id));
}

/** Do its unit or its authors' units name this agency? One below it is another: the list of extra points (plan item 53) counts it by itself. */
export function belongsTo(fields: EntryFields, agencyId: string, loaded: Loaded): boolean {
  return unitMatches(fields, loaded).some(({ match }) => match.state === 'one' && match.agency.id === agencyId);
}

/** Each unit that it states, and what the registry says of it. */
export function unitMatches(fields: EntryFields, { contest, agencies }: Loaded): { unit: string; match: AgencyMatch }[] {
  return unitsOf(fields).map((unit) => ({ unit, match: matchAgency(unit, agencies, { on: registryDay(contest) }) }));
}

/** Names of its agencies as the registry writes them: what may be published, where a unit may also be somebody's home address. */
export function agencyNames(matches: ReturnType<typeof unitMatches>): string[] {
  return [...new Set(matches.flatMap(({ match }) => (match.state === 'one' && groupOf(match.agency.kind) !== null ? [match.agency.name] : [])))];
}

function unitsOf({ unit, authors }: EntryFields): string[] {
  return [...new Set([unit.value, ...(authors.value ?? []).map((a) => a.unit)].filter((u): u is string => u !== null && u.trim() !== ''))];
}
