import { afterAll, beforeAll, describe, it } from 'vitest';
import { failPoints } from '../../src/failpoint.ts';
import { survives } from '../support/matrix.ts';
import { redisMissing, startRedis, type TestRedis } from '../support/redis.ts';

if (redisMissing !== null) console.log(`not run here: kills with the queue on Redis (${redisMissing})`);

describe.skipIf(redisMissing !== null)('with the queue on Redis, a service killed', () => {
  let redis: TestRedis;
  beforeAll(async () => { redis = await startRedis(); });
  afterAll(async () => { await redis.stop(); });

  it.each(failPoints)('at %s loses nothing and answers each entry once', async (point) => {
    await survives(point, 'kill', redis.url);
  });
});
