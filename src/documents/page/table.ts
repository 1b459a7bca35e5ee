/** Lines with columns as rows of cells. A printed page does not say which lines make a row: the distances and the first column do. */
import type { Lines } from '../document.ts';
import type { PageLine, Segment } from './lines.ts';
import { cellText, pitch } from './wrapped.ts';

type Column = { x0: number; x1: number };

const MOST_COLUMNS = 60;
/** Between the text of a cell and that of the next, in points. */
const PADDING = 10;

/** @param lines neighbours, from top to bottom @param margin right edge of the last column */
export function tableRows(lines: PageLine[], margin: number): Lines {
  const columns = columnsOf(lines);
  return groups(lines, columns).map((group) => columns.map((column, i) => cellText(segmentsIn(group, column), (columns[i + 1]?.x0 ?? margin + PADDING) - PADDING)));
}

/** Columns are where the segments of all lines lie one above the other. */
function columnsOf(lines: PageLine[]): Column[] {
  const columns: Column[] = [];
  for (const s of lines.flatMap((line) => line.segments).sort((a, b) => a.x0 - b.x0)) {
    const last = columns.at(-1);
    if (last && (s.x0 < last.x1 || columns.length >= MOST_COLUMNS)) last.x1 = Math.max(last.x1, s.x1);
    else columns.push({ x0: s.x0, x1: s.x1 });
  }
  return columns;
}

function segmentsIn(group: PageLine[], column: Column): Segment[] {
  return group.flatMap((line) => line.segments.filter((s) => s.x0 >= column.x0 && s.x0 < column.x1));
}

/** Lines of one row. Where some lines stand further apart than others, these gaps divide the rows; where all are as close, what stands in the first column does. */
function groups(lines: PageLine[], columns: Column[]): PageLine[][] {
  const pitches = lines.slice(1).map((line, i) => pitch(lines[i] as PageLine, line));
  // Two lines that are centred on each other's middle lie closer than two lines of one text.
  const tight = Math.min(...pitches.filter((p) => p > 0.85), Infinity);
  const loose = tight <= SPREAD && pitches.some((p) => p > tight * APART) && pitches.some((p) => p <= tight * APART);
  const out: PageLine[][] = [];
  lines.forEach((line, i) => {
    const row = out.at(-1);
    const close = i > 0 && (pitches[i - 1] as number) <= (loose ? tight * APART : FAR);
    if (row && close && (loose || continues(line, columns))) row.push(line);
    else out.push([line]);
  });
  return out;
}

/** Rows stand so much further apart than the lines of a cell. */
const APART = 1.25;
/** Distance in heights beyond which lines are never those of one cell, however far apart all others are. */
const SPREAD = 2.5;
/** Distance in heights beyond which nothing goes on. */
const FAR = 1.5;

/** A line without its own first cell goes on; so does one whose first cell begins small. */
function continues(line: PageLine, columns: Column[]): boolean {
  const [first] = line.segments;
  const [label] = columns;
  if (!first || !label) return true;
  return first.x0 >= label.x1 || /^\p{Ll}/u.test(first.text);
}
