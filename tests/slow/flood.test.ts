import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newContestYaml } from '../../src/contest/new.ts';
import { migrate, openDatabase, type Database } from '../../src/store/database.ts';
import { readStatus } from '../../src/store/status.ts';
import { startPostgres, type EmbeddedPostgres } from '../../workers/demo/embedded-postgres.ts';
import { dovecotMissing, startDovecot, type Dovecot } from '../support/dovecot.ts';
import { among, flood, offers, pour } from '../support/flood.ts';
import { entryMail, TO } from '../support/mails.ts';
import { runService, type Running } from '../support/process.ts';
import { redisMissing, startRedis, type TestRedis } from '../support/redis.ts';
import { TEST_KEY } from '../support/service.ts';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';
import { until } from '../support/until.ts';

const missing = dovecotMissing ?? redisMissing;
if (missing !== null) console.log(`not run here: a mail bomb (${missing})`);

const BOMB = 5_000;
const TRUE_ONES = 50;
/** of the contest that `contest new` writes: letters about nothing registered within an hour, and the half that notices may use */
const BREAKER = 200;

describe.skipIf(missing !== null)(`a mail bomb of ${BOMB}`, () => {
  let dir: string;
  let postgres: EmbeddedPostgres;
  let redis: TestRedis;
  let dovecot: Dovecot;
  let sink: SmtpSink;
  let db: Database;
  let service: Running;
  let variables: Record<string, string>;
  const acknowledged = new Map<string, number>();

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mailroom-bomb-'));
    postgres = await startPostgres({ durable: true });
    await postgres.createDatabase('contest');
    await migrate(postgres.url('contest'), 'schemas/migrations');
    redis = await startRedis({ persistent: true });
    dovecot = await startDovecot(TO);
    sink = await startSmtpSink(async ({ to: [to = ''] }) => { if (!acknowledged.has(to)) acknowledged.set(to, performance.now()); });
    await mkdir(join(dir, 'contest'));
    await writeFile(join(dir, 'contest', 'contest.yaml'), `${newContestYaml({ now: new Date(), zone: 'UTC', mailbox: TO })}staff: { addresses: [staff@office.test] }\n`);
    db = openDatabase(postgres.url('contest'), () => new Date(), { poolSize: 1 });
    variables = {
      DATABASE_URL: postgres.url('contest'), REDIS_URL: redis.url, IMAP_URL: dovecot.imapUrl, TLS_CA_FILE: dovecot.caFile, SMTP_URL: sink.url, SECRET_KEY: TEST_KEY,
      DATA_DIR: join(dir, 'data'), CONTEST_DIR: join(dir, 'contest'),
    };
    service = runService(variables);
    await service.ready();
  }, 120_000);

  afterEach(async () => {
    await service.end('SIGKILL');
    await db.close();
    acknowledged.clear();
    await Promise.all([dovecot.stop(), sink.stop(), redis.stop(), postgres.stop()]);
    await rm(dir, { recursive: true, force: true });
  }, 60_000);

  const status = () => db.transaction((tx) => readStatus(tx));
  const lettersTo = (who: RegExp): number => sink.letters.filter((l) => l.to.some((to) => who.test(to))).length;

  /**
   * Drops it with the true ones spread among it, and waits until each of these is acknowledged.
   * @param meanwhile called when all of it lies in the mailbox; gives since when the service could have answered, in monotonic ms
   */
  async function survive(senders: number, meanwhile = async (): Promise<number> => 0): Promise<void> {
    const trueOnes = await Promise.all(Array.from({ length: TRUE_ONES }, async (_, n) => ({ from: `that-${n}@people.test`, raw: await entryMail(`Ý tưởng thật ${n}`, { from: `that-${n}@people.test` }) })));
    const drops = among(await flood(BOMB, offers(senders)), trueOnes);
    const arrivals = await pour(dovecot.lmtpPort, drops);
    const back = await meanwhile();
    const arrived = new Map(drops.map(({ from }, n) => [from, Math.max(arrivals[n] ?? 0, back)]));
    await until('every true entry acknowledged', () => trueOnes.every(({ from }) => acknowledged.has(from)), 300_000);
    const waits = trueOnes.map(({ from }) => ((acknowledged.get(from) ?? 0) - (arrived.get(from) ?? 0)) / 1_000).sort((a, b) => a - b);
    const { messages } = await status();
    console.log(`${senders} senders: true entries acknowledged ${waits[TRUE_ONES / 2]?.toFixed(1)} s (median), ${waits.at(-1)?.toFixed(1)} s (last) after they arrived; by then ${BOMB + TRUE_ONES - Object.values(messages).reduce((sum, n) => sum + n, 0)} mails were not yet fetched and ${messages['waiting'] ?? 0} not yet read`);
    expect(waits.at(-1)).toBeLessThan(120);
    expect(lettersTo(/^that-/)).toBe(TRUE_ONES);
  }

  it('from a few senders: the true entries among it are acknowledged within two minutes, and each sender hears once', async () => {
    await survive(5);
    await until('the rest worked off', async () => (await status()).idle, 300_000);
    expect(lettersTo(/^offer-/)).toBe(5);
    await until('one alert to staff', () => lettersTo(/^staff@/) > 0);
    expect(lettersTo(/^staff@/)).toBe(1);
    expect((await status()).crowd).toMatchObject({ mails: BOMB + TRUE_ONES, senders: 5 + TRUE_ONES, flood: true });
    expect((await status()).messages).toEqual({ registered: TRUE_ONES, 'not-understood': 5, ignored: BOMB - 5 });
    const verify = runService(variables, ['verify', '--json']);
    expect(await verify.exited, verify.log()).toBe(0);
  });

  it('from as many senders: the same, and no more letters leave than the breaker lets pass', async () => {
    await survive(BOMB);
    expect(lettersTo(/^offer-/)).toBeLessThanOrEqual(BREAKER / 2);
    expect((await status()).crowd.flood).toBe(true);
  });

  it('that came while the service was away: the true entries are fetched first', async () => {
    expect(await service.end('SIGTERM')).toBe(0);
    await survive(BOMB, async () => {
      service = runService(variables);
      await service.ready();
      return performance.now();
    });
    expect(lettersTo(/^offer-/)).toBeLessThanOrEqual(BREAKER / 2);
  });
});
