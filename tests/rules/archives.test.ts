import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readInside, type Inside } from '../../src/archives/inside.ts';
import { cleanName, decodeName, isNoise } from '../../src/archives/names.ts';
import { detectType, extensionOf } from '../../src/mail/detect.ts';
import { rar, tnef, zip } from '../support/packed.ts';
import { expectedValues, shared } from '../support/shared.ts';

const kept = new Map<string, Buffer>();
async function inside(bytes: Buffer, name = 'hồ sơ.zip', listed = false): Promise<Inside> {
  kept.clear();
  const detectedType = await detectType(bytes, extensionOf(name), name.endsWith('.eml') ? 'message/rfc822' : '');
  return readInside({ part: '2', name, bytes, detectedType, listed }, (found, sha256) => kept.set(sha256, found));
}
const listed = ({ inner }: Inside) => inner.map((d) => [d.part, d.filename, d.from, ...d.flags]);

const dir = shared('samples/archives', 'sample archives with expected values');
type Expected = { files?: string[]; flags?: string[]; depth?: number };

describe.skipIf(dir === null)('the sample archives', () => {
  it.each(Object.entries((dir === null ? {} : expectedValues()['archives'] ?? {}) as Record<string, Expected>))('%s opens as expected', async (file, want) => {
    const opened = await inside(readFileSync(join(dir ?? '', file)), file);
    const names = opened.inner.filter((d) => d.part.split('/').length === 2).map((d) => d.filename);
    if (want.files) expect(names.sort()).toEqual(want.files.sort());
    if (want.depth) expect(Math.max(...opened.inner.map((d) => d.part.split('/').length - 1))).toBe(want.depth);
    expect(opened.flags).toEqual(want.flags ?? []);
    for (const document of opened.inner) if (document.sha256 !== '') expect(kept.get(document.sha256)?.length).toBe(document.size);
  });

  it('know their documents by content, and lock or bomb is told of the archive and of the member', async () => {
    const plain = await inside(readFileSync(join(dir ?? '', 'plain.zip')));
    expect(plain.inner.map((d) => d.detectedType).sort()).toEqual(['docx', 'txt', 'xlsx']);
    expect(plain.text).toMatchObject({ state: 'none', method: 'zip', failure: null });
    const locked = await inside(readFileSync(join(dir ?? '', 'locked_password_secret.zip')));
    expect(locked).toMatchObject({ text: { state: 'failed', failure: 'password' }, inner: [{ flags: ['password'], sha256: '', text: { failure: 'password' } }] });
    expect(await inside(readFileSync(join(dir ?? '', 'locked_headers_password_secret.7z')), 'a.7z')).toMatchObject({ text: { state: 'failed', failure: 'password' }, flags: ['password'], inner: [] });
  });
});

