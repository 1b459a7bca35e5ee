import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LetterFacts } from '../../schemas/letters.ts';
import { caseFile } from '../../src/desk/case-file.ts';
import { caseInput } from '../../src/store/case-files.ts';
import { entriesOnDesk } from '../../src/store/decisions.ts';
import { takeTurn, versionsOf } from '../../src/store/entries.ts';
import { editEntry } from '../../workers/by-hand/edit.ts';
import { mergeEntries } from '../../workers/by-hand/merge.ts';
import { recheckByMachine } from '../../workers/by-hand/recheck.ts';
import { undoChange } from '../../workers/by-hand/undo.ts';
import { decideEntry, entryOnDesk } from '../../workers/desk/apply.ts';
import { deskOf, LAN, MINH, OFFICE } from '../support/desk.ts';
import { entryMail, mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
const { services, inTx, entry, entered, morning, reply, lettersOf } = deskOf(() => stage);
const open = (auth: 'server' | undefined) => openStage({ authservId: OFFICE, changes: (c) => ({ ...c, checks: { window: c.checks.window, completeness: c.checks.completeness }, staff: { addresses: [LAN, MINH], ...(auth ? { auth } : {}) } }) });
beforeAll(async () => { stage = await open('server'); });
afterAll(() => stage.stop());

const by = { by: 'Chị Lan', reason: 'điện thoại với tác giả', letters: false };
const edit = (code: string, title: string) => inTx((tx) => editEntry(tx, services(), by, code, { title }));
const decide = (code: string, word: 'eligible' | 'ineligible') => inTx(async (tx) => {
  await takeTurn(tx);
  await decideEntry(tx, services(), await entryOnDesk(tx, code), { word, reason: word === 'ineligible' ? 'mục 3 của Thể lệ' : null, by: 'Chị Lan' });
});
const onDesk = (code: string) => inTx(async (tx) => (await entriesOnDesk(tx, [code]))[0]!);
const asked = (summary: { facts: unknown }, code: string) => (summary.facts as LetterFacts<'staff-summary'>).decisions.find((d) => d.code === code);

describe('a line that asks for more without saying what', () => {
  it('of an entry that lacks nothing does nothing, and holds back no other line of its mail', async () => {
    const [one, two] = [await entered('Bản đồ điểm chờ giải quyết hồ sơ', 'an@people.test'), await entered('Trợ lý nhắc hồ sơ sắp đến hạn', 'binh@people.test')];
    const { message } = await reply(await morning(), `BỔ SUNG ${one}\nHỢP LỆ ${two}`);
    expect(message).toMatchObject({ outcome: 'decided', outcomeReason: '1 decisions done, 1 lines not' });
    expect([(await entry(one)).state, (await entry(two)).state]).toEqual(['under-check', 'eligible']);
    const answer = (await lettersOf('decisions-read', LAN)).at(-1);
    expect(answer?.facts).toMatchObject({ done: [{ code: two }], refused: [{ code: one, word: 'supplement', why: 'needs-reason' }] });
    expect(answer?.text.replace(/\s+/g, ' ')).toContain('bài không thiếu mục nào, nên cần nêu sau dấu hai chấm điều xin tác giả bổ sung');
  });

  it('is not the only one that holds back nothing else: neither does one that cannot be done for another reason, and nothing of it stays', async () => {
    const [one, two] = [await entered('Nhắc lịch tiếp công dân', 'quan@people.test'), await entered('Bàn đọc hồ sơ chung', 'son@people.test')];
    const summary = await morning();
    await stage.database.query('delete from entry_sender where entry_id = $1', [(await entry(one)).id]);
    await reply(summary, `BỔ SUNG ${one}: phiếu có chữ ký\nHỢP LỆ ${two}`);
    expect((await lettersOf('decisions-read', LAN)).at(-1)?.facts).toMatchObject({ done: [{ code: two }], refused: [{ code: one, word: 'supplement', why: 'not-possible' }] });
    expect([(await entry(two)).state, (await onDesk(one)).lastDecision]).toEqual(['eligible', null]);
    await stage.database.query("insert into entry_sender (entry_id, address, since) values ($1, 'quan@people.test', now())", [(await entry(one)).id]);
  });

  it('is told at once where decisions wait for a confirmation, and is none of those that are confirmed', async () => {
    const careful = await open(undefined);
    const desk = deskOf(() => careful);
    try {
      const [one, two] = [await desk.entered('Sổ tay nghiệp vụ điện tử', 'chi@people.test'), await desk.entered('Lịch trực giải đáp thủ tục', 'dung@people.test')];
      const { letters } = await desk.reply(await desk.morning(), `BỔ SUNG ${one}\nHỢP LỆ ${two}`, LAN, {});
      const confirm = letters.find((l) => l.kind === 'decision-confirm')!;
      expect((confirm.facts as LetterFacts<'decision-confirm'>).decisions.map((d) => d.code)).toEqual([two]);
      expect(letters.find((l) => l.kind === 'decisions-read')?.facts).toMatchObject({ done: [], refused: [{ code: one, why: 'needs-reason' }] });
      await desk.reply(confirm, 'ĐỒNG Ý', LAN, {});
      expect([(await desk.entry(one)).state, (await desk.entry(two)).state]).toEqual(['under-check', 'eligible']);
    } finally {
      await careful.stop();
    }
  });
});

describe('a request that came back', () => {
  it('brings its entry before staff at once', async () => {
    const code = await entered('Sàn ý tưởng cải cách', 'tam@people.test');
    await reply(await morning(), `BỔ SUNG ${code}: phiếu có chữ ký`);
    expect((await onDesk(code)).decided).toBe('supplement');
    await stage.database.query("update letter set state = 'bounced' where kind = 'staff-request' and to_address = 'tam@people.test'");
    const summary = await morning();
    expect(asked(summary, code)?.again).toMatchObject({ word: 'supplement', why: 'not-arrived' });
    expect(summary.text.replace(/\s+/g, ' ')).toContain('nhưng thư không đến được tác giả');
  });
});

describe('a decision about an entry that people then changed by hand', () => {
  it('is open again, and the summary and the case file say why; undo makes it count again', async () => {
    const code = await entered('Hộp thư góp ý bằng mã QR', 'em@people.test');
    await decide(code, 'eligible');
    const change = await edit(code, 'Hộp thư góp ý trực tuyến bằng mã QR');
    expect([(await entry(code)).state, (await onDesk(code)).decided]).toEqual(['under-check', null]);
    const again = { word: 'eligible', why: 'by-hand', change: change.n, undone: false };
    expect(asked(await morning(), code)?.again).toMatchObject(again);
    const page = await inTx(async (tx) => caseFile(await caseInput(tx, await entry(code)), services().loaded.contest));
    expect(page.again).toMatchObject(again);
    expect(services().writer.write('case-file', page, stage.clock.now()).text.replace(/\s+/g, ' ')).toContain(`sau đó bài được sửa bằng tay (số ${change.n})`);
    await inTx((tx) => undoChange(tx, services(), by, change.n));
    expect([(await entry(code)).state, (await onDesk(code)).decided]).toEqual(['eligible', 'eligible']);
  });

  it('is asked for once more where what it saw was taken back', async () => {
    const code = await entered('Mã QR tra cứu thủ tục', 'phuc@people.test');
    const change = await edit(code, 'Quét mã QR tra cứu thủ tục');
    await reply(await morning(), `BỔ SUNG ${code}: phiếu có chữ ký`);
    expect((await onDesk(code)).decided).toBe('supplement');
    await inTx((tx) => undoChange(tx, services(), by, change.n));
    expect((await onDesk(code))).toMatchObject({ decided: null, again: { word: 'supplement', why: 'by-hand', change: change.n, undone: true } });
  });

  it('does not count from a letter that showed the entry as it was before', async () => {
    const code = await entered('Tổ công nghệ số cộng đồng', 'giang@people.test');
    const summary = await morning();
    const change = await edit(code, 'Tổ công nghệ số đến từng nhà');
    await reply(summary, `HỢP LỆ ${code}`);
    expect([(await entry(code)).state, (await lettersOf('decisions-read', LAN)).at(-1)?.facts]).toMatchObject(['under-check', { done: [], refused: [{ code, why: 'stale' }] }]);
    await inTx((tx) => undoChange(tx, services(), by, change.n));
    await reply(summary, `HỢP LỆ ${code}`);
    expect((await entry(code)).state).toBe('eligible');
  });

  it('stands where only the machine found something more', async () => {
    const code = await entered('Lịch hẹn trực tuyến cho người cao tuổi', 'hai@people.test');
    await decide(code, 'ineligible');
    await inTx(async (tx) => {
      await takeTurn(tx);
      const row = await entry(code);
      await recheckByMachine(tx, services(), row, (await versionsOf(tx, row.id)).at(-1)!.fields);
    });
    expect([(await entry(code)).state, (await onDesk(code)).decided]).toEqual(['ineligible', 'ineligible']);
  });
});

// From here on contest time runs to the closing and past it.
describe('a request whose due date passed', () => {
  it('brings its entry before staff again, and no word from a letter of before it counts', async () => {
    const code = await entered('Một cửa lưu động', 'lam@people.test');
    const summary = await morning();
    await reply(summary, `BỔ SUNG ${code}: phiếu có chữ ký`);
    const request = (await lettersOf('staff-request', 'lam@people.test'))[0]!;
    stage.clock.set(new Date(Date.parse((request.facts as LetterFacts<'staff-request'>).dueAt) + 60_000).toISOString());
    await reply(summary, `HỢP LỆ ${code}`);
    expect([(await entry(code)).state, (await lettersOf('decisions-read', LAN)).at(-1)?.facts]).toMatchObject(['under-check', { done: [], refused: [{ code, why: 'stale' }] }]);
    const next = await morning();
    expect(asked(next, code)?.again).toMatchObject({ word: 'supplement', why: 'overdue', change: null });
    await reply(next, `HỢP LỆ ${code}`);
    expect((await entry(code)).state).toBe('eligible');
  });

  it('counts for the entry that the one that was asked is part of by now', async () => {
    const [one, two] = [await entered('Phiếu hẹn điện tử', 'minhanh@people.test'), await entered('Phiếu hẹn bằng tin nhắn', 'minhanh@people.test')];
    stage.clock.set('2024-08-15T08:00:00Z');
    await reply(await morning(), `BỔ SUNG ${two}: phiếu có chữ ký`);
    const request = (await lettersOf('staff-request', 'minhanh@people.test'))[0]!;
    await inTx((tx) => mergeEntries(tx, services(), by, one, two));
    stage.clock.set('2024-08-19T01:00:00Z');
    const answer = await mail({ from: 'minhanh@people.test', subject: `Re: ${request.subject}`, inReplyTo: request.rfcMessageId, text: 'Xin gửi phiếu có chữ ký.', attachments: [{ filename: 'phiếu.csv', content: 'a,b\n1,2\n', contentType: 'text/csv' }] });
    await stage.send(answer, 'minhanh@people.test');
    const newest = await inTx(async (tx) => (await versionsOf(tx, (await entry(one)).id)).at(-1)!);
    expect([newest.n, newest.findings.map((f) => f.code).filter((c) => c === 'answers-request' || c.startsWith('late'))]).toEqual([2, ['answers-request']]);
  });
});

describe('an eligible entry of which a version comes after the closing', () => {
  it('stays eligible, and is asked about again', async () => {
    const code = await entered('Quầy tự in giấy biên nhận', 'khanh@people.test');
    await decide(code, 'eligible');
    stage.clock.set('2024-08-19T02:00:00Z');
    await stage.send(await entryMail('Quầy tự in giấy biên nhận', { from: 'khanh@people.test', text: `Xin bổ sung cho ${code}.\nTên bài dự thi: Quầy tự in giấy biên nhận\nĐiện thoại: 0900000999` }), 'khanh@people.test');
    expect((await onDesk(code))).toMatchObject({ state: 'eligible', version: 2, decided: null });
    expect(asked(await morning(), code)?.again).toMatchObject({ word: 'eligible', why: 'new-version' });
  });
});
