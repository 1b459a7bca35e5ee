/** Runs the oracle on the hour; staff hear of it only when it fails. */
import { alertStaff } from '../outbox.ts';
import type { Handler } from '../services.ts';
import { verify } from '../verify.ts';

export const verifyAll: Handler<'verify'> = async (_payload, work) => {
  const result = await verify(work);
  const violations = result.invariants.flatMap((i) => i.violations);
  await work.finish(async (tx) => {
    if (result.ok) return;
    await alertStaff(tx, work, { what: 'oracle-failed', detail: violations.slice(0, 20).join('\n'), command: 'mailroom verify' });
  });
};
