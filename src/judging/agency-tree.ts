/** Agencies of judges and entries as the registry knows them, each text looked up once: which of two stands above the other. */
import type { Agency } from '../../schemas/agency.ts';
import { matchAgency } from '../vietnamese/agencies.ts';
import { alike } from '../vietnamese/same-agency.ts';

/** parent, subordinate: of `a`, seen from `b`. maybe = one of the agencies that a text may mean */
export type Kinship = 'same' | 'maybe' | 'parent' | 'subordinate' | null;
export type AgencyTree = (a: string, b: string) => Kinship;

type Known = { text: string; ids: string[]; /** the agency and all above it; empty where it is not known for sure */ line: string[] };

/** @param on ISO date: agencies count that existed on this day */
export function agencyTree(agencies: readonly Agency[], on: string): AgencyTree {
  const byId = new Map(agencies.map((a) => [a.id, a] as const));
  const known = new Map<string, Known>();
  const look = (text: string): Known => {
    let found = known.get(text);
    if (!found) known.set(text, found = lookUp(text, agencies, byId, on));
    return found;
  };
  return (a, b) => kinship(look(a), look(b));
}

function kinship(a: Known, b: Known): Kinship {
  const [x, y] = [a.line[0], b.line[0]];
  if (x !== undefined && y !== undefined) return x === y ? 'same' : b.line.includes(x) ? 'parent' : a.line.includes(y) ? 'subordinate' : null;
  if (a.ids.some((id) => b.ids.includes(id))) return 'maybe';
  // Only what the registry does not know is compared by its words: two of its agencies are never one.
  return x === undefined && y === undefined && alike(a.text, b.text) ? 'same' : null;
}

/** The province itself stands above everybody, which says nothing: "Văn phòng UBND tỉnh" is compared by its words. */
function lookUp(text: string, agencies: readonly Agency[], byId: Map<string, Agency>, on: string): Known {
  const found = matchAgency(text, agencies, { on });
  const named = (found.state === 'one' ? [found.agency] : found.state === 'several' ? found.agencies : []).filter((a) => a.kind !== 'province');
  return { text, ids: named.map((a) => a.id), line: found.state === 'one' && named[0] ? lineOf(named[0], byId) : [] };
}

const MOST_STEPS = 10;

function lineOf(agency: Agency, byId: Map<string, Agency>): string[] {
  const line: string[] = [];
  for (let at: Agency | undefined = agency; at && at.kind !== 'province' && line.length < MOST_STEPS; at = at.parent === null ? undefined : byId.get(at.parent)) line.push(at.id);
  return line;
}
