/** A PostgreSQL of the test's own, which it may end and start again: durable, as in production. */
import pg from 'pg';
import { migrate } from '../../src/store/database.ts';
import { runStatement, startPostgres, type EmbeddedPostgres } from '../../workers/demo/embedded-postgres.ts';
import type { FreshDatabase } from './database.ts';

export type OwnDatabase = FreshDatabase & { postgres: EmbeddedPostgres };

/** @param folder where the tables lie, if not with the rest */
export async function ownDatabase(folder?: string): Promise<OwnDatabase> {
  const postgres = await startPostgres({ durable: true });
  if (folder !== undefined) await runStatement(postgres.url('postgres'), `create tablespace elsewhere location '${folder}'`);
  await runStatement(postgres.url('postgres'), `create database own ${folder === undefined ? '' : 'tablespace elsewhere'}`);
  const url = postgres.url('own');
  await migrate(url, 'schemas/migrations');
  return {
    postgres, url,
    // A connection of its own each time, since the server may have gone in between.
    query: async <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query<R>(text, values)).rows;
      } finally {
        await client.end();
      }
    },
    drop: () => postgres.stop(),
  };
}
