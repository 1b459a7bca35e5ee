import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsOf, readingOf } from '../../src/store/messages.ts';
import { registrationForm, type Filling } from '../../src/papers/registration-form.ts';
import { startFakeClamd, type FakeClamd } from '../support/fake-clamd.ts';
import { mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const filling: Filling = {
  title: 'Bản đồ điểm chờ giải quyết hồ sơ theo giờ', areas: [2], kind: 'individual', declared: true, unit: 'UBND phường III, thành phố Vị Thanh', phone: '0900000811', email: 'hoa@people.test',
  authors: [{ name: 'Phạm Thị Hoa', unit: 'UBND phường III, thành phố Vị Thanh', position: 'Công chức' }],
};

let stage: Stage;
let clamd: FakeClamd;
beforeAll(async () => {
  clamd = await startFakeClamd((content) => (content.includes('THE EVIL BYTES') ? 'Test.Evil' : content.includes('LOCKED') ? 'Heuristics.Encrypted.Zip' : null));
  stage = await openStage({ clamdUrl: clamd.url });
});
afterAll(async () => {
  await stage.stop();
  await clamd.stop();
});

const form = async (changes: Filling = {}): Promise<Buffer> => registrationForm(stage.service.services.loaded.contest, { ...filling, ...changes });
const documents = async (messageId: string) => stage.service.services.db.transaction((tx) => documentsOf(tx, [messageId]));
const newestEntry = async () => (await stage.entries()).at(-1)!;

describe('an entry whose words stand in its files', () => {
  it('is understood from the Word form alone, and the receipt says where each value stood', async () => {
    const { letters } = await stage.send(await mail({ from: 'hoa@people.test', subject: 'Bài dự thi', text: 'Xin gửi phiếu kèm theo.', attachments: [{ filename: 'Phiếu đăng ký.docx', content: await form(), contentType: DOCX }] }), 'hoa@people.test');
    const { entry, version } = await newestEntry();
    expect(entry.state).toBe('under-check');
    expect(version?.fields.title).toMatchObject({ value: filling.title, file: 'Phiếu đăng ký.docx', confidence: 0.95 });
    expect(version?.fields.authors.value?.map((a) => a.name)).toEqual(['Phạm Thị Hoa']);
    const [receipt] = letters;
    const said = receipt?.text.replace(/\s+/g, ' ') ?? '';
    expect(receipt?.kind).toBe('receipt');
    expect(said).toContain('Bản đồ điểm chờ giải quyết hồ sơ theo giờ (theo tệp “Phiếu đăng ký.docx”, hàng 4)');
    expect(said).toContain('máy đọc được “PHIẾU ĐĂNG KÝ DỰ THI');
  });

  it('is understood from inside an archive, each file with a row of its own', async () => {
    const archive = zipSync({ 'Hồ sơ/Phiếu.docx': new Uint8Array(await form({ title: 'Trợ lý nhắc hồ sơ đến hạn' })), 'Hồ sơ/Số liệu.csv': new TextEncoder().encode('Tháng,Hồ sơ\n4,212\n') });
    const { message } = await stage.send(await mail({ from: 'zip@people.test', subject: 'Nộp hồ sơ dự thi', text: 'Xin gửi hồ sơ.', attachments: [{ filename: 'Hồ sơ.zip', content: Buffer.from(archive), contentType: 'application/zip' }] }), 'zip@people.test');
    expect((await newestEntry()).version?.fields.title.value).toBe('Trợ lý nhắc hồ sơ đến hạn');
    expect((await documents(message.id)).map((d) => [d.part, d.source, d.detectedType, d.textState])).toEqual([
      ['2', 'attachment', 'zip', 'none'], ['2/1', 'archive', 'docx', 'read'], ['2/2', 'archive', 'csv', 'read'],
    ]);
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('asks which holds where mail and form disagree, and shows both', async () => {
    const { letters } = await stage.send(await mail({
      from: 'hai@people.test', subject: 'Bài dự thi', text: 'Tên giải pháp: Cổng phản ánh một chạm\nHọ và tên: Phạm Thị Hoa',
      attachments: [{ filename: 'Phiếu.docx', content: await form({ title: 'Sổ tay nghiệp vụ điện tử' }), contentType: DOCX }],
    }), 'hai@people.test');
    const { entry, version } = await newestEntry();
    expect(entry.state).toBe('needs-info');
    expect(version?.findings.map((f) => f.code)).toEqual(['title-disagrees']);
    expect(letters[0]?.text.replace(/\s+/g, ' ')).toContain('tệp “Phiếu.docx”, hàng 4 ghi “Sổ tay nghiệp vụ điện tử”; dòng 1 của thư ghi “Cổng phản ánh một chạm”');
  });

  it('keeps the words with the message, for whoever reads it again', async () => {
    const [first] = await stage.messages();
    const reading = await stage.service.services.db.transaction((tx) => readingOf(tx, first!));
    expect(reading?.documents[0]?.text).toMatchObject({ state: 'read', method: 'docx' });
    expect(reading?.documents[0]?.text?.text).toContain('Họ và tên');
  });
});

describe('a file that the scanner finds infected', () => {
  it('is not opened, its sender is asked for another, staff hear of it, and the entry is on record', async () => {
    const { message, letters } = await stage.send(await mail({
      from: 'sick@people.test', subject: 'Bài dự thi', text: 'Tên giải pháp: Ngày thứ Ba không hẹn\nHọ và tên: Lê Thị Cẩm',
      attachments: [{ filename: 'Thuyết minh.txt', content: 'THE EVIL BYTES', contentType: 'text/plain' }, { filename: 'Phiếu.docx', content: await form({ title: 'Ngày thứ Ba không hẹn' }), contentType: DOCX }],
    }), 'sick@people.test');
    const [evil, good] = await documents(message.id);
    expect(evil).toMatchObject({ flags: ['infected'], textState: 'skipped', textFailure: 'infected: Test.Evil', excerpt: null });
    expect(good).toMatchObject({ flags: [], textState: 'read' });
    expect(message.outcome).toBe('registered');
    expect(letters.find((l) => l.kind === 'receipt')?.text.replace(/\s+/g, ' ')).toContain('bị phần mềm diệt vi-rút giữ lại');
    expect((await stage.letterTo('staff@office.test')).subject).toBe('Cần xem: có tệp bị nghi nhiễm vi-rút');
    expect(clamd.scans()).toBeGreaterThanOrEqual(5);
  });
});

describe('a file that the scanner cannot look into', () => {
  it('says so of itself alone: the next one is scanned all the same', async () => {
    const { message } = await stage.send(await mail({ from: 'lock@people.test', subject: 'Bài dự thi', text: 'Tên giải pháp: Một cửa liên thông', attachments: [{ filename: 'a.txt', content: 'LOCKED', contentType: 'text/plain' }, { filename: 'b.txt', content: 'THE EVIL BYTES, again', contentType: 'text/plain' }] }), 'lock@people.test');
    expect((await documents(message.id)).map((d) => d.flags)).toEqual([['unscanned'], ['infected']]);
  });
});

describe('while the scanner is away', () => {
  it('files are read, and say that nobody scanned them', async () => {
    await clamd.stop();
    const { message } = await stage.send(await mail({ from: 'away@people.test', subject: 'Bài dự thi', text: 'Xin gửi phiếu.', attachments: [{ filename: 'Phiếu.docx', content: await form({ title: 'Quầy tự in biên nhận' }), contentType: DOCX }] }), 'away@people.test');
    expect((await documents(message.id))[0]).toMatchObject({ flags: ['unscanned'], textState: 'read' });
    expect((await newestEntry()).version?.fields.title.value).toBe('Quầy tự in biên nhận');
  });
});
