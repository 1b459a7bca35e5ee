import { describe, expect, it } from 'vitest';
import type { MailDocument, MailReading } from '../../schemas/reading.ts';
import { entriesIn, leftOver, readingOfVersion, sharedFindings } from '../../src/entry/division.ts';
import { readFields } from '../../src/entry/fields.ts';
import { hauGiang } from '../support/contests.ts';
import { readingWith } from '../support/readings.ts';

const contest = hauGiang();

function document(part: string, filename: string, text: string | null, more: Partial<MailDocument> = {}): MailDocument {
  return {
    part, filename, storedName: filename, contentType: '', detectedType: text === null ? 'jpg' : 'docx', size: 9, sha256: part.padEnd(64, '0'), from: part.includes('/') ? 'archive' : 'attachment', flags: [],
    text: text === null ? { state: 'none', characters: 0, quality: null, method: null, failure: 'image', text: '' } : { state: 'read', characters: text.length, quality: 0.97, method: 'docx', failure: null, text }, ...more,
  };
}

const form = (title: string, name: string): string => `PHIẾU ĐĂNG KÝ DỰ THI\nTên giải pháp\t${title}\nHọ và tên\t${name}\nĐơn vị\tUBND xã Tân Tiến\nĐiện thoại\t0900000811`;
const A = 'Tổ công nghệ số cộng đồng đến từng nhà';
const B = 'Mã QR tra cứu thủ tục hành chính tại bộ phận một cửa';
const C = 'Lịch hẹn trực tuyến cho người cao tuổi';

function mail(documents: MailDocument[], text = 'Kính gửi Ban Tổ chức, cơ quan xin gửi các bài dự thi.'): MailReading {
  return readingWith({ subject: 'Gửi các bài dự thi', text, documents });
}

/** Per entry: its form and the names of its files. */
const division = (reading: MailReading): { form: string; title: string | null; files: (string | null)[] }[] =>
  entriesIn(reading, contest).map((p) => ({ form: p.form, title: readFields(p.reading, contest).title.value, files: p.reading.documents.map((d) => d.filename) }));

describe('a mail with several forms', () => {
  it('holds an entry for each title, in the order of the mail', () => {
    const parts = division(mail([document('2', 'Phiếu An.docx', form(A, 'Nguyễn Thị An')), document('3', 'Phiếu Bình.docx', form(B, 'Trần Văn Bình')), document('4', 'Phiếu Chi.docx', form(C, 'Lê Thị Chi'))]));
    expect(parts.map((p) => [p.form, p.title, p.files.length])).toEqual([['2', A, 1], ['3', B, 1], ['4', C, 1]]);
  });

  it('takes nothing of what the covering letter says for one of them', () => {
    const [first] = entriesIn(mail([document('2', 'a.docx', form(A, 'Nguyễn Thị An')), document('3', 'b.docx', form(B, 'Trần Văn Bình'))], 'Họ và tên: Văn thư Sở Nội vụ\nLĩnh vực: Cải cách thể chế\nEmail: vanthu@office.test'), contest);
    const fields = readFields(first!.reading, contest);
    expect([fields.authors.value?.map((a) => a.name), fields.areas.value, fields.email.value]).toEqual([['Nguyễn Thị An'], null, null]);
  });

  it('gives each folder of an archive to the entry whose form lies in it, however deep', () => {
    const parts = division(mail([
      document('2', 'Hồ sơ.zip', null, { detectedType: 'zip' }),
      document('2/1', 'Bài 1/đơn.docx', form(A, 'Nguyễn Thị An')), document('2/2', 'Bài 1/minh chứng/ảnh.jpg', null), document('2/3', 'Bài 2/ảnh.jpg', null), document('2/4', 'Bài 2/đơn.docx', form(B, 'Trần Văn Bình')), document('2/5', 'danh sách.docx', 'Danh sách tác giả của cơ quan'),
    ]));
    expect(parts).toEqual([
      { form: '2/1', title: A, files: ['Bài 1/đơn.docx', 'Bài 1/minh chứng/ảnh.jpg', 'Hồ sơ.zip', 'danh sách.docx'] },
      { form: '2/4', title: B, files: ['Bài 2/đơn.docx', 'Bài 2/ảnh.jpg', 'Hồ sơ.zip', 'danh sách.docx'] },
    ]);
  });

  it('keeps each archive, and each forwarded mail, together', () => {
    const parts = division(mail([
      document('2', 'an.zip', null, { detectedType: 'zip' }), document('2/1', 'phiếu.docx', form(A, 'Nguyễn Thị An')), document('2/2', 'ảnh.jpg', null),
      document('3', 'Fwd.eml', 'Xin gửi bài', { detectedType: 'eml' }), document('3.1', 'phiếu.docx', form(B, 'Trần Văn Bình')), document('3.2', 'ảnh.jpg', null),
    ]));
    expect(parts.map((p) => p.files)).toEqual([['phiếu.docx', 'an.zip', 'ảnh.jpg'], ['phiếu.docx', 'Fwd.eml', 'ảnh.jpg']]);
  });

  it('knows an explanation by the title it speaks of, and a proof by the name or number it bears', () => {
    const parts = division(mail([
      document('2', 'Bai 1 - phieu.docx', form(A, 'Nguyễn Thị An')), document('3', 'Bai 2 - phieu.docx', form(B, 'Trần Văn Bình')),
      document('4', 'thuyet minh.docx', `THUYẾT MINH\n${B.toUpperCase()}\nThực trạng…`), document('5', 'Bài 1 - hình.jpg', null), document('6', 'minh chung Nguyen Thi An.jpg', null),
    ]));
    expect(parts.map((p) => p.files.slice(1))).toEqual([['Bài 1 - hình.jpg', 'minh chung Nguyen Thi An.jpg'], ['thuyet minh.docx']]);
  });

  it('never guesses: what may belong to any is kept with each, and staff are told', () => {
    const parts = entriesIn(mail([document('2', 'Bài 1.docx', form(A, 'Nguyễn Thị An')), document('3', 'Bài 2.docx', form(B, 'Trần Văn Bình')), document('4', 'ảnh 1.jpg', null)]), contest);
    expect(parts.map((p) => p.reading.documents.map((d) => d.part))).toEqual([['2', '4'], ['3', '4']]);
    expect(sharedFindings(parts[0]!).map((f) => [f.code, f.severity, f.forEntrant])).toEqual([['shared-document', 'info', '']]);
  });

  it('holds one more where the mail itself is a form', () => {
    const parts = division(mail([document('2', 'a.docx', form(A, 'Nguyễn Thị An')), document('3', 'b.docx', form(B, 'Trần Văn Bình'))], form(C, 'Lê Thị Chi').replaceAll('\t', ': ')));
    expect(parts.map((p) => [p.form, p.title])).toEqual([['body', C], ['2', A], ['3', B]]);
  });

  it('is bounded: two hundred forms make fifty entries, and the others are in none of them', () => {
    const words = ['bản đồ', 'hộp thư', 'quầy', 'thẻ', 'xe', 'sổ', 'loa', 'trạm', 'cổng', 'kho'];
    const many = Array.from({ length: 200 }, (_, i) => document(`2/${i + 1}`, `${i}/đơn.docx`, form(`${words[i % 10]} ${words[Math.floor(i / 10) % 10]} số ${i} ${i * 7} ${i * 11}`, `Nguyễn Văn ${String.fromCharCode(65 + (i % 26))}${i}`)));
    const whole = mail([...many, document('3', 'chung.pdf', null), ...Array.from({ length: 5 }, (_, i) => document(`4/${i + 1}`, `x${i}.docx`, form(`kho lúa ${i * 13}`, `Lê Thị ${i}`)))]);
    const parts = entriesIn(whole, contest);
    expect(parts).toHaveLength(50);
    const taken = parts.flatMap((p) => p.reading.documents);
    expect(new Set(taken).size).toBe(taken.length);
    const left = leftOver(parts, whole);
    expect([left.length + taken.length, left.map((d) => d.part).slice(-6)]).toEqual([206, ['3', '4/1', '4/2', '4/3', '4/4', '4/5']]);
    expect(left.length).toBeGreaterThan(50);
  });
});

