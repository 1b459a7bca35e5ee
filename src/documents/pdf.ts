/** PDF with a text layer: words with their places, by pdftotext where the machine has it, else by pdf.js. */
import { append, unreadable, type Lines, type Page, type Reader } from './document.ts';
import { pageLines } from './page/lines.ts';
import { pageText } from './page/text.ts';
import { wordsByPdfJs } from './page/pdfjs.ts';

export const pdfByPoppler: Reader = {
  types: ['pdf'],
  read: async (bytes, _flags, tools) => {
    if (!tools.pdfWords) throw unreadable('unsupported', 'pdftotext is not installed');
    return { ...textOf(await tools.pdfWords(bytes)), method: 'pdftotext' };
  },
};

/** Breaks words where letters come in a second font; so it is the second choice. */
export const pdfByPdfJs: Reader = {
  types: ['pdf'],
  read: async (bytes) => ({ ...textOf(await wordsByPdfJs(bytes)), method: 'pdfjs' }),
};

/** Fewer words on a page are a stamp or a page number over a picture. */
const WORDS_ON_A_PAGE = 8;
/** A page with more words is no page. */
const MOST_WORDS = 20_000;

function textOf(pages: Page[]): { lines: Lines; pagesWithoutText: number[] } {
  if (pages.length === 0) throw unreadable('damaged', 'no pages');
  const counts = pages.map(wordsOn);
  const words = counts.reduce((sum, n) => sum + n, 0);
  if (words < WORDS_ON_A_PAGE * pages.length && counts.every((n) => n < WORDS_ON_A_PAGE * 4)) throw unreadable('scan', `${words} words on ${pages.length} pages`);
  const lines: Lines = [];
  for (const page of pages) append(lines, pageText(pageLines(page.words.slice(0, MOST_WORDS)), page.width));
  return { lines, pagesWithoutText: counts.flatMap((n, i) => (n < WORDS_ON_A_PAGE ? [i + 1] : [])) };
}

/** What pdf.js calls an item may be a whole line. */
function wordsOn(page: Page): number {
  return page.words.reduce((sum, word) => sum + word.text.split(' ').length, 0);
}
