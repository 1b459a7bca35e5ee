/** A driver is a process that waits at the mailbox (IDLE) and handles what comes; started alike, measured alike. */
import { spawn } from 'node:child_process';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { until } from '../../tests/support/until.ts';
import type { Stand } from '../stand/stand.ts';

export type Driver = {
  pid: number;
  /** stops or goes on; a stopped driver finds what came meanwhile, as one that was busy */
  signal: (name: NodeJS.Signals) => void;
  log: () => string;
  stop: () => Promise<void>;
};

export type Launch = { args: string[]; env?: Record<string, string>; /** what it says once it is there, in its log */ ready: string; /** after its end */ after: () => Promise<void> };

/** Starts node with these arguments; its output goes to a file, so that nobody of the harness reads along. */
export async function launch(stand: Stand, { args, env = {}, ready, after }: Launch): Promise<Driver> {
  const logFile = join(stand.dir, `${randomUUID()}.log`);
  const out = openSync(logFile, 'w');
  const child = spawn(process.execPath, args, { env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', out, out] });
  closeSync(out);
  const log = (): string => readFileSync(logFile, 'utf8');
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  const stop = stand.atEnd(async () => {
    if (alive()) {
      const exited = new Promise((resolve) => { child.once('exit', resolve); });
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await exited;
    }
    await after();
  });
  await until(`"${ready}" from ${args.join(' ')}`, () => {
    if (!alive()) throw new Error(`the driver ended early: ${log().slice(-1_000)}`);
    return log().includes(ready);
  }, 600_000);
  if (child.pid === undefined) throw new Error('the driver has no process id');
  return { pid: child.pid, signal: (name) => { child.kill(name); }, log, stop };
}

/** A database of its own for one run. */
export async function runDatabase(stand: Stand): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `run_${randomUUID().replaceAll('-', '')}`;
  await stand.postgres.createDatabase(name);
  return { url: stand.postgres.url(name), drop: () => stand.postgres.dropDatabase(name) };
}
