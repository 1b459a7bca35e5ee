/** Words of a PDF by pdf.js, without fonts, pictures or network. */
import { getDocumentProxy } from 'unpdf';
import { reasonOf } from '../../problem.ts';
import { unreadable, type Page, type PageWord } from '../document.ts';

const MOST_PAGES = 300;
const MOST_CHARACTERS = 1_500_000;

type Document = Awaited<ReturnType<typeof getDocumentProxy>>;

/** Throws Problem `password` or `damaged`. */
export async function wordsByPdfJs(pdf: Buffer): Promise<Page[]> {
  let document: Document | null = null;
  try {
    // pdf.js takes the memory for its own, so it gets a copy.
    document = await getDocumentProxy(new Uint8Array(pdf), { verbosity: 0, isEvalSupported: false, useSystemFonts: false, stopAtErrors: false });
    return await pagesOf(document);
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException') throw unreadable('password', 'the PDF asks for a password', error);
    throw unreadable('damaged', reasonOf(error), error);
  } finally {
    await document?.destroy();
  }
}

async function pagesOf(document: Document): Promise<Page[]> {
  const pages: Page[] = [];
  let size = 0;
  for (let number = 1; number <= Math.min(document.numPages, MOST_PAGES) && size < MOST_CHARACTERS; number++) {
    const page = await document.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const words: PageWord[] = [];
    for (const item of (await page.getTextContent()).items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      size += item.str.length;
      words.push(wordOf(item.str, item.transform as number[], item.width, item.height, height));
    }
    pages.push({ width, words });
    page.cleanup();
  }
  return pages;
}

/** A run of letters on one line. Its place is its base line; letters reach a fifth below. */
function wordOf(text: string, transform: number[], width: number, height: number, top: number): PageWord {
  const [x, y] = [transform[4] ?? 0, transform[5] ?? 0];
  const size = height || Math.abs(transform[3] ?? 10);
  return { text: text.trim(), x0: x, x1: x + width, y0: top - y - size, y1: top - y + size * 0.2 };
}
