import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsOfVersions } from '../../src/store/messages.ts';
import { versionsOfMessage } from '../../src/store/entries.ts';
import { registrationForm, type Filling } from '../../src/papers/registration-form.ts';
import { mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const people: Filling[] = [
  { title: 'Tổ công nghệ số cộng đồng đến từng nhà', areas: [6], kind: 'individual', declared: true, unit: 'UBND xã Tân Tiến', phone: '0900000811', email: 'hoa@people.test', authors: [{ name: 'Phạm Thị Hoa', unit: 'UBND xã Tân Tiến', position: 'Công chức' }] },
  { title: 'Mã QR tra cứu thủ tục tại bộ phận một cửa', areas: [2], kind: 'individual', declared: true, unit: 'UBND xã Vị Tân', phone: '0900000822', email: 'binh@people.test', authors: [{ name: 'Trần Văn Bình', unit: 'UBND xã Vị Tân', position: 'Công chức' }] },
  { title: 'Lịch hẹn trực tuyến cho người cao tuổi', areas: [2], kind: 'individual', declared: true, unit: 'UBND xã Hoả Lựu', phone: '0900000833', email: 'chi@people.test', authors: [{ name: 'Lê Thị Chi', unit: 'UBND xã Hoả Lựu', position: 'Công chức' }] },
];

let stage: Stage;
beforeAll(async () => { stage = await openStage({ changes: (c) => ({ ...c, letters: { ...c.letters, copyToAuthors: true } }) }); });
afterAll(() => stage.stop());

const form = (filling: Filling): Promise<Buffer> => registrationForm(stage.service.services.loaded.contest, filling);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const violations = async (): Promise<unknown[]> => (await stage.verdict()).invariants.flatMap((i) => i.violations);
const became = (messageId: string) => stage.service.services.db.transaction(async (tx) => Promise.all((await versionsOfMessage(tx, messageId)).map(async (v) => ({
  n: v.n, title: v.fields.title.value, files: (await documentsOfVersions(tx, [v])).map((d) => d.filename).sort(), findings: v.findings.filter((f) => f.severity !== 'info').map((f) => f.code),
}))));

async function folders(note = ''): Promise<Buffer> {
  const files: Record<string, Uint8Array> = { 'danh sách.csv': bytes(`STT,Tác giả\n1,Phạm Thị Hoa\n2,Trần Văn Bình\n3,Lê Thị Chi\n${note}`) };
  for (const [i, filling] of people.entries()) {
    files[`Bài ${i + 1}/phiếu.docx`] = new Uint8Array(await form(filling));
    files[`Bài ${i + 1}/minh chứng.csv`] = bytes(`Tháng,Hồ sơ\n4,${200 + i}\n`);
  }
  return Buffer.from(zipSync(files));
}

describe('one mail with the entries of three colleagues', () => {
  it('gives each a code of its own, all in one receipt, and each its own files', async () => {
    const { message, letters } = await stage.send(await mail({ from: 'vanthu@office.test', subject: 'Tổng hợp bài dự thi của đơn vị', text: 'Văn thư xin gửi ba bài dự thi của đơn vị.', attachments: [{ filename: 'Ho so.zip', content: await folders(), contentType: 'application/zip' }] }), 'vanthu@office.test');
    expect(message.outcome).toBe('registered');
    const entries = await stage.entries();
    expect(entries.map(({ entry, version }) => [entry.state, version?.fields.title.value])).toEqual(people.map((p) => ['under-check', p.title]));
    const receipts = letters.filter((l) => l.kind === 'receipt');
    expect(receipts).toHaveLength(1);
    expect(entries.map(({ entry }) => receipts[0]?.text.includes(entry.code))).toEqual([true, true, true]);
    expect(receipts[0]?.subject).toContain('Đã nhận 3 bài');
    expect(await became(message.id)).toEqual(people.map((p, i) => ({ n: 1, title: p.title, files: [`Bài ${i + 1}/minh chứng.csv`, `Bài ${i + 1}/phiếu.docx`, 'Ho so.zip', 'danh sách.csv'], findings: [] })));
    expect(await violations()).toEqual([]);
  });

  it('tells each author whose address the form names, once, and of their own entry alone', async () => {
    const copies = (await stage.letters()).filter((l) => l.kind === 'author-copy');
    expect(copies.map((l) => l.toAddress).sort()).toEqual(people.map((p) => p.email).sort());
    const hoa = copies.find((l) => l.toAddress === 'hoa@people.test')?.text.replace(/\s+/g, ' ') ?? '';
    expect(hoa).toContain('đã được gửi từ địa chỉ vanthu@office.test');
    expect(hoa).toContain('Phạm Thị Hoa');
    expect(hoa).not.toContain('Trần Văn Bình');
  });

  it('makes what is sent again a second version of each, and of no other', async () => {
    const { message } = await stage.send(await mail({ from: 'vanthu@office.test', subject: 'Gửi lại các bài dự thi', text: 'Xin gửi lại, có sửa danh sách.', attachments: [{ filename: 'Ho so.zip', content: await folders('4,bổ sung\n'), contentType: 'application/zip' }] }), 'vanthu@office.test');
    expect((await became(message.id)).map((v) => [v.n, v.title])).toEqual(people.map((p) => [2, p.title]));
    expect(await stage.entries()).toHaveLength(3);
    expect((await stage.letters()).filter((l) => l.kind === 'author-copy')).toHaveLength(3);
    expect(await violations()).toEqual([]);
  });

  it('takes a reply that names one of the codes for that entry', async () => {
    const code = (await stage.entries())[1]!.entry.code;
    const receipt = (await stage.letters()).filter((l) => l.kind === 'receipt').at(-1);
    const { message } = await stage.send(await mail({ from: 'vanthu@office.test', subject: 'Re: bài dự thi', inReplyTo: receipt!.rfcMessageId, text: `Bài ${code} xin bổ sung số liệu.`, attachments: [{ filename: 'so lieu.csv', content: 'Tháng,Số\n7,12\n', contentType: 'text/csv' }] }), 'vanthu@office.test');
    expect((await became(message.id)).map((v) => [v.n, v.title])).toEqual([[3, people[1]!.title]]);
  });

  it('asks which is meant where a reply names none, though its subject repeats the code of the first', async () => {
    const receipt = (await stage.letters()).filter((l) => l.kind === 'receipt' && l.subject.includes('3 bài')).at(0);
    const { message, letters } = await stage.send(await mail({ from: 'vanthu@office.test', subject: `Re: ${receipt!.subject}`, inReplyTo: receipt!.rfcMessageId, text: 'Xin bổ sung tệp.', attachments: [{ filename: 'them.csv', content: 'a,b\n1,2\n', contentType: 'text/csv' }] }), 'vanthu@office.test');
    expect([message.outcome, letters.map((l) => l.kind)]).toEqual(['asked', ['which-entry']]);
  });

  it('holds forms beside forms: two attached Word files are two entries', async () => {
    const { message, letters } = await stage.send(await mail({
      from: 'an@office.test', subject: 'Bài dự thi', text: 'Xin gửi hai phiếu.',
      attachments: [{ filename: 'Phiếu 1.docx', content: await form({ ...people[0], title: 'Bản đồ điểm chờ theo giờ' }), contentType: DOCX }, { filename: 'Phiếu 2.docx', content: await form({ ...people[1], title: 'Trợ lý nhắc hồ sơ sắp đến hạn' }), contentType: DOCX }],
    }), 'an@office.test');
    expect((await became(message.id)).map((v) => v.files)).toEqual([['Phiếu 1.docx'], ['Phiếu 2.docx']]);
    expect(letters.filter((l) => l.kind === 'receipt')).toHaveLength(1);
    expect(await violations()).toEqual([]);
  });

  it('keeps forms apart that come in a reply: each new title is an entry, a known one its next version', async () => {
    const receipt = await stage.letterTo('an@office.test');
    const attachments = await Promise.all(['Bản đồ điểm chờ theo giờ', 'Sổ tay nghiệp vụ điện tử cho công chức mới', 'Hộp thư góp ý đặt tại nhà văn hoá ấp'].map(async (title, i) => ({ filename: `Phiếu ${i + 1}.docx`, content: await form({ ...people[i], title }), contentType: DOCX })));
    const { message } = await stage.send(await mail({ from: 'an@office.test', subject: `Re: ${receipt.subject}`, inReplyTo: receipt.rfcMessageId, text: 'Xin gửi thêm ba phiếu.', attachments }), 'an@office.test');
    expect((await became(message.id)).map((v) => [v.n, v.title])).toEqual([[2, 'Bản đồ điểm chờ theo giờ'], [1, 'Sổ tay nghiệp vụ điện tử cho công chức mới'], [1, 'Hộp thư góp ý đặt tại nhà văn hoá ấp']]);
    expect(await violations()).toEqual([]);
  });

  it('takes answers below the codes for those entries, each of them, and no others', async () => {
    const attachments = await Promise.all(['Thẻ hẹn giờ điện tử', 'Loa thôn thông minh'].map(async (title, i) => ({ filename: `P${i}.docx`, content: await form({ ...people[i], title, areas: [] }), contentType: DOCX })));
    const { letters } = await stage.send(await mail({ from: 'giang@office.test', subject: 'Bài dự thi', text: 'Xin gửi hai phiếu.', attachments }), 'giang@office.test');
    const receipt = letters.find((l) => l.kind === 'receipt')!;
    const [one, two] = [...new Set([...receipt.text.matchAll(/CCHC24-\d{4}-\w/g)].map((m) => m[0]))];
    const text = `${one}:\n1. Cải cách thể chế\n\n${two}:\n1. Cải cách tài chính công\n\n${receipt.text.split('\n').map((line) => `> ${line}`).join('\n')}`;
    const { message, letters: after } = await stage.send(await mail({ from: 'giang@office.test', subject: `Re: ${receipt.subject}`, inReplyTo: receipt.rfcMessageId, text }), 'giang@office.test');
    expect([message.outcome, (await became(message.id)).map((v) => [v.n, v.title])]).toEqual(['registered', [[2, 'Thẻ hẹn giờ điện tử'], [2, 'Loa thôn thông minh']]]);
    expect((await stage.entries()).slice(-2).map(({ version }) => version?.fields.areas.value)).toEqual([[1], [5]]);
    expect(after.filter((l) => l.kind === 'receipt')).toHaveLength(1);
    expect(await violations()).toEqual([]);
  });
});
