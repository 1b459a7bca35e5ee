/** Why a judge may not judge an entry, for sheets that come on paper: by the same rules as an assignment, but for a refusal. */
import type { LoadedContest } from '../../schemas/contest.ts';
import { registryDay } from '../../src/checks/units.ts';
import { agencyTree } from '../../src/judging/agency-tree.ts';
import { conflictsOf, type Conflict } from '../../src/judging/conflicts.ts';
import { entryFacts } from '../../src/judging/input.ts';
import type { Tx } from '../../src/store/database.ts';
import { listsOf } from '../judging/lists.ts';

export type Against = (memberId: string, entryId: string) => Conflict[];

/** A pair that was assigned was looked at by a person: against it only counts what the judge said since, unless `assignedToo`. A judge who once refused an entry and fills in its sheet all the same may have thought better of it: a warning. */
export async function conflictsInRound(tx: Tx, loaded: LoadedContest, round: string, assignedToo = false): Promise<Against> {
  const { judges, entries, said, open } = await listsOf(tx, { loaded }, round);
  const tree = agencyTree(loaded.agencies, registryDay(loaded.contest));
  const facts = new Map(entries.map((e) => [e.entryId, entryFacts(e)]));
  const assigned = new Set(open.map((a) => `${a.memberId} ${a.entryId}`));
  return (memberId, entryId) => {
    const [judge, entry] = [judges.find((j) => j.id === memberId), facts.get(entryId)];
    if (!judge || !entry) return [];
    const found = conflictsOf({ ...judge, memberId }, entry, said, tree, loaded.contest).map((c) => (c.ground === 'declined' ? { ...c, hard: false } : c));
    return !assignedToo && assigned.has(`${memberId} ${entryId}`) ? found.filter((c) => c.ground === 'declared') : found;
  };
}
