import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { numberOf } from '../../src/entry/code.ts';
import { beginRestoration } from '../../src/store/restoration.ts';
import { openDatabase } from '../../src/store/database.ts';
import { dovecotMissing } from '../support/dovecot.ts';
import { entryMail, mail } from '../support/mails.ts';
import { openWorld, type Backup, type World } from '../support/restored.ts';
import type { TestService } from '../support/service.ts';

if (dovecotMissing !== null) console.log(`not run here: restoring an older database (${dovecotMissing})`);

let world: World;
let test: TestService;

const enter = async (name: string, title: string): Promise<void> => world.deliver(await entryMail(title, { from: `${name}@people.test`, messageId: `${name}.${title.length}@people.test` }), `${name}@people.test`);
const codes = async (): Promise<Record<string, string>> => Object.fromEntries((await test.entries()).map((e) => [e.version?.fields.title.value ?? '', e.entry.code]));
const states = async (): Promise<[string, number][]> => (await test.entries()).map((e) => [e.entry.state, e.version?.n ?? 0]);
const violations = async (): Promise<string[]> => (await test.verdict()).invariants.flatMap((i) => i.violations);
const drafts = async (): Promise<string[]> => (await test.letters()).filter((l) => l.state === 'draft').map((l) => `${l.kind} to ${l.toAddress}`).sort();
const saidByHand = async (floor = 0): Promise<void> => {
  const db = openDatabase(world.database.url, () => new Date(), { poolSize: 1 });
  await db.transaction((tx) => beginRestoration(tx, { reason: 'said by hand', floor }));
  await db.close();
};
const withoutList = (): Promise<void> => rm(join(world.dataDir, 'given-codes.jsonl'));
/** To whom letters left since so many had left. */
const recipientsSince = (letters: number): (string | undefined)[] => world.sink.letters.slice(letters).map((l) => l.to[0]);

const AFTER_SEASON = [['under-check', 1], ['under-check', 1], ['under-check', 1], ['under-check', 2], ['withdrawn', 1]];
type Season = { older: Backup; present: Backup; given: Record<string, string> };

/** Two entries are in the older backup, three are not; one of these was supplemented later and one withdrawn. */
async function season(): Promise<Season> {
  test = await world.start();
  await enter('an', 'Một cửa điện tử');
  await enter('binh', 'Lưu trữ số');
  await world.quiet();
  await world.stopService();
  const older = await world.backup();
  test = await world.start();
  await enter('chi', 'Trợ lý ảo hỗ trợ người dân');
  await world.quiet();
  await enter('dung', 'Hộp thư góp ý');
  await world.quiet();
  await enter('em', 'Bản đồ số dùng chung cho cấp xã');
  await world.quiet();
  const letter = async (kind: string, to: string): Promise<string> => (await test.letters()).find((l) => l.kind === kind && l.toAddress === to)?.rfcMessageId ?? '';
  await world.deliver(await mail({
    from: 'dung@people.test', subject: 'Re: bổ sung', text: 'Xin bổ sung phụ lục.', inReplyTo: await letter('receipt', 'dung@people.test'), attachments: [{ filename: 'Phụ lục.txt', content: 'phụ lục', contentType: 'text/plain' }],
  }), 'dung@people.test');
  await world.deliver(await mail({ from: 'em@people.test', subject: 'Re: bài dự thi', text: 'RÚT BÀI', inReplyTo: await letter('receipt', 'em@people.test') }), 'em@people.test');
  await world.quiet();
  await world.deliver(await mail({ from: 'em@people.test', subject: 'Re: xác nhận', text: 'Tôi đồng ý.', inReplyTo: await letter('withdrawal-confirm', 'em@people.test') }), 'em@people.test');
  await world.quiet();
  expect(await states()).toEqual(AFTER_SEASON);
  const given = await codes();
  await world.stopService();
  return { older, present: await world.backup(), given };
}

/** @param letters how many had left before the restore */
async function everythingIsAsItWas(given: Season['given'], letters: number): Promise<void> {
  expect(await codes()).toEqual(given);
  expect(await states()).toEqual(AFTER_SEASON);
  expect(recipientsSince(letters)).toEqual(['staff@office.test']);
  expect(await drafts()).toEqual([]);
  expect(await violations()).toEqual([]);
}

