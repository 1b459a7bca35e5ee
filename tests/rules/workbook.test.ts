import fc from 'fast-check';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { xlsx } from '../../src/documents/xlsx.ts';
import { neutralCell } from '../../src/spreadsheets/neutral-cell.ts';
import { workbook, type Cell } from '../../src/spreadsheets/workbook.ts';

const read = async (bytes: Buffer) => (await xlsx.read(bytes, new Set(), { pdfWords: null })).lines;
const book = (...rows: Cell[][]) => workbook([{ name: 'Xếp hạng', title: 'BẢNG XẾP HẠNG', notes: ['vòng 1'], columns: [{ head: 'Mã', width: 10 }, { head: 'Điểm', width: 8 }], rows, totals: ['Cộng', 31_000_000] }]);

describe('a workbook', () => {
  it('is read back as it was written, in Vietnamese, with numbers as numbers', async () => {
    expect(await read(book(['CCHC24-0001-I', { decimal: '77.9' }], ['Tên "có" <b>dấu</b> & ký tự', 12], [null, { decimal: '-0.5' }]))).toEqual([
      ['Xếp hạng'], ['BẢNG XẾP HẠNG'], ['vòng 1'], ['Mã', 'Điểm'], ['CCHC24-0001-I', '77.9'], ['Tên "có" <b>dấu</b> & ký tự', '12'], ['', '-0.5'], ['Cộng', '31000000'],
    ]);
  });

  it('is the same bytes for the same content', () => {
    expect(book(['a', 1]).equals(book(['a', 1]))).toBe(true);
  });

  it('holds no formula, whatever is written into it: what begins like one gets an apostrophe', async () => {
    for (const text of ['=1+1', '+84900000000', '-5', '@SUM(A1)', '\t=1', '  =cmd|calc', '\u00a0=1', '＝1+1', '\ufeff=1', '\u202e=1']) expect(neutralCell(text), JSON.stringify(text)).toMatch(/^'/);
    expect(['Mã QR = nhanh', '77,8', 'a@b.test', '– không –', '(=)'].map(neutralCell)).toEqual(['Mã QR = nhanh', '77,8', 'a@b.test', '– không –', '(=)']);
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('', '=', '+', '-', '@'), async (text, start) => {
      const sheet = strFromU8(unzipSync(book([start + text, 1]))['xl/worksheets/sheet1.xml']!);
      expect(sheet).not.toMatch(/<f[ >]/);
      const [, cell = ''] = /<c r="A4"[^>]*t="inlineStr"><is><t xml:space="preserve">([^<]*)<\/t>/.exec(sheet) ?? [];
      expect(cell).not.toMatch(/^\s*[=+\-@]/);
    }));
  });
});
