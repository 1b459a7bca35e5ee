/** Who could take over from a judge: for each entry the one with the least work among those who may, those of its area first. */
import type { LoadedContest } from '../../schemas/contest.ts';
import type { JudgedRound } from '../contest/judged-rounds.ts';
import { isOfPanel, isPossible, pairKey } from './assignment.ts';
import { gatherInput, type Lists } from './input.ts';

export type Substitute = { entryId: string; /** null = nobody may */ judge: { memberId: string; name: string; address: string; load: number } | null };

/** @param entryIds that need somebody; several are shared out */
export function substitutesFor(entryIds: readonly string[], lists: Lists, round: JudgedRound, loaded: Pick<LoadedContest, 'contest' | 'agencies'>, now: Date, not: string): Substitute[] {
  const wanted = { ...lists, entries: lists.entries.filter((e) => entryIds.includes(e.entryId)) };
  const { input } = gatherInput(wanted, round, loaded, { seed: '', perEntry: round.judges, now });
  const loads = new Map(input.judges.map((j) => [j.memberId, lists.open.filter((a) => a.memberId === j.memberId).length]));
  const load = (id: string): number => loads.get(id) ?? 0;
  return input.entries.map((entry) => {
    const may = input.judges.filter((j) => j.memberId !== not && isPossible(input, entry, j) && !lists.open.some((a) => a.entryId === entry.entryId && a.memberId === j.memberId) && (j.maxLoad === null || load(j.memberId) < j.maxLoad));
    const rank = (id: string): number => (input.doubtful.has(pairKey(entry.entryId, id)) ? 1 : 0);
    const [best] = may.toSorted((a, b) => rank(a.memberId) - rank(b.memberId) || Number(isOfPanel(b, entry)) - Number(isOfPanel(a, entry)) || load(a.memberId) - load(b.memberId) || (a.name < b.name ? -1 : 1));
    const address = lists.judges.find((j) => j.id === best?.memberId)?.emails[0];
    if (!best || address === undefined) return { entryId: entry.entryId, judge: null };
    loads.set(best.memberId, load(best.memberId) + 1);
    return { entryId: entry.entryId, judge: { memberId: best.memberId, name: best.name, address, load: load(best.memberId) - 1 } };
  });
}
