import { afterEach, describe, expect, it } from 'vitest';
import { hauGiang } from '../support/contests.ts';
import { dovecotMissing, startDovecot, type Dovecot } from '../support/dovecot.ts';
import { among, entriesBy, flood, offers, pour, questionsBy } from '../support/flood.ts';
import { entryMail, TO } from '../support/mails.ts';
import { redisMissing, startRedis, type TestRedis } from '../support/redis.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';
import { until } from '../support/until.ts';

if (dovecotMissing !== null) console.log(`not run here: a flood of mail (${dovecotMissing})`);

const DAY = 86_400_000;
const TRUE_ONES = 10;
const BREAKER = 20;
/** mails that were taken up together with the last of them, and the busy senders' first */
const AT_A_TIME = 20;

describe.skipIf(dovecotMissing !== null)('a flood of three hundred mails', () => {
  let dovecot: Dovecot;
  let redis: TestRedis | null = null;
  let sink: SmtpSink;
  const running: TestService[] = [];
  afterEach(async () => {
    for (const one of running.splice(0).reverse()) await one.stop();
    await Promise.all([dovecot.stop(), sink.stop(), redis?.stop()]);
  });

  const start = async (only: ('poll' | 'relay' | 'jobs')[], base?: TestService): Promise<TestService> => {
    const contest = hauGiang();
    const test = await startTestService({
      contest: {
        ...contest, window: { opens: new Date(Date.now() - DAY).toISOString(), closes: new Date(Date.now() + DAY).toISOString() }, mailbox: { ...contest.mailbox, address: TO },
        letters: { ...contest.letters, breakerPerHour: BREAKER }, staff: { addresses: ['staff@office.test'] },
      },
      imapUrl: dovecot.imapUrl, caFile: dovecot.caFile, smtpUrl: sink.url, now: new Date().toISOString(), redisUrl: redis?.url ?? null, only,
      ...(base ? { database: base.database, dataDir: base.service.services.blobs.path('x').replace(/\/x.*$/, '') } : {}),
    });
    running.push(test);
    return test;
  };

  it('leaves entries their place: they are read first, each is acknowledged once, and few letters answer the rest', async () => {
    dovecot = await startDovecot(TO);
    redis = redisMissing === null ? await startRedis() : null;
    sink = await startSmtpSink();
    const bomb = [...await flood(120, offers(1)), ...await flood(80, offers(80)), ...await flood(68, entriesBy(1)), ...await flood(32, questionsBy(32))];
    const trueOnes = await Promise.all(Array.from({ length: TRUE_ONES }, async (_, n) => ({ from: `that-${n}@people.test`, raw: await entryMail(`Ý tưởng thật ${n}`, { from: `that-${n}@people.test` }) })));
    await pour(dovecot.lmtpPort, among(bomb, trueOnes));
    const poller = await start(['poll']);
    await poller.service.ready(AbortSignal.timeout(120_000));
    await until('everything stored', async () => (await poller.status()).mailbox.stored === bomb.length + TRUE_ONES);
    const worker = await start(['relay', 'jobs'], poller);
    await until('everything handled', async () => (await worker.status()).idle);

    // Stored among all the others, they are handled before them; only the thirty-two who ask about the contest, too, share their place.
    const order = await worker.database.query<{ from: string }>("select m.from_address as from from message m join job j on j.key = 'read-message:' || m.id order by j.done_at");
    const last = order.findLastIndex(({ from }) => from.startsWith('that-'));
    expect(last).toBeLessThan(TRUE_ONES + 32 + AT_A_TIME);

    const to = (address: string | RegExp) => sink.letters.filter((l) => l.to.some((t) => (typeof address === 'string' ? t === address : address.test(t))));
    for (let n = 0; n < TRUE_ONES; n++) expect(to(`that-${n}@people.test`)).toHaveLength(1);
    // Letters about nothing registered: as many as the breaker lets pass and no more, at most half of them notices; the rest waits.
    expect(to('offer-0@bulk-1.test').length).toBeLessThanOrEqual(1);
    expect(to(/^offer-/).length).toBeLessThanOrEqual(BREAKER / 2);
    expect(to(/^(offer|asker)-/)).toHaveLength(BREAKER);
    // Of the one who sends sixty-eight entries: three receipts at once, the others gathered, none of them longer than thirty entries.
    expect(to('entrant-0@bulk-1.test')).toHaveLength(3);
    const gathered = await worker.database.query<{ letters: number; longest: number }>("select count(*)::int as letters, max(jsonb_array_length(facts -> 'entries')) as longest from letter where state = 'due' and to_address = 'entrant-0@bulk-1.test'");
    expect(gathered[0]?.longest).toBe(30);
    expect(gathered[0]?.letters).toBeLessThanOrEqual(3);
    expect((await worker.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);

    // Staff: thirty questions as letters, what was held back in one, the flood in one.
    const staff = await until('the alerts to staff', async () => { const told = to('staff@office.test'); return told.length >= 32 && told; });
    expect(staff.map((l) => l.reading.subject ?? '').filter((s) => s.startsWith('Cần xem')).sort()).toEqual(['Cần xem: có thư đang chờ duyệt', 'Cần xem: thư đến dồn dập']);
    expect(staff).toHaveLength(32);
    expect((await worker.status()).crowd).toMatchObject({ mails: 310, loudest: { from: 'offer-0@bulk-1.test', mails: 120 }, flood: true });
  }, 180_000);
});
