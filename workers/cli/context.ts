/** What commands need of the outside: environment, contest, database. The only place besides main that reads them. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LoadedContest } from '../../schemas/contest.ts';
import type { Env } from '../../schemas/env.ts';
import type { Clock } from '../../src/clock.ts';
import { inForce } from '../../src/contest/in-force.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { readTemplates } from '../../src/edges/templates.ts';
import { createLetterWriter, type LetterWriter } from '../../src/letters/render.ts';
import { deadlineInForce } from '../../src/store/deadlines.ts';
import { openDatabase, type Database, type Tx } from '../../src/store/database.ts';
import { readEnvironment, required } from '../environment.ts';

/** The folder of package.json: templates, migrations and contests lie beside it, in the sources as in the build. */
export const projectRoot = ((): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
})();

export const migrationsFolder = join(projectRoot, 'schemas', 'migrations');

export const wallClock: Clock = () => new Date();

export function environment(): Env {
  return readEnvironment(process.env, (path) => readFileSync(path, 'utf8'));
}

/** A contest folder named relative to where the command runs, or one that comes with the project. */
export async function contestOf(env: Env): Promise<LoadedContest> {
  const here = resolve(env.CONTEST_DIR);
  return readContestFolder(existsSync(here) ? here : join(projectRoot, env.CONTEST_DIR));
}

export async function writerOf(loaded: LoadedContest): Promise<LetterWriter> {
  return createLetterWriter(await readTemplates(join(projectRoot, 'templates'), loaded.dir, loaded.contest.locale), loaded.contest);
}

/** The same with the deadline as it was changed by an approved act; as written where no database is set. */
export async function contestInForce(): Promise<LoadedContest> {
  const env = environment();
  const loaded = await contestOf(env);
  return env.DATABASE_URL === undefined ? loaded : inForce(loaded, await withDatabase((tx) => deadlineInForce(tx)));
}

/** Runs `work` in one transaction of the configured database and closes it. */
export async function withDatabase<T>(work: (tx: Tx, database: Database) => Promise<T>): Promise<T> {
  return withConnection((database) => database.transaction((tx) => work(tx, database)));
}

/** For work that is no single transaction. */
export async function withConnection<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const { DATABASE_URL } = required(environment(), ['DATABASE_URL']);
  const database = openDatabase(DATABASE_URL, wallClock, { poolSize: 2 });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}
