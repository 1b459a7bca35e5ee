/** Test only: the program kills itself the nth time it reaches a point, as power loss would. */
import type { FailPoint, Reach } from '../src/failpoint.ts';
import { failPoints, reachNothing } from '../src/failpoint.ts';
import { Problem } from '../src/problem.ts';

/** @param setting `POINT:NTH:kill` (schemas/env.ts), or null */
export function failpointFrom(setting: string | null): Reach {
  if (setting === null) return reachNothing;
  const [name, nth] = setting.split(':');
  const point = failPoints.find((p) => p === name);
  if (!point) throw new Problem('configuration', { forUser: `FAILPOINT: there is no ${name}; expected one of ${failPoints.join(', ')}` });
  let left = Number(nth);
  return (reached: FailPoint) => {
    if (reached === point && --left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
