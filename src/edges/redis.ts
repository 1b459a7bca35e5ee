/** Connections to Redis, as BullMQ wants them, and the one setting that would lose jobs. */
import { readFile } from 'node:fs/promises';
import { Redis } from 'ioredis';
import { Problem } from '../problem.ts';

/** Producers fail at once while Redis is away, workers wait for it: neither ever hangs a transaction. */
export async function openRedis(url: string, options: { caFile: string | undefined; forWorker: boolean }): Promise<Redis> {
  const tls = options.caFile && url.startsWith('rediss:') ? { tls: { ca: await readFile(options.caFile) } } : {};
  return new Redis(url, {
    ...tls,
    maxRetriesPerRequest: null,
    enableOfflineQueue: options.forWorker,
    connectTimeout: 5_000,
    retryStrategy: (times) => Math.min(100 * times, 2_000),
  });
}

/** Resolves once the connection that is being made stands. @throws the error of the first try that fails */
export function connected(redis: Redis): Promise<void> {
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
export async function refuseEviction(redis: Redis): Promise<void> {
  const memory = await redis.info('memory');
  const policy = /maxmemory_policy:(\S+)/.exec(memory)?.[1];
  if (policy === undefined || policy === 'noeviction') return;
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
