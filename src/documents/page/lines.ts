/** Words of a printed page put into lines, and lines into segments: what stands side by side with a gap between. */
import type { PageWord } from '../document.ts';

/** Words that follow each other closely. Boxes in points, y downwards. */
export type Segment = { text: string; x0: number; x1: number; /** width of its first word: whether it would have fitted the line above */ first: number };
export type PageLine = { y0: number; y1: number; height: number; segments: Segment[] };

/** Gaps in heights of the line: below GLUE no space was meant; above COLUMN a column begins; above SPACE it may, at an edge that other lines share. */
const [GLUE, SPACE, COLUMN] = [0.1, 0.12, 0.85];
/** Points by which equal edges may differ. */
const EDGE = 1.5;

/** Lines from top to bottom. Columns that are a mere space apart are told by edges that other lines have, too. */
export function pageLines(words: PageWord[]): PageLine[] {
  const rows = rowsOf(words);
  const edges = sharedEdges(rows.map((row) => ({ ...row, segments: split(row, []) })));
  return rows.map((row) => ({ y0: row.y0, y1: row.y1, height: row.height, segments: split(row, edges.filter((e) => Math.abs(e.y - row.y0) < row.height * NEAR)) }));
}

/** No honest page has more. */
const MOST_EDGES = 500;
/** An edge of a table counts for lines so many heights away. */
const NEAR = 12;

type Row = { y0: number; y1: number; height: number; words: PageWord[] };
type Edge = { x: number; y: number };

function rowsOf(words: PageWord[]): Row[] {
  const rows: Row[] = [];
  for (const word of [...words].sort((a, b) => a.y0 + a.y1 - b.y0 - b.y1)) {
    const row = rows.at(-1);
    const middle = (word.y0 + word.y1) / 2;
    const height = word.y1 - word.y0;
    if (row && Math.abs(middle - (row.y0 + row.y1) / 2) < 0.4 * Math.min(height, row.height)) row.words.push(word);
    else rows.push({ y0: word.y0, y1: word.y1, height: Math.max(height, 1), words: [word] });
  }
  for (const row of rows) row.words.sort((a, b) => a.x0 - b.x0);
  return rows;
}

/** Left edges behind a wide gap that at least two lines have. */
function sharedEdges(lines: PageLine[]): Edge[] {
  const found = lines.flatMap((line) => line.segments.slice(1).map((s) => ({ x: s.x0, y: line.y0 }))).sort((a, b) => a.x - b.x);
  return found.filter((edge, i) => [found[i - 1], found[i + 1]].some((other) => other && other.y !== edge.y && Math.abs(other.x - edge.x) < EDGE)).slice(0, MOST_EDGES);
}

function split(row: Row, edges: Edge[]): Segment[] {
  const segments: Segment[] = [];
  let current: Segment | null = null;
  /** true while the first word of the segment goes on */
  let opening = false;
  for (const word of row.words) {
    const gap: number = current ? word.x0 - current.x1 : Infinity;
    const apart = gap > COLUMN * row.height || (gap > SPACE * row.height && edges.some((e) => Math.abs(e.x - word.x0) < EDGE));
    if (!current || apart) {
      segments.push(current = { text: word.text, x0: word.x0, x1: word.x1, first: firstWidth(word) });
      opening = !word.text.includes(' ');
      continue;
    }
    const glued = gap < GLUE * row.height;
    opening &&= glued;
    current.text += glued ? word.text : ` ${word.text}`;
    if (opening) current.first = word.x0 + firstWidth(word) - current.x0;
    current.x1 = Math.max(current.x1, word.x1);
  }
  return segments;
}

/** What is given as one word may be a whole line: then its first word has its share of the width. */
function firstWidth(word: PageWord): number {
  const end = word.text.indexOf(' ');
  return (word.x1 - word.x0) * (end < 0 ? 1 : end / word.text.length);
}
