/** Agencies of the registry that an entry belongs to: those its unit and its authors' units name, and those above them. */
import type { LoadedContest } from '../../schemas/contest.ts';
import type { EntryFields } from '../../schemas/reading.ts';
import { countCoverage } from '../desk/coverage.ts';

/** Ids. What is ambiguous is none: a person attributes it. */
export function agenciesOf({ unit, authors }: EntryFields, loaded: Pick<LoadedContest, 'contest' | 'agencies'>): Set<string> {
  const units = [...new Set([unit.value, ...(authors.value ?? []).map((a) => a.unit)].filter((u): u is string => u !== null && u.trim() !== ''))];
  return new Set(countCoverage([units], loaded).units.filter((u) => u.entries > 0).map((u) => u.id));
}
