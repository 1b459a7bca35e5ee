/**
 * The Vietnamese model from npm as a file that the program can read. Debian's own (tesseract-ocr-vie) is quicker by a third, but takes
 * the rules of a table for letters ("IUBND xã"), and that goes into fields: it is not used.
 */
import { createHash, randomUUID } from 'node:crypto';
import { lstat, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** Folder of the packed model, as tesseract.js wants it. */
export function packedModelDir(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/vie/package.json')), '4.0.0');
}

/**
 * Folder with vie.traineddata, unpacked once for this user of the machine and kept (8 MB).
 * @throws where it cannot be written, or where somebody else could have written it
 */
export async function unpackedModelDir(root: string = tmpdir()): Promise<string> {
  const model = await promisify(gunzip)(await readFile(join(packedModelDir(), 'vie.traineddata.gz')));
  const uid = process.getuid?.() ?? 0;
  const dir = join(root, `contest-mailroom-${uid}`, createHash('sha256').update(model).digest('hex').slice(0, 16));
  await mkdir(dir, { recursive: true, mode: 0o700 });
  for (const each of [dirname(dir), dir]) {
    const { mode, uid: owner } = await lstat(each);
    if (owner !== uid || (mode & 0o170_077) !== 0o040_000) throw new Error(`${each} could be another's`);
  }
  const file = join(dir, 'vie.traineddata');
  const there = await readFile(file).catch(() => null);
  if (there?.equals(model)) return dir;
  const fresh = `${file}.${randomUUID()}`;
  await writeFile(fresh, model, { mode: 0o600 });
  await rename(fresh, file);
  return dir;
}
