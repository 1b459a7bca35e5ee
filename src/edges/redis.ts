/** Connections to Redis, as BullMQ wants them, and the one setting that would lose jobs. */
import { readFile } from 'node:fs/promises';
import { Cluster, Redis } from 'ioredis';
import { Problem } from '../problem.ts';

/**
 * One server, or a cluster where the URL says ?cluster=1 (then its host is any node of it). Producers fail at once while it is
 * away, workers wait for it: neither ever hangs a transaction. A line that dies without a word is given up.
 */
export async function openRedis(url: string, options: { caFile: string | undefined; forWorker: boolean }): Promise<Redis | Cluster> {
  const tls = options.caFile && url.startsWith('rediss:') ? { tls: { ca: await readFile(options.caFile) } } : {};
  const common = {
    ...tls, maxRetriesPerRequest: null, enableOfflineQueue: options.forWorker, connectTimeout: 5_000, keepAlive: 10_000,
    // Longer than a worker waits for a job in one command (10 s).
    socketTimeout: 15_000,
  };
  const { hostname, port, username, password, protocol, searchParams } = new URL(url);
  const pause = (times: number): number => Math.min(100 * times, 2_000);
  if (searchParams.get('cluster') !== '1') return new Redis(url, { ...common, retryStrategy: pause });
  return new Cluster([{ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379) }], {
    enableOfflineQueue: options.forWorker, clusterRetryStrategy: pause,
    redisOptions: {
      ...(protocol === 'rediss:' ? { tls: {} } : {}), ...common,
      ...(username ? { username: decodeURIComponent(username) } : {}), ...(password ? { password: decodeURIComponent(password) } : {}),
    },
  });
}

/** Resolves once the connection that is being made stands. @throws the error of the first try that fails */
export function connected(redis: Redis | Cluster): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve();
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => (): void => {
      redis.off('ready', ready).off('error', failed);
      end();
    };
    const ready = settle(resolve);
    const failed = (error: Error): void => settle(() => reject(error))();
    redis.once('ready', ready).once('error', failed);
  });
}

/** @throws Problem `configuration` where Redis may drop jobs when memory runs short */
export async function refuseEviction(redis: Redis | Cluster): Promise<void> {
  const memories = await Promise.all((redis instanceof Cluster ? redis.nodes('master') : [redis]).map((node) => node.info('memory')));
  const policy = memories.map((memory) => /maxmemory_policy:(\S+)/.exec(memory)?.[1]).find((found) => found !== undefined && found !== 'noeviction');
  if (policy === undefined) return;
  throw new Problem('configuration', { forUser: `REDIS_URL: this Redis drops data when memory runs short (maxmemory-policy ${policy}); set maxmemory-policy noeviction` });
}

/** Test only: the server forgets everything and closes every other connection. */
export async function dropRedisConnections(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  try {
    await redis.flushall();
    await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  } finally {
    redis.disconnect();
  }
}
