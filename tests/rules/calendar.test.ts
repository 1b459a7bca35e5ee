import { expect, test } from 'vitest';
import { calendar } from '../../src/contest/calendar.ts';
import { hauGiang, tinyEnglish } from '../support/contests.ts';

test('entries held as early are taken up at the opening, to the instant', () => {
  expect(calendar(hauGiang())).toEqual([{
    name: 'take-up-early', key: 'take-up-early:2024-06-30T17:00:00.000Z', dueAt: new Date('2024-07-01T00:00:00+07:00'), payload: { opens: '2024-06-30T17:00:00.000Z' } }]);
});

test('the key names the instant, however contest.yaml writes it', () => {
  const contest = tinyEnglish();
  const key = calendar(contest)[0]?.key;
  const written = { ...contest, window: { ...contest.window, opens: '2026-03-01T01:00:00+01:00' } };
  expect(calendar(written)[0]?.key).toBe(key);
});

test('another opening is another job', () => {
  const contest = hauGiang();
  const moved = { ...contest, window: { ...contest.window, opens: '2024-07-02T00:00:00+07:00' } };
  expect(calendar(moved)[0]?.key).not.toBe(calendar(contest)[0]?.key);
});
