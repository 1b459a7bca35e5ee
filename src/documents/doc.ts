/** Word 97 to 2003, and what is plain of Word 6 and 95 (MS-DOC). */
import { append, BREAK, type Lines, type Reader } from './document.ts';
import { openWord, type Word, type Story } from './msword/file.ts';
import { readProperties, type Properties } from './msword/properties.ts';
import { MarkedRows } from './marked-rows.ts';

export const doc: Reader = {
  types: ['doc', 'dot'],
  read: (bytes) => {
    const word = openWord(bytes);
    const properties = readProperties(word);
    const lines: Lines = [];
    for (const story of word.stories) append(lines, storyLines(word, properties, story));
    return { lines, method: 'doc' };
  },
};

/** Characters of Word that are not text. Pictures, marks of notes and of drawings say nothing. */
const [FIELD, RESULT, FIELD_END, CELL, PARAGRAPH, PAGE] = [0x13, 0x14, 0x15, 0x07, 0x0d, 0x0c];
const CHARACTERS: Record<number, string> = { 0x09: ' ', 0x0b: BREAK, 0x0e: BREAK, 0x1e: '-', 0x1f: '' };

function storyLines(word: Word, properties: Properties, story: Story): Lines {
  const rows = new MarkedRows();
  /** open fields; true while their code is read */
  const fields: boolean[] = [];
  for (let at = story.from; at < story.to && !rows.full; at++) {
    const code = word.text.charCodeAt(at);
    const where = word.offsets[at] as number;
    if (code === FIELD) fields.push(true);
    else if (code === RESULT && fields.length > 0) fields[fields.length - 1] = false;
    else if (code === FIELD_END) fields.pop();
    else if (code === CELL || code === PARAGRAPH || code === PAGE) endOf(code, rows, properties, where, word.text.charCodeAt(at - 1) === CELL);
    else {
      const run = properties.run(where);
      // The box of a form stands in the code of its field.
      if (run?.shows !== undefined) rows.text(run.shows);
      else if (!fields.includes(true) && !run?.hidden) rows.text(code < 0x20 ? CHARACTERS[code] ?? '' : word.text.charAt(at));
    }
  }
  return rows.lines();
}

function endOf(code: number, rows: MarkedRows, properties: Properties, where: number, afterCell: boolean): void {
  const paragraph = properties.paragraph(where);
  if (code === CELL) {
    // Without properties two ends of cells in a row are the end of a row.
    if (paragraph ? paragraph.endsRow : afterCell) rows.endRow();
    else rows.endCell();
  } else if (paragraph?.endsInnerRow) rows.text(BREAK);
  else if (paragraph?.endsInnerCell) rows.text(' ');
  else rows.endParagraph(code === PARAGRAPH && (paragraph?.inTable ?? false));
}
