/** A Redis server of the test's own, where the machine has the program. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../workers/demo/embedded-postgres.ts';
import { until } from './until.ts';

export const redisMissing = spawnSync('redis-server', ['--version']).error ? 'redis-server is not installed' : null;

export type TestRedis = { url: string; stop: () => Promise<void>; kill: () => Promise<void>; start: () => Promise<void> };

export async function startRedis(options: { persistent?: boolean; maxmemoryPolicy?: string; /** besides loopback */ address?: string } = {}): Promise<TestRedis> {
  const dir = await mkdtemp(join(tmpdir(), 'mailroom-redis-'));
  const port = await freePort();
  let server: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', ...(options.address ? [options.address, '--protected-mode', 'no'] : []), '--dir', dir, '--save', '', '--appendonly', options.persistent ? 'yes' : 'no', '--maxmemory-policy', options.maxmemoryPolicy ?? 'noeviction'], { stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    server.stdout?.on('data', (text: Buffer) => { said += text.toString(); });
    await until('Redis to accept connections', () => said.includes('Ready to accept connections'));
  };
  const end = (signal: NodeJS.Signals): Promise<void> => new Promise((resolve) => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return resolve();
    server.once('exit', () => resolve());
    server.kill(signal);
  });
  await start();
  return {
    url: `redis://127.0.0.1:${port}`, start, kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM');
      await rm(dir, { recursive: true, force: true });
    },
  };
}
