/** Words of pictures by Tesseract: the program of the machine where it is there, else the one within us, which also reads what the program cannot. */
import type { Page, PageWord } from '../../documents/document.ts';
import { reasonOf } from '../../problem.ts';
import type { OcrQuestion, OcrWords } from '../ocr.ts';
import { embedded } from './embedded.ts';
import type { Engine, SeenLine } from './engine.ts';
import { pagesOf } from './pictures.ts';
import { findProgram } from './program.ts';

/** Below this confidence, in per cent, what was seen is a speck. Not higher: the first word of a cell, beside a rule, has hardly more. */
const LEAST_CONFIDENCE = 5;

/** The rule of a table before a word is seen as a bracket or a stroke. */
const RULED = /^[[\]|_]+(?=\p{L}{2})/u;
/** "MỘt": no word is written so. */
const SECOND_CAPITAL = /^(\p{Lu})(\p{Lu})(?=\p{Ll}+$)/u;
/** Points. */
const A4_LONG_SIDE = 842;

let found: Promise<Engine[]> | null = null;

/** In the order in which they are tried. */
async function engines(): Promise<Engine[]> {
  const program = await findProgram().catch(said);
  return program === null ? [embedded] : [program, embedded];
}

/** To the log of the service. */
function said(error: unknown): null {
  process.stderr.write(`${reasonOf(error)}\n`);
  return null;
}

/** Page by page, upright. Throws where no page can be read. */
export async function recognise({ path, type, mostPages, pages: wanted, onlyEmbedded }: OcrQuestion): Promise<OcrWords> {
  const tried = onlyEmbedded ? [embedded] : await (found ??= engines());
  const pages: Page[] = [];
  for await (const { png, width, height } of pagesOf(path, type, mostPages, wanted)) {
    const lines = await linesOf(png, tried);
    // As if it were printed on A4: the rules for pages are in points.
    const scale = A4_LONG_SIDE / Math.max(width, height);
    const usual = median(lines.map(heightOf)) * scale;
    pages.push({ words: lines.flatMap((line) => wordsOf(line, scale, usual)), width: width * scale });
  }
  return { pages };
}

/** Throws what the last of them threw. */
async function linesOf(png: Buffer, [engine = embedded, ...others]: Engine[]): Promise<SeenLine[]> {
  try {
    return await engine(png);
  } catch (error) {
    if (others.length === 0) throw error;
    said(error);
    return linesOf(png, others);
  }
}

/** The dashes cannot be told apart in a picture; the shorter is what Vietnamese is typed with. */
function asMeant(text: string): string {
  return text.normalize('NFC').replace(RULED, '').replaceAll('—', '–').replace(SECOND_CAPITAL, (_all, first: string, second: string) => first + second.toLowerCase());
}

/** Letters differ in height from word to word, and rules are taken for their parts; a line has one height, and so that distances can be compared that of most lines of the page. */
function wordsOf({ words }: SeenLine, scale: number, height: number): PageWord[] {
  const middle = (median(words.map((w) => w.bbox.y0)) + median(words.map((w) => w.bbox.y1))) / 2 * scale;
  const [y0, y1] = [middle - height / 2, middle + height / 2];
  return words.filter((w) => w.confidence >= LEAST_CONFIDENCE).map(({ text, bbox }) => ({ text: asMeant(text), x0: bbox.x0 * scale, x1: bbox.x1 * scale, y0, y1 }));
}

function heightOf({ words }: SeenLine): number {
  return median(words.map((w) => w.bbox.y1 - w.bbox.y0));
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
