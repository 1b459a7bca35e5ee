import { describe, expect, it } from 'vitest';
import { contestSchema, type Contest } from '../../schemas/contest.ts';
import { isWorkingDay, localDay, nextWorkingMorning } from '../../src/contest/working-days.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { hauGiang, tinyEnglish } from '../support/contests.ts';

const contest: Contest = { ...hauGiang(), holidays: ['2024-09-02', '2024-09-03'] };
const at = (local: string): Date => new Date(`${local}+07:00`);
const next = (local: string, more: Partial<Contest> = {}): string => nextWorkingMorning(at(local), { ...contest, ...more }).toISOString();

describe('a working day', () => {
  it.each([
    ['2024-07-01T00:00:00', true, 'a Monday from its first second'],
    ['2024-07-05T23:59:59', true, 'a Friday to its last'],
    ['2024-07-06T09:00:00', false, 'a Saturday'],
    ['2024-07-07T09:00:00', false, 'a Sunday'],
    ['2024-09-02T09:00:00', false, 'a holiday'],
    ['2024-09-04T09:00:00', true, 'the day after the holidays'],
  ])('%s is one: %s, %s', (local, works) => {
    expect(isWorkingDay(at(local), contest)).toBe(works);
  });

  it('may be a Saturday that is worked in return for another day', () => {
    expect(isWorkingDay(at('2024-05-04T08:00:00'), { ...contest, workingWeekends: ['2024-05-04'] })).toBe(true);
  });

  it('is none where it is a holiday, too', () => {
    expect(isWorkingDay(at('2024-05-04T08:00:00'), { ...contest, holidays: ['2024-05-04'], workingWeekends: ['2024-05-04'] })).toBe(false);
  });

  it('is counted in the zone of the contest, wherever the machine stands', () => {
    expect(isWorkingDay(new Date('2024-07-07T18:00:00Z'), contest)).toBe(true); // Monday, 1 o'clock, in Vietnam
    expect(isWorkingDay(new Date('2024-07-07T18:00:00Z'), { ...contest, zone: 'Europe/Dublin' })).toBe(false);
    expect(localDay(new Date('2024-07-07T18:00:00Z'), contest.zone)).toBe('2024-07-08');
  });
});

describe('the next working morning', () => {
  it.each([
    ['2024-07-01T07:29:59', '2024-07-01T00:30:00.000Z', 'the same day before 07:30'],
    ['2024-07-01T07:30:00', '2024-07-02T00:30:00.000Z', 'the day after at 07:30 itself'],
    ['2024-07-05T12:00:00', '2024-07-08T00:30:00.000Z', 'over a weekend'],
    ['2024-08-30T08:00:00', '2024-09-04T00:30:00.000Z', 'over a weekend and National Day'],
    ['2024-12-31T08:00:00', '2025-01-01T00:30:00.000Z', 'into another year, whose holidays nobody entered'],
  ])('after %s is %s: %s', (local, morning) => {
    expect(next(local)).toBe(morning);
  });

  it('is at the hour that the contest sets', () => {
    expect(next('2024-07-01T07:45:00', { staff: { addresses: [], summaryAt: '08:15' } })).toBe('2024-07-01T01:15:00.000Z');
  });

  it('is on a Saturday that is worked', () => {
    expect(next('2024-05-03T12:00:00', { workingWeekends: ['2024-05-04'] })).toBe('2024-05-04T00:30:00.000Z');
  });

  it('keeps its hour on the wall when the clocks change', () => {
    const dublin = tinyEnglish();
    expect(nextWorkingMorning(new Date('2026-03-27T12:00:00Z'), dublin).toISOString()).toBe('2026-03-30T06:30:00.000Z');
    expect(nextWorkingMorning(new Date('2026-03-26T12:00:00Z'), dublin).toISOString()).toBe('2026-03-27T07:30:00.000Z');
  });

  it('comes after any number of holidays', () => {
    const holidays = Array.from({ length: 200 }, (_, i) => localDay(new Date(at('2024-07-01T00:00:00').getTime() + i * 86_400_000), contest.zone));
    expect(next('2024-07-01T00:00:00', { holidays })).toBe('2025-01-17T00:30:00.000Z');
  });

  it('says that it cannot be told where the time is none', () => {
    expect(() => nextWorkingMorning(new Date(Number.NaN), contest)).toThrow(/no working day/);
  });
});

describe('the settings of staff\'s day', () => {
  it('refuse what is no day or no time', () => {
    const { success, error } = contestSchema.safeParse({ ...contest, holidays: ['2/9/2024'], staff: { summaryAt: '7h30' } });
    expect(success).toBe(false);
    expect(error?.issues.map((i) => i.path.join('.'))).toEqual(['holidays.0', 'staff.summaryAt']);
  });

  it('of the reference contest hold National Day of 2024', async () => {
    expect((await readContestFolder('contests/hau-giang-2024')).contest.holidays).toEqual(['2024-09-02', '2024-09-03']);
  });
});
