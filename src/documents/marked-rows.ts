/** Paragraphs and rows as old Word writes them: cells and rows have an end, and nothing says where they begin. */
import { ENOUGH } from './builder.ts';
import { BREAK, type Lines } from './document.ts';

export class MarkedRows {
  private readonly done: Lines = [];
  private cells: string[] = [];
  private paragraph = '';
  private size = 0;

  get full(): boolean {
    return this.size > ENOUGH;
  }

  text(text: string): void {
    if (this.full) return;
    this.paragraph += text;
    this.size += text.length;
  }

  /** @param inTable a paragraph of a cell that goes on */
  endParagraph(inTable: boolean): void {
    this.size++;
    if (inTable) {
      this.paragraph += BREAK;
      return;
    }
    this.endRow();
    if (this.paragraph.trim() !== '') this.done.push([this.paragraph]);
    this.paragraph = '';
  }

  endCell(): void {
    if (this.full) return;
    this.cells.push(this.paragraph);
    this.paragraph = '';
    this.size++;
  }

  endRow(): void {
    if (this.cells.length > 0) this.done.push(this.cells);
    this.cells = [];
  }

  lines(): Lines {
    this.endParagraph(false);
    return this.done;
  }
}
