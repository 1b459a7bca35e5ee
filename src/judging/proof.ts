/** What a solver says is not believed but checked: every row of the program holds, and its dual prices show how much better any other solution could be. */
import type { LinearProgram, Solution } from './assignment.ts';
import { Problem } from '../problem.ts';

export type Proven = { objective: number; /** no solution costs less, by weak duality */ bound: number; /** share of the objective by which a better one may exist */ gap: number };

const NEAR = 1e-6;
/** Below this share, what is left of a difference is rounding. */
const ROUNDING = 1e-9;

/** @throws Problem `assignment` where the values break a row or a bound, or are not whole */
export function prove(program: LinearProgram, { values, duals }: Solution): Proven & { whole: number[] } {
  const whole = values.map((v) => Math.round(v));
  values.forEach((v, i) => { if (Math.abs(v - (whole[i] ?? 0)) > NEAR) throw wrong(`variable ${i} is ${v}, which is not whole`); });
  whole.forEach((v, i) => { if (v < 0 || v > (program.upper[i] ?? 0)) throw wrong(`variable ${i} is ${v}, outside of its bounds`); });
  program.rows.forEach(({ terms, value }, i) => {
    const sum = terms.reduce((total, [variable, factor]) => total + (whole[variable] ?? 0) * factor, 0);
    if (sum !== value) throw wrong(`row ${i} sums up to ${sum} and not to ${value}`);
  });
  const objective = program.costs.reduce((sum, cost, i) => sum + cost * (whole[i] ?? 0), 0);
  const bound = dualBound(program, duals);
  const gap = objective === 0 ? 0 : Math.max(0, (objective - bound) / Math.abs(objective));
  return { whole, objective, bound, gap: gap < ROUNDING ? 0 : gap };
}

/** For any prices of rows: each variable at the bound where its reduced cost is least, and the prices of the rows' values. */
function dualBound({ costs, upper, rows }: LinearProgram, duals: number[]): number {
  const reduced = [...costs];
  let bound = 0;
  rows.forEach(({ terms, value }, i) => {
    const price = duals[i] ?? 0;
    bound += price * value;
    for (const [variable, factor] of terms) reduced[variable] = (reduced[variable] ?? 0) - price * factor;
  });
  return reduced.reduce((sum, cost, i) => sum + Math.min(0, cost) * (upper[i] ?? 0), bound);
}

function wrong(forStaff: string): Problem {
  return new Problem('assignment', { forUser: 'The assignment that was worked out does not hold; nothing was proposed.', forStaff });
}
