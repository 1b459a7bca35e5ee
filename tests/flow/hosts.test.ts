import { afterEach, describe, expect, it } from 'vitest';
import { hauGiang } from '../support/contests.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { dovecotMissing, startDovecot, type Dovecot } from '../support/dovecot.ts';
import { entryMail, TO } from '../support/mails.ts';
import { openNetwork, type Host, type Network } from '../support/network.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';
import { until } from '../support/until.ts';

if (dovecotMissing !== null) console.log(`not run here: a host that is cut off (${dovecotMissing})`);

const DAY = 86_400_000;
const NOW = new Date().toISOString();

describe.skipIf(dovecotMissing !== null)('two copies of the service', () => {
  let dovecot: Dovecot;
  let sink: SmtpSink;
  let database: FreshDatabase;
  let network: Network;
  const running: TestService[] = [];
  afterEach(async () => {
    for (const one of running.splice(0).reverse()) await one.stop();
    await Promise.all([dovecot.stop(), sink.stop(), network.close()]);
    await database.drop();
  });

  /** @param host whose line to the database it uses; the mailbox both reach: that one of them keeps to it is what is tried */
  const start = async (host?: Host): Promise<TestService> => {
    const contest = hauGiang();
    const test = await startTestService({
      contest: { ...contest, window: { opens: new Date(Date.now() - DAY).toISOString(), closes: new Date(Date.now() + DAY).toISOString() }, mailbox: { ...contest.mailbox, address: TO } },
      imapUrl: dovecot.imapUrl, caFile: dovecot.caFile, smtpUrl: sink.url, now: NOW,
      database: { ...database, url: host ? await through(host, database.url) : database.url }, ...(running[0] ? { dataDir: running[0].service.services.blobs.path('x').replace(/\/x.*$/, '') } : {}),
    });
    running.push(test);
    await test.service.ready(AbortSignal.timeout(120_000));
    return test;
  };
  const through = async (host: Host, url: string): Promise<string> => {
    const at = new URL(url);
    at.port = String((await host.reach(Number(at.port))).port);
    return at.href;
  };
  const count = async (table: string): Promise<number> => Number((await database.query<{ n: string }>(`select count(*) as n from ${table}`))[0]?.n);

  it('hand the mailbox on when the line of the one that reads it is cut, and take it back when that line is whole again', async () => {
    dovecot = await startDovecot(TO);
    sink = await startSmtpSink();
    database = await freshDatabase();
    network = await openNetwork(1, 'proxies');
    const [host] = network.hosts as [Host];
    await start(host);
    const second = await start();
    await dovecot.deliver(await entryMail('Bài trước khi đứt dây', { from: 'mot@people.test' }));
    await until('the first entry', async () => (await count('entry')) === 1);

    host.cut();
    const cutAt = performance.now();
    await dovecot.deliver(await entryMail('Bài sau khi đứt dây', { from: 'hai@people.test' }));
    await until('the second entry, by the second copy', async () => (await count('entry')) === 2);
    // The lease is 4 s here, and looked at five times within it.
    expect(performance.now() - cutAt).toBeLessThan(20_000);

    host.heal();
    await second.service.stop();
    await dovecot.deliver(await entryMail('Bài sau khi nối lại', { from: 'ba@people.test' }));
    await until('the third entry, by the first copy', async () => (await count('entry')) === 3);
    await until('three receipts', () => sink.letters.length >= 3);
    expect(sink.letters.map((l) => l.to[0]).sort()).toEqual(['ba@people.test', 'hai@people.test', 'mot@people.test']);
    expect((await database.query<{ epoch: number }>('select owner_epoch as epoch from mailbox'))[0]?.epoch).toBeGreaterThanOrEqual(3);
  });
});
