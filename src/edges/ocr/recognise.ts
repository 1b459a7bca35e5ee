/** Words of pictures by Tesseract (WebAssembly) with the Vietnamese model from npm: nothing is downloaded. */
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { createWorker, OEM, PSM, type Line, type Worker } from 'tesseract.js';
import type { Page, PageWord } from '../../documents/document.ts';
import type { OcrQuestion, OcrWords } from '../ocr.ts';
import { pagesOf } from './pictures.ts';

/** Below this confidence, in per cent, what was seen is a speck. Not higher: the first word of a cell, beside a rule, has hardly more. */
const LEAST_CONFIDENCE = 5;

/** The rule of a table before a word is seen as a bracket or a stroke. */
const RULED = /^[[\]|_]+(?=\p{L}{2})/u;
/** Points. */
const A4_LONG_SIDE = 842;

let warm: Promise<Worker> | null = null;

/** Page by page, upright. Throws where no page can be read. */
export async function recognise({ path, type, mostPages, pages: wanted }: OcrQuestion): Promise<OcrWords> {
  const worker = await (warm ??= start());
  const pages: Page[] = [];
  for await (const { png, width, height } of pagesOf(path, type, mostPages, wanted)) {
    const { data } = await worker.recognize(png, { rotateAuto: true }, { blocks: true, text: false });
    // As if it were printed on A4: the rules for pages are in points.
    const scale = A4_LONG_SIDE / Math.max(width, height);
    const lines = (data.blocks ?? []).flatMap((b) => b.paragraphs.flatMap((p) => p.lines));
    const usual = median(lines.map(heightOf)) * scale;
    pages.push({ words: lines.flatMap((line) => wordsOf(line, scale, usual)), width: width * scale });
  }
  return { pages };
}

/** The dashes cannot be told apart in a picture; the shorter is what Vietnamese is typed with. Letters differ in height from word to word, and rules are taken for their parts; a line has one height, and so that distances can be compared that of most lines of the page. */
function wordsOf({ words }: Line, scale: number, height: number): PageWord[] {
  const middle = (median(words.map((w) => w.bbox.y0)) + median(words.map((w) => w.bbox.y1))) / 2 * scale;
  const [y0, y1] = [middle - height / 2, middle + height / 2];
  return words.filter((w) => w.confidence >= LEAST_CONFIDENCE).map(({ text, bbox }) => ({ text: text.normalize('NFC').replace(RULED, '').replaceAll('—', '–'), x0: bbox.x0 * scale, x1: bbox.x1 * scale, y0, y1 }));
}

function heightOf({ words }: Line): number {
  return median(words.map((w) => w.bbox.y1 - w.bbox.y0));
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

async function start(): Promise<Worker> {
  const model = join(dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/vie/package.json')), '4.0.0');
  const worker = await createWorker('vie', OEM.LSTM_ONLY, { langPath: model, gzip: true, cacheMethod: 'none' });
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_COLUMN });
  return worker;
}
