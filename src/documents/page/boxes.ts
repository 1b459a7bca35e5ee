/** What `pdftotext -bbox-layout` writes: pages of words with their boxes. */
import type { Page, PageWord } from '../document.ts';
import { walkXml } from '../xml.ts';

/** Words page by page, in the order of the file; y runs downwards, in points. */
export async function readBoundingBoxes(xhtml: Buffer): Promise<Page[]> {
  const pages: Page[] = [];
  let word: PageWord | null = null;
  await walkXml([xhtml], {
    open: (name, a) => {
      if (name === 'page') pages.push({ width: Number(a['width']) || 0, words: [] });
      else if (name === 'word') word = { text: '', x0: Number(a['xMin']), y0: Number(a['yMin']), x1: Number(a['xMax']), y1: Number(a['yMax']) };
    },
    text: (text) => { if (word) word.text += text; },
    close: (name) => {
      if (name === 'word' && word && [word.x0, word.x1, word.y0, word.y1].every(Number.isFinite)) pages.at(-1)?.words.push(word);
      if (name === 'word') word = null;
    },
  });
  return pages;
}
