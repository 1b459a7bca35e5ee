/** Does anybody judge what agency or person forbids? What could be known when it was assigned is a violation; what came to light since is for people to look at. */
import { isDeepStrictEqual } from 'node:util';
import type { LoadedContest } from '../../schemas/contest.ts';
import { registryDay } from '../../src/checks/units.ts';
import { agencyTree, type AgencyTree } from '../../src/judging/agency-tree.ts';
import { conflictsOf } from '../../src/judging/conflicts.ts';
import { entryFacts } from '../../src/judging/input.ts';
import { JURY } from '../../src/judging/roster.ts';
import type { Database } from '../../src/store/database.ts';
import { rulesUsedSince } from '../../src/store/entries.ts';
import { assignedFacts, type AssignedFacts } from '../../src/store/judging/assigned-facts.ts';
import { listMembers, type MemberRow } from '../../src/store/judging/members.ts';
import type { Invariant, Listed } from '../../src/store/verify.ts';

const NAME = 'nobody judges what agency or person forbade when it was assigned';
const CAME_SINCE = 'judges against whom something came to light since the assignment';

/** @param loaded null = the contest folder is not there to be asked */
export async function checkConflicts(db: Pick<Database, 'transaction'>, loaded: LoadedContest | null): Promise<{ invariant: Invariant; listed: Listed[] }> {
  if (loaded === null) return { invariant: { name: NAME, checked: 0, violations: [], note: 'not checked: the contest folder was not asked' }, listed: [] };
  const { facts, members, since } = await db.transaction(async (tx) => ({ facts: await assignedFacts(tx), members: await listMembers(tx, JURY), since: await rulesUsedSince(tx, loaded.written?.rulesSha256 ?? loaded.rulesSha256) }));
  const tree = agencyTree(loaded.agencies, registryDay(loaded.contest));
  const judges = new Map(members.map((m) => [m.id, m]));
  const [violations, listed]: [string[], string[]] = [[], []];
  for (const one of facts.filter((f) => !f.overruled)) {
    const judge = judges.get(one.memberId);
    if (judge === undefined) continue;
    const against = (known: AssignedFacts['then']): string | null => whyNot(judge, one, known, tree, loaded);
    const then = against(one.then);
    const told = then ?? (isDeepStrictEqual(one.then, one.now) ? null : against(one.now));
    if (told === null) continue;
    // The lists of today may be others than those of that day.
    const knowable = then !== null && !one.memberChanged && since !== null && since <= one.assignedAt;
    (knowable ? violations : listed).push(`${judge.name} judges ${one.code} in ${one.round}: ${told}${knowable ? '' : `; \`mailroom assign give ${one.code} --from ${judge.emails[0] ?? '…'} --to …\` gives it to somebody else`}`);
  }
  return { invariant: { name: NAME, checked: facts.length, violations: violations.slice(0, MOST) }, listed: [{ name: CAME_SINCE, items: listed.slice(0, MOST) }] };
}

const MOST = 1_000;

/** Words against a pair are looked at in the tables, and like names speak against nobody. */
function whyNot(judge: MemberRow, { entryId, code }: AssignedFacts, { fields, senders }: AssignedFacts['then'], tree: AgencyTree, { contest }: LoadedContest): string | null {
  const facts = entryFacts({ entryId, code, fields, senders });
  const found = conflictsOf({ ...judge, memberId: judge.id }, { ...facts, parties: facts.parties.map((p) => ({ ...p, name: null })) }, [], tree, contest);
  return found.find((c) => c.hard)?.told ?? null;
}
