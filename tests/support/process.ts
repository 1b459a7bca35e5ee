/** The service as users run it: a process of its own, from the built program. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { until } from './until.ts';

const program = 'dist/workers/cli/mailroom.js';

export type Running = { process: ChildProcess; log: () => string; ready: () => Promise<void>; exited: Promise<NodeJS.Signals | number | null>; end: (signal?: NodeJS.Signals) => Promise<NodeJS.Signals | number | null> };

/** @param variables the whole environment of the service, beside PATH @param prefix words before the command, as to run it on another host */
export function runService(variables: Record<string, string>, args: string[] = ['start'], prefix: string[] = []): Running {
  if (!existsSync(program)) throw new Error(`${program} is missing: npm run build makes it`);
  const [command = process.execPath, ...words] = [...prefix, process.execPath, program, ...args];
  const child = spawn(command, words, { env: { PATH: process.env['PATH'] ?? '', ...variables }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => { said += text.toString(); });
  const exited = new Promise<NodeJS.Signals | number | null>((resolve) => { child.once('exit', (code, signal) => resolve(signal ?? code)); });
  return {
    process: child, log: () => said, exited,
    ready: async () => {
      await until(`"ready" from the service; it said ${said.slice(-500)}`, () => said.includes('"msg":"ready"') || child.exitCode !== null);
    },
    end: (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return exited;
    },
  };
}
