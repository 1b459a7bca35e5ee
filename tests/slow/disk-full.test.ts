import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { entryMail, TO } from '../support/mails.ts';
import { ownDatabase } from '../support/own-database.ts';
import { smallDisk, smallDiskMissing, type SmallDisk } from '../support/tmpfs.ts';
import { bring, openStage, type Stage, type StageOptions } from '../support/stage.ts';
import { healedTrouble, openTrouble } from '../support/troubles.ts';
import { until } from '../support/until.ts';

if (smallDiskMissing !== null) console.log(`not run here: full disks (${smallDiskMissing})`);

const MB = 1024 * 1024;
let stage: Stage | null = null;
const after: (() => Promise<void>)[] = [];
afterEach(async () => {
  await stage?.stop();
  stage = null;
  for (const undo of after.splice(0).reverse()) await undo();
});

async function disk(bytes: number, owner?: { uid: number; gid: number }): Promise<SmallDisk> {
  const small = await smallDisk(bytes, owner);
  after.push(small.remove);
  return small;
}

async function open(options: StageOptions): Promise<Stage> {
  stage = await openStage({ settings: { alertAfterMs: 500, healthMs: 250 }, ...options });
  return stage;
}

/** An entry whose attachment has so many bytes that no compression shortens. */
async function arrive(to: Stage, n: number, bytes: number): Promise<void> {
  const attachments = [{ filename: 'bai.bin', content: randomBytes(bytes), contentType: 'application/octet-stream' }];
  await bring(to.servers, await entryMail(`Ý tưởng số ${n}`, { from: `nguoi${n}@people.test`, attachments }), `nguoi${n}@people.test`, TO);
}

async function allWell(test: Stage, entrants: number): Promise<void> {
  await healedTrouble(test, 'storage');
  await until('every receipt', () => test.delivered.filter((d) => d.to !== 'staff@office.test').length === entrants);
  await test.idle();
  expect(await test.entries()).toHaveLength(entrants);
  expect((await test.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  expect((await test.letters()).filter((l) => l.kind === 'staff-alert').map((l) => l.subject)).toContainEqual(expect.stringMatching(/không còn chỗ lưu thư|Đã lưu được thư/));
  // On a busy machine other parts may have been late for a moment.
  expect((await test.status()).troubles.map((t) => t.part)).toContain('storage');
}

describe.skipIf(smallDiskMissing !== null)('a full disk', () => {
  it('of the blob folder: mail stays in the mailbox, nothing is half written, and all goes on by itself once there is room', async () => {
    const data = await disk(4 * MB);
    const test = await open({ dataDir: data.dir });
    await data.fill(64 * 1024);
    for (const n of [1, 2, 3]) await arrive(test, n, 200_000);
    expect(await openTrouble(test, 'storage')).toMatchObject({ detail: expect.stringMatching(/DATA_DIR.*ENOSPC/) as string });
    expect(await test.messages()).toEqual([]);
    await until('the alert, which needs no room in the folder', () => test.delivered.length >= 1);
    expect(await readdir(join(data.dir, 'incoming'))).toEqual([]);
    await data.free();
    await allWell(test, 3);
  });

  it('where the mail fits and its documents do not: the mail is stored, and read when there is room', async () => {
    const data = await disk(4 * MB);
    const test = await open({ dataDir: data.dir });
    await data.fill(460_000);
    await arrive(test, 1, 250_000);
    await until('the mail to be stored', async () => (await test.messages()).length === 1);
    await openTrouble(test, 'storage');
    // What lasts shorter than that is told to nobody.
    await until('the alert, which needs no room in the folder', () => test.delivered.length >= 1);
    expect((await test.messages()).map((m) => m.outcome)).toEqual([null]);
    await data.free();
    await allWell(test, 1);
  });

  it('of the database: the trouble is on record all the same, mail stays in the mailbox, and all goes on by itself', async () => {
    const space = await disk(24 * MB, nobody());
    // Its own server: with a full disk no checkpoint ends, for none of its databases.
    const database = await ownDatabase(space.dir);
    after.push(database.drop);
    const test = await open({ database });
    await arrive(test, 1, 1_000);
    await until('the first receipt', () => test.delivered.some((d) => d.to !== 'staff@office.test'));
    await space.fill();
    for (let n = 2; n <= 40; n++) await arrive(test, n, 1_000);
    expect(await openTrouble(test, 'storage')).toMatchObject({ detail: expect.stringMatching(/No space left on device/) as string });
    expect((await test.messages()).length).toBeLessThan(40);
    await space.free();
    await allWell(test, 40);
  }, 120_000);
});

/** PostgreSQL runs as nobody where the test runs as root. */
function nobody(): { uid: number; gid: number } {
  return { uid: 65_534, gid: 65_534 };
}
