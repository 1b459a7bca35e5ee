import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../../src/edges/log.ts';
import { openQueue, type Queue } from '../../src/edges/queue.ts';
import { reachNothing } from '../../src/failpoint.ts';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { enqueueAll } from '../../src/store/jobs.ts';
import { startRelay, type Loop } from '../../workers/relay.ts';
import { usualSettings } from '../../workers/services.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { redisMissing, startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

if (redisMissing !== null) console.log(`not run here: the relay with a long queue (${redisMissing})`);

/** more than are handed over at a time */
const MANY = 1_500;
const NOW = new Date('2024-06-10T02:00:00Z');

describe.skipIf(redisMissing !== null)('the relay, with many jobs in the queue', () => {
  let database: FreshDatabase;
  let redis: TestRedis;
  let queue: Queue;
  let db: Database;
  let relay: Loop;
  /** ids as they were handed over, and how often the queue was asked how many it holds */
  let handedOver: string[] = [];
  let asked = 0;
  /** done once, between the first part that is handed over again and the next */
  let meanwhile: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    [handedOver, asked, meanwhile] = [[], 0, []];
    const log = openLog({ level: 'silent' });
    database = await freshDatabase();
    redis = await startRedis();
    db = openDatabase(database.url, () => NOW, { poolSize: 2 });
    queue = await openQueue({ redisUrl: redis.url, databaseUrl: database.url, prefix: 'test', log });
    await queue.ready();
    const health = { fails: () => undefined, works: () => undefined, forget: () => undefined, failing: () => [], failed: () => undefined, progress: () => undefined, watch: () => undefined, start: () => undefined, stop: async () => undefined };
    relay = startRelay({ db, log, health, reach: reachNothing, settings: { ...usualSettings, relayMs: 50, repeatMs: 3_000 } }, {
      ...queue,
      add: async (jobs) => {
        await queue.add(jobs);
        handedOver.push(...jobs.map((j) => j.id));
        if (handedOver.length > MANY) await meanwhile.splice(0)[0]?.();
      },
      count: () => { asked++; return queue.count(); },
    });
  });

  afterEach(async () => {
    await relay.stop();
    await queue.close();
    await db.close();
    await redis.stop();
    await database.drop();
  });

  const write = (n: number, priority: number): Promise<void> => db.transaction(async (tx) => {
    enqueueAll(tx, 'read-message', Array.from({ length: n }, (_, i) => ({ payload: { messageId: `${priority}-${i}` }, key: `${priority}:${i}`, priority })));
  });

  it('hands few of them over again while the queue holds them, and all where it lost them', async () => {
    await write(MANY, 9);
    await until('all to be in the queue', () => handedOver.length >= MANY);
    await until('two looks at whether the queue lost any', () => asked >= 2);
    // The most urgent are handed over again in any case, a part of them at each look: a few that were lost do not show in a number.
    expect(handedOver.length - MANY).toBeLessThanOrEqual((asked + 1) * 200);
    const client = new Redis(redis.url);
    await client.flushall();
    await client.quit();
    await until('all to be in the queue again', async () => (await queue.count()) === MANY);
    expect(new Set(handedOver).size).toBe(MANY);
  });

  it('hands over what is new at once, while what was lost is handed over again', async () => {
    await write(MANY, 9);
    await until('all to be in the queue', () => handedOver.length >= MANY);
    const client = new Redis(redis.url);
    meanwhile = [() => write(1, 0)];
    await client.flushall();
    await client.quit();
    await until('all of them to be handed over again, and the new one', () => handedOver.length > 2 * MANY);
    await until('all in the queue', async () => (await queue.count()) === MANY + 1);
    const [urgent] = await database.query<{ id: string }>('select id from job where priority = 0');
    // At most what was under way when it came went before it.
    expect(handedOver.indexOf(urgent?.id ?? 'none')).toBeGreaterThan(MANY);
    expect(handedOver.indexOf(urgent?.id ?? 'none')).toBeLessThan(2 * MANY);
  });
});
