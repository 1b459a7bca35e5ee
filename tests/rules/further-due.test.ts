import { describe, expect, it } from 'vitest';
import { furtherDue, isDueStill, nextDue } from '../../src/judging/further-due.ts';
import { isChair } from '../../src/judging/chair.ts';
import { hauGiang } from '../support/contests.ts';

const office = { ...hauGiang(), holidays: ['2024-09-02', '2024-09-03'], workingWeekends: [] };
const round = (dueAt: string, locksAt: string) => ({ dueAt: new Date(dueAt), locksAt: new Date(locksAt), furtherDays: 3 });
const usual = round('2024-09-10T17:00:00+07:00', '2024-09-17T17:00:00+07:00');
const due = (now: string, of = usual): string | null => furtherDue(of, new Date(now), office)?.toISOString() ?? null;

describe('a judge who is asked when the round is half over', () => {
  it('has until the round\'s date where that is far enough', () => {
    expect(due('2024-08-20T09:00:00+07:00')).toBe('2024-09-10T10:00:00.000Z');
  });

  it('has three working days at the round\'s hour where that is later: weekends and holidays are none', () => {
    expect(due('2024-09-10T09:00:00+07:00')).toBe('2024-09-13T10:00:00.000Z');
    expect(due('2024-08-30T23:00:00+07:00', round('2024-08-30T17:00:00+07:00', '2024-09-17T17:00:00+07:00'))).toBe('2024-09-06T10:00:00.000Z');
  });

  it('has until half a day before the lock at most, and is not asked for less than a day', () => {
    expect(due('2024-09-13T09:00:00+07:00')).toBe('2024-09-16T22:00:00.000Z');
    expect(due('2024-09-16T05:00:00+07:00')).toBe('2024-09-16T22:00:00.000Z');
    expect(due('2024-09-16T05:00:01+07:00')).toBeNull();
    expect(due('2024-09-18T05:00:00+07:00')).toBeNull();
  });

  it('is asked before the lock, too, where scores are due at the lock itself', () => {
    expect(due('2024-08-20T09:00:00+07:00', round('2024-09-10T17:00:00+07:00', '2024-09-10T17:00:00+07:00'))).toBe('2024-09-09T22:00:00.000Z');
  });

  it('can still be asked until a day before that', () => {
    expect([isDueStill(usual.dueAt, new Date('2024-09-09T17:00:00+07:00')), isDueStill(usual.dueAt, new Date('2024-09-09T17:00:01+07:00'))]).toEqual([true, false]);
  });

  it('hears the earliest date of what is not scored', () => {
    const own = new Date('2024-09-13T17:00:00+07:00');
    expect(nextDue([{ dueAt: own, sheet: null }, { dueAt: null, sheet: 'complete' }], usual)).toEqual(own);
    expect(nextDue([{ dueAt: own, sheet: 'draft' }, { dueAt: null, sheet: null }], usual)).toEqual(usual.dueAt);
    expect(nextDue([{ dueAt: own, sheet: 'complete' }], usual)).toEqual(usual.dueAt);
  });
});

describe('the chair of the jury', () => {
  it.each(['Trưởng ban', 'trưởng ban giám khảo', 'TRƯỞNG BAN', 'Chủ tịch Hội đồng', 'Chủ tịch Hội đồng giám khảo', 'Truong ban', 'Chair', 'Chairwoman', 'Chair of the jury'])('is called “%s”', (role) => expect(isChair({ role })).toBe(true));
  it.each(['Phó Trưởng ban', 'Thành viên', 'Trưởng ban Tuyên giáo', 'Chủ tịch UBND xã', 'Deputy chair', null, ''])('is not called “%s”', (role) => expect(isChair({ role })).toBe(false));
});
