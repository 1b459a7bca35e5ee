/** How the whole contest is told: the day, who, and what they do, in lines that fit the terminal. */
import { DateTime } from 'luxon';
import { colour, visible } from '../../cli/print.ts';
import { displayWidth, fitWidth } from '../../cli/width.ts';
import type { Story } from './story.ts';

const DAY = 5;
const WHO = 19;
/** Longer lines are hard to read, however wide the terminal is. */
const WIDEST = 100;

export function chapter({ theatre: { view } }: Story, title: string): void {
  view.line();
  view.line(colour(title, 'bold'));
}

/** @param who does it; empty = who did the thing before */
export function tell(story: Story, who: string, text: string): void {
  const { theatre: { view, clock, service }, told } = story;
  const day = DateTime.fromJSDate(clock.now(), { zone: service.services.loaded.contest.zone }).toFormat('d/M');
  for (const [i, line] of laidOut(visible(text), Math.min(view.width, WIDEST) - DAY - WHO - 6).entries()) {
    const left = i > 0 ? '' : day === told.day ? '' : day;
    view.line(`  ${colour(left.padStart(DAY), 'dim')}  ${colour(fitWidth(i > 0 ? '' : visible(who), WHO, true), who === MAILROOM ? 'green' : 'cyan')}  ${line}`);
  }
  told.day = day;
  story.progress();
}

export const MAILROOM = 'the mailroom';
export const STAFF_NAME = 'staff';

/** Words of a text in lines of at most so many columns; a word that is longer stands alone. */
export function laidOut(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 1 + displayWidth(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** What the story says must be so; else the scene fails, and the play goes on. */
export function expectThat(story: Story, sentence: string, holds: boolean): void {
  if (holds) return;
  story.broken.push(sentence);
  story.theatre.view.line(colour(`  ✗ ${visible(sentence)}`, 'red'));
}
