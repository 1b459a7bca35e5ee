import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { returnDateIn } from '../../src/mail/return-date.ts';
import { processorMs } from '../support/processor.ts';

const zone = 'Asia/Ho_Chi_Minh';
const now = new Date('2024-08-05T02:00:00Z');
const day = (text: string, at = now): string | null => {
  const found = returnDateIn(text, at, zone);
  return found === null ? null : DateTime.fromJSDate(found, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
};

describe('the day on which somebody is back', () => {
  it.each([
    ['Tôi nghỉ phép từ ngày 05/8/2024 đến hết ngày 12/8/2024.', '2024-08-13'],
    ['Toi nghi phep tu 5/8 den 12/8.', '2024-08-13'],
    ['Tôi đi công tác, trở lại làm việc vào ngày 13/8. Việc gấp xin gọi 0912 345 678.', '2024-08-13'],
    ['Tôi vắng mặt và sẽ quay lại sau ngày 12/08/2024', '2024-08-13'],
    ['Nghỉ từ ngày 5 tháng 8 đến ngày 9 tháng 8 năm 2024', '2024-08-10'],
    ['Tôi sẽ trở lại ngày 13/8. Tôi nghỉ từ 5/8 đến 20/8 năm sau', '2024-08-13'],
    ['Nghỉ thai sản đến 02/01', '2025-01-03'],
    ['I am out of the office until 12 August 2024.', '2024-08-13'],
    ['I am away from Monday 5 August to Friday 9 August and will be back on Monday, 12 August.', '2024-08-12'],
    ['Back on August 13th, 2024', '2024-08-13'],
    ['Returning 2024-08-13.', '2024-08-13'],
    ['Nghỉ đến 12.8.2024', '2024-08-13'],
  ])('%s', (text, expected) => {
    expect(day(text)).toBe(`${expected}T00:00`);
  });

  it.each([
    ['no date', 'Cảm ơn Quý vị, chúng tôi đã nhận được thư.'],
    ['only the day on which it begins', 'Tôi nghỉ phép từ ngày 12/8.'],
    ['a day that is past', 'Tôi nghỉ đến 1/8/2024'],
    ['a day years ahead', 'Hiệu lực đến 1/8/2030'],
    ['a number that is no date', 'Giá 12.5 MB, 31/2/2024, phòng 45/67, 2 decisions wait, version 13-8'],
  ])('is none where there is %s', (_what, text) => {
    expect(day(text)).toBeNull();
  });

  it('is looked for in the zone of the contest', () => {
    expect(returnDateIn('nghỉ đến 12/8', now, zone)?.toISOString()).toBe('2024-08-12T17:00:00.000Z');
  });

  it('takes no time in a text made to take some', () => {
    const started = processorMs();
    for (const hostile of ['từ ngày '.repeat(40_000), '1/'.repeat(100_000), 'trở lại '.repeat(40_000), '5 jan, '.repeat(40_000), `${'back '.repeat(1_000)}12/8`]) day(hostile);
    expect(processorMs() - started).toBeLessThan(500);
  });
});
