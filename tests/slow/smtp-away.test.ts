import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { startMailServers, type MailServers } from '../../workers/demo/mail-servers.ts';
import type { Settings } from '../../workers/services.ts';
import { hauGiang } from '../support/contests.ts';
import type { FreshDatabase } from '../support/database.ts';
import { entryMail, TO } from '../support/mails.ts';
import { ownDatabase } from '../support/own-database.ts';
import { runService } from '../support/process.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';
import { bring } from '../support/stage.ts';
import { healedTrouble, openTrouble } from '../support/troubles.ts';
import { until } from '../support/until.ts';

const STAFF = 'staff@office.test';
const after: (() => Promise<unknown>)[] = [];
afterEach(async () => { for (const undo of after.splice(0).reverse()) await undo(); });

type Bench = { test: TestService; servers: MailServers; arrive: (n: number) => Promise<void>; states: () => Promise<string[]> };

/** @param copyBack the contest's own copy comes back into its mailbox, if `servers` is given what left */
async function open(smtpUrl: string, options: { settings?: Partial<Settings>; database?: FreshDatabase; ownCopy?: boolean } = {}): Promise<Bench> {
  const now = '2024-07-02T02:00:00Z';
  const base = hauGiang();
  const contest = { ...base, mailbox: { ...base.mailbox, address: TO }, letters: { ...base.letters, gatherMinutes: 0, ownCopy: options.ownCopy === true }, staff: { addresses: [STAFF] } };
  const servers = await startMailServers({ address: TO, zone: contest.zone, clock: () => new Date(now) });
  after.push(() => servers.stop());
  const settings = { alertAfterMs: 500, healthMs: 250, smtpPauseMs: 100, smtpPauseMostMs: 400, ...options.settings };
  const test = await startTestService({ contest, imapUrl: servers.imapUrl, smtpUrl, now, settings, ...(options.database ? { database: options.database } : {}) });
  after.push(() => test.stop());
  await test.service.ready(AbortSignal.timeout(120_000));
  return {
    test, servers,
    arrive: async (n) => bring(servers, await entryMail(`Ý tưởng số ${n}`, { from: `nguoi${n}@people.test` }), `nguoi${n}@people.test`, TO),
    states: async () => (await test.letters()).filter((l) => l.kind === 'receipt').map((l) => l.state),
  };
}

async function sinkOn(port = 0, listener?: Parameters<typeof startSmtpSink>[0]): Promise<SmtpSink> {
  const sink = await startSmtpSink(listener, undefined, port);
  after.push(() => sink.stop());
  return sink;
}

