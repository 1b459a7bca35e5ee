/** Writes down how this process fares. That this can be done or not is what it knows of the database. */
import type { LoopName } from '../../schemas/troubles.ts';
import { within } from '../../src/deadline.ts';
import { reasonOf } from '../../src/problem.ts';
import { beat, forgetDead, type ProcessName } from '../../src/store/heartbeats.ts';
import { prepareTroubles, recordTroubles } from '../../src/store/troubles.ts';
import type { Health, HealthNeeds } from './health.ts';
import type { Ledger } from './ledger.ts';
import { tellTroubles } from './letters.ts';

const DEADLINE_MS = 15_000;

type Sources = { failed: Health['failed']; /** ms since each loop got something done */ loops: () => { loop: LoopName; ago: number }[] };

/**
 * Gives the function that writes all down and tells staff what is to be told; it never rejects. A call while another is under way
 * waits for that one, since a database that hangs may hang for long.
 */
export function openWriter(needs: HealthNeeds, process_: ProcessName, ledger: Ledger, { failed, loops }: Sources): () => Promise<void> {
  let prepared = false;
  let writing: Promise<void> | null = null;
  const record = async (): Promise<void> => {
    const report = ledger.report();
    await needs.db.transaction(async (tx) => {
      await beat(tx, process_, loops());
      if (!prepared) {
        await forgetDead(tx);
        await prepareTroubles(tx, process_.host);
      }
      await recordTroubles(tx, process_.host, report.troubles, report.working);
    });
    prepared = true;
    ledger.written(report);
  };
  const all = async (): Promise<void> => {
    try {
      await record();
      const wasAway = ledger.failing().includes('database');
      ledger.works('database');
      ledger.works('storage', 'health');
      if (wasAway) await record();
      await tellTroubles(needs, process_.host, ledger.report().troubles);
    } catch (error) {
      failed(error, { subject: 'health' }, 'database');
    }
  };
  return async () => {
    writing ??= all().finally(() => { writing = null; });
    await within(DEADLINE_MS, writing).catch((error: unknown) => ledger.fails('database', `PostgreSQL: ${reasonOf(error)}`, { subject: 'health' }));
  };
}
