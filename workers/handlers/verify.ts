/** Runs the oracle on the hour; staff hear of it only when it fails. */
import { openDatabase } from '../../src/store/database.ts';
import { alertStaff } from '../outbox.ts';
import type { Handler, Work } from '../services.ts';
import { verify, type Verdict } from '../verify.ts';

/** The oracle reads whole tables: its statements may take longer than those of the service. Below `stuckMs`. */
const STATEMENT_MS = 4 * 60_000;

export const verifyAll: Handler<'verify'> = async (_payload, work) => {
  const result = await verifyPatiently(work);
  const violations = result.invariants.flatMap((i) => i.violations);
  await work.finish(async (tx) => {
    if (result.ok) return;
    await alertStaff(tx, work, { what: 'oracle-failed', detail: violations.slice(0, 20).join('\n'), command: 'mailroom verify' });
  });
};

async function verifyPatiently({ db: { url }, clock, blobs, mailbox, givenCodes, paperRecords, erasures, secretKeys, loaded }: Work): Promise<Verdict> {
  const db = openDatabase(url, clock, { poolSize: 1, stuckMs: STATEMENT_MS });
  try {
    return await verify({ db, blobs, mailbox, givenCodes, paperRecords, erasures, secretKeys, loaded });
  } finally {
    await db.close();
  }
}
