/** Who could take over from a judge, or judge beside others: for each entry the one with the least work among those who may, those of its area first. */
import type { LoadedContest } from '../../schemas/contest.ts';
import type { JudgedRound } from '../contest/judged-rounds.ts';
import { isOfPanel, isPossible, pairKey, type AssignmentEntry, type AssignmentInput, type AssignmentJudge } from './assignment.ts';
import { gatherInput, type Lists } from './input.ts';

export type Ready = { memberId: string; name: string; agency: string | null; address: string; load: number; /** no-area: the judge or the entry names none */ panel: 'panel' | 'other-panel' | 'no-area'; /** has the name of somebody in the entry */ namesake: boolean };
export type Substitute = { entryId: string; /** null = nobody may */ judge: Ready | null };

/** @param entryIds that need somebody; several are shared out @param not ids of judges who are not meant */
export function substitutesFor(entryIds: readonly string[], lists: Lists, round: JudgedRound, loaded: Pick<LoadedContest, 'contest' | 'agencies'>, now: Date, not: readonly string[]): Substitute[] {
  const wanted = { ...lists, entries: lists.entries.filter((e) => entryIds.includes(e.entryId)) };
  const { input } = gatherInput(wanted, round, loaded, { seed: '', perEntry: round.judges, now });
  const loads = new Map(input.judges.map((j) => [j.memberId, lists.open.filter((a) => a.memberId === j.memberId).length]));
  return input.entries.map((entry) => {
    const [best] = whoMay(input, entry, lists, loads).filter((j) => !not.includes(j.memberId));
    const known = lists.judges.find((j) => j.id === best?.memberId);
    const address = known?.emails[0];
    if (!best || !known || address === undefined) return { entryId: entry.entryId, judge: null };
    const load = loads.get(best.memberId) ?? 0;
    loads.set(best.memberId, load + 1);
    const panel = entry.areas.length === 0 || best.areas.length === 0 ? 'no-area' : isOfPanel(best, entry) ? 'panel' : 'other-panel';
    return { entryId: entry.entryId, judge: { memberId: best.memberId, name: best.name, agency: known.agency, address, load, panel, namesake: input.doubtful.has(pairKey(entry.entryId, best.memberId)) } };
  });
}

/** The best first. */
function whoMay(input: AssignmentInput, entry: AssignmentEntry, { open }: Lists, loads: ReadonlyMap<string, number>): AssignmentJudge[] {
  const load = (id: string): number => loads.get(id) ?? 0;
  const has = (id: string): boolean => open.some((a) => a.entryId === entry.entryId && a.memberId === id);
  const doubt = (id: string): number => (input.doubtful.has(pairKey(entry.entryId, id)) ? 1 : 0);
  return input.judges.filter((j) => isPossible(input, entry, j) && !has(j.memberId) && (j.maxLoad === null || load(j.memberId) < j.maxLoad))
    .toSorted((a, b) => doubt(a.memberId) - doubt(b.memberId) || Number(isOfPanel(b, entry)) - Number(isOfPanel(a, entry)) || load(a.memberId) - load(b.memberId) || (a.name < b.name ? -1 : 1));
}
