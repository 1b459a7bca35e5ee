/** A linear program through HiGHS: as the text it reads, and its answer as values and prices. */
import type { LinearProgram, Solution } from './assignment.ts';

type Answer = { Status: string; Columns: Record<string, { Primal?: number }>; Rows: { Name: string; Dual?: number }[] };
export type SolverLoader = () => Promise<{ solve: (program: string, options: Record<string, string | number | boolean>) => Answer }>;

/** Presolve costs four times what it saves here. No limit of time: an answer that depends on how fast a machine is would not be the same tomorrow. */
const OPTIONS = { solver: 'simplex', presolve: 'off', output_flag: false, random_seed: 0 } as const;

/** @throws Error where HiGHS does not prove an optimum */
export async function solveProgram(load: SolverLoader, program: LinearProgram): Promise<Solution> {
  const answer = (await load()).solve(programText(program), OPTIONS);
  if (answer.Status !== 'Optimal') throw new Error(`HiGHS ended with ${answer.Status}`);
  const prices = new Map(answer.Rows.map((row) => [row.Name, row.Dual ?? 0]));
  return { values: program.costs.map((_, i) => answer.Columns[`x${i}`]?.Primal ?? 0), duals: program.rows.map((_, i) => prices.get(`r${i}`) ?? 0) };
}

/** CPLEX LP format: objective, rows, bounds; one term a line, since lines may not be long. */
function programText({ costs, upper, rows }: LinearProgram): string {
  const term = (factor: number, variable: number): string => `${factor < 0 ? '-' : '+'} ${Math.abs(factor) === 1 ? '' : `${Math.abs(factor)} `}x${variable}`;
  const objective = costs.flatMap((cost, i) => (cost === 0 ? [] : [term(cost, i)]));
  const lines = rows.map(({ terms, value }, i) => `r${i}: ${terms.map(([variable, factor]) => term(factor, variable)).join('\n ')}\n = ${value}`);
  return ['Minimize', `obj: ${objective.join('\n ')}`, 'Subject To', ...lines, 'Bounds', ...upper.map((u, i) => `0 <= x${i} <= ${u}`), 'End', ''].join('\n');
}
