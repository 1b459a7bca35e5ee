import { chmod, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpackedModelDir } from '../../src/edges/ocr/model.ts';
import { readTsv } from '../../src/edges/ocr/program.ts';
import { skewOf } from '../../src/edges/ocr/skew.ts';

describe('what the program Tesseract writes', () => {
  it('is read as lines of words; levels above the word, and specks without a letter, are left out', () => {
    const tsv = ['level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext', '1\t1\t0\t0\t0\t0\t0\t0\t1716\t2400\t-1\t', '4\t1\t1\t1\t1\t0\t10\t20\t300\t30\t-1\t',
      '5\t1\t1\t1\t1\t1\t10\t20\t100\t30\t96.1\tHọ', '5\t1\t1\t1\t1\t2\t120\t20\t90\t30\t41\ttên', '5\t1\t1\t1\t2\t1\t10\t60\t9\t30\t95\t ', '5\t1\t2\t1\t1\t1\t10\t90\t50\t30\t88\tAn', ''].join('\n');
    expect(readTsv(tsv)).toEqual([
      { words: [{ text: 'Họ', confidence: 96.1, bbox: { x0: 10, y0: 20, x1: 110, y1: 50 } }, { text: 'tên', confidence: 41, bbox: { x0: 120, y0: 20, x1: 210, y1: 50 } }] },
      { words: [{ text: 'An', confidence: 88, bbox: { x0: 10, y0: 90, x1: 60, y1: 120 } }] },
    ]);
  });

  it('is nothing where it is no table', () => expect(readTsv('Error opening data file\n5\t1\n')).toEqual([]));
});

describe('the skew of a page', () => {
  /** A white page with rows of ink that fall by so many degrees to the right. */
  function page(degrees: number, [width, height] = [800, 1_100]): Uint8Array {
    const grey = new Uint8Array(width * height).fill(255);
    const rise = Math.tan(degrees * Math.PI / 180);
    for (let row = 80; row < height - 80; row += 24) for (let x = 60; x < width - 60; x++) for (let thick = 0; thick < 9; thick++) {
      const y = Math.round(row + thick + (x - width / 2) * rise);
      if ((x * 7 + row) % 11 < 7 && y >= 0 && y < height) grey[y * width + x] = 20;
    }
    return grey;
  }

  it.each([-4, -1.5, 0.8, 2.5, 5])('of %d degrees is seen to a fifth of a degree', (degrees) => expect(Math.abs(skewOf(page(degrees), 800, 1_100) - degrees)).toBeLessThanOrEqual(0.2));

  it('is none where the page is straight, empty, black, or no print', () => {
    expect(skewOf(page(0), 800, 1_100)).toBe(0);
    expect(skewOf(new Uint8Array(800 * 1_100).fill(255), 800, 1_100)).toBe(0);
    expect(skewOf(new Uint8Array(800 * 1_100), 800, 1_100)).toBe(0);
    expect(skewOf(Uint8Array.from({ length: 800 * 1_100 }, (_, i) => (i * 2_654_435_761) >>> 24), 800, 1_100)).toBe(0);
  });
});

describe('the model for the program', () => {
  let root: string;
  beforeAll(async () => { root = await mkdtemp(join(tmpdir(), 'model-')); });
  afterAll(() => rm(root, { recursive: true }));

  it('is unpacked once, and mended where it was cut off', async () => {
    const file = join(await unpackedModelDir(root), 'vie.traineddata');
    const model = await readFile(file);
    expect(model.length).toBeGreaterThan(1_000_000);
    await writeFile(file, model.subarray(0, 1_000));
    expect(join(await unpackedModelDir(root), 'vie.traineddata')).toBe(file);
    expect((await readFile(file)).equals(model)).toBe(true);
  });

  it('is not taken from a folder that others may write, or from behind a link', async () => {
    const dir = dirname(await unpackedModelDir(root));
    await chmod(dir, 0o777);
    await expect(unpackedModelDir(root)).rejects.toThrow(/another's/);
    const other = await mkdtemp(join(root, 'other-'));
    await chmod(dir, 0o700);
    await symlink(dir, join(other, dir.slice(root.length + 1)));
    await expect(unpackedModelDir(other)).rejects.toThrow(/another's/);
  });
});
