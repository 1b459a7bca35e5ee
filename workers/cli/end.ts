/** How a command ends when something is wrong: one line for the user, no stack. */
import { Problem, reasonOf } from '../../src/problem.ts';

/** Codes of problems that the user mends by changing the call or the configuration. */
const WRONG_USE = new Set(['configuration', 'contest', 'wrong-use']);

/** Prints what happened and what to do; sets exit code 2 for wrong use or configuration, 1 for all else. */
export function endWith(error: unknown): void {
  const wrongUse = error instanceof Problem && (WRONG_USE.has(error.code) || error.code.startsWith('contest'));
  const text = error instanceof Problem ? (error.forStaff === error.forUser ? error.forUser : `${error.forUser} (${error.forStaff})`) : reasonOf(error);
  process.stderr.write(`mailroom: ${text}\n`);
  if (!(error instanceof Problem) && process.env['LOG_LEVEL'] === 'debug' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = wrongUse ? 2 : 1;
}
