import sevenZip, { type SevenZipModuleFactory } from '7z-wasm';
import { describe, expect, it } from 'vitest';
import { openBudget, usualLimits, type Limits } from '../../src/archives/budget.ts';
import { readInside, type Inside } from '../../src/archives/inside.ts';
import { detectType } from '../../src/mail/detect.ts';

const MB = 1024 * 1024;
type File = { name: string; data: Buffer | string };

/** An archive as 7-Zip makes it; its type by the ending of its name. */
async function pack(name: string, files: File[], ...options: string[]): Promise<Buffer> {
  const { exitCode } = process;
  const { FS, callMain } = await (sevenZip as unknown as SevenZipModuleFactory)({ print: () => undefined, printErr: () => undefined });
  FS.mkdir('/files');
  FS.chdir('/files');
  for (const file of files) {
    const folders = file.name.split('/').slice(0, -1);
    folders.forEach((_, n) => {
      try {
        FS.mkdir(folders.slice(0, n + 1).join('/'));
      } catch {
        // it is there already
      }
    });
    FS.writeFile(file.name, Buffer.from(file.data));
  }
  callMain(['a', '-mx1', ...options, `/${name}`, '*']);
  process.exitCode = exitCode;
  return Buffer.from(FS.readFile(`/${name}`));
}

const kept = new Map<string, Buffer>();
async function inside(bytes: Buffer, name: string, limits: Partial<Limits> = {}): Promise<Inside> {
  kept.clear();
  return readInside({ part: '1', name, bytes, detectedType: await detectType(bytes, '', ''), listed: false }, (found, sha256) => kept.set(sha256, found), openBudget({ ...usualLimits, ...limits }));
}
const listed = ({ inner }: Inside) => inner.map((d) => [d.filename, ...d.flags]).sort();
const good: File = { name: 'Hồ sơ/Đơn đăng ký.txt', data: 'Đơn đăng ký' };

describe('archives that 7-Zip packs', () => {
  it.each(['a.7z', 'a.tar'])('%s gives its files with their folders and Vietnamese names', async (name) => {
    const opened = await inside(await pack(name, [good, { name: 'b.txt', data: '' }, { name: 'Thumbs.db', data: 'x' }]), name);
    expect(listed(opened)).toEqual([['Hồ sơ/Đơn đăng ký.txt'], ['b.txt', 'empty']]);
    expect([...kept.values()].map(String)).toContain('Đơn đăng ký');
  });

  it('a packed tar is opened like an archive in an archive', async () => {
    const tar = await pack('hồ sơ.tar', [good]);
    const opened = await inside(await pack('a.tar.gz', [{ name: 'a.tar', data: tar }]), 'a.tar.gz');
    expect(opened.inner.map((d) => [d.part, d.filename])).toEqual([['1/1', 'a.tar'], ['1/1/1', 'Hồ sơ/Đơn đăng ký.txt']]);
  });

  it('locked files are named, their list is read', async () => {
    const opened = await inside(await pack('a.7z', [good], '-psecret'), 'a.7z');
    expect(opened).toMatchObject({ flags: ['password'], text: { state: 'failed', failure: 'password' }, inner: [{ filename: 'Hồ sơ/Đơn đăng ký.txt', flags: ['password'], sha256: '' }] });
    expect(await inside(await pack('a.7z', [good], '-psecret', '-mhe=on'), 'a.7z')).toMatchObject({ flags: ['password'], inner: [] });
  });

  it('a bomb is listed, and the others are read', async () => {
    const opened = await inside(await pack('a.7z', [{ name: 'zeros.bin', data: Buffer.alloc(20 * MB) }, good], '-ms=off'), 'a.7z');
    expect(listed(opened)).toEqual([['Hồ sơ/Đơn đăng ký.txt'], ['zeros.bin', 'unpack-limit']]);
    expect(opened.flags).toEqual(['unpack-limit']);
  });

  it('a packed stream that does not say how long it is ends at the ratio', async () => {
    const opened = await inside(await pack('a.bz2', [{ name: 'zeros.bin', data: Buffer.alloc(15 * MB) }]), 'a.bz2');
    expect(opened.inner).toMatchObject([{ flags: ['unpack-limit'], sha256: '' }]);
  });

  it('more than memory holds at once comes in passes, and ends at the budget', async () => {
    const files = Array.from({ length: 7 }, (_, n): File => ({ name: `${n}.bin`, data: Buffer.alloc(8 * MB, n + 1) }));
    const bytes = await pack('a.7z', files, '-mx0');
    expect(listed(await inside(bytes, 'a.7z')).flat()).toEqual(files.map(({ name }) => name));
    const cut = await inside(bytes, 'a.7z', { totalBytes: 20 * MB });
    expect(cut.inner.filter((d) => d.flags.length === 0)).toHaveLength(2);
    expect(cut.inner).toHaveLength(7);
  });

  it('of too many members the first are read', async () => {
    const bytes = await pack('a.7z', Array.from({ length: 300 }, (_, n) => ({ name: `${n}.txt`, data: `${n}` })));
    const opened = await inside(bytes, 'a.7z');
    expect(opened.inner).toHaveLength(usualLimits.members);
    expect(opened.inner.every((d) => d.flags.length === 0)).toBe(true);
    expect(opened.flags).toEqual(['unpack-limit']);
  });

  it('a list that never ends is cut', async () => {
    const names = Array.from({ length: 19_000 }, (_, n) => ({ name: `${n}`, data: '' }));
    expect(await inside(await pack('a.7z', names), 'a.7z')).toMatchObject({ flags: ['unpack-limit'], inner: { length: usualLimits.members } });
  });

  it('what asks for more memory than it may have is not unpacked', async () => {
    expect((await inside(await pack('a.7z', [{ name: 'a.bin', data: Buffer.alloc(100_000, 'abc') }]), 'a.7z', { dictionaryBytes: 1_000 })).inner).toMatchObject([{ flags: ['unpack-limit'] }]);
  });

  it('no byte of it can be turned so that reading it throws or changes what is said to be whole', async () => {
    const whole = await pack('a.7z', [good]);
    for (let n = 0; n < whole.length; n += 11) {
      const broken = Buffer.from(whole);
      broken.writeUInt8((broken.readUInt8(n) + 128) & 255, n);
      const opened = await inside(broken, 'a.7z');
      const sound = opened.inner.filter((d) => d.flags.length === 0 && d.size > 0).map((d) => kept.get(d.sha256)?.toString());
      expect(sound.filter((text) => text !== 'Đơn đăng ký')).toEqual([]);
    }
  }, 60_000);
});
