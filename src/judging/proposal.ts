/** A solved assignment as staff read it: who for what and why, what could not be, and how the loads lie. */
import { createHash } from 'node:crypto';
import type { JudgeLoad, ProposalResult, ProposedPair, Shortage } from '../../schemas/judging.ts';
import { isOfPanel, isPossible, pairKey, type AssignmentEntry, type AssignmentInput, type AssignmentJudge, type Model, type Pair, type Solution } from './assignment.ts';
import { prove } from './proof.ts';

/** Names of judges that hold work but can be given no more. */
type Names = ReadonlyMap<string, string>;

/** @throws Problem `assignment` where the solution does not hold */
export function proposalOf(input: AssignmentInput, model: Model, solution: Solution, names: Names): Pick<ProposalResult, 'pairs' | 'short' | 'loads' | 'objective' | 'proof'> {
  const { whole, objective, gap } = prove(model.program, solution);
  const chosen = model.edges.filter((e) => whole[e.variable] === 1);
  const codes = new Map(input.entries.map((e) => [e.entryId, e]));
  const kept = input.kept.flatMap((p): ProposedPair[] => {
    const entry = codes.get(p.entryId);
    return entry ? [{ ...p, code: entry.code, judge: names.get(p.memberId) ?? p.memberId, why: ['kept'] }] : [];
  });
  const fresh = chosen.map(({ entry, judge }): ProposedPair => ({ entryId: entry.entryId, code: entry.code, memberId: judge.memberId, judge: judge.name, why: whyOf(input, entry, judge) }));
  return {
    pairs: [...kept, ...fresh].toSorted((a, b) => (a.code === b.code ? (a.judge < b.judge ? -1 : 1) : a.code < b.code ? -1 : 1)),
    short: model.short.flatMap(({ variable, entry, need }) => ((whole[variable] ?? 0) > 0 ? [shortageOf(input, entry, need - (whole[variable] ?? 0))] : [])).toSorted((a, b) => (a.code < b.code ? -1 : 1)),
    loads: loadsOf(input, chosen.map(({ entry, judge }) => ({ entryId: entry.entryId, memberId: judge.memberId })), names),
    objective, proof: gap === 0 ? { status: 'optimal' } : { status: 'gap', gap },
  };
}

function whyOf(input: AssignmentInput, entry: AssignmentEntry, judge: AssignmentJudge): ProposedPair['why'] {
  const before = input.existing.some((p) => p.entryId === entry.entryId && p.memberId === judge.memberId);
  const panel = entry.areas.length === 0 || judge.areas.length === 0 ? 'no-area' : isOfPanel(judge, entry) ? 'panel' : 'other-panel';
  return [...(before ? ['kept' as const] : []), panel, 'balance'];
}

function shortageOf(input: AssignmentInput, entry: AssignmentEntry, fresh: number): Shortage {
  const kept = input.kept.filter((p) => p.entryId === entry.entryId).length;
  const possible = kept + input.judges.filter((j) => isPossible(input, entry, j) && !input.kept.some((p) => p.entryId === entry.entryId && p.memberId === j.memberId)).length;
  return { entryId: entry.entryId, code: entry.code, wanted: input.perEntry, got: kept + fresh, possible, cause: possible < input.perEntry ? 'conflicts' : 'loads' };
}

function loadsOf(input: AssignmentInput, fresh: Pair[], names: Names): JudgeLoad[] {
  const others = [...new Set(input.kept.map((p) => p.memberId))].filter((id) => !input.judges.some((j) => j.memberId === id));
  const all = [...input.judges.map(({ memberId, name, maxLoad }) => ({ memberId, name, maxLoad })), ...others.map((memberId) => ({ memberId, name: names.get(memberId) ?? memberId, maxLoad: null }))];
  const count = (pairs: Pair[], id: string): number => pairs.filter((p) => p.memberId === id).length;
  return all.map(({ memberId, name, maxLoad }) => ({ memberId, judge: name, kept: count(input.kept, memberId), fresh: count(fresh, memberId), limit: maxLoad }))
    .toSorted((a, b) => (a.judge < b.judge ? -1 : 1));
}

/** What is approved is exactly what was shown: round, judges for each entry, seed, and every pair with what it ends. */
export function proposalHash(of: { round: string; perEntry: number; seed: string; result: ProposalResult }): string {
  const { pairs, dropped, short } = of.result;
  const shown = [of.round, of.perEntry, of.seed, pairs.map((p) => [pairKey(p.entryId, p.memberId), p.why]), dropped.map((d) => d.assignmentId), short.map((s) => [s.entryId, s.got])];
  return createHash('sha256').update(JSON.stringify(shown)).digest('hex');
}
