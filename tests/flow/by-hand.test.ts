import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntryRow } from '../../src/store/entries.ts';
import { formatCode } from '../../src/entry/code.ts';
import { documentAt, recordWords } from '../../src/store/documents.ts';
import { entriesByCode, loadEntry, sendersOf, updateFindings, versionsOf } from '../../src/store/entries.ts';
import { documentsOfVersions, loadMessage } from '../../src/store/messages.ts';
import { registrationForm, type Filling } from '../../src/papers/registration-form.ts';
import { editEntry } from '../../workers/by-hand/edit.ts';
import { mergeEntries } from '../../workers/by-hand/merge.ts';
import { moveDocuments } from '../../workers/by-hand/move-document.ts';
import { recheck } from '../../workers/by-hand/recheck.ts';
import { changeSenders } from '../../workers/by-hand/senders.ts';
import { splitEntry } from '../../workers/by-hand/split.ts';
import { undoChange } from '../../workers/by-hand/undo.ts';
import { tellOfScans } from '../../workers/inbound/read-again.ts';
import { replay } from '../../workers/replay.ts';
import { mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const who = { by: 'Chị Lan', reason: 'điện thoại với tác giả', letters: true };
const silent = { ...who, letters: false };
const filling: Filling = {
  title: 'Bản đồ điểm chờ giải quyết hồ sơ', areas: [2], kind: 'individual', declared: true, unit: 'UBND phường III, thành phố Vị Thanh', phone: '0900000811', email: 'hoa@people.test',
  authors: [{ name: 'Phạm Thị Hoa', unit: 'UBND phường III, thành phố Vị Thanh', position: 'Công chức' }],
};

let stage: Stage;
beforeAll(async () => { stage = await openStage(); });
afterAll(() => stage.stop());

type Tx = Parameters<Parameters<Stage['service']['services']['db']['transaction']>[0]>[0];
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => stage.service.services.db.transaction(work);
const parts = () => stage.service.services;
const violations = async (): Promise<unknown[]> => (await stage.verdict()).invariants.flatMap((i) => i.violations);
const entryOf = (code: string): Promise<EntryRow> => inTx(async (tx) => (await entriesByCode(tx, [code]))[0]!);
const newest = (code: string) => inTx(async (tx) => (await versionsOf(tx, (await entriesByCode(tx, [code]))[0]!.id)).at(-1)!);
const files = (code: string) => inTx(async (tx) => (await documentsOfVersions(tx, await versionsOf(tx, (await entriesByCode(tx, [code]))[0]!.id))).map((d) => d.filename).sort());
const lettersTo = async (address: string, kind: string) => (await stage.letters()).filter((l) => l.toAddress === address && l.kind === kind).map((l) => l.text.replace(/\s+/g, ' '));

/** Registers an entry and gives its code. */
async function registered(from: string, changes: Filling = {}, more: { filename: string; content: string; contentType: string }[] = []): Promise<string> {
  const content = await registrationForm(parts().loaded.contest, { ...filling, email: from, ...changes });
  const { message } = await stage.send(await mail({ from, subject: 'Bài dự thi', text: 'Xin gửi phiếu.', attachments: [{ filename: 'Phiếu.docx', content, contentType: DOCX }, ...more] }), from);
  return inTx(async (tx) => (await loadEntry(tx, message.entryId!))!.code);
}

describe('a field that reading got wrong', () => {
  it('is put right, the entrant is told how it stands now, and undo brings everything back', async () => {
    const code = await registered('an@people.test', { phone: '' });
    expect((await entryOf(code)).state).toBe('under-check');
    const row = await inTx((tx) => editEntry(tx, parts(), who, code, { title: '', phone: '0900 000 822', authors: 'Phạm Thị Hoa | UBND phường III | Công chức | | | 60%; Trần Văn Bình | | | | | 40' }));
    const { fields, findings } = await newest(code);
    expect([fields.title, fields.phone.value, fields.authors.value?.map((a) => [a.name, a.share])]).toEqual([{ value: null, source: 'staff', confidence: 1, byHand: true }, '0900000822', [['Phạm Thị Hoa', 60], ['Trần Văn Bình', 40]]]);
    expect(findings.map((f) => f.code)).toContain('missing-title');
    expect((await entryOf(code)).state).toBe('needs-info');
    await stage.idle();
    const [told] = await lettersTo('an@people.test', 'entry-changed');
    expect(told).toContain('chỉnh lại thông tin');
    expect(told).toContain('0900000822');
    await inTx((tx) => undoChange(tx, parts(), who, row.n));
    expect([(await newest(code)).fields.title.value, (await entryOf(code)).state]).toEqual([filling.title, 'under-check']);
    expect((await lettersTo('an@people.test', 'entry-changed')).join()).toContain('bỏ phần chỉnh sửa trước đây');
    expect(await violations()).toEqual([]);
  });

  it('stands against what a later mail and a later reading say: the entrant is asked', async () => {
    const code = await registered('binh@people.test', { title: 'Trợ lý nhắc hồ sơ đến hạn' });
    await inTx((tx) => editEntry(tx, parts(), silent, code, { title: 'Trợ lý ảo nhắc hồ sơ sắp đến hạn tại bộ phận một cửa' }));
    const receipt = await stage.letterTo('binh@people.test');
    await stage.send(await mail({ from: 'binh@people.test', subject: `Re: ${receipt.subject}`, inReplyTo: receipt.rfcMessageId, text: `Bổ sung cho ${code}.\nTên giải pháp: Trợ lý nhắc việc` }), 'binh@people.test');
    const { n, fields, findings, messageId } = await newest(code);
    expect([n, fields.title.value, fields.title.others?.map((o) => o.value)]).toEqual([2, 'Trợ lý ảo nhắc hồ sơ sắp đến hạn tại bộ phận một cửa', ['Trợ lý nhắc việc']]);
    expect(findings.map((f) => f.code)).toContain('title-disagrees');
    const again = await replay(parts(), messageId, null);
    expect(again.changes.filter((c) => c.of === 'title')).toEqual([]);
  });

  it('is refused where nobody could read it, naming the form expected', async () => {
    const code = await registered('chi@people.test', { title: 'Lịch hẹn cho người cao tuổi' });
    for (const [name, words, expected] of [['areas', '9', /numbers or names/], ['phone', 'gọi sau', /one telephone number/], ['declaration', 'maybe', /yes or no/], ['authors', '|| ', /Name \| unit/]] as const) {
      await expect(inTx((tx) => editEntry(tx, parts(), silent, code, { [name]: words }))).rejects.toMatchObject({ code: 'wrong-use', forUser: expect.stringMatching(expected) });
    }
    await expect(inTx((tx) => editEntry(tx, parts(), silent, 'CCHC24-9999-X', { title: 'x' }))).rejects.toThrow(/no entry has the code/);
  });
});

describe('two entries that are one', () => {
  it('are merged: files, senders and the second code go to the first, and undo parts them', async () => {
    const [one, two] = [await registered('dung@people.test', { title: 'Mã QR tra cứu thủ tục', phone: '' }), await registered('dung@office.test', { title: 'Quét mã xem thủ tục', phone: '0900000844' }, [{ filename: 'ảnh.csv', content: 'a,b\n1,2\n', contentType: 'text/csv' }])];
    const row = await inTx((tx) => mergeEntries(tx, parts(), who, one, two));
    expect([(await entryOf(two)).state, (await entryOf(two)).mergedInto]).toEqual(['merged', (await entryOf(one)).id]);
    expect(await files(one)).toEqual(['Phiếu.docx', 'Phiếu.docx', 'ảnh.csv']);
    expect([(await newest(one)).fields.title.value, (await newest(one)).fields.phone.value]).toEqual(['Mã QR tra cứu thủ tục', '0900000844']);
    expect((await lettersTo('dung@office.test', 'entry-changed'))[0]).toContain(`đã ghép ${two}`);
    const { message } = await stage.send(await mail({ from: 'dung@office.test', subject: `Bổ sung ${two}`, text: 'Xin bổ sung số liệu.', attachments: [{ filename: 'thêm.csv', content: 'c,d\n3,4\n', contentType: 'text/csv' }] }), 'dung@office.test');
    expect(message).toMatchObject({ outcome: 'registered', entryId: (await entryOf(one)).id });
    await expect(inTx((tx) => undoChange(tx, parts(), who, row.n))).rejects.toThrow(/changed after change/);
    await expect(inTx((tx) => editEntry(tx, parts(), silent, two, { title: 'x' }))).rejects.toThrow(/part of another/);
    expect(await violations()).toEqual([]);
  });

  it('keep what the second alone stated, however often the first is read anew, until it states it itself', async () => {
    const one = await registered('gam@people.test', { title: 'Sổ theo dõi hồ sơ trễ hẹn', phone: '', areas: [] });
    const { message } = await stage.send(await mail({ from: 'gam@office.test', subject: 'Bài dự thi', text: 'Tên sáng kiến: Theo dõi hồ sơ trễ\nLĩnh vực: Cải cách thể chế\nSố điện thoại: 0900000899' }), 'gam@office.test');
    const two = await inTx(async (tx) => (await loadEntry(tx, message.entryId!))!.code);
    const row = await inTx((tx) => mergeEntries(tx, parts(), who, one, two));
    await inTx(async (tx) => { await recheck(tx, parts(), (await entriesByCode(tx, [one]))[0]!); });
    expect([(await newest(one)).fields.phone.value, (await newest(one)).fields.areas.value]).toEqual(['0900000899', [1]]);
    expect((await lettersTo('gam@office.test', 'entry-changed'))[0]).toContain('hai bài được gửi đến từ hai địa chỉ là một bài');
    // What checks or the comparison find meanwhile is no change by people.
    await inTx(async (tx) => updateFindings(tx, (await newest(one)).id, []));
    await inTx((tx) => undoChange(tx, parts(), silent, row.n));
    expect((await newest(one)).fields.phone.value).toBe(null);
    const again = await inTx((tx) => mergeEntries(tx, parts(), silent, one, two));
    await stage.send(await mail({ from: 'gam@people.test', subject: `Bổ sung ${one}`, text: 'Số điện thoại: 0900000866' }), 'gam@people.test');
    expect((await newest(one)).fields.phone.value).toBe('0900000866');
    expect([again.action, await violations()]).toEqual(['merge', []]);
  });

  it('are two again after undo, each with what it had', async () => {
    const [one, two] = [await registered('em@people.test', { title: 'Sổ tay nghiệp vụ điện tử' }), await registered('em@office.test', { title: 'Hộp thư góp ý trực tuyến' })];
    const row = await inTx((tx) => mergeEntries(tx, parts(), silent, one, two));
    await inTx((tx) => undoChange(tx, parts(), silent, row.n));
    expect([(await entryOf(two)).state, (await entryOf(two)).mergedInto, await files(one)]).toEqual(['under-check', null, ['Phiếu.docx']]);
    expect(await inTx(async (tx) => sendersOf(tx, (await entriesByCode(tx, [one]))[0]!.id))).toEqual(['em@people.test']);
    await expect(inTx((tx) => undoChange(tx, parts(), silent, row.n))).rejects.toThrow(/was undone by/);
    expect(await violations()).toEqual([]);
  });
});

describe('one entry that is two', () => {
  it('is split: the new one has a code, its own letter and its own files, and the first is read from what is left', async () => {
    const content = await registrationForm(parts().loaded.contest, { ...filling, title: 'Bản đồ điểm chờ giải quyết hồ sơ theo giờ', authors: [{ name: 'Võ Văn Giang' }], email: 'giang@people.test' });
    const code = await registered('giang@people.test', { title: 'Bản đồ điểm chờ giải quyết hồ sơ', authors: [{ name: 'Võ Văn Giang' }] }, [{ filename: 'Phiếu thứ hai.docx', content: content as never, contentType: DOCX }]);
    expect(await files(code)).toHaveLength(2);
    const split = await inTx((tx) => splitEntry(tx, parts(), who, code, ['3']));
    expect([await files(code), await files(split.code)]).toEqual([['Phiếu.docx'], ['Phiếu thứ hai.docx']]);
    expect([(await newest(code)).fields.title.value, (await newest(split.code)).fields.title.value]).toEqual(['Bản đồ điểm chờ giải quyết hồ sơ', 'Bản đồ điểm chờ giải quyết hồ sơ theo giờ']);
    expect((await lettersTo('giang@people.test', 'entry-split'))[0]).toContain(`nay mang mã riêng ${split.code}`);
    expect(split.given).toMatchObject({ code: split.code, form: '3', version: 1 });
    await expect(inTx((tx) => splitEntry(tx, parts(), who, split.code, ['3']))).rejects.toThrow(/form of an entry already/);
    await stage.idle();
    expect(await violations()).toEqual([]);
    await inTx((tx) => undoChange(tx, parts(), who, split.change.n));
    expect([(await entryOf(split.code)).state, await files(code)]).toEqual(['merged', ['Phiếu thứ hai.docx', 'Phiếu.docx']]);
    expect(await violations()).toEqual([]);
  });
});

describe('a document that came with the wrong entry', () => {
  it('is moved: what it states fills the other, and is gone from the first', async () => {
    const one = await registered('hai@people.test', { title: 'Tổ công nghệ số cộng đồng' }, [{ filename: 'mô tả.csv', content: 'Số điện thoại,0900000877\n', contentType: 'text/csv' }]);
    const two = await registered('hai@people.test', { title: 'Lịch trực giải đáp thủ tục' });
    const row = await inTx((tx) => moveDocuments(tx, parts(), who, one, ['3'], two));
    expect(row.after.map((s) => s.code)).toEqual([one, two]);
    expect([await files(one), await files(two)]).toEqual([['Phiếu.docx'], ['Phiếu.docx', 'mô tả.csv']]);
    expect((await lettersTo('hai@people.test', 'entry-changed'))[0]).toContain('đã chuyển tệp mô tả.csv sang bài dự thi');
    await expect(inTx((tx) => moveDocuments(tx, parts(), who, one, ['9'], two))).rejects.toThrow(/has no document 9/);
    await inTx((tx) => undoChange(tx, parts(), who, row.n));
    expect([await files(one), await files(two)]).toEqual([['Phiếu.docx', 'mô tả.csv'], ['Phiếu.docx']]);
    expect((await lettersTo('hai@people.test', 'entry-changed')).join()).toContain('bỏ việc chuyển tệp');
    expect(await violations()).toEqual([]);
  });
});

describe('a scan that came with the wrong entry, and is read only once it was moved', () => {
  it('tells of the entry that has it now', async () => {
    const one = await registered('sau@people.test', { title: 'Góc đọc sách ở bộ phận một cửa' }, [{ filename: 'mô tả.csv', content: 'ghi chú\n', contentType: 'text/csv' }]);
    const two = await registered('sau@people.test', { title: 'Tủ hồ sơ chung của ấp', phone: '' });
    await inTx((tx) => moveDocuments(tx, parts(), silent, one, ['3'], two));
    const messageId = (await newest(one)).messageId;
    // As the job leaves it that read a picture.
    await inTx(async (tx) => {
      const document = (await documentAt(tx, messageId, '3'))!;
      const text = 'Số điện thoại\t0900000855\n';
      await recordWords(tx, document.id, { state: 'read', characters: text.length, quality: 0.95, method: 'ocr', failure: null, text });
      await tellOfScans(tx, { ...parts(), mayBeAnswered: false } as never, messageId, '3');
    });
    expect((await newest(two)).fields.phone).toMatchObject({ value: '0900000855', adopted: true });
    expect((await newest(one)).fields.phone.value).toBe(filling.phone);
    expect((await lettersTo('sau@people.test', 'scan-read')).join()).toContain(two);
    expect(await violations()).toEqual([]);
  });
});

describe('a scan that is read only after more came for its entry', () => {
  it('tells the newest version what was open until then', async () => {
    const code = await registered('bay@people.test', { title: 'Đường dây nóng của xã', phone: '' }, [{ filename: 'mô tả.csv', content: 'ghi chú\n', contentType: 'text/csv' }]);
    const first = await newest(code);
    await stage.send(await mail({ from: 'bay@people.test', subject: `Bổ sung ${code}`, text: 'Xin bổ sung số liệu.', attachments: [{ filename: 'số liệu.csv', content: 'a,b\n1,2\n', contentType: 'text/csv' }] }), 'bay@people.test');
    expect([(await newest(code)).n, (await newest(code)).fields.phone.value]).toEqual([2, null]);
    await inTx(async (tx) => {
      const document = (await documentAt(tx, first.messageId, '3'))!;
      const text = 'Số điện thoại\t0900000844\n';
      await recordWords(tx, document.id, { state: 'read', characters: text.length, quality: 0.95, method: 'ocr', failure: null, text });
      await tellOfScans(tx, { ...parts(), mayBeAnswered: false } as never, first.messageId, '3');
    });
    const now = await newest(code);
    expect([now.n, now.fields.phone.value]).toEqual([2, '0900000844']);
    expect(await lettersTo('bay@people.test', 'scan-read')).toHaveLength(1);
    expect(await violations()).toEqual([]);
  });
});

describe('who speaks for an entry', () => {
  it('is changed by people: the new address adds to it, the old one is asked about, the last one stays', async () => {
    const code = await registered('tam@people.test', { title: 'Bảng điện tử xếp hàng' });
    await expect(inTx((tx) => changeSenders(tx, parts(), who, code, { add: [], remove: ['tam@people.test'] }))).rejects.toThrow(/needs an address/);
    await expect(inTx((tx) => changeSenders(tx, parts(), who, code, { add: ['không phải'], remove: [] }))).rejects.toThrow(/is not an address/);
    const row = await inTx((tx) => changeSenders(tx, parts(), who, code, { add: ['Tam@Office.test'], remove: ['tam@people.test'] }));
    expect((await lettersTo('tam@office.test', 'entry-changed'))[0]).toContain('được nhận từ địa chỉ sau: tam@office.test');
    const { message } = await stage.send(await mail({ from: 'tam@office.test', subject: `Bổ sung ${code}`, text: 'Xin bổ sung.', attachments: [{ filename: 'a.csv', content: 'a,b\n1,2\n', contentType: 'text/csv' }] }), 'tam@office.test');
    expect(message.outcome).toBe('registered');
    const { message: stranger } = await stage.send(await mail({ from: 'tam@people.test', subject: `Xin rút bài ${code}`, text: 'Xin rút bài.' }), 'tam@people.test');
    expect([stranger.outcome, (await entryOf(code)).state]).toEqual(['withdrawal-requested', 'under-check']);
    await expect(inTx((tx) => undoChange(tx, parts(), who, row.n))).rejects.toThrow(/changed after change/);
    await inTx(async (tx) => undoChange(tx, parts(), silent, (await changeSenders(tx, parts(), silent, code, { add: ['tam@people.test'], remove: ['tam@office.test'] })).n));
    expect(await inTx(async (tx) => sendersOf(tx, (await entriesByCode(tx, [code]))[0]!.id))).toEqual(['tam@office.test']);
    expect(await violations()).toEqual([]);
  });

  it('is not who sent other documents, once one entry was split into two', async () => {
    const content = await registrationForm(parts().loaded.contest, { ...filling, title: 'Nhà văn hoá ấp làm điểm tiếp nhận', email: 'chin@people.test' });
    const code = await registered('chin@people.test', { title: 'Nhà văn hoá ấp làm điểm trả kết quả' }, [{ filename: 'Phiếu 2.docx', content: content as never, contentType: DOCX }]);
    await inTx((tx) => changeSenders(tx, parts(), silent, code, { add: ['khac@people.test'], remove: [] }));
    const content64 = await inTx(async (tx) => (await loadMessage(tx, (await newest(code)).messageId))!.contentSha256!);
    const before = { code: formatCode('CCHC24', 4_321), version: 1, content: content64, form: '3', letter: 'x' };
    const split = await inTx((tx) => splitEntry(tx, parts(), who, code, ['3'], new Map([[content64, [before]]])));
    // The code that the list in DATA_DIR says it had before an older database was restored.
    expect(split.code).toBe(before.code);
    expect(await inTx(async (tx) => sendersOf(tx, (await entriesByCode(tx, [split.code]))[0]!.id))).toEqual(['chin@people.test']);
    await stage.idle();
    expect(await violations()).toEqual([]);
  });
});
