/** Pages of scans and photographs as pictures fit for OCR: upright, grey, of one size. */
import sharp, { type Sharp } from 'sharp';
import { runProgram, type ProgramLimits } from '../program-run.ts';
import { skewOf } from './skew.ts';

/** Pixels of the longer side: an A4 page at about 200 dpi. More makes OCR slower and not better. */
const LONG_SIDE = 2_400;
/** Pictures with fewer pixels are logos and signatures. */
const LEAST_PIXELS = 250_000;
const MOST_PIXELS = 120_000_000;
const RASTER: ProgramLimits = { ms: 20_000, bytes: 32 << 20, cpuSeconds: 30, memoryKb: 1_500_000 };

export type Page = { png: Buffer; width: number; height: number };

/** Pages one by one, at most `most`; of a PDF those `wanted`, from 1, or all. Throws where a picture cannot be decoded; what is too small to be a page is left out. */
export async function* pagesOf(path: string, type: string, most: number, wanted: number[] | null): AsyncGenerator<Page> {
  if (type === 'pdf') yield* ofPdf(path, (wanted ?? Array.from({ length: most }, (_, i) => i + 1)).slice(0, most));
  else yield* ofPicture(path, most);
}

async function* ofPicture(path: string, most: number): AsyncGenerator<Page> {
  const options = { limitInputPixels: MOST_PIXELS, failOn: 'none' as const };
  const { width, height, pages = 1 } = await sharp(path, options).metadata();
  if (width * height < LEAST_PIXELS) return;
  for (let page = 0; page < Math.min(pages, most); page++) yield prepared(sharp(path, { ...options, page }).autoOrient());
}

async function* ofPdf(path: string, pages: number[]): AsyncGenerator<Page> {
  for (const page of pages) {
    const picture = await rasterised(path, page);
    if (picture === null) return;
    yield prepared(sharp(picture, { limitInputPixels: MOST_PIXELS }));
  }
}

async function prepared(picture: Sharp): Promise<Page> {
  const page = await picture.resize({ width: LONG_SIDE, height: LONG_SIDE, fit: 'inside', withoutEnlargement: true }).flatten({ background: '#fff' }).grayscale().normalise().png({ compressionLevel: 1 }).toBuffer({ resolveWithObject: true });
  const angle = await skew(page.data);
  const { data, info } = angle === 0 ? page : await sharp(page.data).rotate(-angle, { background: '#fff' }).grayscale().png({ compressionLevel: 1 }).toBuffer({ resolveWithObject: true });
  return { png: data, width: info.width, height: info.height };
}

/** Pixels of the width at which lines of print can still be told apart. */
const SKEW_WIDTH = 800;

async function skew(png: Buffer): Promise<number> {
  const { data, info } = await sharp(png).resize({ width: SKEW_WIDTH, withoutEnlargement: true }).grayscale().raw().toBuffer({ resolveWithObject: true });
  return skewOf(data, info.width, info.height);
}

/** One page of a PDF by pdftoppm; null behind the last. Throws where the file cannot be rasterised. */
async function rasterised(path: string, page: number): Promise<Buffer | null> {
  const { exit, output, said } = await runProgram(['pdftoppm', '-f', String(page), '-l', String(page), '-singlefile', '-scale-to', String(LONG_SIDE), '-gray', '-png', path], Buffer.alloc(0), RASTER);
  if (exit === 0 && output.length > 0) return output;
  // Behind the last page pdftoppm complains of the range.
  if (page > 1 && /page range|first page/i.test(said)) return null;
  throw new Error(`pdftoppm: ${said.trim().slice(0, 300) || `exit ${exit}`}`);
}
