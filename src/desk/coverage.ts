/** Which agencies of the registry take part: each with the entries of its people, and of what belongs to it (plan item 5). */
import type { Agency, AgencyKind } from '../../schemas/agency.ts';
import type { LoadedContest } from '../../schemas/contest.ts';
import { agencyGroups, type AgencyGroup } from '../../schemas/reports.ts';
import { registryDay } from '../checks/units.ts';
import { matchAgency, type AgencyMatch } from '../vietnamese/agencies.ts';

export type CoverageUnit = { id: string; name: string; kind: AgencyKind; /** that name it, or an agency that belongs to it; each counts once */ entries: number };
/** The units that one entry names: its own and its authors', as they wrote them. */
export type EntryUnits = readonly string[];
export type Coverage = {
  /** every agency but the province, in the registry's order */
  units: CoverageUnit[];
  /** entries of which some unit may be several agencies and none is plain; entries that name none of the registry */
  unclear: number; outside: number;
};

const GROUPS: Record<AgencyKind, AgencyGroup | null> = {
  province: null, department: 'departments', body: 'bodies', city: 'districts', town: 'districts', district: 'districts', ward: 'communes', township: 'communes', commune: 'communes',
};

/** null for the province itself: whoever lives there is of it. */
export function groupOf(kind: AgencyKind): AgencyGroup | null {
  return GROUPS[kind];
}

/** @param entries that take part */
export function countCoverage(entries: readonly EntryUnits[], { contest, agencies }: Pick<LoadedContest, 'contest' | 'agencies'>): Coverage {
  const day = registryDay(contest);
  const byId = new Map(agencies.map((a) => [a.id, a] as const));
  const counts = new Map<string, number>();
  const found: Coverage = { units: [], unclear: 0, outside: 0 };
  for (const units of entries) {
    const matches = units.map((unit) => matched(unit, agencies, day));
    const named = new Set(matches.flatMap((m) => (m.state === 'one' ? lineOf(m.agency, byId) : [])));
    for (const id of named) counts.set(id, (counts.get(id) ?? 0) + 1);
    if (named.size > 0) continue;
    if (matches.some((m) => m.state === 'several')) found.unclear++;
    else found.outside++;
  }
  const existing = agencies.filter((a) => groupOf(a.kind) !== null && (a.validFrom ?? day) <= day && day <= (a.validTo ?? day));
  found.units = existing.map(({ id, name, kind }) => ({ id, name, kind, entries: counts.get(id) ?? 0 }));
  return found;
}

/**
 * The units that "100 %" is counted over: with `openQuestions.coverageDenominator` all agencies, or those that have taken part;
 * unset, departments and districts.
 */
export function denominator(units: CoverageUnit[], { openQuestions }: LoadedContest['contest']): CoverageUnit[] {
  if (openQuestions.coverageDenominator === 'all-agencies') return units;
  // Who is interested shows by taking part; nobody can be silent then.
  if (openQuestions.coverageDenominator === 'interested-agencies') return units.filter((u) => u.entries > 0);
  return units.filter(({ kind }) => ['departments', 'districts'].includes(groupOf(kind) ?? ''));
}

/** Known and all, for each group that the registry has. */
export function coverageByGroup(units: CoverageUnit[]): { group: AgencyGroup; known: number; of: number }[] {
  return agencyGroups.map((group) => {
    const own = units.filter((u) => groupOf(u.kind) === group);
    return { group, known: own.filter((u) => u.entries > 0).length, of: own.length };
  }).filter((g) => g.of > 0);
}

/** The agency and what it belongs to, upwards. */
function lineOf(agency: Agency, byId: Map<string, Agency>): string[] {
  const line = [agency.id];
  for (let up = byId.get(agency.parent ?? ''); up !== undefined && line.length < 10; up = byId.get(up.parent ?? '')) line.push(up.id);
  return line;
}

const MOST_KNOWN = 20_000;
const known = new WeakMap<readonly Agency[], Map<string, AgencyMatch>>();

/** Thousands of entries come from hundreds of units: each spelling is looked up once as long as the registry stays. */
function matched(unit: string, agencies: readonly Agency[], day: string): AgencyMatch {
  let memory = known.get(agencies);
  if (memory === undefined || memory.size >= MOST_KNOWN) known.set(agencies, memory = new Map());
  const key = `${day} ${unit.slice(0, 400)}`;
  const before = memory.get(key);
  if (before !== undefined) return before;
  const match = matchAgency(unit, agencies, { on: day });
  memory.set(key, match);
  return match;
}
