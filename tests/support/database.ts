/** A migrated database of its own for each test, on the run's real PostgreSQL. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { runStatement } from '../../workers/demo/embedded-postgres.ts';

export type FreshDatabase = {
  url: string;
  drop: () => Promise<void>;
  /** as somebody beside the service sees it */
  query: <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<R[]>;
};
export type CopiedDatabase = FreshDatabase & {
  /** another database with the same content; whoever else uses this one must have let go of it */
  copy: () => Promise<CopiedDatabase>;
  /** the same URL with the content of `older`, which nobody may be using */
  replaceBy: (older: FreshDatabase) => Promise<void>;
};

/** @param template the second where a service will run on it: each would take a while to prepare its queue */
export function freshDatabase(template: 'template' | 'template_queue' = 'template'): Promise<CopiedDatabase> {
  return createdFrom(template);
}

const urlOf = (database: string): string => inject('postgres').replace(/DATABASE$/, database);
const administer = (statement: string): Promise<void> => runStatement(urlOf('postgres'), statement);

async function createdFrom(template: string): Promise<CopiedDatabase> {
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await administer(`create database "${name}" template "${template}"`);
  const url = urlOf(name);
  let pool: pg.Pool | null = null;
  const rest = async (): Promise<void> => {
    const ending = pool;
    pool = null;
    await ending?.end();
  };
  return {
    url,
    query: async <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => {
      if (pool === null) {
        pool = new pg.Pool({ connectionString: url, max: 2 });
        pool.on('error', () => undefined);
      }
      return (await pool.query<R>(text, values)).rows;
    },
    drop: async () => {
      await rest();
      await administer(`drop database if exists "${name}" with (force)`);
    },
    copy: async () => {
      await rest();
      return createdFrom(name);
    },
    replaceBy: async (older) => {
      await rest();
      await administer(`drop database "${name}" with (force)`);
      await administer(`create database "${name}" template "${older.url.slice(older.url.lastIndexOf('/') + 1)}"`);
    },
  };
}
