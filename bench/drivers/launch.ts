/** The two drivers: the naive script and the service, each with a database and a folder of its own. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newContestYaml } from '../../src/contest/new.ts';
import { MAILBOX, type Stand } from '../stand/stand.ts';
import { launch, runDatabase, type Driver } from './driver.ts';

export type DriverName = 'naive' | 'ours';

/** Starts a driver that leaves nothing behind. */
export async function startDriver(stand: Stand, name: DriverName): Promise<Driver> {
  if (name === 'naive') return startNaive(stand);
  const home = await oursHome(stand);
  const driver = await startOurs(stand, home);
  return { ...driver, stop: async () => { await driver.stop(); await home.leave(); } };
}

/**
 * Files of a run stay until the stand ends: on some file systems (ext4 without a journal) whoever makes files soon after thousands
 * were deleted pays for it, and that would be the next driver.
 */
function runDir(stand: Stand): Promise<string> {
  return mkdtemp(join(stand.dir, 'run-'));
}

async function startNaive(stand: Stand): Promise<Driver> {
  const database = await runDatabase(stand);
  const dir = await runDir(stand);
  const driver = await launch(stand, ['dist/bench/naive.js', stand.dovecot.plainUrl, stand.sink.url, database.url, dir, MAILBOX], {}, 'ready\n');
  return { ...driver, stop: async () => { await driver.stop(); await database.drop(); } };
}

/** What the service keeps from one start to the next: database, Redis, folders, contest. */
export type OursHome = { databaseUrl: string; redisUrl: string; dir: string; leave: () => Promise<void> };

export async function oursHome(stand: Stand): Promise<OursHome> {
  const database = await runDatabase(stand);
  const redis = await stand.redis();
  const dir = await runDir(stand);
  await mkdir(join(dir, 'contest'), { recursive: true });
  await writeFile(join(dir, 'contest', 'contest.yaml'), benchContest(new Date()));
  return {
    databaseUrl: database.url, redisUrl: redis.url, dir,
    leave: async () => { await redis.stop(); await database.drop(); },
  };
}

export type OursOptions = {
  /** measures the event loop between two SIGUSR2, into this file (loop-delay.ts) */
  loopDelayFile?: string;
  /** looks at the mailbox every second instead of every minute, as tests do */
  pollsOften?: boolean;
  /** how long it may take until it is ready */
  startMs?: number;
};

/** The built program as an operator starts it. */
export function startOurs(stand: Stand, home: OursHome, options: OursOptions = {}): Promise<Driver> {
  const loopDelay = options.loopDelayFile === undefined ? [] : ['--import', pathToFileURL('dist/bench/loop-delay.js').href];
  return launch(stand, [...loopDelay, 'dist/workers/cli/mailroom.js', 'start'], {
    DATABASE_URL: home.databaseUrl, REDIS_URL: home.redisUrl, IMAP_URL: stand.dovecot.plainUrl, SMTP_URL: stand.sink.url,
    SECRET_KEY: 'a key of the benchmark of 32 bytes or more', DATA_DIR: join(home.dir, 'data'), CONTEST_DIR: join(home.dir, 'contest'),
    ...(options.pollsOften ? { FAST_RECOVERY: '1' } : {}), ...(options.loopDelayFile === undefined ? {} : { LOOP_DELAY_FILE: options.loopDelayFile }),
  }, '"msg":"ready"', options.startMs);
}

/** What `mailroom contest new` writes, but for what becomes of handled mail. Its window holds today. */
export function benchContest(now: Date): string {
  return newContestYaml({ now, zone: 'Asia/Ho_Chi_Minh', mailbox: MAILBOX }).replace('after: { do: leave }', 'after: { do: move, folder: Done }');
}
