/** Which agencies take part, from the newest version of every entry that does. */
import { liveStates } from '../../schemas/states.ts';
import type { LoadedContest } from '../../schemas/contest.ts';
import { countCoverage, denominator, type Coverage, type CoverageUnit, type EntryUnits } from '../desk/coverage.ts';
import type { Tx } from './database.ts';

/** Every agency of the registry with its entries; empty where the contest has no list of agencies. */
export async function allCoverage(tx: Tx, loaded: Pick<LoadedContest, 'contest' | 'agencies'>): Promise<Coverage> {
  if (loaded.agencies.length === 0) return { units: [], unclear: 0, outside: 0 };
  return countCoverage(await unitsByEntry(tx), loaded);
}

/** The units that coverage is counted over (`openQuestions.coverageDenominator`; unset, departments and districts); empty without a list of agencies. */
export async function coverageOf(tx: Tx, loaded: Pick<LoadedContest, 'contest' | 'agencies'>): Promise<CoverageUnit[]> {
  return denominator((await allCoverage(tx, loaded)).units, loaded.contest);
}

async function unitsByEntry(tx: Tx): Promise<EntryUnits[]> {
  const rows = await tx.run<{ units: (string | null)[] }>(UNITS, [liveStates]);
  return rows.map(({ units }) => [...new Set(units.filter((u): u is string => typeof u === 'string' && u.trim() !== ''))].slice(0, MOST_UNITS));
}

const MOST_UNITS = 20;
/** Only the units leave the database: all fields of thousands of entries are megabytes. */
const UNITS = `
  select jsonb_path_query_array(v.fields, '$.unit.value') || jsonb_path_query_array(v.fields, '$.authors.value[*].unit') as units
  from entry e join lateral (select fields from entry_version where entry_id = e.id order by n desc limit 1) v on true
  where e.state = any($1::text[]) order by e.number`;
