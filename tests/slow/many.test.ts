import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { openLog } from '../../src/edges/log.ts';
import { openQueue, type Queue } from '../../src/edges/queue.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { redisMissing, startRedis, type TestRedis } from '../support/redis.ts';
import { startRedisCluster, type RedisCluster } from '../support/redis-cluster.ts';
import { until } from '../support/until.ts';

if (redisMissing !== null) console.log(`not run here: Redis clusters (${redisMissing})`);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closing.splice(0).reverse()) await close(); });

async function queueOf(contest: string, database: FreshDatabase, redisUrl?: string): Promise<{ queue: Queue; ran: string[] }> {
  const queue = await openQueue({ ...(redisUrl ? { redisUrl } : {}), databaseUrl: database.url, prefix: `mailroom-${contest}`, log: openLog({ level: 'silent' }) });
  closing.push(() => queue.close());
  await queue.ready(AbortSignal.timeout(120_000));
  const ran: string[] = [];
  const worker = queue.work(async ({ id }) => { ran.push(id); }, { concurrency: 4 });
  closing.push(() => worker.close());
  return { queue, ran };
}

async function database(): Promise<FreshDatabase> {
  const fresh = await freshDatabase();
  closing.push(() => fresh.drop());
  return fresh;
}

/** Fifty jobs for each of two contests on one server: what each was given, and what its worker ran. */
async function twoContests(redisUrl?: string): Promise<{ given: string[]; ran: string[] }[]> {
  const shared = await database();
  const contests = await Promise.all(['one', 'two'].map((name) => queueOf(name, shared, redisUrl)));
  const given = contests.map(() => Array.from({ length: 50 }, () => randomUUID()));
  await Promise.all(contests.map(({ queue }, i) => queue.add((given[i] ?? []).map((id, n) => ({ id, name: 'read-message', priority: n % 3 })))));
  await until('every job to run', () => contests.every(({ ran }) => ran.length >= 50));
  return contests.map(({ ran }, i) => ({ given: [...(given[i] ?? [])].sort(), ran: [...ran].sort() }));
}

describe('many contests on the same servers', () => {
  it('keep their jobs apart on PostgreSQL', async () => {
    for (const { given, ran } of await twoContests()) expect(ran).toEqual(given);
  });

  it.skipIf(redisMissing !== null)('keep their jobs apart on one Redis', async () => {
    const redis: TestRedis = await startRedis();
    closing.push(() => redis.stop());
    for (const { given, ran } of await twoContests(redis.url)) expect(ran).toEqual(given);
  });

  it.skipIf(redisMissing !== null)('run on a Redis cluster, each contest on one of its nodes', async () => {
    const cluster: RedisCluster = await startRedisCluster();
    closing.push(() => cluster.stop());
    for (const { given, ran } of await twoContests(`${cluster.url}?cluster=1`)) expect(ran).toEqual(given);
    const keys = (await Promise.all(cluster.nodes.map((node) => node.keys('*')))).map((found) => new Set(found.map((key) => key.replace(/\}.*/, '}'))));
    for (const name of ['{mailroom-one}', '{mailroom-two}']) expect(keys.filter((on) => on.has(name))).toHaveLength(1);
  });
});
