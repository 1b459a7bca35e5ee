import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { openLog } from '../../src/edges/log.ts';
import { openQueue, type Queue } from '../../src/edges/queue.ts';
import type { JobName } from '../../schemas/jobs.ts';
import { runStatement } from '../../workers/demo/embedded-postgres.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { redisMissing, startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

if (redisMissing !== null) console.log(`not run here: the queue on Redis (${redisMissing})`);

const job = (priority = 0): { id: string; name: JobName; priority: number } => ({ id: randomUUID(), name: 'read-message', priority });

describe.each(['postgres', 'redis'] as const)('the queue on %s', (backend) => {
  let database: FreshDatabase;
  let redis: TestRedis | null = null;
  const opened: { close: () => Promise<void> }[] = [];
  const skip = backend === 'redis' && redisMissing !== null;

  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
    await redis?.stop();
    redis = null;
    if (!skip) await database.drop();
  });

  const open = async (log = openLog({ level: 'silent' })): Promise<Queue> => {
    database ??= await freshDatabase();
    if (opened.length === 0) {
      database = await freshDatabase();
      if (backend === 'redis') redis = await startRedis();
    }
    const queue = await openQueue({
      ...(redis ? { redisUrl: redis.url } : {}), databaseUrl: database.url, prefix: 'test', log, lockDurationMs: 1_000, stalledIntervalMs: 500,
    });
    opened.push(queue);
    await queue.ready();
    return queue;
  };

  it.skipIf(skip)('hands each job to a worker once, however often it is added', async () => {
    const queue = await open();
    const jobs = [job(), job(), job()];
    for (let n = 0; n < 3; n++) await queue.add(jobs);
    const ran: string[] = [];
    opened.push(queue.work(async ({ id }) => { ran.push(id); }, { concurrency: 1 }));
    await until('three runs', () => ran.length >= 3);
    expect([...ran].sort()).toEqual(jobs.map((j) => j.id).sort());
  });

  it.skipIf(skip)('is ready at the first try where its server is there', async () => {
    const warned: unknown[] = [];
    await open(Object.assign(openLog({ level: 'silent' }), { warn: (what: unknown) => { warned.push(what); } }));
    expect(warned).toEqual([]);
  });

  it.skipIf(skip)('takes the most urgent first', async () => {
    const queue = await open();
    const [later, soon, first] = [job(500), job(5), job(0)];
    await queue.add([later, soon, first]);
    const ran: string[] = [];
    opened.push(queue.work(async ({ id }) => { ran.push(id); }, { concurrency: 1 }));
    await until('three runs', () => ran.length >= 3);
    expect(ran).toEqual([first.id, soon.id, later.id]);
  });

  it.skipIf(skip)('lets a late and urgent job overtake two thousand that wait', async () => {
    const queue = await open();
    for (let n = 0; n < 2_000; n += 200) await queue.add(Array.from({ length: 200 }, (_, i) => job(1 + ((n + i) % 1_000))));
    const ran: string[] = [];
    let letGo = (): void => undefined;
    const gate = new Promise<void>((resolve) => { letGo = resolve; });
    opened.push(queue.work(async ({ id }) => {
      ran.push(id);
      await gate;
    }, { concurrency: 2 }));
    await until('two of them to run', () => ran.length === 2);
    const urgent = job(0);
    await queue.add([urgent]);
    letGo();
    await until('ten runs', () => ran.length >= 10);
    expect(ran.indexOf(urgent.id)).toBeGreaterThanOrEqual(2);
    expect(ran.indexOf(urgent.id)).toBeLessThan(6);
  });

  it.skipIf(skip)('runs a job again that is added again after it ended', async () => {
    const queue = await open();
    const again = job();
    const ran: string[] = [];
    opened.push(queue.work(async ({ id }) => { ran.push(id); }, { concurrency: 1 }));
    await queue.add([again]);
    await until('the first run', () => ran.length === 1);
    await until('the second run', async () => {
      await queue.add([again]);
      return ran.length >= 2;
    });
    expect(ran[1]).toBe(again.id);
  });

  it.skipIf(skip)('forgets a job that failed: the row, not the queue, decides what is tried again', async () => {
    const queue = await open();
    let runs = 0;
    opened.push(queue.work(async () => { runs++; throw new Error('fails'); }, { concurrency: 1 }));
    const failing = job();
    await queue.add([failing]);
    await until('the first run', () => runs === 1);
    await until('a second run after it was added again', async () => {
      await queue.add([failing]);
      return runs >= 2;
    });
    expect(runs).toBeGreaterThanOrEqual(2);
  });

  it.skipIf(skip || backend === 'redis')('goes on where the first connection of its workers fails, and leaves the process alive meanwhile', async () => {
    const queue = await open();
    const name = new URL(database.url).pathname.slice(1);
    const refuse = (yes: boolean) => runStatement(inject('postgres').replace(/DATABASE$/, 'postgres'), `alter database "${name}" with allow_connections ${!yes}`);
    await refuse(true);
    const ran: string[] = [];
    opened.push(queue.work(async ({ id }) => { ran.push(id); }, { concurrency: 1 }));
    const waiting = job();
    let turns = 0;
    await until('the process to turn a while', () => ++turns > 20);
    await refuse(false);
    await queue.add([waiting]);
    await until('the job to run', () => ran.length > 0);
    expect(ran).toEqual([waiting.id]);
  });

  it.skipIf(skip)('lets running jobs end before it closes', async () => {
    const queue = await open();
    let ended = false;
    let started = false;
    const worker = queue.work(async () => {
      started = true;
      await new Promise((resolve) => { setTimeout(resolve, 300); });
      ended = true;
    }, { concurrency: 1 });
    await queue.add([job()]);
    await until('the job to run', () => started);
    await worker.close();
    expect(ended).toBe(true);
  });
});
