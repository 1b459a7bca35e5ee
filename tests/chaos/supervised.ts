/** A process of the service that is started again whenever it was killed, as a supervisor does; an end of its own is put on record. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const program = 'dist/workers/cli/mailroom.js';

export type Supervised = {
  name: string;
  /** SIGKILL; false where it was not running, or, but for `starting`, not ready yet */
  kill: (starting: boolean) => boolean;
  /** resolves when the process that runs now says that it is ready */
  ready: () => Promise<void>;
  /** SIGTERM, for good. Gives the exit code, or the signal that ended it */
  end: () => Promise<number | string>;
  /** how long the last start took, ms from the process to its "ready"; of one that goes on, how long it has taken so far */
  startMs: () => number;
  /** ends that nobody asked for, in words */
  surprises: string[];
  kills: number;
};

export type SupervisedOptions = { name: string; only: string; variables: Record<string, string>; logs: string };

export function startSupervised({ name, only, variables, logs }: SupervisedOptions): Supervised {
  if (!existsSync(program)) throw new Error(`${program} is missing: npm run build makes it`);
  const path = join(logs, `${name}.log`);
  const log = createWriteStream(path, { flags: 'a' });
  let child: ChildProcess;
  let doomed = false;
  let ending = false;
  let up = false;
  let startedAt = 0;
  let lastStartMs = 0;
  let becameReady: () => void = () => undefined;
  let isReady = new Promise<void>((resolve) => { becameReady = resolve; });
  let ended: (how: number | string) => void = () => undefined;
  const end = new Promise<number | string>((resolve) => { ended = resolve; });
  const self: Supervised = {
    name, surprises: [], kills: 0,
    kill: (starting) => {
      if (doomed || ending || !(up || starting)) return false;
      doomed = true;
      self.kills++;
      return child.kill('SIGKILL');
    },
    ready: () => isReady,
    startMs: () => (up ? lastStartMs : Math.max(lastStartMs, performance.now() - startedAt)),
    end: () => {
      ending = true;
      if (!doomed) child.kill('SIGTERM');
      return end;
    },
  };
  const start = (): void => {
    doomed = false;
    up = false;
    startedAt = performance.now();
    isReady = new Promise<void>((resolve) => { becameReady = resolve; });
    child = spawn(process.execPath, [program, 'start', '--only', only], { env: { PATH: process.env['PATH'] ?? '', ...variables }, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr?.on('data', (text: Buffer) => {
      log.write(text);
      if (!text.includes('"msg":"ready"')) return;
      if (!up) lastStartMs = performance.now() - startedAt;
      up = true;
      becameReady();
    });
    child.once('exit', (code, signal) => {
      const how = signal ?? code ?? 0;
      if (ending) { log.end(); return ended(how); }
      if (!doomed) self.surprises.push(`${name} ended by itself (${how}): ${lastLine(path)}`);
      start();
    });
  };
  start();
  return self;
}

function lastLine(path: string): string {
  return readFileSync(path, 'utf8').trim().split('\n').at(-1)?.slice(0, 500) ?? '';
}