describe('a mail with one entry', () => {
  const expectWhole = (reading: MailReading): void => expect(division(reading).map((p) => p.form)).toEqual(['']);

  it('stays one where the form comes as Word and as PDF, or its title in short', () => {
    expectWhole(mail([document('2', 'phiếu.docx', form(A, 'Nguyễn Thị An')), document('3', 'phiếu.pdf', form(A.toUpperCase(), 'Nguyễn Thị An'))]));
    expectWhole(mail([document('2', 'phiếu.docx', form(B, 'Trần Văn Bình')), document('3', 'tóm tắt.docx', form('Mã QR tra cứu thủ tục hành chính', 'Trần Văn Bình'))]));
  });

  it('stays one where an explanation words its title another way: the sender is asked which holds', () => {
    const reading = mail([document('2', 'phiếu.docx', form('Ứng dụng mã QR tra cứu thủ tục hành chính', 'Trần Văn Bình')), document('3', 'thuyết minh.docx', form('Giải pháp tra cứu thủ tục bằng mã QR', 'Trần Văn Bình'))]);
    expectWhole(reading);
    expect(readFields(reading, contest).title.others).toHaveLength(1);
  });

  it('stays one where two forms of one title name different people', () => expectWhole(mail([document('2', 'a.docx', form(A, 'Nguyễn Thị An')), document('3', 'b.docx', form(A, 'Trần Văn Bình'))])));

  it('stays one beside a document that is no form', () => expectWhole(mail([document('2', 'phiếu.docx', form(A, 'Nguyễn Thị An')), document('3', 'kế hoạch.docx', `Tên đề án: ${B}`)])));
});

it('a version is read again from what it was made of', () => {
  const reading = mail([document('2', 'a.docx', form(A, 'Nguyễn Thị An')), document('3', 'b.docx', form(B, 'Trần Văn Bình'))], 'Tôi cam kết bài chưa công bố.');
  const version = { messageId: 'm', form: '3', documents: [{ messageId: 'm', part: '3' }, { messageId: 'other', part: '2' }] };
  const again = readingOfVersion(version, reading);
  expect([again.documents.map((d) => d.part), again.text, again.subject]).toEqual([['3'], '', null]);
  expect(readingOfVersion({ messageId: 'm', form: '', documents: null }, reading).documents).toHaveLength(2);
});