describe.skipIf(dovecotMissing !== null)('after an older database was restored, where every letter has its copy', { timeout: 240_000 }, () => {
  let past: Season;
  beforeAll(async () => {
    world = await openWorld({ ownCopy: true });
    past = await season();
  }, 240_000);
  afterAll(() => world.stop());
  beforeEach(async () => {
    await world.stopService();
    await past.present.restoreData();
    await past.older.restoreDatabase();
  });

  it('notices it by the list of given codes, gives every entry its code again, and writes to nobody twice', async () => {
    const letters = world.sink.letters.length;
    test = await world.start();
    expect((await test.letters()).filter((l) => l.kind === 'staff-alert').map((l) => l.subject)).toEqual(['Cần xem: cơ sở dữ liệu vừa được khôi phục từ bản cũ']);
    await world.quiet();
    await everythingIsAsItWas(past.given, letters);
    // Where it ended it does not begin again.
    test = await world.start();
    expect((await test.status()).restored).toBeNull();
  });

  it('notices it by a copy where DATA_DIR is as old as the database, and finds the codes in the receipts', async () => {
    await withoutList();
    const letters = world.sink.letters.length;
    test = await world.start();
    await world.quiet();
    await everythingIsAsItWas(past.given, letters);
    expect((await test.status()).restored).toBeNull();
  });

  it('fetches again what DATA_DIR lost, and the oracle names it until then', async () => {
    await past.older.restoreData();
    await past.present.restoreDatabase();
    const db = openDatabase(world.database.url, () => new Date(), { poolSize: 2 });
    const { openBlobs } = await import('../../src/edges/blobs.ts');
    const { verify } = await import('../../workers/verify.ts');
    const lost = (await verify({ db, blobs: await openBlobs(world.dataDir) })).invariants.flatMap((i) => i.violations);
    await db.close();
    expect(lost.length).toBeGreaterThan(6);
    expect(lost.every((v) => v.endsWith('its bytes are missing'))).toBe(true);
    await saidByHand();
    test = await world.start();
    await world.quiet();
    expect(await codes()).toEqual(past.given);
    expect(await violations()).toEqual([]);
  });
});

describe.skipIf(dovecotMissing !== null)('after an older database was restored, where the provider keeps what is sent', { timeout: 240_000 }, () => {
  afterAll(() => world.stop());

  it('reads the Sent folder, and everything is as it was', async () => {
    world = await openWorld({ ownCopy: false, savesSent: true, mailbox: { sentFolder: 'Sent' } });
    const { older, given } = await season();
    await older.restoreDatabase();
    await withoutList();
    const letters = world.sink.letters.length;
    test = await world.start();
    await world.quiet();
    await everythingIsAsItWas(given, letters);
  });
});

describe.skipIf(dovecotMissing !== null)('after an older database was restored, without any copy', { timeout: 240_000 }, () => {
  let past: Season;
  beforeAll(async () => {
    world = await openWorld({ ownCopy: false });
    past = await season();
  }, 240_000);
  afterAll(() => world.stop());
  beforeEach(async () => {
    await world.stopService();
    await past.present.restoreData();
    await past.older.restoreDatabase();
  });

  it('the list in DATA_DIR gives the codes back, and the letters wait for staff', async () => {
    const letters = world.sink.letters.length;
    test = await world.start();
    await world.quiet();
    expect(await codes()).toMatchObject(past.given);
    expect(recipientsSince(letters)).toEqual(['staff@office.test', 'staff@office.test']);
    expect(await drafts()).toEqual(expect.arrayContaining(['receipt to chi@people.test', 'receipt to dung@people.test', 'receipt to em@people.test']));
    expect(await violations()).toEqual([]);
  });

  it('without the list no code is given twice: new ones lie above all that may have been given, and their letters wait', async () => {
    await withoutList();
    await saidByHand();
    const letters = world.sink.letters.length;
    const given = new Set(Object.values(past.given));
    test = await world.start();
    await world.quiet();
    const fresh = (await test.entries()).filter((e) => e.entry.number > 2).map((e) => e.entry.code);
    expect(fresh.length).toBeGreaterThanOrEqual(3);
    expect(fresh.filter((code) => given.has(code))).toEqual([]);
    expect(new Set(recipientsSince(letters))).toEqual(new Set(['staff@office.test']));
    expect(await drafts()).toEqual(expect.arrayContaining(['receipt to chi@people.test', 'receipt to dung@people.test', 'receipt to em@people.test']));
    await enter('giang', 'Bài mới sau khi khôi phục');
    await world.quiet();
    const [code] = world.lettersTo('giang@people.test');
    expect(numberOf(code ?? '')).toBeGreaterThan(5);
    expect(given.has(code ?? '')).toBe(false);
    expect(await violations()).toEqual([]);
  });

  it('starts above the code that staff know to have been given', async () => {
    await withoutList();
    await saidByHand(40);
    test = await world.start();
    await world.quiet();
    expect((await test.entries()).map((e) => e.entry.number).filter((n) => n > 2).every((n) => n > 40)).toBe(true);
    expect(await violations()).toEqual([]);
  });
});
