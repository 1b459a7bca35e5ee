import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newContestYaml } from '../../src/contest/new.ts';
import { freePort } from '../../workers/demo/embedded-postgres.ts';
import { startMailServers, type MailServers } from '../../workers/demo/mail-servers.ts';
import { writeMail } from '../../workers/demo/mails.ts';
import { ownDatabase, type OwnDatabase } from '../support/own-database.ts';
import { runService, type Running } from '../support/process.ts';
import { redisMissing, startRedis, type TestRedis } from '../support/redis.ts';
import { TEST_KEY } from '../support/service.ts';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';
import { bring } from '../support/stage.ts';
import { until } from '../support/until.ts';

if (redisMissing !== null) console.log(`not run here: services that are away for a minute (${redisMissing})`);

const MAILBOX = 'contest@example.org';
const STAFF = 'staff@office.test';
const MINUTE = 60_000;
type Trouble = { part: string; open: boolean; detail: string; since: string; endedAt: string | null };

/** The service as it is run, with its usual settings: nothing is shortened here. */
describe.skipIf(redisMissing !== null)('a service that is away for a real minute, with usual settings', () => {
  let [dir, smtpPort, entrants] = ['', 0, 0];
  let database: OwnDatabase;
  let redis: TestRedis;
  let servers: MailServers;
  let sink: SmtpSink;
  let service: Running;
  const taken: { to: string; subject: string | null; text: string }[] = [];
  let variables: Record<string, string>;

  const sinkUp = async (): Promise<void> => { sink = await startSmtpSink(async ({ to, reading }) => { taken.push({ to: to[0] ?? '', subject: reading.subject, text: reading.text }); }, undefined, smtpPort); };
  const arrive = async (): Promise<void> => {
    const who = `nguoi${++entrants}@people.test`;
    const text = `Title: A bench for ${who}\nAuthor: Jane Example\nTelephone: 0900000101\nArea: Open ideas\n\nI declare that it was never published.`;
    await bring(servers, await writeMail({ from: who, subject: `My entry: a bench for ${who}`, text, messageId: `1.${who}` }, MAILBOX, new Date()), who, MAILBOX);
  };
  const status = async (): Promise<{ code: unknown; troubles: Trouble[]; idle: boolean }> => {
    const asked = runService(variables, ['status', '--json']);
    let stdout = '';
    asked.process.stdout?.on('data', (text: Buffer) => { stdout += text.toString(); });
    const code = await asked.exited;
    return { code, ...(JSON.parse(stdout) as { troubles: Trouble[]; idle: boolean }) };
  };
  const seen = (part: string, open: boolean): Promise<Trouble> => until(`${part} ${open ? 'away' : 'back'} in status`, async () => {
    const { code, troubles } = await status();
    const found = troubles.find((t) => t.part === part && t.open === open);
    if (open && found) expect(code).toBe(1);
    return found ?? null;
  }, MINUTE);
  const receipts = (): string[] => taken.filter((l) => l.to !== STAFF).map((l) => l.to).sort();
  const alerts = (): typeof taken => taken.filter((l) => l.to === STAFF);

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mailroom-minute-'));
    database = await ownDatabase();
    redis = await startRedis();
    servers = await startMailServers({ address: MAILBOX, zone: 'UTC', clock: () => new Date() });
    smtpPort = await freePort();
    await sinkUp();
    await mkdir(join(dir, 'contest'));
    const yaml = newContestYaml({ now: new Date(), zone: 'UTC', mailbox: MAILBOX }).replace(/# staff:\n#.*/, `staff:\n  addresses: [${STAFF}]`);
    await writeFile(join(dir, 'contest', 'contest.yaml'), yaml);
    variables = {
      DATABASE_URL: database.url, REDIS_URL: redis.url, IMAP_URL: servers.imapUrl, SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, SECRET_KEY: TEST_KEY,
      DATA_DIR: join(dir, 'data'), CONTEST_DIR: join(dir, 'contest'),
    };
    service = runService(variables);
    await service.ready();
  }, 2 * MINUTE);
  afterAll(async () => {
    await service.end();
    await sink.stop();
    await servers.stop();
    await redis.stop();
    await database.drop();
    await rm(dir, { recursive: true, force: true });
  }, MINUTE);

  /** Away, seen within a minute, back after a minute: all mail is answered once, and one letter tells staff from when to when. */
  const minuteWithout = async (part: string, away: () => Promise<void>, back: () => Promise<void>): Promise<{ subject: string | null | undefined; code: unknown }> => {
    await arrive();
    await until('the mail before to be answered', () => receipts().length === entrants, MINUTE);
    const before = alerts().length;
    const began = performance.now();
    await away();
    await arrive();
    await seen(part, true);
    await until('a minute to pass', () => performance.now() - began > MINUTE, 2 * MINUTE);
    await back();
    await arrive();
    await until('every mail to be answered and the alert', () => receipts().length === entrants && alerts().length === before + 1, 3 * MINUTE);
    const healed = await seen(part, false);
    expect((Date.parse(healed.endedAt ?? '') - Date.parse(healed.since)) / 1_000).toBeGreaterThan(30);
    expect(receipts()).toEqual(Array.from({ length: entrants }, (_, i) => `nguoi${i + 1}@people.test`).sort());
    expect(alerts().at(-1)?.text).toMatch(/No mail was lost[\s\S]*From:[\s\S]*Until:/);
    const { code } = await until('an idle service', async () => { const now = await status(); return now.idle ? now : null; }, MINUTE);
    return { code, subject: alerts().at(-1)?.subject };
  };

  it('Redis', async () => { expect(await minuteWithout('queue', () => redis.kill(), () => redis.start())).toEqual({ code: 0, subject: 'The work queue works again' }); });
  it('PostgreSQL', async () => { expect(await minuteWithout('database', () => database.postgres.crash(), () => database.postgres.start())).toEqual({ code: 0, subject: 'The database works again' }); });
  it('SMTP', async () => { expect(await minuteWithout('smtp', () => sink.stop(), sinkUp)).toEqual({ code: 0, subject: 'Letters leave again' }); });
  it('and the oracle finds nothing wrong after all that', async () => {
    const verify = runService(variables, ['verify', '--json']);
    expect(await verify.exited, verify.log()).toBe(0);
  });
});
