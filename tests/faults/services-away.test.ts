import { afterEach, describe, expect, it } from 'vitest';
import { entryMail, TO } from '../support/mails.ts';
import { redisMissing, startRedis, type TestRedis } from '../support/redis.ts';
import { bring, openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

if (redisMissing !== null) console.log(`not run here: a Redis that goes away (${redisMissing})`);

let stage: Stage;
let redis: TestRedis | null = null;
afterEach(async () => {
  await stage.stop();
  await redis?.stop();
  redis = null;
});

async function arrive(from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) await bring(stage.servers, await entryMail(`Ý tưởng số ${n}`, { from: `nguoi${n}@people.test` }), `nguoi${n}@people.test`, TO);
}

async function allAnswered(count: number): Promise<void> {
  await until(`${count} receipts`, async () => {
    stage.service.wake();
    // Reading fails, too, while connections are ended.
    return stage.letters().then((letters) => letters.filter((l) => l.state === 'sent').length === count, () => false);
  });
  await stage.idle();
  expect(stage.delivered.filter((d) => d.to !== 'staff@office.test')).toHaveLength(count);
  expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
}

describe('a service that goes away while mail arrives', () => {
  it.skipIf(redisMissing !== null)('Redis dies and comes back empty: nothing is lost, nothing is done twice', async () => {
    redis = await startRedis();
    stage = await openStage({ redisUrl: redis.url });
    await arrive(1, 3);
    await redis.kill();
    await arrive(4, 6);
    await until('the mails of the time without Redis to be stored', async () => (await stage.messages()).length === 6);
    await redis.start();
    await arrive(7, 8);
    await allAnswered(8);
  });

  it.skipIf(redisMissing !== null)('Redis is away at the start: the service waits and begins by itself', async () => {
    redis = await startRedis();
    await redis.kill();
    const opening = openStage({ redisUrl: redis.url });
    await redis.start();
    stage = await opening;
    await arrive(1, 1);
    await allAnswered(1);
  });

  it('PostgreSQL ends every connection, more often than the pool holds any', async () => {
    // With the own copy as evidence: a letter whose sending could not be recorded is not sent again.
    stage = await openStage({ changes: (c) => ({ ...c, letters: { ...c.letters, ownCopy: true } }) });
    for (let n = 1; n <= 12; n++) {
      await arrive(n, n);
      await stage.database.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
    }
    await allAnswered(12);
  });
});
