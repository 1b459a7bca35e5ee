/** Test only: the nth time a step is reached, the fault asked for happens there. */
import { failPoints, faults, judgingPoints, reachNothing, type Fault, type Reach } from '../src/failpoint.ts';
import { Problem } from '../src/problem.ts';
import type { Log } from '../src/edges/log.ts';
import { QUEUE_APPLICATION } from '../src/edges/queue.ts';
import { dropRedisConnections } from '../src/edges/redis.ts';
import { dropConnections } from '../src/store/database.ts';

export type FaultTargets = { databaseUrl: string; redisUrl: string | null };

/** @param setting `POINT:NTH:FAULT` (schemas/env.ts), or null. @throws Problem `configuration` where there is no such point or fault */
export function failpointFrom(setting: string | null, targets: FaultTargets, log: Log): Reach {
  if (setting === null) return reachNothing;
  const [name, nth, what] = setting.split(':');
  const point = oneOf([...failPoints, ...judgingPoints], name);
  const fault = oneOf(faults, what);
  let left = Number(nth);
  return async (reached) => {
    if (reached !== point || --left !== 0) return;
    log.warn({ point, fault }, 'a test makes something go wrong here');
    await happen[fault](targets);
  };
}

const happen: Record<Fault, (targets: FaultTargets) => Promise<void>> = {
  kill: async () => { process.kill(process.pid, 'SIGKILL'); },
  error: async () => { throw new Error('a fault that a test asked for'); },
  hang: () => new Promise(() => undefined),
  'drop-database': ({ databaseUrl }) => dropConnections(databaseUrl),
  'drop-queue': ({ databaseUrl, redisUrl }) => (redisUrl === null ? dropConnections(databaseUrl, QUEUE_APPLICATION) : dropRedisConnections(redisUrl)),
};

function oneOf<T extends string>(known: readonly T[], given: string | undefined): T {
  const found = known.find((k) => k === given);
  if (found === undefined) throw new Problem('configuration', { forUser: `FAILPOINT: there is no ${given}; expected one of ${known.join(', ')}` });
  return found;
}
