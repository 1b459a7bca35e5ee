import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText } from '../../src/documents/index.ts';
import { findPrograms } from '../../src/edges/programs.ts';
import { detectType, extensionOf } from '../../src/mail/detect.ts';
import { shared } from '../support/shared.ts';
import { recall } from '../support/recall.ts';

const dir = shared('samples', 'documents in every format against their reference') ?? '';
const programs = await findPrograms();
if (!programs.found.pdftotext) console.log('not run here: PDFs by pdftotext (poppler-utils is not installed)');

const bytesOf = (file: string): Buffer => readFileSync(join(dir, file));
const typeOf = (file: string): Promise<string> => detectType(bytesOf(file), extensionOf(file), '');
const read = async (file: string, tools = programs) => (await readText(bytesOf(file), await typeOf(file), tools)).text;
const rowsOf = async (file: string): Promise<string[][]> => (await read(file)).text.split('\n').map((line) => line.split('\t'));

describe.skipIf(dir === '')('one submission in every format', () => {
  const reference = dir === '' ? '' : readFileSync(join(dir, 'submissions/submission1.reference.txt'), 'utf8');

  it.each(['docx', 'odt', 'rtf', 'doc'])('%s gives all its words', async (format) => {
    const text = await read(`submissions/submission1.${format}`);
    expect(text).toMatchObject({ state: 'read', method: format, failure: null });
    expect(recall(text.text, reference)).toBeGreaterThanOrEqual(0.99);
    expect(text.quality).toBeGreaterThan(0.9);
  });

  it.skipIf(!programs.found.pdftotext)('the PDF whose font lacks letters gives all its words by pdftotext', async () => {
    for (const file of ['submissions/submission1_fontfallback.pdf', 'submissions/submission1_fullfont.pdf']) {
      const text = await read(file);
      expect(text).toMatchObject({ state: 'read', method: 'pdftotext' });
      expect(recall(text.text, reference)).toBeGreaterThanOrEqual(0.99);
    }
  });

  it('without pdftotext a PDF with a whole font is read by pdf.js, and one without is known to be read badly', async () => {
    const without = { ...programs, pdfWords: null };
    const good = await read('submissions/submission1_fullfont.pdf', without);
    expect(good).toMatchObject({ state: 'read', method: 'pdfjs' });
    expect(recall(good.text, reference)).toBeGreaterThanOrEqual(0.98);
    expect((await read('submissions/submission1_fontfallback.pdf', without)).quality).toBeLessThan(0.8);
  });

  it.each([true, false])('a scan has no words and a locked PDF says so, with pdftotext (%s) and without', async (poppler) => {
    const tools = poppler ? programs : { ...programs, pdfWords: null };
    expect(await read('submissions/submission1_scan200.pdf', tools)).toMatchObject({ state: 'none', failure: 'scan', text: '' });
    expect(await read('submissions/submission1_locked_password_secret.pdf', tools)).toMatchObject({ state: 'failed', failure: 'password' });
  });
});

describe.skipIf(dir === '')('sheets and slides', () => {
  it.each(['xlsx', 'xls'])('%s gives its name, its rows and numbers as they show', async (format) => {
    expect(await rowsOf(`submissions/calc.${format}`)).toEqual([
      ['calc'], ['STT', 'Chỉ tiêu', 'Trước áp dụng', 'Sau áp dụng'], ['1', 'Tỷ lệ hồ sơ trễ hẹn (%)', '6,8', '0,9'], ['2', 'Số lượt người dân đi lại lần hai', '214', '62'], ['3', 'Mức độ hài lòng của người dân (%)', '88,1', '97,3'],
    ]);
  });

  it.each(['pptx', 'ppt'])('%s gives the titles and lines of its slides, in their order', async (format) => {
    const { text } = await read(`submissions/slides.${format}`);
    const lines = text.split('\n');
    expect(lines.slice(0, 2)).toEqual(['Trợ lý tin nhắn nhắc hồ sơ sắp đến hạn', 'Tác giả: Nguyễn Văn Mẫu – UBND xã Ví Dụ']);
    expect((await read('submissions/slides.pptx')).text).toBe(text);
  });
});

describe.skipIf(dir === '')('forms', () => {
  it.each(programs.found.pdftotext ? ['docx', 'pdf'] : ['docx'])('a table in %s stays rows of label and value, with its boxes', async (format) => {
    const rows = await rowsOf(`forms/form1_individual_table.${format}`);
    const value = (label: string): string | undefined => rows.find(([first]) => first?.startsWith(label))?.[1];
    expect(value('1. Họ và tên tác giả')).toBe('Nguyễn Văn Mẫu');
    expect(value('4. Số điện thoại')).toBe('0900.000.101');
    expect(value('7. Tên mô hình, sáng kiến, giải pháp')).toBe('Trợ lý tin nhắn nhắc hồ sơ sắp đến hạn tại Bộ phận Một cửa cấp xã');
    expect(value('6. Hình thức dự thi')).toMatch(/^☒ Cá nhân/);
    expect(value('8. Nội dung dự thi')?.split('\u2028').map((line) => line.trim())).toContain('☒ Cải cách thủ tục hành chính');
    expect(value('8. Nội dung dự thi')?.split('\u2028')).toHaveLength(6);
  });

  it.each(['docx', 'odt'])('a roster in %s has a row for each author, empty cells kept', async (format) => {
    const rows = await rowsOf(`forms/form2_group_roster.${format}`);
    const authors = rows.filter(([number]) => /^[1-4]$/.test(number ?? ''));
    expect(authors.map((cells) => cells[1]?.replace(' (Trưởng nhóm)', ''))).toEqual(['Trần Thị Ví Dụ', 'Lê Hư Cấu', 'Phạm Thử Nghiệm', 'Đỗ Giả Định']);
    expect(authors.map((cells) => cells.length)).toEqual([6, 6, 6, 6]);
    expect(authors[2]?.[5]).toBe('');
  });

  it('the same form as docx and as doc gives the same lines', async () => {
    expect((await read('forms/form5_business_mixed.doc')).text).toBe((await read('forms/form5_business_mixed.docx')).text);
  });

  it.skipIf(!programs.found.pdftotext)('a title that a page breaks over two lines is one again', async () => {
    expect((await read('forms/form3_organisation_dotted.pdf')).text).toContain('giữa các phòng chuyên môn bằng phiếu điện tử một lần, một hạn trả lời');
  });
});
