/** Pages of scans and photographs as pictures fit for OCR: upright, grey, of one size. */
import { spawn } from 'node:child_process';
import sharp, { type Sharp } from 'sharp';

/** Pixels of the longer side: an A4 page at about 200 dpi. More makes OCR slower and not better. */
const LONG_SIDE = 2_400;
/** Pictures with fewer pixels are logos and signatures. */
const LEAST_PIXELS = 250_000;
const MOST_PIXELS = 120_000_000;
const PAGE_MS = 20_000;
const PAGE_BYTES = 32 << 20;

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
  const { data, info } = await picture.resize({ width: LONG_SIDE, height: LONG_SIDE, fit: 'inside', withoutEnlargement: true }).flatten({ background: '#fff' }).grayscale().normalise().png({ compressionLevel: 1 }).toBuffer({ resolveWithObject: true });
  return { png: data, width: info.width, height: info.height };
}

const BOUNDED = 'ulimit -t 30; ulimit -v 1500000; ulimit -c 0; exec "$0" "$@"';

/** One page of a PDF by pdftoppm; null behind the last. Throws where the file cannot be rasterised. */
function rasterised(path: string, page: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', BOUNDED, 'pdftoppm', '-f', String(page), '-l', String(page), '-singlefile', '-scale-to', String(LONG_SIDE), '-gray', '-png', path], { stdio: ['ignore', 'pipe', 'pipe'] });
    const pieces: Buffer[] = [];
    let size = 0;
    let said = '';
    const deadline = setTimeout(() => child.kill('SIGKILL'), PAGE_MS);
    child.stdout.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > PAGE_BYTES) child.kill('SIGKILL');
      else pieces.push(piece);
    });
    child.stderr.on('data', (piece: Buffer) => { if (said.length < 500) said += piece.toString('latin1'); });
    child.on('error', reject);
    child.on('close', (exit) => {
      clearTimeout(deadline);
      if (exit === 0 && size > 0) return resolve(Buffer.concat(pieces));
      // Behind the last page pdftoppm complains of the range.
      if (page > 1 && /page range|first page/i.test(said)) return resolve(null);
      reject(new Error(`pdftoppm: ${said.trim().slice(0, 300) || `exit ${exit}`}`));
    });
  });
}
