import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBudget, usualLimits, type Limits } from '../../src/archives/budget.ts';
import { readInside, type Inside } from '../../src/archives/inside.ts';
import { dictionaryBytes, readList } from '../../src/archives/seven-list.ts';
import { detectType, extensionOf } from '../../src/mail/detect.ts';
import { storedName } from '../../src/mail/names.ts';
import { rar, tnef, zip, type ZipEntry } from '../support/packed.ts';

const MB = 1024 * 1024;
const zeros = (mb: number): Buffer => Buffer.alloc(mb * MB);
let keptBytes = 0;
async function inside(bytes: Buffer, limits: Partial<Limits> = {}, name = 'a.zip'): Promise<Inside> {
  keptBytes = 0;
  const outer = { part: '1', name, bytes, detectedType: await detectType(bytes, extensionOf(name), ''), listed: false };
  return readInside(outer, (found) => { keptBytes += found.length; }, openBudget({ ...usualLimits, ...limits }));
}
const flagsOf = ({ inner }: Inside): (string | undefined)[] => inner.map((d) => d.flags[0]);
const good: ZipEntry = { name: 'đơn.txt', data: 'Đơn đăng ký' };

describe('a bomb costs itself alone', () => {
  it('a member of a wild ratio is listed unopened, the next one is read', async () => {
    const opened = await inside(zip([{ name: 'bomb.txt', data: zeros(20) }, good]));
    expect(flagsOf(opened)).toEqual(['unpack-limit', undefined]);
    expect(opened.flags).toEqual(['unpack-limit']);
    expect(keptBytes).toBe(Buffer.byteLength('Đơn đăng ký'));
  });

  it('lies about sizes are found while bytes are counted', async () => {
    const opened = await inside(zip([{ name: 'small.txt', data: zeros(20), size: 1_000 }, { name: 'large.txt', data: 'x', size: 5 * MB }, good]));
    expect(opened.inner.map((d) => d.sha256 === '')).toEqual([true, true, false]);
    expect(opened.inner.map((d) => d.flags.length)).toEqual([1, 1, 0]);
    expect(keptBytes).toBeLessThan(MB);
  });

  it('entries that share their data count each time', async () => {
    const data = zeros(9);
    const shared = zip([{ name: 'a', data }, ...Array.from({ length: 150 }, (_, n): ZipEntry => ({ name: `${n}`, data, at: 0 }))]);
    const opened = await inside(shared, { totalBytes: 40 * MB });
    expect(keptBytes).toBeLessThanOrEqual(40 * MB);
    expect(opened.inner.length).toBeGreaterThan(100);
    expect(flagsOf(opened).filter((flag) => flag === 'unpack-limit').length).toBeGreaterThan(100);
  }, 20_000);

  it('sixteen archives of sixteen archives, and so on down, end at the second floor', async () => {
    let bomb = zip([{ name: '0.txt', data: zeros(4) }]);
    for (let floor = 0; floor < 4; floor++) bomb = zip(Array.from({ length: 16 }, (_, n) => ({ name: `${n}.zip`, data: bomb })));
    const opened = await inside(bomb);
    expect(opened.inner.length).toBeLessThanOrEqual(usualLimits.members);
    expect(opened.flags).toEqual(['unpack-limit']);
    expect(Math.max(...opened.inner.map((d) => d.part.split('/').length))).toBe(3);
  });

  it('a hundred thousand entries are no list', async () => {
    const started = performance.now();
    const opened = await inside(zip(Array.from({ length: 100_000 }, (_, n) => ({ name: `${n}.txt`, data: '' }))));
    expect(opened.inner).toHaveLength(usualLimits.members);
    expect(opened.flags).toEqual(['unpack-limit']);
    expect(performance.now() - started).toBeLessThan(15_000);
  }, 30_000);

  it('members that were listed are kept when the time is over', async () => {
    let now = 0;
    const budget = openBudget(usualLimits, () => now);
    const bytes = zip(Array.from({ length: 50 }, (_, n) => ({ name: `${n}.txt`, data: `${n}` })));
    const opened = await readInside({ part: '1', name: 'a.zip', bytes, detectedType: 'zip', listed: false }, () => { now += 1_000; }, budget);
    expect(opened.inner.length).toBe(21);
    expect(opened.flags).toEqual(['unpack-limit']);
  });

  it('a large member is too large, others are read', async () => {
    const opened = await inside(zip([{ name: 'film.mp4', data: Buffer.concat([zeros(1), Buffer.from(Array.from({ length: 3 * MB }, (_, n) => (n * 7919) >> 3))]), method: 0 }, good]), { memberBytes: MB });
    expect(flagsOf(opened)).toEqual(['too-large', undefined]);
    expect(opened.inner[0]?.text).toMatchObject({ state: 'failed', failure: 'too-large' });
  });
});

