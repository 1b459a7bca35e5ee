import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zipSync } from 'fflate';
import { ERASED } from '../../src/personal/erased.ts';
import { enqueue } from '../../src/store/jobs.ts';
import { entryMail, mail } from '../support/mails.ts';
import { everythingOf } from '../support/dump.ts';
import { bring, openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

const ZIP = 'application/zip';
const shared = 'Biên bản này cũng là tệp của một bài dự thi.';
const packed = Buffer.from(zipSync({ 'Hợp đồng thuê nhà.txt': Buffer.from('Ông Trần Văn Lạ thuê nhà của bà Lý Thị Quen') }));

let stage: Stage;
let dataDir: string;
let raw: Buffer;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mailroom-unrelated-'));
  // Somebody's own mailbox: in an official one whoever sends files is taken for an entrant.
  stage = await openStage({ dataDir, changes: (contest) => ({ ...contest, mailbox: { ...contest.mailbox, kind: 'personal' } }) });
  await stage.send(await entryMail('Một cửa điện tử', { attachments: [{ filename: 'Bài dự thi.txt', content: shared, contentType: 'text/plain' }] }));
  raw = await mail({
    from: 'la.tran@strangers.test', subject: 'Chào bán căn hộ ven sông', text: 'Kính chào anh chị, tôi là Trần Văn Lạ, xin giới thiệu căn hộ.',
    attachments: [{ filename: 'Hợp đồng.zip', content: packed, contentType: ZIP }, { filename: 'Biên bản.txt', content: shared, contentType: 'text/plain' }],
  });
  await stage.send(raw, 'la.tran@strangers.test');
  // The same mail by another way: a copy with bytes of its own.
  await bring(stage.servers, Buffer.concat([Buffer.from('X-Spam-Level: 1\r\n'), raw]), 'la.tran@strangers.test', 'contest@local.test');
  await until('the copy', async () => { stage.service.wake(); return (await stage.messages()).some((m) => m.outcome === 'duplicate'); });
  await stage.idle();
});
afterAll(async () => {
  await stage.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const words = ['la.tran@strangers', 'Trần Văn Lạ', 'căn hộ', 'Hợp đồng', 'Lý Thị Quen'];
const found = async (): Promise<string[]> => {
  const all = await everythingOf(stage.database, dataDir);
  return words.filter((word) => all.includes(word));
};
const files = async (): Promise<string[]> => (await readdir(dataDir, { recursive: true })).filter((name) => /[0-9a-f]{64}$/.test(name));
const forget = async (day: string, on: Stage = stage): Promise<void> => {
  on.clock.set(`${day}T02:00:00Z`);
  await on.service.services.db.transaction(async (tx) => enqueue(tx, 'forget-unrelated', { day }, { key: `forget-unrelated:test:${day}` }));
  await on.idle();
};

describe('mail that had nothing to do with the contest', () => {
  it('is kept for thirty days, with all that it brought', async () => {
    const [, message] = await stage.messages();
    expect([message?.kind, message?.outcome]).toEqual(['unrelated', 'ignored']);
    await forget('2024-07-31');
    expect(await found()).toEqual(words);
  });

  it('is forgotten then: bytes, copies, files in archives, words, names and address', async () => {
    const before = await files();
    await forget('2024-08-02');
    await until('the bytes to go', async () => { stage.service.wake(); await stage.idle(); return (await stage.database.query('select 1 from doomed_bytes')).length === 0; });
    expect(await found()).toEqual([]);
    // Raw mail, its copy, the archive and its member went; the file that an entry has, too, stays.
    expect(before.length - (await files()).length).toBe(4);
    expect(await readFile(join(dataDir, ...sharedPath(await sharedHash())), 'utf8')).toBe(shared);
    expect(await stage.database.query('select why, reason, counts from erasure')).toEqual([{ why: 'retention', reason: 'unrelated', counts: { messages: 2, documents: 3, letters: 0, entries: 0, shared: 0, redacted: 0 } }]);
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('is not taken in again when the mailbox is numbered anew, and the entry is none of it', async () => {
    const letters = (await stage.letters()).length;
    // As a look does that finds another UIDVALIDITY.
    await stage.database.query('update mailbox set generation = generation + 1, last_uid = 0');
    await until('the mailbox read anew', async () => { stage.service.wake(); return (await stage.messages()).filter((m) => m.outcomeReason === 'a mail that was erased lies in the mailbox still').length >= 2; });
    await stage.idle();
    expect(await found()).toEqual([]);
    expect((await stage.letters()).length).toBe(letters);
    expect((await stage.entries()).map((e) => e.entry.state)).toEqual(['under-check']);
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('is forgotten once: a second run finds nothing', async () => {
    await forget('2024-08-03');
    expect(await stage.database.query('select count(*)::int as n from erasure')).toEqual([{ n: 1 }]);
  });
});

it('takes the letter with it that answered such mail', async () => {
  const official = await openStage();
  try {
    const { letters } = await official.send(await mail({ from: 'la.tran@strangers.test', subject: 'Chào bán căn hộ ven sông', text: 'Kính chào anh chị, tôi là Trần Văn Lạ.' }), 'la.tran@strangers.test');
    expect(letters.map((l) => [l.kind, l.toAddress])).toEqual([['not-understood', 'la.tran@strangers.test']]);
    await forget('2024-08-02', official);
    expect(await official.letters()).toMatchObject([{ kind: 'not-understood', state: 'sent', toAddress: ERASED, subject: ERASED, text: '', facts: {} }]);
    expect((await official.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  } finally {
    await official.stop();
  }
});

async function sharedHash(): Promise<string> {
  const [row] = await stage.database.query<{ sha256: string }>('select sha256 from document');
  return row?.sha256 ?? '';
}

function sharedPath(sha256: string): string[] {
  return [sha256.slice(0, 2), sha256];
}
