/** A migrated database of its own for each test, on the run's real PostgreSQL. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { runStatement } from '../../workers/demo/embedded-postgres.ts';

export type FreshDatabase = { url: string; drop: () => Promise<void>; /** as somebody beside the service sees it */ query: <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<R[]> };

export async function freshDatabase(): Promise<FreshDatabase> {
  const pattern = inject('postgres');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const urlOf = (database: string): string => pattern.replace(/DATABASE$/, database);
  await runStatement(urlOf('postgres'), `create database "${name}" template template`);
  const url = urlOf(name);
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  return {
    url,
    query: async <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => (await pool.query<R>(text, values)).rows,
    drop: async () => {
      await pool.end();
      await runStatement(urlOf('postgres'), `drop database if exists "${name}" with (force)`);
    },
  };
}
