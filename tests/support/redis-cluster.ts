/** Three Redis servers that share the keys between them: what a single server does not refuse, this does. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from '../../workers/demo/embedded-postgres.ts';
import { until } from './until.ts';

export type RedisCluster = { /** of one node; with ?cluster=1 for the whole */ url: string; nodes: Redis[]; stop: () => Promise<void> };

const SLOTS = 16_384;

export async function startRedisCluster(): Promise<RedisCluster> {
  const dir = await mkdtemp(join(tmpdir(), 'mailroom-cluster-'));
  const servers: ChildProcess[] = [];
  const nodes: Redis[] = [];
  for (let n = 0; n < 3; n++) {
    const [port, bus] = [await freePort(), await freePort()] as const;
    await mkdir(join(dir, String(n)));
    servers.push(spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', join(dir, String(n)), '--save', '', '--cluster-enabled', 'yes', '--cluster-port', String(bus), '--cluster-announce-ip', '127.0.0.1'], { stdio: 'ignore' }));
    const node = new Redis(port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null });
    node.on('error', () => undefined);
    nodes.push(node);
    await node.call('cluster', 'addslotsrange', Math.floor((SLOTS * n) / 3), Math.floor((SLOTS * (n + 1)) / 3) - 1);
    if (n > 0) await nodes[0]?.call('cluster', 'meet', '127.0.0.1', port, bus);
  }
  await until('the cluster to stand', async () => (await Promise.all(nodes.map((node) => node.call('cluster', 'info')))).every((info) => /cluster_state:ok/.test(String(info)) && /cluster_known_nodes:3/.test(String(info))));
  return {
    url: `redis://127.0.0.1:${nodes[0]?.options.port}`, nodes,
    stop: async () => {
      for (const node of nodes) node.disconnect();
      await Promise.all(servers.map((server) => new Promise<void>((resolve) => { server.once('exit', () => resolve()); server.kill('SIGKILL'); })));
      await rm(dir, { recursive: true, force: true });
    },
  };
}
