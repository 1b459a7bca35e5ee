import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { newContestYaml } from '../../src/contest/new.ts';
import { readMail } from '../../src/mail/read.ts';
import { startMailServers, type MailServers } from '../../workers/demo/mail-servers.ts';
import { writeMail } from '../../workers/demo/mails.ts';
import { hauGiang } from '../support/contests.ts';
import { freshDatabase } from '../support/database.ts';
import { entryMail, TO } from '../support/mails.ts';
import { runService } from '../support/process.ts';
import { startTestService, TEST_KEY, type TestOptions, type TestService } from '../support/service.ts';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';
import { bring } from '../support/stage.ts';
import { healedTrouble, openTrouble } from '../support/troubles.ts';
import { until } from '../support/until.ts';

const STAFF = 'staff@office.test';
const HOUR = 3_600_000;
const after: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const undo of after.splice(0).reverse()) await undo(); });

type Bench = { test: TestService; sink: SmtpSink; servers: MailServers; receive: (n: number) => Promise<void> };

/** The mail server's clock is its own: it stamps what arrives, whatever the service's clock says. */
async function open(mailServerNow: { at: string }, options: Partial<TestOptions>): Promise<Bench> {
  const base = hauGiang();
  const contest = { ...base, mailbox: { ...base.mailbox, address: TO }, letters: { ...base.letters, gatherMinutes: 0 }, staff: { addresses: [STAFF] } };
  const servers = await startMailServers({ address: TO, zone: contest.zone, clock: () => new Date(mailServerNow.at) });
  const sink = await startSmtpSink();
  after.push(() => servers.stop(), () => sink.stop());
  const test = await startTestService({ contest, imapUrl: servers.imapUrl, smtpUrl: sink.url, now: mailServerNow.at, settings: { alertAfterMs: 500, healthMs: 250 }, ...options });
  after.push(() => test.stop());
  await test.service.ready(AbortSignal.timeout(120_000));
  return {
    test, sink, servers,
    receive: async (n) => {
      await bring(servers, await entryMail(`Ý tưởng số ${n}`, { from: `nguoi${n}@people.test` }), `nguoi${n}@people.test`, TO);
      await until(`mail ${n} to be handled`, async () => {
        test.service.wake();
        return (await test.messages()).filter((m) => m.outcome !== null).length >= n;
      });
    },
  };
}

