import { describe, expect, it } from 'vitest';
import { scoringSchema } from '../../schemas/scoring.ts';
import { readMark } from '../../src/results/mark.ts';
import { emptySheetList, readSheets } from '../../src/results/sheet-list.ts';
import type { RoundRules } from '../../src/results/sheet.ts';

const rules: RoundRules = {
  key: 'one', needed: 2, decimals: 1, scoring: scoringSchema.parse({}),
  rubric: [{ key: 'novelty', points: 30, name: { vi: 'Tính mới' } }, { key: 'effect', points: 70, name: { vi: 'Hiệu quả' } }],
};
const told = (csv: string): string[] => readSheets(csv, rules).faults.map((f) => `${f.line} ${f.at}: ${f.told}`);

describe('a mark that staff type from paper', () => {
  const read = (written: string) => readMark(written, { key: 'novelty', points: 30, name: { vi: 'Tính mới' } }, 1);

  it('is understood as a judge writes it in a mail', () => {
    expect(['27,5', ' 27.5 ', '27', '27,50', '30', '0', '27,5 điểm', '27/30'].map(read)).toEqual([2750, 2750, 2700, 2750, 3000, 0, 2750, 2700].map((hundredths) => ({ hundredths })));
  });

  it('is told what is wrong with it: nothing there, no number, too fine, more than there is, of another whole', () => {
    const expected = 'expected a number from 0 to 30, with one decimal at most';
    expect(['', 'x', '27,55', '30,5', '-1', '27/100'].map(read)).toEqual(['nothing', '"x"', '"27,55"', '"30,5"', '"-1"', '"27/100"'].map((found) => ({ fault: `${expected} (found ${found})` })));
  });
});

describe('a list of sheets', () => {
  it('is read with the semicolons of an office Excel, decimal commas and a byte order mark', () => {
    expect(readSheets('\ufeffcode;judge;novelty;effect;comment\r\ncchc24-0001-i; Nguyễn  Văn Mẫu ;27,5;61;"rõ; gọn"\r\n', rules)).toEqual({
      faults: [], sheets: [{ line: 2, code: 'CCHC24-0001-I', judge: 'Nguyễn Văn Mẫu', marks: { novelty: 2750, effect: 6100 }, comment: 'rõ; gọn' }],
    });
  });

  it('gives no sheet at all where one cell is wrong, and says each by its line', () => {
    const csv = 'code,judge,novelty,effect\nA,An,27,5,61\nB,An,31,61\nC,,20,60\nA,an,20,60\nA,an,20,60\n';
    expect(readSheets(csv, rules).sheets).toEqual([]);
    expect(told(csv)).toEqual([
      '2 : expected 4 cells (found 5); a decimal comma between commas needs quotes', '3 novelty: expected a number from 0 to 30, with one decimal at most (found "31")',
      '4 judge: expected a value (found nothing)', "5 judge: this judge's sheet for A stands already on line 2", "6 judge: this judge's sheet for A stands already on line 2",
    ]);
    expect(told('code,judge,novelty,efect\n')).toEqual(['1 efect: unknown column; did you mean effect?', '1 effect: column is missing; expected code, judge, novelty, effect, comment']);
  });

  it('is handed out empty as it is read back, and no spreadsheet program runs what a name says', () => {
    const empty = emptySheetList([{ code: 'A', judge: 'Trần Thị "Bé", ThS' }, { code: 'B', judge: '=HYPERLINK("http://evil.test")' }], rules);
    expect(empty.startsWith('\ufeff"code","judge","novelty","effect","comment"\r\n')).toBe(true);
    expect(empty).toContain('"\'=HYPERLINK(');
    const { sheets, faults } = readSheets(empty.replaceAll(',"","",""', ',"27,5","61",""'), rules);
    expect([faults, sheets.map((s) => s.judge)]).toEqual([[], ['Trần Thị "Bé", ThS', '\'=HYPERLINK("http://evil.test")']]);
  });
});
