/** Solving linear programs in a child process of its own, which is ended where it takes too long or too much memory. */
import type { LinearProgram, Solution } from '../judging/assignment.ts';
import { Problem } from '../problem.ts';
import { findIsolation } from './isolation.ts';
import { openLane } from './lane.ts';

/** What comes back from the child. */
export type SolverAnswer = { solution: Solution } | { failed: string };

const DEADLINE_MS = 120_000;
const CHILD = new URL(`../../workers/children/solve${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);
const RSS_BYTES = 900 * 1024 * 1024;

/** @throws Problem `assignment` where there is no solution within two minutes and 900 MB */
export async function solve(program: LinearProgram, { deadlineMs = DEADLINE_MS, module = CHILD }: { deadlineMs?: number; module?: URL } = {}): Promise<Solution> {
  const lane = openLane({
    module, deadlineMs, rssBytes: RSS_BYTES, heapMb: 512, answers: 1, isolation: await findIsolation(), size: 1, idleMs: 1_000,
  });
  try {
    const answered = await lane.ask(program);
    if ('ended' in answered) throw failed(answered.ended.cause === 'died' ? answered.ended.forStaff : `the solver was ended: ${answered.ended.cause}`);
    const answer = answered.answer as SolverAnswer;
    if ('failed' in answer) throw failed(answer.failed);
    return answer.solution;
  } finally {
    lane.close();
  }
}

function failed(forStaff: string): Problem {
  return new Problem('assignment', { forUser: 'No assignment could be worked out; nothing was proposed.', forStaff });
}
