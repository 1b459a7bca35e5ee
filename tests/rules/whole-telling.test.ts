import { describe, expect, it } from 'vitest';
import type { Story } from '../../workers/demo/whole/story.ts';
import { laidOut, tell } from '../../workers/demo/whole/telling.ts';
import { displayWidth } from '../../workers/cli/width.ts';
import { hauGiang } from '../support/contests.ts';

const lines: string[] = [];
/** As much of a story as telling needs. */
const storyAt = (width: number, at: string): Story => ({
  theatre: { view: { width, line: (text = '') => { lines.push(text); } }, clock: { now: () => new Date(at) }, service: { services: { loaded: { contest: hauGiang() } } } },
  told: { day: '' }, progress: () => undefined,
}) as unknown as Story;

describe('the whole contest is told', () => {
  it('in lines that fit the terminal, with the day once, whoever it is about', () => {
    for (const width of [80, 100, 200]) {
      lines.length = 0;
      const story = storyAt(width, '2024-09-18T18:30:00Z');
      tell(story, 'Nguyễn Thị Kim Oanh', 'replies NHẬN (accepted), and gives back one entry of the seven, since a neighbour wrote it and would be pleased.');
      tell(story, 'the mailroom', 'takes it back.');
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(Math.min(width, 100));
      expect(lines[0]).toMatch(/^ {3}19\/9 {2}Nguyễn Thị Kim Oanh {2}replies/);
      expect(lines.slice(1, -1).every((line) => /^ {30}\S/.test(line))).toBe(true);
      expect(lines.at(-1)).toBe('         the mailroom         takes it back.');
    }
  });

  it('without a word lost or cut, and without what a stranger could write into the terminal', () => {
    expect(laidOut('one two three four', 9)).toEqual(['one two', 'three', 'four']);
    expect(laidOut('a-very-long-code and more', 6)).toEqual(['a-very-long-code', 'and', 'more']);
    lines.length = 0;
    tell(storyAt(80, '2024-09-18T02:00:00Z'), 'x\u001b[2J', 'y\u001b]0;z');
    expect(lines.join('')).not.toContain('\u001b');
  });
});
