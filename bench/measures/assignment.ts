/** Working out who judges what: 600 entries, 40 judges, 3 for each, a tenth of the pairs in conflict; from the lists to the proven proposal, the solver's process included. */
import { modelOf, pairKey, type AssignmentInput } from '../../src/judging/assignment.ts';
import { proposalOf } from '../../src/judging/proposal.ts';
import { solve } from '../../src/edges/solver.ts';
import { quantile } from '../numbers.ts';
import { seeded } from '../seeded.ts';
import { watchOthers } from '../stand/machine.ts';
import type { Row } from '../table.ts';
import type { Bench } from './measure.ts';

const GOAL_MS = 5_000;
const AREAS = 6;
/** As the service runs it, without a compiler in the way. */
const CHILD = new URL('../../dist/workers/children/solve.js', import.meta.url);

export async function assignment(bench: Bench, load: { entries: number; judges: number; perEntry: number; runs: number }): Promise<Row[]> {
  const took: number[] = [];
  const others = watchOthers();
  for (let run = 0; run < load.runs; run++) {
    const input = inputOf(`${bench.seed}:assignment:${run}`, load);
    const begun = performance.now();
    const model = modelOf(input);
    const { pairs, short, loads, proof } = proposalOf(input, model, await solve(model.program, { module: CHILD }), new Map());
    took.push(performance.now() - begun);
    const most = Math.max(...loads.map((l) => l.fresh)) - Math.min(...loads.map((l) => l.fresh));
    if (proof.status !== 'optimal' || short.length > 0 || most > 1 || pairs.some((p) => input.forbidden.has(pairKey(p.entryId, p.memberId)))) throw new Error(`not the assignment that was asked for: ${JSON.stringify({ proof, short: short.length, most })}`);
  }
  bench.disturbed(others());
  const s = (q: number): string => (quantile(took, q) / 1000).toFixed(2);
  bench.say(`assignment: median ${s(0.5)} s, longest ${s(1)} s`);
  return [{
    target: null, what: `assignment: ${load.entries} entries, ${load.judges} judges, ${load.perEntry} for each, a tenth of the pairs in conflict, ${load.runs} seeds; each proven optimal, loads within one`, goal: '< 5 s',
    measured: `**${s(0.5)} s** (${s(0)}–${s(1)})`, met: quantile(took, 1) < GOAL_MS,
  }];
}

function inputOf(seed: string, { entries, judges, perEntry }: { entries: number; judges: number; perEntry: number }): AssignmentInput {
  const random = seeded(seed);
  const whole = (below: number): number => random.bytes(4).readUInt32LE() % below;
  const input: AssignmentInput = {
    perEntry, seed, panels: 'prefer', kept: [], existing: [], forbidden: new Set(), doubtful: new Set(),
    entries: Array.from({ length: entries }, (_, i) => ({ entryId: `e${String(i).padStart(5, '0')}`, code: `B-${i}`, areas: [1 + whole(AREAS)] })),
    judges: Array.from({ length: judges }, (_, i) => ({ memberId: `j${String(i).padStart(3, '0')}`, name: `Judge ${i}`, areas: i % 4 === 0 ? [] : [1 + whole(AREAS), 1 + whole(AREAS)], maxLoad: null })),
  };
  const forbidden = new Set<string>();
  for (const e of input.entries) for (const j of input.judges) if (whole(10) === 0) forbidden.add(pairKey(e.entryId, j.memberId));
  return { ...input, forbidden };
}
