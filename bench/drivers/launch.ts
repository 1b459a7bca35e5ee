/** The two drivers: the naive script and the service, each with a database and a folder of its own. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newContestYaml } from '../../src/contest/new.ts';
import { MAILBOX, type Stand } from '../stand/stand.ts';
import { launch, runDatabase, type Driver } from './driver.ts';

export type DriverName = 'naive' | 'ours';

/** As an operator runs it, with Redis, moving what is handled. */
export type OursOptions = {
  /** instead of the stand's own address: a proxy that counts */
  imapUrl?: string;
  /** more variables of the environment */
  env?: Record<string, string>;
  /** arguments of node before the program */
  nodeArgs?: string[];
  /** once the database exists and before the service starts */
  prepare?: (databaseUrl: string, env: Record<string, string>) => Promise<void>;
};

export const startDriver = (stand: Stand, name: DriverName): Promise<Driver> => (name === 'naive' ? startNaive(stand) : startOurs(stand));

export async function startNaive(stand: Stand): Promise<Driver> {
  const database = await runDatabase(stand);
  const dir = join(stand.dir, 'naive');
  return launch(stand, {
    args: ['dist/bench/naive.js', stand.dovecot.plainUrl, stand.sink.url, database.url, dir, MAILBOX], ready: 'ready\n',
    after: async () => { await database.drop(); await rm(dir, { recursive: true, force: true }); },
  });
}

export async function startOurs(stand: Stand, options: OursOptions = {}): Promise<Driver> {
  const database = await runDatabase(stand);
  const redis = await stand.redis();
  const dir = join(stand.dir, 'ours');
  await mkdir(join(dir, 'contest'), { recursive: true });
  await writeFile(join(dir, 'contest', 'contest.yaml'), benchContest(new Date()));
  const env = {
    DATABASE_URL: database.url, REDIS_URL: redis.url, IMAP_URL: options.imapUrl ?? stand.dovecot.plainUrl, SMTP_URL: stand.sink.url,
    SECRET_KEY: 'a key of the benchmark of 32 bytes or more', DATA_DIR: join(dir, 'data'), CONTEST_DIR: join(dir, 'contest'), ...options.env,
  };
  await options.prepare?.(database.url, env);
  return launch(stand, {
    args: [...options.nodeArgs ?? [], 'dist/workers/cli/mailroom.js', 'start'], env, ready: '"msg":"ready"',
    after: async () => { await redis.stop(); await database.drop(); await rm(dir, { recursive: true, force: true }); },
  });
}

/** What `mailroom contest new` writes, but for what becomes of handled mail. Its window holds today. */
export function benchContest(now: Date): string {
  return newContestYaml({ now, zone: 'Asia/Ho_Chi_Minh', mailbox: MAILBOX }).replace('after: { do: leave }', 'after: { do: move, folder: Done }');
}
