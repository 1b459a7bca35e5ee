import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { formatCode, numberOf } from '../../src/entry/code.ts';
import { releaseOne } from '../../workers/release.ts';
import { dovecotMissing } from '../support/dovecot.ts';
import { entryMail, mail, TO } from '../support/mails.ts';
import { openWorld, START, type World } from '../support/restored.ts';
import type { TestService } from '../support/service.ts';
import { until } from '../support/until.ts';

if (dovecotMissing !== null) console.log(`not run here: evidence after a restore (${dovecotMissing})`);

describe.skipIf(dovecotMissing !== null)('evidence of what was said before a restore', { timeout: 240_000 }, () => {
  let world: World;
  let test: TestService;
  afterEach(async () => { await world.stop(); });

  const enter = async (name: string, title: string, more: { messageId?: string } = {}): Promise<void> => world.deliver(await entryMail(title, { from: `${name}@people.test`, ...more }), `${name}@people.test`);
  const codes = async (): Promise<Record<string, string>> => Object.fromEntries((await test.entries()).map((e) => [e.version?.fields.title.value ?? '', e.entry.code]));
  const violations = async (): Promise<string[]> => (await test.verdict()).invariants.flatMap((i) => i.violations);
  const withoutList = (): Promise<void> => rm(join(world.dataDir, 'given-codes.jsonl'));
  const hoursLater = (hours: number): void => test.clock.set(new Date(START + hours * 3_600_000).toISOString());

  /** Five entries of one clerk: three receipts at once, the fourth waits at the time of the backup, the fifth joins it later. */
  async function clerk(ownCopy: boolean): Promise<Record<string, string>> {
    world = await openWorld({ ownCopy, letters: { gatherMinutes: 10 } });
    test = await world.start();
    for (const n of [1, 2, 3, 4]) {
      await enter('vanthu', `Sáng kiến thứ ${n} của các xã`);
      await world.quiet();
    }
    expect((await test.letters()).filter((l) => l.kind === 'receipt').map((l) => l.state).sort()).toEqual(['due', 'sent', 'sent', 'sent']);
    await world.stopService();
    const older = await world.backup();
    test = await world.start();
    await enter('vanthu', 'Sáng kiến thứ 5 của các xã');
    await world.quiet();
    hoursLater(3);
    await world.quiet();
    await until('the gathered receipt', () => world.lettersTo('vanthu@people.test').length === 4);
    await world.quiet();
    const given = await codes();
    expect(Object.keys(given)).toHaveLength(5);
    await world.stopService();
    await older.restoreDatabase();
    return given;
  }

  it('a receipt that gathered several mails gives each its code, also those that joined it after the backup', async () => {
    const given = await clerk(true);
    await withoutList();
    test = await world.start();
    hoursLater(4);
    await world.quiet();
    expect(await codes()).toEqual(given);
    expect(world.lettersTo('vanthu@people.test')).toHaveLength(4);
    expect((await test.letters()).filter((l) => l.toAddress === 'vanthu@people.test').map((l) => l.state)).toEqual(['sent', 'sent', 'sent', 'sent']);
    expect(await violations()).toEqual([]);
  });

  it('a letter that was due in the backup waits for staff where no copy tells that it left, and leaves when they say so', async () => {
    const given = await clerk(false);
    test = await world.start();
    hoursLater(4);
    await world.quiet();
    expect(await codes()).toEqual(given);
    const held = (await test.letters()).filter((l) => l.state === 'draft');
    expect(held.map((l) => l.reason).sort()).toEqual(['an older database was restored: this letter may have left since', 'an older database was restored: this may have been said before']);
    expect(world.lettersTo('vanthu@people.test')).toHaveLength(4);
    expect(await violations()).toEqual([]);
    const { db } = test.service.services;
    for (const { id } of held) expect(await db.transaction((tx) => releaseOne(tx, id, { by: 'staff' }))).toBe(true);
    await until('both to leave', () => world.lettersTo('vanthu@people.test').length === 6);
    await world.quiet();
    expect(await violations()).toEqual([]);
  });

  it('goes on where it was when the service is stopped in the middle', async () => {
    const given = await clerk(true);
    test = await world.start();
    await world.stopService();
    test = await world.start();
    await until('the mode to be under way', async () => (await test.status()).restored === null || (await test.messages()).some((m) => m.mayBeAnswered && m.outcome !== null));
    await world.stopService();
    test = await world.start();
    hoursLater(4);
    await world.quiet();
    expect(await codes()).toEqual(given);
    expect(world.lettersTo('vanthu@people.test')).toHaveLength(4);
    expect(await violations()).toEqual([]);
  });

  it('a copy that somebody made up proves nothing: neither a code of others nor one that was never given', async () => {
    world = await openWorld({ ownCopy: true });
    test = await world.start();
    await enter('an', 'Một cửa điện tử');
    await world.quiet();
    await world.stopService();
    const older = await world.backup();
    test = await world.start();
    await enter('nannhan', 'Bài của nạn nhân');
    await world.quiet();
    await enter('giamao', 'Bài của kẻ giả mạo', { messageId: 'giamao.1@people.test' });
    await world.quiet();
    const given = await codes();
    const own = (await test.letters()).find((l) => l.toAddress === 'giamao@people.test');
    // Whoever got a letter knows its Message-ID; the true copy came first.
    const madeUp = (code: string, messageId: string): Promise<Buffer> => mail({ from: TO, messageId, subject: `Đã nhận bài dự thi [${code}]`, text: `mã ${code}`, inReplyTo: 'giamao.1@people.test', headers: { To: 'giamao@people.test' } });
    await world.deliver(await madeUp(given['Bài của nạn nhân'] ?? '', own?.rfcMessageId ?? ''), 'giamao@people.test');
    await world.deliver(await madeUp(formatCode('CCHC24', 9_999), own?.rfcMessageId ?? ''), 'giamao@people.test');
    await until('the made-up copies to be recorded', async () => (await test.messages()).filter((m) => m.outcome === 'own-letter').length === 5);
    await world.stopService();
    await older.restoreDatabase();
    await withoutList();
    test = await world.start();
    await until('the end of the restore', async () => { test.service.wake(); const status = await test.status(); return status.restored === null && status.idle; });
    expect(await codes()).toEqual(given);
    await enter('sau', 'Bài đến sau');
    await until('the next entry', async () => (await test.entries()).length === 4);
    expect(numberOf((await codes())['Bài đến sau'] ?? '')).toBeLessThan(20);
  });

  it('mail that was moved since the backup comes back, is registered as it was, and is moved again', async () => {
    const folder = 'Đã xử lý';
    world = await openWorld({ ownCopy: true, mailbox: { after: { do: 'move', folder } } });
    test = await world.start();
    await enter('an', 'Một cửa điện tử');
    await world.quiet();
    await world.stopService();
    const older = await world.backup();
    test = await world.start();
    await enter('binh', 'Lưu trữ số');
    await world.quiet();
    const moved = async (): Promise<number> => {
      test.service.wake();
      const client = await world.dovecot.client();
      const found = await client.status(folder, { messages: true }).catch(() => false as const);
      client.close();
      return found === false ? 0 : found.messages ?? 0;
    };
    await until('two entries and two copies to be moved', async () => (await moved()) === 4);
    const given = await codes();
    await world.stopService();
    await older.restoreDatabase();
    test = await world.start();
    await world.quiet();
    expect(await codes()).toEqual(given);
    expect(world.lettersTo('binh@people.test')).toHaveLength(1);
    // The letter to staff has its copy, too.
    await until('everything to be moved again', async () => (await moved()) === 5);
    expect(await violations()).toEqual([]);
  });
});