describe("the service's clock is moved", () => {
  it('two days ahead and an hour back: nothing counts as late that was not, and the calendar fires once', async () => {
    const mailServer = { at: '2024-06-30T10:00:00Z' };
    const { test, receive } = await open(mailServer, {});
    await receive(1);
    expect((await test.entries()).map((e) => e.entry.state)).toEqual(['early-held']);
    const opening = (): Promise<{ done_at: Date | null }[]> => test.database.query("select done_at from job where name = 'take-up-early'");
    expect((await opening()).map((j) => j.done_at)).toEqual([null]);
    test.clock.set('2024-07-01T09:00:00Z');
    await test.idle();
    const [fired] = await opening();
    expect(fired?.done_at).not.toBeNull();
    // On the last evening the clock leaps over the closing.
    mailServer.at = '2024-08-16T16:30:00Z';
    test.clock.set('2024-08-18T16:30:00Z');
    await receive(2);
    test.clock.set('2024-08-16T15:30:00Z');
    await receive(3);
    test.clock.set('2024-06-30T09:00:00Z');
    await test.idle();
    test.clock.set('2024-07-01T09:00:00Z');
    await test.idle();
    expect(await opening()).toEqual([fired]);
    expect((await test.entries()).map((e) => e.entry.state)).not.toContain('late');
    expect((await test.letters()).filter((l) => l.toAddress !== STAFF).map((l) => l.kind)).toEqual(['early', 'receipt', 'receipt']);
    expect((await test.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it("away from the database's: a trouble that names by how much, told to staff, and over when it is set right", async () => {
    let machineAhead = 0;
    const { test, sink } = await open({ at: '2024-07-02T02:00:00Z' }, { machineClock: () => new Date(Date.now() + machineAhead) });
    machineAhead = 48 * HOUR;
    expect((await openTrouble(test, 'clock')).detail).toBe("this machine's clock is 2 days ahead of the database's");
    await until('the alert', () => sink.letters.length === 1);
    expect(sink.letters[0]?.reading.subject).toBe('Cần xem: đồng hồ của hệ thống sai giờ');
    machineAhead = -HOUR;
    await until('the other direction', async () => (await openTrouble(test, 'clock')).detail === "this machine's clock is 60 minutes behind the database's");
    machineAhead = 0;
    await healedTrouble(test, 'clock');
  });
});

describe("the database's clock is set back by an hour", () => {
  it('leases and pauses taken before hold nobody up for that hour', async () => {
    const { test, sink } = await open({ at: '2024-07-02T02:00:00Z' }, {});
    await test.service.stop();
    // What a clock that was an hour ahead wrote: the lease of a mailbox owner that died, a job in a worker that died or that waits out a pause.
    await test.database.query("update mailbox set owner = 'died', leased_until = now() + interval '61 minutes'");
    await test.database.query("update job set leased_until = now() + interval '61 minutes', lease_owner = gen_random_uuid(), not_before = now() + interval '61 minutes', relayed_at = now() + interval '61 minutes' where done_at is null and due_at <= '2024-07-02T02:00:00Z'");
    const began = performance.now();
    const again = await open({ at: '2024-07-02T02:00:00Z' }, { database: test.database });
    await again.receive(1);
    await again.test.idle();
    expect(performance.now() - began).toBeLessThan(30_000);
    expect([...sink.letters, ...again.sink.letters].map((l) => l.to[0])).toEqual(['nguoi1@people.test']);
  });
});

describe('a host in a zone with summer time, on the night its clocks are set', () => {
  it('reads when mail arrived as the instant it was, and speaks it in the zone of the contest', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mailroom-dst-'));
    after.push(() => rm(dir, { recursive: true, force: true }));
    const database = await freshDatabase();
    after.push(database.drop);
    const mailServer = { at: '2024-11-02T00:00:00Z' };
    const address = 'contest@example.org';
    const servers = await startMailServers({ address, zone: 'America/New_York', clock: () => new Date(mailServer.at) });
    after.push(() => servers.stop());
    const letters = new Map<string, { subject: string | null; text: string }>();
    servers.onDelivered(({ to, raw }) => { void readMail(raw, { partBytes: 0 }).then(({ reading }) => letters.set(to, reading)); });
    // Read long after the opening, so that what came early is taken up. Closes at 06:00 UTC: between the two half past one of that night in New York.
    const yaml = newContestYaml({ now: new Date('2024-10-20T00:00:00Z'), zone: 'Asia/Ho_Chi_Minh', mailbox: address }).replace(/closes: .*/, 'closes: 2024-11-03T13:00:00+07:00').replace(/# since: .*/, 'since: 2024-01-01T00:00:00Z');
    await mkdir(join(dir, 'contest'));
    await writeFile(join(dir, 'contest', 'contest.yaml'), yaml);
    const service = runService({
      DATABASE_URL: database.url, IMAP_URL: servers.imapUrl, SMTP_URL: servers.smtpUrl, SECRET_KEY: TEST_KEY, DATA_DIR: join(dir, 'data'), CONTEST_DIR: join(dir, 'contest'),
      FAST_RECOVERY: '1', TZ: 'America/New_York',
    });
    after.push(() => service.end());
    await service.ready();
    const nights = [
      { at: '2024-03-10T06:59:00Z', who: 'before-the-gap@people.test', says: '10 March 2024, 13:59 (Vietnam time)' },
      { at: '2024-03-10T07:01:00Z', who: 'after-the-gap@people.test', says: '10 March 2024, 14:01 (Vietnam time)' },
      { at: '2024-11-03T05:30:00Z', who: 'first-half-past-one@people.test', says: '3 November 2024, 12:30 (Vietnam time)' },
      { at: '2024-11-03T06:30:00Z', who: 'second-half-past-one@people.test', says: '3 November 2024, 13:30 (Vietnam time)' },
    ];
    for (const { at, who } of nights) {
      mailServer.at = at;
      const text = `Title: A bench for ${who}\nAuthor: Jane Example\nTelephone: 0900000101\nArea: Open ideas\n\nI declare that it was never published.`;
      await bring(servers, await writeMail({ from: who, subject: `My entry: a bench for ${who}`, text, messageId: `1.${who}` }, address, new Date(at)), who, address);
    }
    await until('an answer to each', () => letters.size === nights.length);
    for (const { who, says } of nights) expect(letters.get(who)?.text, who).toContain(says);
    const received = await database.query<{ at: Date; state: string }>('select received_at as at, state from entry order by received_at');
    expect(received.map((e) => e.at.toISOString())).toEqual(nights.map((n) => new Date(n.at).toISOString()));
    expect(received.map((e) => e.state)).toEqual([expect.not.stringMatching(/late|early/), expect.not.stringMatching(/late|early/), expect.not.stringMatching(/late|early/), 'late']);
  }, 120_000);
});
