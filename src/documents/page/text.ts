/** Lines of a page as paragraphs and rows: lines that were broken at the margin are joined, and so are those of one cell. */
import type { Lines } from '../document.ts';
import type { PageLine, Segment } from './lines.ts';
import { isWrapped, pitch } from './wrapped.ts';
import { tableRows } from './table.ts';

/** Paragraphs and rows of one page, from top to bottom. @param width of the page, in points */
export function pageText(lines: PageLine[], width: number): Lines {
  const margin = Math.max(width * FULL, ...lines.flatMap((line) => line.segments.map((s) => s.x1)));
  const out: Lines = [];
  let above: { line: PageLine; segment: Segment } | null = null;
  for (let at = 0; at < lines.length;) {
    const end = tableEnd(lines, at);
    if (end > at) {
      for (const row of tableRows(lines.slice(at, end), margin)) out.push(row);
      above = null;
      at = end;
      continue;
    }
    const line = lines[at] as PageLine;
    const segment = line.segments[0] as Segment;
    const last = out.at(-1);
    if (above && last && pitch(above.line, line) < PARAGRAPH && isWrapped(above.segment, segment, margin)) last[0] += ` ${segment.text}`;
    else out.push([segment.text]);
    above = { line, segment };
    at++;
  }
  return out;
}

/** A line that ends further left is not full, be it the longest of its page. */
const FULL = 0.82;
/** Distance of lines, in heights, up to which they may belong to one paragraph. */
const PARAGRAPH = 1.5;

/** Where a stretch of lines with columns ends; `at` where none begins. One line with a gap is a stretch, too. */
function tableEnd(lines: PageLine[], at: number): number {
  let second = columnStart(lines, at);
  if (second === null) return at;
  /** left edges of all columns but the first */
  const edges = new Set([second]);
  let end = at;
  for (let i = at; i < lines.length; i++) {
    const line = lines[i] as PageLine;
    const [first, next] = line.segments;
    if (!first) continue;
    const wraps = i > at && pitch(lines[i - 1] as PageLine, line) < PARAGRAPH;
    if (next) {
      second = next.x0;
      if (edges.size < MOST_EDGES) for (const s of line.segments.slice(1)) edges.add(s.x0);
    } else if (!(wraps && first.x1 < second) && ![...edges].some((x) => Math.abs(x - first.x0) < ALIGNED)) break;
    end = i + 1;
  }
  return end;
}

const MOST_EDGES = 100;
/** Points by which equal edges may differ. */
const ALIGNED = 2;
/** A cell is hardly higher than so many lines above its label. */
const ABOVE = 12;

/** Left edge of the second column, if a table begins here. */
function columnStart(lines: PageLine[], at: number): number | null {
  const line = lines[at] as PageLine;
  if (line.segments.length > 1) return (line.segments[1] as Segment).x0;
  const x = line.segments[0]?.x0 ?? 0;
  for (let i = at + 1; i < Math.min(lines.length, at + ABOVE); i++) {
    const below = lines[i] as PageLine;
    if (pitch(lines[i - 1] as PageLine, below) > PARAGRAPH) return null;
    if (below.segments.length > 1) return Math.abs((below.segments[1] as Segment).x0 - x) < ALIGNED ? x : null;
  }
  return null;
}
