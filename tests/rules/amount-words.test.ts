import { expect, it } from 'vitest';
import { amountInVietnamese, numberInVietnamese } from '../../src/papers/amount-words.ts';

it.each([
  [31_000_000, 'ba mươi mốt triệu'], [10_000_000, 'mười triệu'], [15_000_000, 'mười lăm triệu'], [22_500_000, 'hai mươi hai triệu năm trăm nghìn'], [3_000_005, 'ba triệu không trăm linh năm'],
  [1_001_000, 'một triệu không trăm linh một nghìn'], [104, 'một trăm linh bốn'], [24, 'hai mươi tư'], [14, 'mười bốn'], [55, 'năm mươi lăm'], [11, 'mười một'], [121, 'một trăm hai mươi mốt'], [0, 'không'], [7, 'bảy'], [110, 'một trăm mười'],
  [2_000_000_000, 'hai tỷ'], [1_000_000_500, 'một tỷ năm trăm'], [1_050_000_000, 'một tỷ không trăm năm mươi triệu'],
])('%i is said as Vietnamese papers say it: %s', (n, words) => {
  expect(numberInVietnamese(n)).toBe(words);
});

it('begins a sum with a capital and ends it with its currency, and takes no part of one', () => {
  expect(amountInVietnamese(31_000_000)).toBe('Ba mươi mốt triệu đồng');
  for (const wrong of [-1, 0.5, NaN, 1e15]) expect(() => numberInVietnamese(wrong)).toThrow(RangeError);
});
