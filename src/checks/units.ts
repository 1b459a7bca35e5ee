/** The units that an entry names, each with what the registry of agencies says of it. */
import type { Agency } from '../../schemas/agency.ts';
import type { Contest, LoadedContest } from '../../schemas/contest.ts';
import type { EntryFields } from '../../schemas/reading.ts';
import { spokenPlace } from '../places.ts';
import { matchAgency, type AgencyMatch } from '../vietnamese/agencies.ts';

export type Unit = { name: string; place: string; match: AgencyMatch };

const MOST_UNITS = 20;

/** Each unit once, the entry's own first, at most 20. Two checks ask; the registry is asked once. */
export function unitsOf(fields: EntryFields, { contest, agencies }: Pick<LoadedContest, 'contest' | 'agencies'>): Unit[] {
  const before = known.get(fields);
  if (before !== undefined && before.contest === contest && before.agencies === agencies) return before.units;
  const units = named(fields, contest).map((u) => ({ ...u, match: matchAgency(u.name, agencies, { on: registryDay(contest) }) }));
  known.set(fields, { contest, agencies, units });
  return units;
}

const known = new WeakMap<EntryFields, { contest: Contest; agencies: readonly Agency[]; units: Unit[] }>();

/** The registry counts as it stood when the contest opened. */
export function registryDay({ window }: Contest): string {
  return window.opens.slice(0, 10);
}

function named({ unit, authors }: EntryFields, { locale }: Contest): Omit<Unit, 'match'>[] {
  const stated = (name: string | null, { source, file }: { source: string; file?: string }): Omit<Unit, 'match'>[] => (name === null || name.trim() === '' ? [] : [{ name, place: spokenPlace(source, file ?? null, locale) }]);
  const first = new Map<string, Omit<Unit, 'match'>>();
  for (const one of [...stated(unit.value, unit), ...(authors.value ?? []).flatMap((a) => stated(a.unit, authors))]) if (!first.has(one.name)) first.set(one.name, one);
  return [...first.values()].slice(0, MOST_UNITS);
}
