/** Builds lines of cells from a walk through a document: paragraphs, tables, tables in tables, boxes beside the text. No recursion. */
import { append, BREAK, type Lines } from './document.ts';

/** More text than this is never kept; the walk may stop. Characters. */
export const ENOUGH = 1_200_000;
/** Cells of one row that are kept. */
const COLUMNS = 200;

/** Where text stands: the page, a cell, or a box. `rows` of a cell are its paragraphs and the rows of tables inside it. */
type Frame = { kind: 'page' | 'cell' | 'box'; lines: Lines; paragraph: string; after: Lines; tables: OpenRow[] };
type OpenRow = { cells: Lines[] };

export class LineBuilder {
  private readonly frames: Frame[] = [frame('page')];
  private size = 0;

  /** True once nothing more is kept. */
  get full(): boolean {
    return this.size > ENOUGH;
  }

  text(text: string): void {
    if (this.full) return;
    this.size += text.length;
    this.top.paragraph += text;
  }

  /** Ends the paragraph. One without text is no line. */
  endParagraph(): void {
    const { top } = this;
    this.size++;
    if (top.paragraph.trim() !== '') top.lines.push([top.paragraph]);
    top.paragraph = '';
    if (top.after.length > 0) append(top.lines, top.after.splice(0));
  }

  openRow(): void {
    this.endParagraph();
    this.top.tables.push({ cells: [] });
  }

  openCell(): void {
    if (this.top.tables.length === 0) this.openRow();
    this.frames.push(frame('cell'));
  }

  /** @param times the cell stands so often side by side; in one row never more than `COLUMNS` */
  closeCell(times = 1): void {
    const cell = this.close('cell');
    const row = this.top.tables.at(-1);
    if (!cell || !row) return;
    for (let n = 0; n < times && row.cells.length < COLUMNS && !this.full; n++) row.cells.push(cell.lines);
  }

  /** @param times the row stands so often; one without text is no line */
  closeRow(times = 1): void {
    if (this.top.kind === 'cell' && this.top.tables.length === 0) this.closeCell();
    const row = this.top.tables.pop();
    const lines = row ? linesOfRow(row.cells) : [];
    this.size += lines.length;
    append(this.top.lines, lines);
    for (let n = 1; n < times && !this.full && lines.length > 0; n++) for (const line of lines) this.repeat(line);
  }

  private repeat(line: string[]): void {
    this.size += line.reduce((sum, cell) => sum + cell.length + 1, 0);
    this.top.lines.push(line);
  }

  /** A text box or note: its lines stand after the paragraph that it hangs on. */
  openBox(): void {
    this.frames.push(frame('box'));
  }

  closeBox(): void {
    const box = this.close('box');
    if (box) append(this.top.after, box.lines);
  }

  /** All lines; whatever is still open is closed. */
  lines(): Lines {
    while (this.frames.length > 1 || this.top.tables.length > 0) {
      if (this.top.tables.length > 0) this.closeRow();
      else if (this.top.kind === 'cell') this.closeCell();
      else this.closeBox();
    }
    this.endParagraph();
    return this.top.lines;
  }

  private get top(): Frame {
    const top = this.frames.at(-1);
    if (!top) throw new Error('the page itself was closed');
    return top;
  }

  /** Closes the nearest frame of a kind and all inside it; nothing where none is open. */
  private close(kind: 'cell' | 'box'): Frame | null {
    if (!this.frames.some((f) => f.kind === kind)) return null;
    for (;;) {
      while (this.top.tables.length > 0) this.closeRowOf(this.top);
      this.endParagraph();
      const { top } = this;
      this.frames.pop();
      if (top.kind === kind) return top;
      append(this.top.lines, top.lines);
    }
  }

  /** For a table that was left open. */
  private closeRowOf(top: Frame): void {
    const row = top.tables.pop();
    if (row) append(top.lines, linesOfRow(row.cells));
  }
}

function frame(kind: Frame['kind']): Frame {
  return { kind, lines: [], paragraph: '', after: [], tables: [] };
}

/** A table that only frames or lays out (one column, or all its text in one cell that has rows of its own) steps aside; other tables in cells are flattened. */
function linesOfRow(cells: Lines[]): Lines {
  const filled = cells.filter((lines) => lines.length > 0);
  const only = filled[0];
  if (!only) return [];
  if (cells.length === 1 || (filled.length === 1 && only.some((line) => line.length > 1))) return only;
  return [cells.map((lines) => lines.map((line) => line.filter((cell) => cell.trim() !== '').join(' ')).join(BREAK))];
}
