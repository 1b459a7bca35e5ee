import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMail } from '../../src/mail/read.ts';
import { readPaperForm } from '../../src/papers/paper-form.ts';
import { paperMail, type PaperTyped } from '../../src/papers/paper-mail.ts';
import { addressOf, isOnPaper, spokenAddress } from '../../src/papers/reach.ts';
import { receivedIn } from '../../src/papers/received.ts';
import { readFields } from '../../src/entry/fields.ts';
import { hauGiang } from '../support/contests.ts';

const contest = hauGiang();
const typed: PaperTyped = { receivedAt: new Date('2024-07-01T02:30:00Z'), channel: 'post', name: 'Phạm Thị Hoa', email: null, phone: '0900000811', address: null, title: 'Bản đồ điểm chờ', code: null };
const read = async (raw: Buffer) => readMail(raw, { partBytes: 1 << 20 });

describe('papers as a raw message', () => {
  it('say what was typed in labelled lines, which are read as those of any mail, and hold the files byte for byte', async () => {
    const content = Buffer.from([0, 255, 10, 13, 46, 13, 10]);
    const { reading, contents } = await read(paperMail(typed, [{ name: 'ảnh chụp (1).bin', content }], contest));
    const { title, phone, authors } = readFields(reading, contest);
    expect([title.value, phone.value, authors.value]).toEqual(['Bản đồ điểm chờ', '0900000811', null]);
    expect(reading.text).toContain('Nhận lúc: 2024-07-01T09:30:00+07:00');
    expect([reading.documents[0]?.filename, contents[0]?.bytes, reading.dateHeader, reading.topReceivedAt]).toEqual(['ảnh chụp (1).bin', content, null, null]);
  });

  it('are the same bytes for the same input, and others for any other', () => {
    const files = [{ name: 'a.pdf', content: Buffer.from('a') }];
    const one = paperMail(typed, files, contest);
    expect(paperMail({ ...typed }, [...files], contest).equals(one)).toBe(true);
    for (const other of [paperMail({ ...typed, phone: '0900000812' }, files, contest), paperMail(typed, [{ name: 'b.pdf', content: Buffer.from('a') }], contest), paperMail(typed, [{ name: 'a.pdf', content: Buffer.from('b') }], contest)]) expect(other.equals(one)).toBe(false);
  });

  it('hold no header but their own, whatever was typed', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (hostile) => {
      const raw = paperMail({ ...typed, name: `${hostile}\r\nBcc: x@y.test`, title: hostile, address: hostile }, [{ name: `${hostile}"\r\nX-Evil: 1`, content: Buffer.from('x') }], contest);
      const head = raw.toString('latin1').split('\r\n\r\n')[0] ?? '';
      expect(head.split(/\r\n(?! )/).map((line) => line.split(':')[0])).toEqual(['From', 'To', 'Subject', 'Message-ID', 'MIME-Version', 'Content-Type']);
      expect((await read(raw)).reading.documents).toHaveLength(1);
    }), { numRuns: 200 });
  });
});

describe('the time of receipt', () => {
  it.each([
    ['2024-08-10 09:30', '2024-08-10T02:30:00.000Z'], ['2024-08-10T09:30:00+09:00', '2024-08-10T00:30:00.000Z'], ['2024-08-10', '2024-08-09T17:00:00.000Z'], ['10/8/2024 9:30', '2024-08-10T02:30:00.000Z'],
    ['9 giờ 30, 10/8/2024', '2024-08-10T02:30:00.000Z'], ['9h ngày 10-8-2024', '2024-08-10T02:00:00.000Z'], ['ngày 10/8/2024, lúc 16 giờ', '2024-08-10T09:00:00.000Z'],
  ])('%s', (text, iso) => {
    expect(receivedIn(text, contest.zone).toISOString()).toBe(iso);
  });

  it.each(['hôm qua', '31/2/2024', '2024-13-01', '10/8', '25 giờ, 10/8/2024', ''])('is none in %j', (text) => {
    expect(() => receivedIn(text, contest.zone)).toThrow(/no time/);
  });
});

describe('how somebody is reached', () => {
  it('is by mail, else by telephone, else by post, and said as staff read it', () => {
    expect(addressOf({ email: 'An@People.test', phone: '1', address: 'x' })).toBe('an@people.test');
    const [phone, post] = [addressOf({ email: null, phone: '0900 000-811', address: 'x' }), addressOf({ email: null, phone: null, address: ' 12  Ngô Quyền ' })];
    expect([phone, post, addressOf({ email: null, phone: null, address: null })]).toEqual(['tel:0900000811', 'post:12 Ngô Quyền', null]);
    expect([isOnPaper(phone ?? ''), isOnPaper('an@people.test'), spokenAddress(phone ?? '', 'vi'), spokenAddress(post ?? '', 'en'), spokenAddress('a@b.test', 'vi')]).toEqual([true, false, 'điện thoại 0900000811', 'address 12 Ngô Quyền', 'a@b.test']);
  });
});

describe('the form that staff mail', () => {
  const form = async (subject: string, lines: string[]) => readPaperForm((await read(Buffer.from(['From: <staff@office.test>', `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`, 'Content-Type: text/plain; charset=utf-8', '', ...lines].join('\r\n')))).reading, contest);

  it('is known by its mark in the subject or the first line, and by nothing else', async () => {
    expect(await Promise.all([['BÀI GIẤY', 'x'], ['Fwd: bai giay so 3', 'x'], ['Scan', 'Bài nộp bản giấy'], ['PAPER ENTRY', ''], ['Bài giấy khen', 'x'], ['Nhập bài', 'Nhận bài giấy rồi'], ['Giấy', 'x']].map(async ([subject = '', line = '']) => (await form(subject, [line])) !== null)))
      .toEqual([true, true, true, true, true, false, false]);
  });

  it('is read by its labels, in Vietnamese and English, with or without diacritics', async () => {
    expect((await form('BÀI GIẤY', ['Nhan luc: 1/7/2024 09:30', 'Cách nộp: qua bưu điện', 'Người nộp: Lê Văn Tám', 'Điện thoại: 0900 000 811', 'Tên bài: Loa phường: bản mới']))?.typed)
      .toEqual({ receivedAt: new Date('2024-07-01T02:30:00Z'), channel: 'post', name: 'Lê Văn Tám', email: null, phone: '0900000811', address: null, title: 'Loa phường: bản mới', code: null });
    expect((await form('Paper entry', ['Postmark: 2024-07-01', 'Email: tam@people.test', 'Another entry: yes']))).toMatchObject({ again: true, typed: { channel: 'post', email: 'tam@people.test' } });
  });
});
