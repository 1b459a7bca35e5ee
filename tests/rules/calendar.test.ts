import { expect, test } from 'vitest';
import { calendar } from '../../src/contest/calendar.ts';
import { hauGiang, tinyEnglish } from '../support/contests.ts';

test('entries held as early are taken up at the opening, to the instant', () => {
  expect(calendar(hauGiang()).filter((job) => job.name === 'take-up-early')).toEqual([{
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

test('who lacks something is reminded two weeks, three days and a day before the closing day, and on it, at eight in the morning', () => {
  const steps = calendar(hauGiang()).filter((job) => job.name === 'remind-gaps');
  expect(steps.map(({ dueAt, payload }) => [dueAt.toISOString(), payload])).toEqual([
    ['2024-08-02T01:00:00.000Z', { days: '14', until: '2024-08-13T01:00:00.000Z' }], ['2024-08-13T01:00:00.000Z', { days: '3', until: '2024-08-15T01:00:00.000Z' }],
    ['2024-08-15T01:00:00.000Z', { days: '1', until: '2024-08-16T01:00:00.000Z' }], ['2024-08-16T01:00:00.000Z', { days: '0', until: '2024-08-16T17:00:00.000Z' }],
  ]);
});

test('a contest that is open for a day reminds nobody before it opened', () => {
  const contest = hauGiang();
  const short = { ...contest, window: { opens: '2024-08-16T00:00:00+07:00', closes: '2024-08-17T00:00:00+07:00' } };
  expect(calendar(short).filter((job) => job.name === 'remind-gaps').map((job) => job.payload)).toEqual([{ days: '0', until: '2024-08-16T17:00:00.000Z' }]);
});
