/** One embedded PostgreSQL for a whole run of tests, with migrated databases to copy from: `template`, and `template_queue` in which a service has prepared its queue. */
import { runMigrations } from 'bullmq';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/store/database.ts';
import { startPostgres } from '../../workers/demo/embedded-postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext { postgres: string }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  await postgres.createDatabase('template');
  await migrate(postgres.url('template'), 'schemas/migrations');
  await postgres.createDatabase('template_queue', 'template');
  await prepareQueue(postgres.url('template_queue'));
  project.provide('postgres', postgres.url('DATABASE'));
  return () => postgres.stop();
}

async function prepareQueue(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await runMigrations(client);
  await client.end();
}
