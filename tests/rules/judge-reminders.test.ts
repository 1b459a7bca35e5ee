import { describe, expect, it } from 'vitest';
import { calendar } from '../../src/contest/calendar.ts';
import { judgeReminders } from '../../src/contest/judge-reminders.ts';
import { judgedRound } from '../../src/contest/judged-rounds.ts';
import { judgingSection, type JudgingRow } from '../../src/desk/judging-section.ts';
import { hauGiang } from '../support/contests.ts';
import { withJudging } from '../support/jury.ts';

const steps = (judging: object, more: object = {}) => judgeReminders({ ...withJudging(hauGiang(), { judging }), ...more }).map((j) => ('until' in j.payload && 'step' in j.payload ? [j.payload.step, j.dueAt.toISOString(), j.payload.until] : []));

describe('reminders of judges', () => {
  it('come seven and two days before, one and four working days after scores are due, at the contest\'s hour', () => {
    // Tuesday 10 September 2024; 14 and 15 are a weekend.
    expect(steps({})).toEqual([
      ['-7', '2024-09-03T01:00:00.000Z', '2024-09-08T01:00:00.000Z'], ['-2', '2024-09-08T01:00:00.000Z', '2024-09-11T01:00:00.000Z'],
      ['1', '2024-09-11T01:00:00.000Z', '2024-09-16T01:00:00.000Z'], ['4', '2024-09-16T01:00:00.000Z', '2024-09-17T10:00:00.000Z'],
    ]);
  });

  it('pass over holidays, and none comes once the round is locked', () => {
    expect(steps({}, { holidays: ['2024-09-11'] }).map(([step, at]) => [step, at])).toEqual([['-7', '2024-09-03T01:00:00.000Z'], ['-2', '2024-09-08T01:00:00.000Z'], ['1', '2024-09-12T01:00:00.000Z'], ['4', '2024-09-17T01:00:00.000Z']]);
    expect(steps({ locks: '2024-09-12T00:00:00+07:00' }).map(([step]) => step)).toEqual(['-7', '-2', '1']);
    expect(steps({ remind: { daysBefore: [2, 2], daysAfter: [] } }).map(([step]) => step)).toEqual(['-2']);
  });

  it('stand in the calendar under keys that change with the due date', () => {
    const keys = (due: string) => calendar(withJudging(hauGiang(), { judging: { due } })).filter((j) => j.name === 'remind-judges').map((j) => j.key);
    expect(keys('2024-09-10T17:00:00+07:00')[0]).toBe('remind-judges:preliminary:2024-09-10T10:00:00.000Z:-7');
    expect(keys('2024-09-10T17:00:00+07:00').filter((k) => keys('2024-09-11T17:00:00+07:00').includes(k))).toEqual([]);
  });
});

describe('the judging in the staff\'s summary', () => {
  const round = judgedRound(withJudging(hauGiang()), null, new Date('2024-09-01T00:00:00Z'));
  const row = (code: string, judge: string, sheet: JudgingRow['sheet'] = null, state = 'accepted', dueAt = round.dueAt): JudgingRow => ({ code, judge, state, sheet, dueAt });
  const rows = [row('A', 'Mai', 'complete'), row('A', 'Lan', 'complete'), row('B', 'Mai', 'draft'), row('B', 'Lan', null, 'invited'), row('C', 'Lan')];
  const at = (iso: string) => judgingSection(rows, ['A', 'B', 'C'], round, 'vi', new Date(iso));

  it('counts sheets and entries, and names who has most left and what lacks judges', () => {
    expect(at('2024-09-02T00:00:00Z')).toEqual({
      roundName: 'Vòng sơ khảo', dueAt: '2024-09-10T10:00:00.000Z', late: false, assigned: 5, complete: 2, draft: 1, unanswered: 1, scored: 1, entries: 3, short: ['C'], moreShort: 0,
      judges: [{ name: 'Lan', open: 2 }, { name: 'Mai', open: 1 }], moreJudges: 0,
      overdue: [], moreOverdue: 0, divided: [], moreDivided: 0,
    });
    expect(at('2024-09-10T10:00:00Z')?.late).toBe(true);
  });

  it('names who is overdue, each by their own date, with most first', () => {
    const own = new Date('2024-09-16T10:00:00Z');
    const late = (iso: string) => judgingSection([...rows, row('D', 'Thu', null, 'accepted', own)], ['A', 'B', 'C', 'D'], round, 'vi', new Date(iso))?.overdue;
    const first = [{ name: 'Lan', open: 2, since: '2024-09-10T10:00:00.000Z' }, { name: 'Mai', open: 1, since: '2024-09-10T10:00:00.000Z' }];
    expect([late('2024-09-10T09:59:59Z'), late('2024-09-10T10:00:00Z'), late('2024-09-16T10:00:00Z')]).toEqual([[], first, [...first, { name: 'Thu', open: 1, since: own.toISOString() }]]);
  });

  it('is left out before anybody was asked, and once the round is long over', () => {
    expect(judgingSection([], ['A'], round, 'vi', new Date('2024-09-02T00:00:00Z'))).toBeNull();
    expect(at('2024-09-21T00:00:00Z')).toBeNull();
  });
});