/** Takes connections and ends them at once, as an overloaded or misconfigured server does. */
async function slammingServer(): Promise<{ port: number; url: string; slammed: () => number; stop: () => Promise<void> }> {
  let count = 0;
  const server: Server = createServer((socket: Socket) => {
    count++;
    socket.on('error', () => undefined);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, url: `smtp://127.0.0.1:${port}`, slammed: () => count, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

describe('an outgoing server that takes no letters', () => {
  it('holds all letters together for an hour, is looked at by one probe at a time, and gets each letter once when it is back', async () => {
    const slamming = await slammingServer();
    const { test, arrive, states } = await open(slamming.url);
    for (let n = 1; n <= 10; n++) await arrive(n);
    await openTrouble(test, 'smtp');
    await until('ten letters that wait', async () => (await states()).filter((s) => s === 'due').length === 10);
    await until('the first rush to be over', async () => (await test.database.query("select 1 from job where name = 'send-letter' and last_error like '%held%'")).length >= 5);
    const [before, began] = [slamming.slammed(), performance.now()];
    await until('five more looks at the server', () => slamming.slammed() - before >= 5);
    // Ten letters that tried by themselves, each after 50 ms, would have made five tries in no time.
    expect(performance.now() - began).toBeGreaterThan(1_200);
    // An hour in machine time: the letters are as old, and still none is given up.
    await test.database.query("update job set created_at = created_at - interval '1 hour' where name = 'send-letter'");
    await until('a look after that hour', () => slamming.slammed() - before >= 7);
    expect(new Set(await states())).toEqual(new Set(['due']));
    await slamming.stop();
    const sink = await sinkOn(slamming.port);
    await until('all letters and the alert', () => sink.letters.length >= 11);
    await healedTrouble(test, 'smtp');
    await test.idle();
    expect(sink.letters.map((l) => l.to[0]).sort()).toEqual([...Array.from({ length: 10 }, (_, i) => `nguoi${i + 1}@people.test`), STAFF].sort());
    const alert = sink.letters.find((l) => l.to[0] === STAFF);
    expect(alert?.reading.subject).toBe('Máy chủ gửi thư đã nhận thư trở lại');
    expect((await test.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('is left alone for a while after three refused logins, so that no account is locked, and heals by itself', async () => {
    let [logins, welcome] = [0, false];
    const taken: string[] = [];
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'], allowInsecureAuth: true, logger: false,
      onAuth: (_auth, _session, done) => { logins++; done(welcome ? null : new Error('wrong password'), welcome ? { user: 'u' } : undefined); },
      onData: (stream, session, done) => { stream.resume().on('end', () => { taken.push(session.envelope.rcptTo[0]?.address ?? ''); done(null, 'OK'); }); },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    after.push(() => new Promise<void>((resolve) => { server.close(() => resolve()); }));
    const port = (server.server.address() as AddressInfo).port;
    const { test, arrive, states } = await open(`smtp://u:topsecret@127.0.0.1:${port}`, { settings: { loginHoldMs: 2_500 } });
    await arrive(1);
    expect((await openTrouble(test, 'smtp-login')).detail).not.toContain('topsecret');
    await until('three refusals', () => logins >= 3);
    const began = performance.now();
    await until('another try', () => logins >= 4);
    expect(performance.now() - began).toBeGreaterThan(2_000);
    welcome = true;
    await until('the receipt and the alert', () => taken.length === 2);
    await healedTrouble(test, 'smtp-login');
    expect(await states()).toEqual(['sent']);
    expect((await test.letters()).filter((l) => l.kind === 'staff-alert').map((l) => l.subject)).toEqual(['Máy chủ gửi thư đã cho đăng nhập']);
  });
});

describe('a provider that takes so many letters in a time', () => {
  /** takes two each half second, and says 421 (and hangs up) or 452 by turns to the rest */
  async function rateLimited(): Promise<{ url: string; taken: string[]; refused: () => number }> {
    let [window, inWindow, refused] = [0, 0, 0];
    const taken: string[] = [];
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'], authOptional: true, logger: false,
      onRcptTo: (_address, _session, done) => {
        const now = Math.floor(performance.now() / 500);
        if (now !== window) [window, inWindow] = [now, 0];
        if (++inWindow <= 2) return done();
        refused++;
        done(Object.assign(new Error(refused % 2 ? '4.7.0 Too many messages, slow down' : '4.5.3 Daily quota is nearly used up'), { responseCode: refused % 2 ? 421 : 452 }));
      },
      onData: (stream, session, done) => { stream.resume().on('end', () => { taken.push(session.envelope.rcptTo[0]?.address ?? ''); done(null, 'OK'); }); },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    after.push(() => new Promise<void>((resolve) => { server.close(() => resolve()); }));
    return { url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`, taken, refused: () => refused };
  }

  it('gets all of them in the end, each once, and none is given up or called unclear', async () => {
    const provider = await rateLimited();
    const { test, arrive, states } = await open(provider.url);
    const entrants = Array.from({ length: 25 }, (_, i) => i + 1);
    for (const n of entrants) await arrive(n);
    await until('every receipt', async () => { const now = await states(); return now.length === entrants.length && now.every((s) => s === 'sent'); });
    await test.idle();
    expect(provider.refused()).toBeGreaterThan(0);
    expect(provider.taken.filter((to) => to !== STAFF).sort()).toEqual(entrants.map((n) => `nguoi${n}@people.test`).sort());
    expect((await test.letters()).filter((l) => l.unclear > 0)).toEqual([]);
    expect((await test.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });
});

describe('a letter that had waited', () => {
  it('greylisted and then cut off: only the unclear end counts, and it is sent once more', async () => {
    const sink = await sinkOn();
    const { test, arrive, states } = await open(sink.url);
    sink.next({ code: 451, text: '4.7.1 greylisted' });
    sink.next('accept-then-drop');
    await arrive(1);
    await until('the letter to leave', async () => (await states())[0] === 'sent');
    expect(sink.letters).toHaveLength(2);
    expect((await test.letters())[0]).toMatchObject({ attempts: 3, unclear: 1 });
  });

  it('greylisted and then cut off, with its own copy as evidence: that copy counts, and it is sent once', async () => {
    const bench: { servers: MailServers | null } = { servers: null };
    const sink = await sinkOn(0, async (letter) => { if (letter.to.includes(TO) && bench.servers) await bring(bench.servers, letter.raw, TO, TO); });
    const opened = await open(sink.url, { ownCopy: true });
    bench.servers = opened.servers;
    sink.next({ code: 451, text: '4.7.1 greylisted' });
    sink.next('accept-then-drop');
    await opened.arrive(1);
    await until('the letter to be settled', async () => (await opened.states())[0] === 'sent');
    await opened.test.idle();
    expect(sink.letters).toHaveLength(1);
    expect((await opened.test.letters())[0]).toMatchObject({ state: 'sent', reason: 'settled by its own copy' });
  });
});

describe('what the server said while the database was away', () => {
  it('is kept until the database is back, beyond the lease of the job, and nothing is unclear or sent twice', async () => {
    const own = await ownDatabase();
    after.push(own.drop);
    const sink = await sinkOn(0, async (letter) => { if (letter.to[0] !== STAFF) await own.postgres.crash(); });
    const { test, arrive } = await open(sink.url, { database: own });
    await arrive(1);
    await until('the letter at the server', () => sink.letters.length === 1);
    const down = performance.now();
    await until('the lease to have run out', () => performance.now() - down > 4_500);
    await own.postgres.start();
    await until('the letter on record as sent', async () => (await test.letters().catch(() => []))[0]?.state === 'sent');
    await test.idle();
    expect(sink.letters.filter((l) => l.to[0] !== STAFF)).toHaveLength(1);
    expect((await test.letters())[0]).toMatchObject({ attempts: 1, unclear: 0 });
  }, 120_000);
});

describe('what the server said of a letter that another host took for unclear meanwhile', () => {
  it('counts: the letter is sent, and is not sent again', async () => {
    const opened: { test: TestService | null } = { test: null };
    // As another host does that thinks this worker dead: the job is done, the letter is unclear.
    const sink = await sinkOn(0, async () => {
      await opened.test?.database.query("update job set done_at = now() where name = 'send-letter' and done_at is null");
      await opened.test?.database.query("update letter set state = 'unknown', unclear = 1 where state = 'sending'");
    });
    const { test, arrive, states } = await open(sink.url);
    opened.test = test;
    await arrive(1);
    await until('the letter on record as sent', async () => (await states())[0] === 'sent');
    expect((await test.letters())[0]).toMatchObject({ reason: 'settled by what the server had said', smtpReply: expect.stringContaining('250') as string });
    expect(sink.letters).toHaveLength(1);
  });
});

describe('letters that their addresses do not take', () => {
  it('are told to staff together at the end of the hour, and sent again only when a person releases them', async () => {
    const sink = await sinkOn();
    const { test, arrive, states } = await open(sink.url);
    for (const n of [1, 2]) {
      sink.next({ code: 550, text: `5.1.1 no such user ${n}` });
      await arrive(n);
      await until('the refusal on record', async () => (await states()).filter((s) => s === 'rejected').length === n);
    }
    expect(sink.letters).toEqual([]);
    test.clock.set('2024-07-02T03:00:01Z');
    await test.idle();
    const [alert, ...more] = sink.letters;
    expect(more).toEqual([]);
    expect(alert?.reading.subject).toBe('Cần xem: có thư không đến được người nhận');
    expect(alert?.reading.text).toMatch(/nguoi1@people\.test[\s\S]*no such user 1[\s\S]*nguoi2@people\.test/);
    const [first, second] = (await test.letters()).filter((l) => l.kind === 'receipt').sort((a, b) => a.toAddress.localeCompare(b.toAddress));
    const released = runService({ DATABASE_URL: test.database.url }, ['letters', 'release', first?.id.slice(0, 8) ?? '', '--to', 'Moi@people.test', '--by', 'Lan']);
    expect(await released.exited, released.log()).toBe(0);
    // The command line goes by the wall clock, this contest by its own.
    test.clock.set(new Date().toISOString());
    await until('the released letter', () => sink.letters.length === 2);
    expect(sink.letters[1]?.to).toEqual(['moi@people.test']);
    await until('its end on record', async () => (await states()).includes('sent'));
    const said = await test.database.query<{ name: string; text: string; was: string }>("select t.name, t.text, e.detail ->> 'was' as was from audit_event e join audit_text t on t.n = e.n where e.action = 'release-letter'");
    expect(Object.fromEntries(said.map((t) => [t.name, t.text]))).toMatchObject({ actor: 'Lan', to: 'nguoi1@people.test', newTo: 'moi@people.test' });
    expect(said[0]?.was).toBe('rejected');
    const all = runService({ DATABASE_URL: test.database.url }, ['letters', 'release', '--all']);
    expect(await all.exited).toBe(2);
    expect((await test.letters()).find((l) => l.id === second?.id)?.state).toBe('rejected');
    test.clock.set(new Date(Date.now() + 2 * 3_600_000).toISOString());
    await test.idle();
    // By the hour of the day at which this runs, staff may have had a summary meanwhile.
    expect(sink.letters.filter((l) => l.to.some((to) => to.endsWith('@people.test'))).map((l) => l.to)).toEqual([['moi@people.test']]);
  }, 120_000);
});
