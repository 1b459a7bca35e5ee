/** How lines of a page lie to each other: how far apart, and whether one goes on in the next. */
import { BREAK } from '../document.ts';
import type { PageLine, Segment } from './lines.ts';

/** Distance of a line to the one above, in heights of the line. */
export function pitch(above: PageLine, line: PageLine): number {
  return (line.y0 - above.y0) / Math.max(line.height, 1);
}

/** A list, a box to tick, a new point or a label begins a line of its own. */
const BEGINS = /^([-–•+*☐☒✓]|\d{1,2}(\.\d{1,2}){0,2}[.)/]|[a-zđ][.)]|[IVX]{1,4}\.)(\s|$)|^\p{Lu}[^:.,;]{1,50}:/u;

/** True where the line above was full: the first word below would not have fitted. @param margin right edge of the column */
export function isWrapped(above: Segment, below: Segment, margin: number): boolean {
  return !BEGINS.test(below.text) && above.x1 + below.first + SPACE > margin;
}

/** A narrow space, in points. */
const SPACE = 2;

/** Joins the segments of one cell, from top to bottom. @param margin right edge of the column */
export function cellText(segments: Segment[], margin: number): string {
  return segments.reduce((text, segment, i) => (i === 0 ? segment.text : text + (isWrapped(segments[i - 1] as Segment, segment, margin) ? ' ' : BREAK) + segment.text), '');
}
