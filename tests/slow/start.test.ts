import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newContestYaml } from '../../src/contest/new.ts';
import { startMailServers, type MailServers } from '../../workers/demo/mail-servers.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { runService, type Running } from '../support/process.ts';
import { TEST_KEY } from '../support/service.ts';
import { until } from '../support/until.ts';

const MAILBOX = 'contest@example.org';
let dir: string;
let database: FreshDatabase;
let servers: MailServers;
let proxy: FaultProxy;
let running: Running | null = null;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mailroom-start-'));
  database = await freshDatabase();
  servers = await startMailServers({ address: MAILBOX, zone: 'UTC', clock: () => new Date() });
  proxy = await startFaultProxy(Number(new URL(database.url).port));
  await mkdir(join(dir, 'contest'));
  await writeFile(join(dir, 'contest', 'contest.yaml'), newContestYaml({ now: new Date(), zone: 'UTC', mailbox: MAILBOX }));
});
afterEach(async () => {
  await running?.end('SIGKILL');
  await proxy.stop();
  await servers.stop();
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

function start(): Running {
  const url = new URL(database.url);
  url.port = String(proxy.port);
  running = runService({
    DATABASE_URL: url.href, IMAP_URL: servers.imapUrl, SMTP_URL: servers.smtpUrl, SECRET_KEY: TEST_KEY, DATA_DIR: join(dir, 'data'), CONTEST_DIR: join(dir, 'contest'), FAST_RECOVERY: '1',
  });
  return running;
}

describe('a start while the database goes away', { timeout: 180_000 }, () => {
  it.each([
    ['before anything', '\0\x03\0\0user'], // the startup message
    ['while it is brought up to date', '__drizzle_migrations'],
    ['between that and the first transaction', 'rules_version'],
    ['while the jobs of the calendar are planned', 'take-up-early'],
  ])('%s waits, and the service becomes ready', async (_when, words) => {
    proxy.set({ steps: [{ direction: 'up', words }], how: 'rst' });
    const service = start();
    await service.ready();
    expect(proxy.counts.fired).toBe(1);
    expect(service.log()).toContain('database not reached; trying again');
    expect(await service.end()).toBe(0);
  });

  it('for good is told to stop, and stops', async () => {
    proxy.behave({ refuse: true });
    const service = start();
    await until('the first try', () => service.log().includes('database not reached; trying again'));
    expect(await service.end()).toBe(0);
  });
});
