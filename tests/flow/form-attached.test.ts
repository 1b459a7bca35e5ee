import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MailReading } from '../../schemas/reading.ts';
import { readMail } from '../../src/mail/read.ts';
import { registrationForm } from '../../src/papers/registration-form.ts';
import { documentsOf } from '../../src/store/messages.ts';
import { attachmentsAsFiles } from '../../workers/sending/attachments.ts';
import { entryMail, mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

let stage: Stage;
beforeAll(async () => { stage = await openStage(); });
afterAll(() => stage.stop());

const lastTo = async (address: string): Promise<MailReading> => (await readMail(stage.delivered.filter((d) => d.to === address).at(-1)?.raw ?? Buffer.alloc(0), { partBytes: 1 << 20 })).reading;
const emptyForm = async (filename = 'Phieu-dang-ky-du-thi.docx') => ({ filename, content: await registrationForm(stage.service.services.loaded.contest), contentType: DOCX });
const entryOf = async (title: string | null) => (await stage.entries()).filter((e) => e.version?.fields.title.value === title);

describe('a letter that asks for what the form states', () => {
  it('brings it, the same bytes to everybody, and its row says so', async () => {
    const [one] = (await stage.send(await mail({ from: 'binh@people.test', subject: 'Đăng ký dự thi: Cổng phản ánh một chạm', text: 'Tôi xin gửi bài dự thi.', attachments: [{ filename: 'Thuyết minh.txt', content: 'Thuyết minh', contentType: 'text/plain' }] }), 'binh@people.test')).letters;
    expect(one).toMatchObject({ kind: 'receipt', state: 'sent', facts: { attached: ['registration-form'] } });
    expect(one?.text).toContain('gửi kèm phiếu đăng ký dự thi');
    const [other] = (await stage.send(await mail({ from: 'la@people.test', subject: 'Chào', text: 'Chúc một ngày tốt lành.' }), 'la@people.test')).letters;
    expect(other).toMatchObject({ kind: 'not-understood', facts: { attached: ['registration-form'] } });
    const files = [await lastTo('binh@people.test'), await lastTo('la@people.test')].map((r) => r.documents.map((d) => [d.filename, d.detectedType, d.sha256]));
    expect(files[0]).toEqual([['Phieu-dang-ky-du-thi.docx', 'docx', expect.stringMatching(/^[0-9a-f]{64}$/)]]);
    expect(files[1]).toEqual(files[0]);
  });

  it('comes to who asks for it', async () => {
    const { letters } = await stage.send(await mail({ from: 'hoi@people.test', subject: 'Hỏi về mẫu phiếu', text: 'Kính gửi Ban Tổ chức,\n\nCho tôi hỏi phiếu đăng ký dự thi lấy ở đâu ạ?\n\nXin cảm ơn.' }), 'hoi@people.test');
    expect(letters.map((l) => l.kind)).toContain('question-received');
    expect((await stage.letterTo('hoi@people.test')).facts).toMatchObject({ attached: ['registration-form'] });
    expect((await lastTo('hoi@people.test')).documents.map((d) => d.filename)).toEqual(['Phieu-dang-ky-du-thi.docx']);
  });

  it('has none for a complete entry', async () => {
    const [receipt] = (await stage.send(await entryMail('Trợ lý nhắc hồ sơ đến hạn', { from: 'du@people.test' }), 'du@people.test')).letters;
    expect(receipt?.facts).not.toHaveProperty('attached');
    expect((await lastTo('du@people.test')).documents).toEqual([]);
  });
});

describe('the form that comes back', () => {
  it('filled in is what was missing, in the same entry', async () => {
    const receipt = await stage.letterTo('binh@people.test');
    const filled = await registrationForm(stage.service.services.loaded.contest, { title: 'Cổng phản ánh một chạm', areas: [2], kind: 'individual', declared: true, unit: 'UBND xã Vị Thắng', phone: '0900000812', email: 'binh@people.test', authors: [{ name: 'Trần Thị Bình', unit: 'UBND xã Vị Thắng' }] });
    await stage.send(await mail({ from: 'binh@people.test', subject: `Re: ${receipt.subject}`, inReplyTo: receipt.rfcMessageId, text: 'Tôi gửi lại phiếu.', attachments: [{ filename: 'Phieu-dang-ky-du-thi.docx', content: filled, contentType: DOCX }] }), 'binh@people.test');
    const [found, ...more] = await entryOf('Cổng phản ánh một chạm');
    expect(more).toEqual([]);
    expect(found?.version).toMatchObject({ n: 2, fields: { areas: { value: [2] }, declaration: { value: true }, entrantKind: { value: 'individual' }, authors: { value: [{ name: 'Trần Thị Bình' }] } } });
    expect((await stage.letterTo('binh@people.test')).facts).not.toHaveProperty('attached');
  });

  it('empty beside a filled one is one entry, all of whose values stand', async () => {
    const filled = await registrationForm(stage.service.services.loaded.contest, { title: 'Sổ tay nghiệp vụ điện tử', areas: [4], kind: 'individual', declared: true, unit: 'UBND xã Vị Đông', phone: '0900000813', email: 'hai@people.test', authors: [{ name: 'Lê Văn Hải', unit: 'UBND xã Vị Đông' }] });
    const { message, letters } = await stage.send(await mail({
      from: 'hai@people.test', subject: 'Bài dự thi', text: 'Xin gửi phiếu.', attachments: [await emptyForm(), { filename: 'Phiếu đã điền.docx', content: filled, contentType: DOCX }],
    }), 'hai@people.test');
    const [found, ...more] = await entryOf('Sổ tay nghiệp vụ điện tử');
    expect(more).toEqual([]);
    expect(found?.version?.fields).toMatchObject({ areas: { value: [4] }, declaration: { value: true }, phone: { value: '0900000813' } });
    expect(found?.version?.findings.filter((f) => f.severity !== 'info')).toEqual([]);
    expect(letters.map((l) => l.kind)).toEqual(['receipt']);
    const documents = await stage.service.services.db.transaction((tx) => documentsOf(tx, [message.id]));
    expect(documents.map((d) => [d.textState, d.flags])).toEqual([['read', []], ['read', []]]);
  });

  it('empty, as some programs quote it in a reply, takes nothing back and adds nothing', async () => {
    const before = (await entryOf('Trợ lý nhắc hồ sơ đến hạn'))[0]?.version;
    const receipt = await stage.letterTo('du@people.test');
    const { letters } = await stage.send(await mail({ from: 'du@people.test', subject: `Re: ${receipt.subject}`, inReplyTo: receipt.rfcMessageId, text: 'Tôi gửi thêm bản thuyết minh.', attachments: [await emptyForm(), { filename: 'Thuyết minh.txt', content: 'Thuyết minh chi tiết', contentType: 'text/plain' }] }), 'du@people.test');
    const [found, ...more] = await entryOf('Trợ lý nhắc hồ sơ đến hạn');
    expect(more).toEqual([]);
    expect(Object.fromEntries(Object.entries(found?.version?.fields ?? {}).map(([k, f]) => [k, f.value]))).toEqual(Object.fromEntries(Object.entries(before?.fields ?? {}).map(([k, f]) => [k, f.value])));
    expect(found?.version?.findings.filter((f) => f.severity !== 'info')).toEqual([]);
    const words = letters.map((l) => l.text).join('\n');
    expect(words).not.toMatch(/chưa đọc được|không đọc được|xin gửi lại/);
  });

  it('is the same file as the one attached', async () => {
    const [file] = await attachmentsAsFiles(['registration-form'], { contest: stage.service.services.loaded.contest, blobs: stage.service.services.blobs, letter: { toAddress: 'an@people.test', createdAt: new Date(0) } });
    expect((await emptyForm()).content.equals(file?.content ?? Buffer.alloc(0))).toBe(true);
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });
});

describe('the own copy of a letter with the form', () => {
  let own: Stage;
  beforeAll(async () => { own = await openStage({ changes: (c) => ({ ...c, letters: { ...c.letters, ownCopy: true } }) }); });
  afterAll(() => own.stop());

  it('carries it, too, and registers nothing', async () => {
    await own.send(await mail({ from: 'binh@people.test', subject: 'Đăng ký dự thi: Cổng phản ánh một chạm', text: 'Tôi xin gửi bài dự thi.' }), 'binh@people.test');
    const copy = await until('the own copy to be read', async () => {
      own.service.wake();
      return (await own.messages()).find((m) => m.fromAddress === own.service.services.loaded.contest.mailbox.address && m.outcome !== null) ?? null;
    });
    expect(copy.outcome).not.toBe('registered');
    expect((await own.letterTo('binh@people.test')).facts).toMatchObject({ attached: ['registration-form'] });
    expect(await own.entries()).toHaveLength(1);
    expect(await own.letters()).toHaveLength(1);
  });
});

describe('a receipt that gathers several entries', () => {
  let gathering: Stage;
  beforeAll(async () => { gathering = await openStage({ changes: (c) => ({ ...c, letters: { ...c.letters, gatherMinutes: 10 } }) }); });
  afterAll(() => gathering.stop());

  it('carries the form as soon as one of them needs it, and its row says so', async () => {
    for (const title of ['Cổng phản ánh một chạm', 'Sổ tay nghiệp vụ điện tử', 'Hộp thư góp ý bằng mã QR', 'Bản đồ điểm chờ theo giờ']) await gathering.send(await entryMail(title, { from: 'du@people.test' }), 'du@people.test');
    expect((await gathering.letterTo('du@people.test')).facts).not.toHaveProperty('attached');
    await gathering.send(await mail({ from: 'du@people.test', subject: 'Đăng ký dự thi: Tổ công nghệ số đến từng nhà', text: 'Tôi xin gửi bài dự thi.', attachments: [{ filename: 'Thuyết minh.txt', content: 'Thuyết minh', contentType: 'text/plain' }] }), 'du@people.test');
    const letter = await gathering.letterTo('du@people.test');
    expect(letter).toMatchObject({ state: 'due', facts: { attached: ['registration-form'], entries: [{}, {}] } });
    expect(letter.text).toContain('gửi kèm phiếu đăng ký dự thi');
  });
});
