/** By how much a page was laid crooked: rows of print, looked at along their own direction, are dark lines with white between. */

/** Degrees: people lay a sheet no more crooked than this. */
const MOST = 6;
const [COARSE, FINE] = [0.5, 0.1];
/** Less than this costs no row; turning a page blurs it. */
const LEAST = 0.3;
/** Darker than this is ink. */
const INK = 128;
/** Ink that is looked at: of a black page, or a photograph, every so-many-th dot. */
const MOST_DOTS = 60_000;

/** Degrees clockwise, 0 where the page is straight or shows no rows. @param grey one byte a pixel */
export function skewOf(grey: Uint8Array, width: number, height: number): number {
  const dots = inkOf(grey, width, height);
  if (dots.length < 1_000) return 0;
  const coarse = best(dots, height, steps(-MOST, MOST, COARSE));
  const fine = best(dots, height, steps(coarse - COARSE, coarse + COARSE, FINE));
  // At the end of the range stands no best angle, but one that goes on.
  return Math.abs(fine) < LEAST || Math.abs(coarse) >= MOST || contrast(dots, height, fine) < contrast(dots, height, 0) * CLEARLY ? 0 : fine;
}

/** By this the rows must stand out better than in the page as it is. */
const CLEARLY = 1.05;

type Dot = { x: number; y: number };

function inkOf(grey: Uint8Array, width: number, height: number): Dot[] {
  const ink: Dot[] = [];
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if ((grey[y * width + x] ?? 255) < INK) ink.push({ x: x - width / 2, y });
  const every = Math.ceil(ink.length / MOST_DOTS);
  return every <= 1 ? ink : ink.filter((_dot, i) => i % every === 0);
}

function steps(from: number, to: number, by: number): number[] {
  return Array.from({ length: Math.round((to - from) / by) + 1 }, (_, i) => from + i * by);
}

function best(dots: Dot[], height: number, angles: number[]): number {
  return angles.reduce((a, b) => (contrast(dots, height, b) > contrast(dots, height, a) ? b : a));
}

/** How unevenly the ink is spread over rows that rise by this angle. */
function contrast(dots: Dot[], height: number, degrees: number): number {
  const rise = Math.tan(degrees * Math.PI / 180);
  const rows = new Uint32Array(height * 3);
  for (const { x, y } of dots) {
    const row = Math.round(y - x * rise) + height;
    rows[row] = (rows[row] ?? 0) + 1;
  }
  return rows.reduce((sum, n) => sum + n * n, 0);
}
