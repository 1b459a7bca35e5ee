/** Rows of a sheet as they come, cells at their columns, bounded. */
import type { Lines } from '../document.ts';

/** Columns that are kept; what stands further right is put behind the last. */
const COLUMNS = 200;

export class SheetRows {
  size = 0;
  private row: string[] = [];
  private readonly done: Lines = [];
  private readonly room: number;

  /** @param room characters that are kept */
  constructor(room: number) {
    this.room = room;
  }

  get full(): boolean {
    return this.size > this.room;
  }

  /** @param column counted from 0 */
  put(column: number, text: string): void {
    if (text === '' || this.full) return;
    const at = Math.min(column, COLUMNS);
    while (this.row.length < at) this.row.push('');
    if (column < COLUMNS) this.row[at] = text;
    else this.row.push(text);
    this.size += text.length + 1;
  }

  /** Ends the row. One without text is no line. */
  end(): void {
    if (this.row.length > 0) {
      this.done.push(this.row);
      this.size += this.row.length;
    }
    this.row = [];
  }

  lines(): Lines {
    this.end();
    return this.done;
  }
}
