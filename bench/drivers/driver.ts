/** A driver is a process that waits at the mailbox (IDLE) and handles what comes; started alike, measured alike. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../tests/support/until.ts';
import type { Stand } from '../stand/stand.ts';

export type Driver = {
  pid: number;
  signal: (name: NodeJS.Signals) => void;
  log: () => string;
  stop: () => Promise<void>;
};

/** a first look at a mailbox of 50,000 mails takes its time */
const START_MS = 900_000;

/**
 * Starts node with these arguments; its output goes to a file, so that nobody of the harness reads along.
 * @param ready what it says in its log once it waits for mail
 */
export async function launch(stand: Stand, args: string[], env: Record<string, string>, ready: string, startMs = START_MS): Promise<Driver> {
  const logFile = join(stand.dir, `${randomUUID()}.log`);
  const out = openSync(logFile, 'w');
  const child = spawn(process.execPath, args, { env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', out, out] });
  closeSync(out);
  const log = (): string => readFileSync(logFile, 'utf8');
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  const stop = stand.ends.add(async () => {
    if (!alive()) return;
    const exited = new Promise((resolve) => { child.once('exit', resolve); });
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    await exited;
  });
  await until(`"${ready.trim()}" from ${args.at(-1)}`, () => {
    if (!alive()) throw new Error(`the driver ended early: ${log().slice(-1_000)}`);
    return log().includes(ready);
  }, startMs).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  if (child.pid === undefined) throw new Error('the driver has no process id');
  return { pid: child.pid, signal: (name) => { child.kill(name); }, log, stop };
}

/** A database of its own for one run. */
export async function runDatabase(stand: Stand): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `run_${randomUUID().replaceAll('-', '')}`;
  await stand.postgres.createDatabase(name);
  return { url: stand.postgres.url(name), drop: () => stand.postgres.dropDatabase(name) };
}
