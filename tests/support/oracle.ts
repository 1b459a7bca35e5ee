/** The oracle's word on data that somebody changed behind the service's back. */
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Tx } from '../../src/store/database.ts';
import { verify, type Verdict, type VerifyParts } from '../../workers/verify.ts';

/** In one transaction that is taken back afterwards. */
export async function verdictAfter(url: string, now: Date, changes: string[], parts: Omit<VerifyParts, 'db'>): Promise<Verdict> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    for (const change of changes) await client.query(change);
    const run: Tx['run'] = async <R extends object>(text: string, values: unknown[] = []) => (await client.query<R & pg.QueryResultRow>(text, values)).rows;
    const write: Tx['write'] = () => { throw new Error('the oracle writes nothing'); };
    const tx: Tx = Object.assign(drizzle(client), { now, run, write });
    return await verify({ ...parts, db: { transaction: (work) => work(tx) } });
  } finally {
    await client.query('rollback');
    await client.end();
  }
}

export const violated = (verdict: Verdict): string[] => verdict.invariants.filter((i) => i.violations.length > 0).map((i) => i.name);
