/** The solver's child: a linear program in, its solution out. No database, no network, no secrets. */
import { createRequire } from 'node:module';
import type { SolverAnswer } from '../../src/edges/solver.ts';
import { solveProgram, type SolverLoader } from '../../src/judging/solve.ts';
import type { LinearProgram } from '../../src/judging/assignment.ts';
import { reasonOf } from '../../src/problem.ts';

const load = createRequire(import.meta.url)('highs') as SolverLoader;

process.on('message', (program: LinearProgram) => {
  void solveProgram(load, program).then((solution): SolverAnswer => ({ solution }), (error: unknown): SolverAnswer => ({ failed: reasonOf(error) })).then((answer) => process.send?.(answer));
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));
