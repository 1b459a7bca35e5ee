import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openErasureList } from '../../src/edges/erasure-list.ts';
import { addressKey } from '../../src/personal/tombstone.ts';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { LOCKS } from '../../src/store/locks.ts';
import { personCommand } from '../../workers/cli/person.ts';
import { runCommand } from '../support/command.ts';
import { entryMail } from '../support/mails.ts';
import { TEST_KEY } from '../support/service.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

const AN = 'an@people.test';
let stage: Stage;
let dataDir: string;
let other: Database;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mailroom-turn-'));
  stage = await openStage({ dataDir });
  await stage.send(await entryMail('Một cửa điện tử', { from: AN }), AN);
  other = openDatabase(stage.database.url, () => stage.clock.now(), { poolSize: 1 });
});
afterAll(async () => {
  await other.close();
  await stage.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const person = (...args: string[]) => runCommand(personCommand(), args, { DATABASE_URL: stage.database.url, SECRET_KEY: TEST_KEY, CONTEST_DIR: 'contests/hau-giang-2024', DATA_DIR: dataDir });
const WAITS = "select pid, xact_start from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'relation'";

it('mailroom person erase looks through every table without holding up registration, in the one transaction it has', async () => {
  const { hash } = JSON.parse((await person('erase', AN, '--reason', 'theo yêu cầu', '--by', 'x', '--json')).said) as { hash: string };
  let running: ReturnType<typeof person> | null = null;
  await other.transaction(async (tx) => {
    // A table that nothing but the look through all of them reads: there it must wait.
    await tx.execute(sql`lock table agency_contact_state in access exclusive mode`);
    running = person('erase', AN, '--reason', 'theo yêu cầu', '--by', 'x', '--confirm', hash);
    await until('the command to look through the tables', async () => (await stage.database.query(WAITS)).length > 0);
    expect(await stage.database.query('select pg_try_advisory_xact_lock($1) as free', [LOCKS.registrations])).toEqual([{ free: true }]);
    // One that idles is ended by the server after ten seconds, and the command would report a failure that was none.
    expect(await stage.database.query(`select query from pg_stat_activity a where datname = current_database() and state = 'idle in transaction' and query = 'begin' and xact_start <= (select min(xact_start) from (${WAITS}) w)`)).toEqual([]);
  });
  const ended = await (running as ReturnType<typeof person> | null);
  expect([ended?.code, ended?.said]).toEqual([0, expect.stringMatching(/Erased under number 1: .* 1 entries/)]);
  // An older database would not know of it: DATA_DIR does, and says nothing of whom.
  const [entry] = await stage.entries();
  expect(await openErasureList(dataDir, 'hau-giang-2024').all()).toMatchObject([{ n: 1, keys: [addressKey(AN, TEST_KEY)], codes: [entry?.entry.code] }]);
});
