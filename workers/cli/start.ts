import { setTimeout as sleep } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { openLog, type Log } from '../../src/edges/log.ts';
import { Problem, reasonOf } from '../../src/problem.ts';
import { required } from '../environment.ts';
import { loops, startService, type LoopName } from '../main.ts';
import { contestOf, environment, migrationsFolder, wallClock, writerOf } from './context.ts';
import { migrate } from '../../src/store/database.ts';

type Options = { only?: LoopName[]; dryRun?: boolean };

/** `mailroom start`: the service, until SIGTERM or SIGINT. */
export function startCommand(): Command {
  return new Command('start').description('the service; several copies on several machines are safe')
    .option('--only <loops>', `some of ${loops.join(', ')}, separated by commas`, onlyLoops)
    .option('--dry-run', 'read and register, but keep every letter as a draft')
    .action(start);
}

async function start(options: Options): Promise<void> {
  const env = environment();
  const needed = required(env, ['DATABASE_URL', 'IMAP_URL', 'SMTP_URL', 'SECRET_KEY']);
  const loaded = await contestOf(env);
  const log = openLog({ level: env.LOG_LEVEL });
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());
  await untilReached(() => migrate(needed.DATABASE_URL, migrationsFolder), () => true, log, stopping.signal);
  const writer = await writerOf(loaded);
  // It may go away again between any two of these steps.
  const service = await untilReached(() => startService({
    ...needed, redisUrl: env.REDIS_URL ?? null, dataDir: env.DATA_DIR, caFile: env.TLS_CA_FILE ?? null, authservId: env.AUTHSERV_ID ?? null, embeddingsKey: env.EMBEDDINGS_KEY ?? null, mailauth: env.MAILAUTH ? { servers: env.MAILAUTH } : null, clamdUrl: env.CLAMD_URL ?? null,
    loaded, writer, clock: wallClock, machineClock: wallClock, log, dryRun: options.dryRun === true, only: options.only ?? [...loops],
    fastRecovery: env.FAST_RECOVERY === '1', failpoint: env.FAILPOINT ?? null,
  }), (error) => error instanceof Problem && error.retry === 'later', log, stopping.signal);
  if (service === null) return;
  try {
    await service.ready(stopping.signal);
    if (!stopping.signal.aborted) {
      log.info('ready');
      await new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve(), { once: true }));
    }
  } finally {
    log.info('stopping');
    await service.stop();
    log.info('stopped');
  }
  // Whatever would still hold the process has had its time.
  setTimeout(() => process.exit(0), 500).unref();
}

/** A database that is away at start is waited for, one clear line a try. Null where the signal came first. @param passes is it worth waiting? */
async function untilReached<T>(attempt: () => Promise<T>, passes: (error: unknown) => boolean, log: Log, signal: AbortSignal): Promise<T | null> {
  for (let pause = 1_000; !signal.aborted; pause = Math.min(pause * 1.5, 30_000)) {
    try {
      return await attempt();
    } catch (error) {
      if (!passes(error)) throw error;
      log.warn({ error: reasonOf(error) }, `database not reached; trying again in ${Math.round(pause / 1000)} s`);
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}

function onlyLoops(text: string): LoopName[] {
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !(loops as readonly string[]).includes(name));
  if (wrong !== undefined) throw new InvalidArgumentError(`there is no ${wrong}; expected some of ${loops.join(', ')}`);
  return names as LoopName[];
}
