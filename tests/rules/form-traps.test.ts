import { describe, expect, it } from 'vitest';
import { dateIn } from '../../src/entry/dates.ts';
import { readFields } from '../../src/entry/fields.ts';
import { mergeFields } from '../../src/entry/merge.ts';
import { optionsIn } from '../../src/entry/options.ts';
import { namesIn } from '../../src/entry/person.ts';
import { hauGiang } from '../support/contests.ts';
import { processorMs } from '../support/processor.ts';

const contest = hauGiang();
const body = (text: string) => readFields({ subject: null, text }, contest);
const document = (text: string, method: string, quality: number | null = 1) => ({
  part: '2', filename: 'a.pdf', storedName: 'a.pdf', contentType: '', detectedType: 'pdf', size: 1, sha256: 'a'.repeat(64), from: 'attachment' as const, flags: [], text: { state: 'read' as const, characters: text.length, quality, method, failure: null, text },
});

describe('what must not be read wrong in silence', () => {
  it('marks with words on both sides choose nothing: nobody can tell which is whose', () => {
    expect(optionsIn('Cá nhân ☒ Nhóm ☐ Tập thể ☐ (chọn một)').some((o) => o.ticked)).toBe(false);
    expect(body('Hình thức dự thi: Cá nhân ☒ Nhóm tác giả ☐ Tập thể cơ quan ☐ (chọn một)').entrantKind.value).toBeNull();
  });

  it('a mark that is only spoken of is no mark', () => {
    expect(optionsIn('Đánh dấu (x) vào ô thích hợp')).toEqual([]);
    expect(optionsIn('Hình thức (đánh dấu X): ☒ Cá nhân ☐ Nhóm').filter((o) => o.ticked).map((o) => o.text)).toEqual(['Cá nhân']);
  });

  it('numbers in a sentence are no areas', () => {
    for (const said of ['Bài dự thi lần 2', '03 trang', 'Mô hình 3 trong 1']) expect(body(`Nội dung: ${said}`).areas.value, said).toBeNull();
    for (const [said, areas] of [['số 3', [3]], ['03', [3]], ['nội dung 02, 04', [2, 4]], ['3 (tổ chức)', [3]]] as const) expect(body(`Nội dung: ${said}`).areas.value, said).toEqual(areas);
  });

  it('posts and places behind a name are nobody', () => {
    expect(namesIn('TRẦN THỊ B - TRƯỞNG PHÒNG')).toEqual(['TRẦN THỊ B']);
    expect(namesIn('Nguyễn Văn A, Chuyên Viên, Hậu Giang')).toEqual(['Nguyễn Văn A']);
    expect(namesIn('Nguyễn Văn An, Đoàn Thị Bình và Vũ Cường')).toEqual(['Nguyễn Văn An', 'Đoàn Thị Bình', 'Vũ Cường']);
    expect(namesIn('John Smith, Mary Jones')).toEqual(['John Smith', 'Mary Jones']);
  });

  it('a span of dates, or the number of a decision, is no date', () => {
    for (const said of ['từ năm 2023 đến tháng 6/2024', 'năm 2022, mở rộng 15/3/2024', 'Quyết định số 12/2023']) expect(dateIn(said), said).toBeNull();
    expect([dateIn('15/3/2024'), dateIn('ngày 01 tháng 4 năm 2024'), dateIn('tháng 3/2024'), dateIn('từ năm 2023'), dateIn('31/2/2024')]).toEqual(['2024-03-15', '2024-04-01', '2024-03', '2023', null]);
  });

  it("the contest's own address is nobody's", () => expect(body(`Xin gửi về ${contest.mailbox.address}, liên hệ an@people.test`).email.value).toBe('an@people.test'));

  it('a picture fills gaps and replaces nothing that was typed', () => {
    const typed = body('Tên giải pháp: Quầy tự in biên nhận\nHọ và tên: Phạm Thị Hoa');
    const seen = readFields({ subject: null, text: '', documents: [document('Tên giải pháp: Quầy tư in biên nhân\nHọ và tên: Phạm Thị Hoà\nĐiện thoại: 0900 000 811', 'ocr')] }, contest);
    const merged = mergeFields(typed, seen);
    expect([merged.title.value, merged.authors.value?.[0]?.name, merged.phone.value]).toEqual(['Quầy tự in biên nhận', 'Phạm Thị Hoa', '0900000811']);
  });

  it('words that came out broken are doubted', () => {
    const fields = readFields({ subject: null, text: '', documents: [document('Tên giải pháp: Qu y t in biên nh n\nHọ và tên: Phạm Thị Hoa', 'pdfjs', 0.5)] }, contest);
    expect(fields.title.confidence).toBeLessThan(0.6);
  });

  it('neither a line of blanks nor a thousand breaks hold it up or end it', () => {
    const began = processorMs();
    body(Array(30).fill(`${' '.repeat(1_100)}${'a '.repeat(40)}:`).join('\n'));
    body(`Tên giải pháp: Một cửa\n${'\u2028'.repeat(200_000)}`);
    body(Array(200).fill(`${';'.repeat(4_000)}x`).join('\n'));
    expect(processorMs() - began).toBeLessThan(1_500);
  });
});
