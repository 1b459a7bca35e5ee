/** One embedded PostgreSQL for a whole run of tests, with a migrated database to copy from. */
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
  project.provide('postgres', postgres.url('DATABASE'));
  return () => postgres.stop();
}
