import { afterEach, describe, expect, it } from 'vitest';
import { hauGiang } from '../support/contests.ts';
import { TO, entryMail } from '../support/mails.ts';
import { ownDatabase, type OwnDatabase } from '../support/own-database.ts';
import { redisMissing, startRedis, type TestRedis } from '../support/redis.ts';
import { startTestService } from '../support/service.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';
import { bring, openStage, type Stage, type StageOptions } from '../support/stage.ts';
import { healedTrouble, lengthOf, openTrouble } from '../support/troubles.ts';
import { until } from '../support/until.ts';

if (redisMissing !== null) console.log(`not run here: what is said of a Redis that is away (${redisMissing})`);

const stages: Stage[] = [];
const others: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.stop();
  for (const other of others.splice(0)) await other.stop();
});

/** Staff are told after a second instead of after half a minute; nothing else differs from a service that recovers fast. */
const quickly = { alertAfterMs: 1_000, healthMs: 250 };

async function open(options: StageOptions = {}): Promise<Stage> {
  const stage = await openStage({ settings: quickly, ...options });
  stages.push(stage);
  return stage;
}

const alerts = (stage: Stage): string[] => stage.delivered.filter((d) => d.to === 'staff@office.test').map((d) => d.raw.toString());
const subjects = async (stage: Stage): Promise<string[]> => (await stage.letters()).filter((l) => l.kind === 'staff-alert').map((l) => l.subject);
async function arrive(stage: Stage, n: number): Promise<void> {
  await bring(stage.servers, await entryMail(`Ý tưởng số ${n}`, { from: `nguoi${n}@people.test` }), `nguoi${n}@people.test`, TO);
}

describe('a part that is away for a while', () => {
  it.skipIf(redisMissing !== null)('Redis: seen in status, mail is stored meanwhile, and one letter says from when to when once letters leave', async () => {
    const redis: TestRedis = await startRedis();
    others.push(redis);
    const stage = await open({ redisUrl: redis.url });
    await redis.kill();
    await arrive(stage, 1);
    expect(await openTrouble(stage, 'queue')).toMatchObject({ detail: expect.stringContaining('queue:') as string });
    await until('the mail to be stored', async () => (await stage.messages()).length === 1);
    await until('a second without Redis', async () => lengthSoFar((await openTrouble(stage, 'queue')).since) > 1.2);
    expect(await subjects(stage)).toEqual([]);
    await redis.start();
    const healed = await healedTrouble(stage, 'queue');
    expect(lengthOf(healed)).toBeGreaterThan(1);
    await until('the alert', () => alerts(stage).length === 1);
    await stage.idle();
    expect(await subjects(stage)).toEqual(['Bộ phận xếp việc đã hoạt động lại']);
    expect((await stage.letters()).find((l) => l.kind === 'staff-alert')?.text).toMatch(/Không mất thư nào[\s\S]*Từ lúc:[\s\S]*Đến lúc:/);
    expect(stage.delivered.filter((d) => d.to === 'nguoi1@people.test')).toHaveLength(1);
  });

  it('PostgreSQL: on record afterwards with its true length, though nothing could be written meanwhile', async () => {
    const own: OwnDatabase = await ownDatabase();
    others.push({ stop: own.drop });
    const stage = await open({ database: own });
    await arrive(stage, 1);
    await until('the first receipt', () => stage.delivered.length === 1);
    await own.postgres.crash();
    const began = performance.now();
    await arrive(stage, 2);
    await until('two seconds without a database', () => performance.now() - began > 2_000);
    await own.postgres.start();
    const lasted = (performance.now() - began) / 1_000;
    const healed = await healedTrouble(stage, 'database');
    expect(lengthOf(healed)).toBeGreaterThan(1.5);
    expect(lengthOf(healed)).toBeLessThan(lasted + 15);
    await until('the second receipt and the alert', () => stage.delivered.length === 3);
    expect(await subjects(stage)).toEqual(['Cơ sở dữ liệu đã hoạt động lại']);
    await stage.idle();
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  }, 120_000);

  it('the mailbox: told while it lasts, since letters can leave, and status keeps the keys scripts know', async () => {
    const sink = await startSmtpSink();
    others.push(sink);
    const contest = { ...hauGiang(), staff: { addresses: ['staff@office.test'] } };
    const test = await startTestService({ contest, imapUrl: 'imap://u:p@127.0.0.1:1/INBOX', smtpUrl: sink.url, now: '2024-07-02T02:00:00Z', settings: quickly });
    others.unshift(test);
    const trouble = await openTrouble(test, 'mailbox');
    const { mailbox } = await test.status();
    expect(mailbox).toMatchObject({ problem: trouble.detail, problemSince: trouble.since });
    expect(trouble.host).toBeNull();
    await until('the alert', () => sink.letters.length === 1);
    expect(sink.letters.map((l) => l.reading.subject)).toEqual(['Để biết: không kết nối được hộp thư']);
  });
});

describe('work that nobody does', () => {
  it('is a trouble after a while, though every part by itself works', async () => {
    const stage = await open({ only: ['poll', 'relay'], settings: { ...quickly, stallMs: 500 } });
    await arrive(stage, 1);
    expect((await openTrouble(stage, 'backlog')).detail).toMatch(/^the oldest piece of work that could be done has waited/);
  });
});

describe('heartbeats', () => {
  it('name each process and what its loops last did, and go with a process that stops', async () => {
    const stage = await open();
    const [process_] = await until('the process', async () => { const { processes } = await stage.status(); return processes.length > 0 ? processes : null; });
    expect(process_).toMatchObject({ pid: process.pid, alive: true });
    expect(Object.keys(process_?.loops ?? {}).sort()).toEqual(['jobs', 'poll', 'relay']);
    await stage.service.services.health.stop();
    expect((await stage.status()).processes).toEqual([]);
  });

  it('of a process that died are seen as silent, and its troubles end when nobody finds them any more', async () => {
    const stage = await open();
    await stage.database.query("insert into heartbeat (process_id, loop, host, pid, seen_at) values (gen_random_uuid(), 'jobs', 'gone', 1, now() - interval '5 minutes')");
    await stage.database.query("insert into trouble (part, host, detail, since, last_seen) values ('queue', 'gone', 'refused', now() - interval '10 minutes', now() - interval '5 minutes')");
    const healed = await healedTrouble(stage, 'queue');
    expect(Math.round(lengthOf(healed))).toBe(300);
    expect((await stage.status()).processes.map((p) => [p.host === 'gone', p.alive])).toContainEqual([true, false]);
  });
});

function lengthSoFar(since: string): number {
  return (Date.now() - Date.parse(since)) / 1_000;
}
