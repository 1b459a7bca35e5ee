import { describe, expect, it } from 'vitest';
import type { PageWord } from '../../src/documents/document.ts';
import { readText } from '../../src/documents/index.ts';
import { pageLines } from '../../src/documents/page/lines.ts';
import { pageText } from '../../src/documents/page/text.ts';
import { processorMs } from '../support/processor.ts';

const WIDTH = 595;
const BREAK = '\u2028';
/** Words of a line as a printer sets them: 6 points a letter, 3 a blank, 13 high. */
function at(x: number, y: number, text: string): PageWord[] {
  let left = x;
  return text.split(' ').map((word) => {
    const box = { text: word, x0: left, x1: left + word.length * 6, y0: y, y1: y + 13 };
    left = box.x1 + 3;
    return box;
  });
}
const page = (...words: PageWord[][]) => pageText(pageLines(words.flat()), WIDTH);

describe('a printed page', () => {
  it('joins what was broken at the margin, and nothing that begins anew', () => {
    const full = 'một dòng chữ đầy đủ đi tới tận lề bên phải của trang giấy khổ A4 nằm đứng này rồi';
    expect(page(at(80, 100, full), at(80, 115, 'xuống dòng.'), at(80, 130, 'Đoạn mới ngắn'), at(80, 145, 'Đoạn nữa'), at(80, 200, full), at(80, 215, '- gạch đầu dòng'), at(80, 230, full), at(80, 245, 'Họ và tên: Nguyễn Văn A')))
      .toEqual([[`${full} xuống dòng.`], ['Đoạn mới ngắn'], ['Đoạn nữa'], [full], ['- gạch đầu dòng'], [full], ['Họ và tên: Nguyễn Văn A']]);
  });

  it('is never full where its lines are short', () => {
    expect(page(at(80, 100, 'Họ tên Nguyễn Văn A'), at(80, 115, 'Đơn vị Sở Y tế'))).toEqual([['Họ tên Nguyễn Văn A'], ['Đơn vị Sở Y tế']]);
  });

  it('glues letters of a second font to their word', () => {
    expect(page([{ text: 'ki', x0: 80, x1: 92, y0: 100, y1: 113 }, { text: 'ế', x0: 92.1, x1: 98, y0: 99, y1: 113 }, { text: 'n', x0: 97.9, x1: 104, y0: 100, y1: 113 }, { text: 'mới', x0: 107, x1: 120, y0: 100, y1: 113 }])).toEqual([['kiến mới']]);
  });

  it('has rows of label and value, though the lines of a cell stand as close as the rows', () => {
    expect(page(
      at(80, 100, '1. Họ và tên'), at(200, 100, 'Nguyễn Văn A'),
      at(80, 115, '2. Tên mô hình, giải'), at(200, 115, 'Trợ lý tin nhắn nhắc hồ sơ sắp đến hạn tại Bộ phận Một cửa'),
      at(80, 130, 'pháp'), at(200, 130, 'cấp xã'),
      at(80, 145, '3. Đơn vị'), at(200, 145, 'Sở Nội vụ'),
      at(200, 160, 'Phòng Cải cách hành chính'),
      at(80, 175, '4. Điện thoại'), at(200, 175, '0900000101'),
    )).toEqual([
      ['1. Họ và tên', 'Nguyễn Văn A'], ['2. Tên mô hình, giải pháp', 'Trợ lý tin nhắn nhắc hồ sơ sắp đến hạn tại Bộ phận Một cửa cấp xã'],
      ['3. Đơn vị', `Sở Nội vụ${BREAK}Phòng Cải cách hành chính`], ['4. Điện thoại', '0900000101'],
    ]);
  });

  it('has rows where a gap divides them, a label in the middle of its cell too', () => {
    expect(page(
      at(80, 100, 'Hình thức'), at(200, 100, '☒ Cá nhân'),
      at(200, 125, '☐ Thể chế'), at(200, 140, '☒ Thủ tục'), at(80, 147, 'Nội dung'), at(200, 155, '☐ Bộ máy'),
      at(80, 180, 'Cam kết'), at(200, 180, 'Có'),
    )).toEqual([['Hình thức', '☒ Cá nhân'], ['Nội dung', `☐ Thể chế${BREAK}☒ Thủ tục${BREAK}☐ Bộ máy`], ['Cam kết', 'Có']]);
  });

  it('keeps the columns of a roster, empty cells and all, and ends it where a line goes across', () => {
    expect(page(
      at(80, 100, 'TT'), at(110, 100, 'Họ và tên'), at(220, 100, 'Chức vụ'), at(340, 100, 'Điện thoại'),
      at(80, 115, '1'), at(110, 115, 'Trần Thị B'), at(220, 115, 'Phó Trưởng phòng HC'), at(340, 115, '0900000201'),
      at(220, 130, 'tư pháp'),
      at(80, 145, '2'), at(110, 145, 'Lê C'), at(340, 145, '0900000202'),
      at(80, 160, 'Chúng tôi cam kết nội dung trên là đúng sự thật.'),
    )).toEqual([
      ['TT', 'Họ và tên', 'Chức vụ', 'Điện thoại'], ['1', 'Trần Thị B', 'Phó Trưởng phòng HC tư pháp', '0900000201'], ['2', 'Lê C', '', '0900000202'], ['Chúng tôi cam kết nội dung trên là đúng sự thật.'],
    ]);
  });

  it('tells a column that is a mere blank away by the edge that other lines have', () => {
    const rows = page(at(80, 100, 'Họ tên'), at(170, 100, 'Nguyễn Văn A'), at(80, 125, 'Tên sáng kiến và'), at(181.5 - 11.5, 125, 'Sổ tay'), at(80, 150, 'Email'), at(170, 150, 'a@b.vn'));
    expect(rows.map((row) => row.length)).toEqual([2, 2, 2]);
  });

  it('of thousands of words in disorder is read in no time', () => {
    const words = Array.from({ length: 20_000 }, (_, n) => at((n * 7919) % 560, (n * 104_729) % 800, `w${n}`)).flat();
    const started = processorMs();
    expect(pageText(pageLines(words), WIDTH).length).toBeGreaterThan(0);
    expect(processorMs() - started).toBeLessThan(3_000);
  });
});

describe('a PDF of several pages', () => {
  const text = at(80, 100, 'Bài dự thi này có đủ chữ để đọc được mà không cần nhận dạng, và còn dài hơn nữa: cải cách thủ tục hành chính tại bộ phận một cửa cấp xã của huyện');
  const stamp = at(80, 800, 'Scanned with CamScanner');
  const read = (...pages: PageWord[][]) => readText(Buffer.from('%PDF'), 'pdf', { pdfWords: async () => pages.map((words) => ({ width: WIDTH, words })) });

  it('that are all pictures is a scan, whatever the scanner stamped on them', async () => {
    expect((await read(stamp, stamp, [])).text).toMatchObject({ state: 'none', failure: 'scan' });
  });

  it('of which some are pictures is read, and says which say nothing', async () => {
    expect(await read(stamp, text, [], stamp, stamp)).toMatchObject({ text: { state: 'read', scannedPages: [1, 3, 4, 5] } });
  });
});
