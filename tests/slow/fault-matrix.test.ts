import { afterAll, beforeAll, describe, it } from 'vitest';
import { failPoints } from '../../src/failpoint.ts';
import { faultsBesideKill, survives } from '../support/matrix.ts';
import { redisMissing, startRedis, type TestRedis } from '../support/redis.ts';

if (redisMissing !== null) console.log(`not run here: faults with the queue on Redis (${redisMissing})`);

/** The kills are in tests/faults: every step, on both queues. */
describe.each(faultsBesideKill)('a fault of the kind %s', (fault) => {
  it.each(failPoints)('at %s, with the queue on PostgreSQL, loses nothing and answers each entry once', async (point) => {
    await survives(point, fault, null);
  });
});

describe.skipIf(redisMissing !== null)('the queue lost on Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => { redis = await startRedis(); });
  afterAll(async () => { await redis.stop(); });

  it.each(failPoints)('at %s loses nothing and answers each entry once', async (point) => {
    await survives(point, 'drop-queue', redis.url);
  });
});