describe('hostile archives', () => {
  it('names have no way out, and links are no documents', async () => {
    const names = ['../../../etc/cron.d/x', '/abs/x.txt', 'C:\\x.txt', 'a\u0000b.txt', '..\\..\\up.txt', 'con.txt', `${'d'.repeat(300)}.txt`, 'gpj\u202eexe.txt', '-rf.txt', '.hidden'];
    const opened = await inside(zip([...names.map((name) => ({ name, data: 'x' })), { name: 'link', data: '/etc/passwd', mode: 0o120777 }]));
    for (const document of opened.inner) {
      expect(document.filename?.split('/')).not.toContain('..');
      expect(document.filename?.startsWith('/')).toBe(false);
      for (const bad of ['/', '\\', '\u0000', '\u202e', '..']) expect(document.storedName).not.toContain(bad);
      expect(document.storedName).not.toMatch(/^[.-]/);
      expect(Buffer.byteLength(document.storedName)).toBeLessThanOrEqual(150);
    }
    expect(opened.inner).toHaveLength(names.length + 1);
    expect(opened.inner.at(-1)).toMatchObject({ flags: ['undecodable'], sha256: '' });
    expect(storedName(null, '2-1', '')).toBe('part-2-1');
  });

  it('what is cut off or overwritten is named as such', async () => {
    const whole = zip([good, { name: 'b.txt', data: 'b' }]);
    expect(await inside(whole.subarray(0, whole.length - 30))).toMatchObject({ flags: ['truncated'], text: { state: 'failed', failure: 'truncated' } });
    const noise = Buffer.concat([whole.subarray(0, 4), Buffer.alloc(3_000, 0x41), whole.subarray(-22)]);
    expect(await inside(noise)).toMatchObject({ flags: ['undecodable'], text: { failure: 'damaged' } });
    expect(await inside(rar([{ name: 'a.txt', data: 'x'.repeat(500) }]).subarray(0, 200), {}, 'a.rar')).toMatchObject({ inner: [{ flags: ['truncated'] }] });
    expect(await inside(Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), Buffer.alloc(400, 9)]), {}, 'a.7z')).toMatchObject({ flags: ['undecodable'], text: { failure: 'damaged' } });
  });

  it('an empty archive is empty', async () => {
    expect(await inside(zip([]))).toMatchObject({ flags: ['empty'], text: { state: 'failed', failure: 'empty' }, inner: [] });
  });

  it('winmail.dat that promises more than it has ends with what there is', async () => {
    const whole = tnef([{ title: 'a.txt', data: 'a' }, { title: 'b.txt', data: 'b'.repeat(1_000) }]);
    const opened = await inside(whole.subarray(0, whole.length - 700), {}, 'winmail.dat');
    expect(opened.inner[0]).toMatchObject({ filename: 'a.txt', flags: [] });
    expect(opened.flags).toContain('truncated');
    for (let n = 6; n < whole.length; n += 7) {
      const broken = Buffer.from(whole);
      broken.writeUInt8(0xff, n);
      await inside(broken, {}, 'winmail.dat');
    }
  });

  it('no byte of an archive can be turned so that reading it throws', async () => {
    for (const [name, whole] of [['a.zip', zip([good, { name: 'b.txt', data: 'b' }])], ['a.rar', rar([{ name: 'a.txt', data: 'a' }])]] as const) {
      for (let n = 0; n < whole.length; n += name === 'a.zip' ? 1 : 11) {
        const broken = Buffer.from(whole);
        broken.writeUInt8((broken.readUInt8(n) + 128) & 255, n);
        expect((await inside(broken, {}, name)).inner.length).toBeLessThan(5);
      }
    }
  }, 60_000);
});

describe('the list of 7-Zip', () => {
  it('is read in blocks, and a method says what memory it asks for', () => {
    const list = readList(['noise', '----------', 'Path = a.txt', 'Size = 5', 'Encrypted = +', 'Method = LZMA2:26 7zAES:19', '', 'Path = b', 'Folder = +', '', 'Path = c', 'Size = x', 'Attributes = lrwxrwxrwx', '']);
    expect(list).toMatchObject([{ name: 'a.txt', size: 5, encrypted: true, folder: false, dictionary: 2 ** 26 }, { name: 'b', folder: true }, { name: 'c', size: 0, link: true }]);
    expect(['LZMA:1536m', 'PPMD:o32:mem256m', 'LZMA2:12k', 'v6:m3:32M', 'Copy', ''].map(dictionaryBytes)).toEqual([1536 * MB, 256 * MB, 12 * 1024, 32 * MB, 0, 0]);
  });
});

const testFiles = '/usr/share/clamav-testfiles';
describe.skipIf(!existsSync(testFiles))('the test files of ClamAV', () => {
  it.each([['clam.7z'], ['clam.zip'], ['clam.tnef'], ['clam.d64.zip'], ['clam.bz2.zip'], ['clam.tar.gz'], ['clam.cab'], ['clam.arj']])('%s holds clam.exe', async (file) => {
    const opened = await inside(readFileSync(join(testFiles, file)), {}, file);
    expect(opened.inner.map((d) => d.filename?.toLowerCase())).toContain('clam.exe');
  });
});
