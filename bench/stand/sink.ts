/** Our side of the sink: which letters it accepted, and when. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { until } from '../../tests/support/until.ts';
import type { Accepted } from './sink-process.ts';

export type Sink = {
  url: string;
  /** of each recipient: when its letters were accepted, CLOCK_MONOTONIC ms */
  letters: Map<string, number[]>;
  /** resolves once each of them has a letter. @throws Error naming how many have none, `ms` after the last letter came */
  reached: (recipients: string[], ms: number) => Promise<void>;
  clear: () => void;
  stop: () => Promise<void>;
};

export async function startSink(): Promise<Sink> {
  const child = fork(fileURLToPath(new URL('sink-process.ts', import.meta.url)), [], { execArgv: ['--import', 'tsx'] });
  const letters = new Map<string, number[]>();
  let lastAt = performance.now();
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the SMTP sink ended (${code})`)));
    child.on('message', (said: { port: number } | { accepted: Accepted[] }) => {
      if ('port' in said) return resolve(said.port);
      lastAt = performance.now();
      for (const { to, at } of said.accepted) letters.set(to, [...letters.get(to) ?? [], at]);
    });
  });
  return {
    url: `smtp://127.0.0.1:${port}`, letters,
    reached: async (recipients, ms) => {
      lastAt = performance.now();
      const missing = (): number => recipients.filter((to) => !letters.has(to)).length;
      await until('every acknowledgment', () => {
        if (missing() === 0) return true;
        if (performance.now() - lastAt > ms) throw new Error(`no letter for ${ms} ms; ${missing()} of ${recipients.length} senders have none`);
        return false;
      }, 3_600_000);
    },
    clear: () => letters.clear(),
    stop: () => new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      child.kill('SIGKILL');
    }),
  };
}