describe('what is inside', () => {
  it('keeps folders in names, and leaves out what systems put beside files', async () => {
    const opened = await inside(zip([
      { name: 'Bài 1/' }, { name: 'Bài 1/đơn đăng ký.txt', data: 'một' }, { name: '__MACOSX/Bài 1/._đơn đăng ký.txt', data: 'x' }, { name: 'Bài 1/.DS_Store', data: 'x' }, { name: 'Thumbs.db', data: 'x' },
      { name: 'desktop.ini', data: 'x' }, { name: 'Bài 2/~$uyết minh.docx', data: 'x' }, { name: 'Bài 2\\thuyết minh.txt', data: 'hai' },
    ]));
    expect(listed(opened)).toEqual([['2/1', 'Bài 1/đơn đăng ký.txt', 'archive'], ['2/2', 'Bài 2/thuyết minh.txt', 'archive']]);
    expect(opened.inner[0]).toMatchObject({ storedName: 'đơn đăng ký.txt', detectedType: 'txt', size: Buffer.byteLength('một'), text: { state: 'skipped', failure: 'pending' } });
  });

  it('opens an archive in an archive, and lists what lies deeper unopened', async () => {
    const deepest = zip([{ name: 'c.txt', data: 'c' }]);
    const opened = await inside(zip([{ name: 'a.zip', data: zip([{ name: 'b.zip', data: deepest }, { name: 'b.txt', data: 'b' }]) }, { name: 'a.txt', data: 'a' }]));
    expect(listed(opened)).toEqual([['2/1', 'a.zip', 'archive', 'unpack-limit'], ['2/1/1', 'b.zip', 'archive', 'unpack-limit'], ['2/1/2', 'b.txt', 'archive'], ['2/2', 'a.txt', 'archive']]);
    expect(opened.inner[1]?.text).toMatchObject({ state: 'failed', failure: 'unpack-limit' });
  });

  it('takes a Word file for a document and not for an archive', async () => {
    const docx = zip([{ name: '[Content_Types].xml', data: '<Types/>' }, { name: 'word/document.xml', data: '<w:document/>' }]);
    expect(await inside(docx, 'a.docx')).toEqual({ text: null, flags: [], inner: [] });
    expect((await inside(zip([{ name: 'a.docx', data: docx }]))).inner).toHaveLength(1);
  });

  it('says what an empty, mislabelled or damaged member is', async () => {
    const opened = await inside(zip([{ name: 'a.pdf', data: '' }, { name: 'b.pdf', data: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') }, { name: 'c.txt', data: 'c', crc: 1 }]));
    expect(listed(opened)).toEqual([['2/1', 'a.pdf', 'archive', 'empty'], ['2/2', 'b.pdf', 'archive', 'type-mismatch'], ['2/3', 'c.txt', 'archive', 'undecodable']]);
  });

  it('reads RAR and tells a locked one', async () => {
    const opened = await inside(rar([{ name: 'Hồ sơ/đơn.txt', data: 'Kính gửi' }, { name: 'hai.txt', data: 'hai' }]), 'a.rar');
    expect(listed(opened)).toEqual([['2/1', 'Hồ sơ/đơn.txt', 'archive'], ['2/2', 'hai.txt', 'archive']]);
    expect(kept.get(opened.inner[0]?.sha256 ?? '')?.toString()).toBe('Kính gửi');
    expect(await inside(rar([{ name: 'a.txt', data: 'a' }], true), 'a.rar')).toMatchObject({ flags: ['password'], text: { failure: 'password' } });
  });
});

describe('mails and winmail.dat as files', () => {
  const mail = (attachment: Buffer): string => ['From: an@people.test', 'Subject: Bài dự thi', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain; charset=utf-8', '', 'Kính gửi Ban Tổ chức',
    '--b', 'Content-Type: application/zip; name=b.zip', 'Content-Transfer-Encoding: base64', '', attachment.toString('base64'), '--b--', ''].join('\r\n');

  it('a mail in an archive has words of its own, and its attachments are listed below it', async () => {
    const opened = await inside(zip([{ name: 'thư.eml', data: mail(zip([{ name: 'đơn.txt', data: 'đơn' }])) }]));
    expect(listed(opened)).toEqual([['2/1', 'thư.eml', 'archive'], ['2/1/1', 'b.zip', 'rfc822'], ['2/1/1/1', 'đơn.txt', 'archive']]);
    expect(opened.inner[0]?.text).toMatchObject({ state: 'read', method: 'eml', text: 'Bài dự thi\nKính gửi Ban Tổ chức' });
  });

  it('what the mail around it listed already is not listed again', async () => {
    const opened = await inside(Buffer.from(mail(zip([{ name: 'a.txt', data: 'a' }]))), 'thư.eml', true);
    expect(opened).toMatchObject({ inner: [], text: { state: 'read', method: 'eml' } });
  });

  it('files between the lines of a text are found', async () => {
    const opened = await inside(Buffer.from('begin 644 is how a sentence may begin\nKính gửi\nbegin 644 ghi chu.txt\n#0V%T\n`\nend\nTrân trọng\n'), 'a.txt');
    expect(opened.text).toBeNull();
    expect(listed(opened)).toEqual([['2/1', 'ghi chu.txt', 'uuencode']]);
    expect([...kept.values()].map(String)).toEqual(['Cat']);
  });

  it('winmail.dat gives its files with their long names, wherever they stand', async () => {
    const opened = await inside(tnef([
      { title: 'DON~1.TXT', data: 'đơn', longName: 'Đơn đăng ký.txt' }, { title: iconv.encode('Bảng.txt'.normalize('NFD'), 'windows-1258'), mapiData: Buffer.from('dữ liệu') },
      { displayName: 'thư', embedded: tnef([{ title: 'trong.txt', data: 'trong' }]) },
    ], 1258), 'winmail.dat');
    expect(listed(opened).map(([part, name, from]) => [part, name, from])).toEqual([['2/1', 'Đơn đăng ký.txt', 'tnef'], ['2/2', 'Bảng.txt', 'tnef'], ['2/3', 'thư', 'tnef'], ['2/3/1', 'trong.txt', 'tnef']]);
    expect([...kept.values()].map(String)).toEqual(['đơn', 'dữ liệu', expect.any(String), 'trong']);
  });
});

describe('names of files in archives', () => {
  const name = 'Đơn đăng ký dự thi.docx';
  it.each([
    ['UTF-8 without its flag', Buffer.from(name), name], ['decomposed, as a Mac writes it', Buffer.from(name.normalize('NFD')), name],
    ['Vietnamese Windows', iconv.encode('Đơn đăng ký.docx'.normalize('NFC').replace('ý', 'y\u0301'), 'windows-1258'), 'Đơn đăng ký.docx'],
    ['the DOS page', iconv.encode('Café übung.docx', 'cp437'), 'Café übung.docx'], ['plain', Buffer.from('don.docx'), 'don.docx'],
  ])('are read: %s', (_, raw, want) => {
    expect(decodeName(raw, false)).toBe(want);
  });

  it.each([
    ['../../etc/passwd', 'etc/passwd'], ['/etc/passwd', 'etc/passwd'], ['C:\\Windows\\x.txt', 'Windows/x.txt'], ['a/./b//../c.txt', 'a/b/c.txt'], ['a\u0000.pdf.exe', 'a.pdf.exe'], ['..', ''], ['\\\\server\\share\\x', 'server/share/x'],
  ])('%j has no way out: %j', (hostile, want) => {
    expect(cleanName(hostile)).toBe(want);
  });

  it('are noise where they are folders or nothing at all', () => {
    expect(['a/', '../', '', '__MACOSX/a', '._a.docx', 'x/._a'].every(isNoise)).toBe(true);
    expect(['a.docx', 'MACOSX.txt', 'a_._b'].some(isNoise)).toBe(false);
  });
});
