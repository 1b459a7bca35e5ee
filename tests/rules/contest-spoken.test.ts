import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lastMoment, spokenAmount, spokenDate, spokenDay, spokenDeadline, spokenDuration, spokenInstant, spokenNumber, spokenSize } from '../../src/contest/spoken.ts';

const VN = 'Asia/Ho_Chi_Minh';
const deadline = new Date('2024-08-16T23:59:00+07:00');

describe('instants', () => {
  test('are said with hour, minute and the zone as people call it', () => {
    expect(spokenInstant(deadline, VN, 'vi')).toBe('16/8/2024, 23 giờ 59 (giờ Việt Nam)');
    expect(spokenInstant(deadline, VN, 'en')).toBe('16 August 2024, 23:59 (Vietnam time)');
    expect(spokenInstant(deadline, 'Europe/Dublin', 'en')).toBe('16 August 2024, 17:59 (Dublin time)');
    expect(spokenInstant(deadline, 'UTC', 'en')).toBe('16 August 2024, 16:59 (UTC)');
    expect(spokenInstant(deadline, 'America/New_York', 'vi')).toBe('16/8/2024, 12 giờ 59 (giờ New York)');
    expect(spokenInstant(deadline, 'Etc/GMT+5', 'en')).toBe('16 August 2024, 11:59 (UTC-05:00)');
  });

  test('say their seconds where they have any: one second late is not on time', () => {
    const late = new Date('2024-08-17T00:00:01+07:00');
    expect(spokenInstant(late, VN, 'vi')).toBe('17/8/2024, 00 giờ 00 phút 01 giây (giờ Việt Nam)');
    expect(spokenInstant(late, VN, 'en')).toBe('17 August 2024, 00:00:01 (Vietnam time)');
  });

  test('are said with their weekday in the zone of the contest', () => {
    expect(spokenDay(deadline, VN, 'vi')).toBe('thứ Sáu, ngày 16/8/2024');
    expect(spokenDay(new Date('2024-08-17T17:00:00Z'), VN, 'vi')).toBe('Chủ nhật, ngày 18/8/2024');
    expect(spokenDay(deadline, VN, 'en')).toBe('Friday, 16 August 2024');
    expect(spokenDate(deadline, 'Asia/Tokyo', 'vi')).toBe('17/8/2024');
  });
});

describe('the deadline', () => {
  test('is the last minute in time, since closing itself is too late', () => {
    expect(lastMoment('2024-08-17T00:00:00+07:00')).toEqual(deadline);
    expect(spokenDeadline('2024-08-17T00:00:00+07:00', VN, 'vi')).toBe('hết thứ Sáu, ngày 16/8/2024 (23 giờ 59, giờ Việt Nam)');
    expect(spokenDeadline('2024-08-17T00:00:00+07:00', VN, 'en')).toBe('the end of Friday, 16 August 2024 (23:59, Vietnam time)');
  });

  test('within a day is its hour', () => {
    expect(spokenDeadline('2026-04-01T17:00:00+01:00', 'Europe/Dublin', 'en')).toBe('17:00 on Wednesday, 1 April 2026 (Dublin time)');
    expect(spokenDeadline('2024-08-16T17:00:00+07:00', VN, 'vi')).toBe('17 giờ 00, thứ Sáu, ngày 16/8/2024 (giờ Việt Nam)');
  });
});

test('amounts are said in the units of the currency', () => {
  expect(spokenAmount(10_000_000, 'VND', 'vi')).toBe('10.000.000 đồng');
  expect(spokenAmount(10_000_000, 'VND', 'en')).toBe('VND 10,000,000');
  expect(spokenAmount(500, 'EUR', 'vi')).toBe('500 EUR');
});

test('sizes are said with the separators of the language, never as 1000 kB', () => {
  expect([0, 1, 999, 59_400, 999_499, 999_500, 1_234_567, 52_428_800].map((n) => spokenSize(n, 'vi'))).toEqual(['0 byte', '1 byte', '999 byte', '59 kB', '999 kB', '1 MB', '1,2 MB', '52,4 MB']);
  expect([1, 2, 1_234_567].map((n) => spokenSize(n, 'en'))).toEqual(['1 byte', '2 bytes', '1.2 MB']);
});

test('durations are said in the largest unit that fits, rounded up', () => {
  expect([1, 1_000, 1_001, 90_000, 3_600_000, 90_000_000].map((ms) => spokenDuration(ms, 'vi'))).toEqual(['1 giây', '1 giây', '2 giây', '2 phút', '1 giờ', '2 ngày']);
  expect([1_000, 2_000, 86_400_000].map((ms) => spokenDuration(ms, 'en'))).toEqual(['1 second', '2 seconds', '1 day']);
});

test('any number reads back as itself', () => {
  fc.assert(fc.property(fc.integer(), fc.constantFrom('vi' as const, 'en' as const), (n, locale) => {
    expect(Number(spokenNumber(n, locale).replace(locale === 'vi' ? /\./g : /,/g, ''))).toBe(n);
  }));
});
