import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failPoints } from '../../src/failpoint.ts';
import { newContestYaml } from '../../src/contest/new.ts';
import { openDatabase } from '../../src/store/database.ts';
import { readStatus } from '../../src/store/status.ts';
import { freshDatabase } from '../support/database.ts';
import { dovecotMissing, startDovecot } from '../support/dovecot.ts';
import { entryMail, TO } from '../support/mails.ts';
import { runService } from '../support/process.ts';
import { redisMissing, startRedis } from '../support/redis.ts';
import { TEST_KEY } from '../support/service.ts';
import { startSmtpSink } from '../support/smtp-sink.ts';
import { until } from '../support/until.ts';

const missing = dovecotMissing ?? redisMissing;
if (missing !== null) console.log(`not run here: a season with kills (${missing})`);

const MAILS = 300;

describe.skipIf(missing !== null)('a season', () => {
  it('of three hundred entries, killed at every step many times over, ends with each registered and answered once', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mailroom-season-'));
    const database = await freshDatabase();
    const redis = await startRedis();
    const dovecot = await startDovecot(TO);
    const sink = await startSmtpSink(async (letter) => { if (letter.to.includes(TO)) await dovecot.deliver(letter.raw, TO); });
    await mkdir(join(dir, 'contest'));
    await writeFile(join(dir, 'contest', 'contest.yaml'), newContestYaml({ now: new Date(), zone: 'UTC', mailbox: TO }).replace('ownCopy: false', 'ownCopy: true'));
    const variables = {
      DATABASE_URL: database.url, REDIS_URL: redis.url, IMAP_URL: dovecot.imapUrl, TLS_CA_FILE: dovecot.caFile, SMTP_URL: sink.url, SECRET_KEY: TEST_KEY,
      DATA_DIR: join(dir, 'data'), CONTEST_DIR: join(dir, 'contest'), FAST_RECOVERY: '1',
    };
    const db = openDatabase(database.url, () => new Date(), { poolSize: 1 });
    try {
      const arriving = (async () => {
        for (let n = 0; n < MAILS; n++) await dovecot.deliver(await entryMail(`Ý tưởng số ${n} của cơ quan ${n}`, { from: `nguoi${n}@people.test` }), `nguoi${n}@people.test`);
      })();
      for (const [round, point] of [...failPoints, ...failPoints].entries()) {
        const doomed = runService({ ...variables, FAILPOINT: `${point}:${3 + round}:kill` });
        await Promise.race([doomed.exited, until('this round to pass', () => doomed.process.exitCode !== null || doomed.process.signalCode !== null, 15_000).catch(() => doomed.end('SIGKILL'))]);
      }
      await arriving;
      const last = runService(variables);
      await last.ready();
      await until('every entry registered and every letter settled', async () => {
        const status = await db.transaction((tx) => readStatus(tx));
        return status.idle && (status.letters['sent'] ?? 0) + (status.letters['unknown'] ?? 0) >= MAILS && (status.letters['due'] ?? 0) === 0 && (status.letters['unknown'] ?? 0) === 0;
      }, 300_000);
      expect(await last.end()).toBe(0);
      const verify = runService(variables, ['verify', '--json', '--deep']);
      expect(await verify.exited, verify.log()).toBe(0);
      const receipts = sink.letters.map((l) => l.to[0] ?? '').sort();
      expect(new Set(receipts).size).toBe(MAILS);
      expect(receipts).toHaveLength(MAILS);
    } finally {
      await db.close();
      await dovecot.stop();
      await sink.stop();
      await redis.stop();
      await database.drop();
      await rm(dir, { recursive: true, force: true });
    }
  });
});
