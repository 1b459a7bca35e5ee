import { describe, expect, it } from 'vitest';
import { readText } from '../../src/documents/index.ts';
import { findPrograms } from '../../src/edges/programs.ts';
import { detectType } from '../../src/mail/detect.ts';
import { docxOf, odfOf, oleOf, p, pdfOf, xlsxOf, zipOf } from '../support/office-files.ts';

const programs = await findPrograms();

/** What became of a file, and in how many ms. */
async function fate(bytes: Buffer, type?: string) {
  const started = performance.now();
  const { text, flags } = await readText(bytes, type ?? await detectType(bytes, '', ''), programs);
  return { state: text.state, failure: text.failure, flags, characters: text.characters, ms: performance.now() - started };
}

describe('a file that cannot be read is named as what it is', () => {
  const whole = docxOf(p('Bài dự thi '.repeat(500)));

  it('empty, without text, or of a kind that is not read', async () => {
    expect(await fate(Buffer.alloc(0))).toMatchObject({ state: 'failed', failure: 'empty', flags: ['empty'] });
    expect(await fate(docxOf('<w:p/>'), 'docx')).toMatchObject({ state: 'failed', failure: 'empty', flags: ['empty'] });
    expect(await fate(Buffer.from('\n \n'), 'txt')).toMatchObject({ failure: 'empty' });
    expect(await fate(Buffer.from([1, 2, 3, 0]), 'unknown')).toMatchObject({ state: 'skipped', failure: 'unsupported', flags: [] });
    expect(await fate(Buffer.from('x'), 'jpg')).toMatchObject({ state: 'none', failure: 'image' });
    expect(await fate(Buffer.from('x'), 'mp4')).toMatchObject({ state: 'none', failure: 'media' });
  });

  it('cut off', async () => {
    expect(await fate(whole.subarray(0, whole.length - 100), 'docx')).toMatchObject({ state: 'failed', failure: 'damaged', flags: ['truncated'] });
    expect(await fate(pdfOf(['a']).subarray(0, 200), 'pdf')).toMatchObject({ state: 'failed', failure: 'damaged' });
    expect((await fate(Buffer.from('{\\rtf1 {\\b ngang'), 'rtf')).flags).toEqual(['truncated']);
  });

  it('of the wrong type, or broken inside', async () => {
    for (const type of ['docx', 'odt', 'ods', 'xlsx', 'pptx', 'doc', 'xls', 'ppt', 'rtf', 'pdf']) expect(await fate(Buffer.from('đây là văn bản thường '.repeat(30)), type)).toMatchObject({ state: 'failed', failure: 'damaged' });
    expect(await fate(zipOf({ 'a.txt': 'x' }), 'docx')).toMatchObject({ failure: 'damaged' });
    const broken = Buffer.from(whole);
    broken.fill(0xff, 400, 460);
    expect((await fate(broken, 'docx')).failure).toBe('damaged');
  });

  it('behind a password: of Office, of OpenDocument, of old Word, Excel and PowerPoint', async () => {
    const encrypted = oleOf({ EncryptionInfo: Buffer.alloc(200), EncryptedPackage: Buffer.alloc(5_000) });
    expect(await detectType(encrypted, 'docx', '')).toBe('cfb');
    expect(await fate(encrypted, 'cfb')).toMatchObject({ state: 'failed', failure: 'password', flags: ['password'] });
    const manifest = '<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>';
    expect(await fate(odfOf('text', '', { 'META-INF/manifest.xml': manifest }), 'odt')).toMatchObject({ failure: 'password', flags: ['password'] });
    const word = Buffer.alloc(5_000);
    word.writeUInt16LE(0xa5ec, 0);
    word.writeUInt16LE(0x0100, 10);
    expect(await fate(oleOf({ WordDocument: word }))).toMatchObject({ failure: 'password' });
    const excel = Buffer.concat([Buffer.from('0908100000060500000000000000000000000000', 'hex'), Buffer.from('2f0006000000000000', 'hex'), Buffer.alloc(5_000)]);
    expect(await fate(oleOf({ Workbook: excel }))).toMatchObject({ failure: 'password' });
    const user = Buffer.alloc(40);
    user.writeUInt32LE(0xf3d1c4df, 12);
    expect(await fate(oleOf({ 'PowerPoint Document': Buffer.alloc(5_000), 'Current User': user }))).toMatchObject({ failure: 'password' });
  });
});

describe('a file made to exhaust the reader ends in bounded time', () => {
  const bounded = 8_000;

  it('a Word file that unpacks to 60 MB', async () => {
    const bomb = docxOf('<w:p>'.padEnd(60 << 20, ' '));
    expect(bomb.length).toBeLessThan(1 << 20);
    const end = await fate(bomb, 'docx');
    expect(end).toMatchObject({ state: 'failed', failure: 'unpack-limit', flags: ['unpack-limit'] });
    expect(end.ms).toBeLessThan(bounded);
  });

  it('a million elements inside each other', async () => {
    for (const end of [await fate(docxOf('<w:p>'.repeat(1_000_000)), 'docx'), await fate(Buffer.from('<html>' + '<div>'.repeat(1_000_000)), 'html'), await fate(odfOf('text', '<text:p>'.repeat(1_000_000)), 'odt')]) {
      expect(end).toMatchObject({ state: 'failed', failure: 'damaged' });
      expect(end.ms).toBeLessThan(bounded);
    }
  });

  it('a sheet of a million cells, or of cells in the last column of every row', async () => {
    const cells = await fate(xlsxOf(`<row>${'<c t="inlineStr"><is><t>chữ trong ô</t></is></c>'.repeat(10)}</row>`.repeat(100_000)), 'xlsx');
    expect(cells).toMatchObject({ state: 'read', flags: ['unpack-limit'] });
    const wide = await fate(xlsxOf(Array.from({ length: 100_000 }, (_, n) => `<row r="${n}"><c r="XFD${n}"><v>1</v></c></row>`).join('')), 'xlsx');
    expect(wide.state).toBe('read');
    expect(Math.max(cells.characters, wide.characters)).toBeLessThanOrEqual(1 << 20);
    expect(Math.max(cells.ms, wide.ms)).toBeLessThan(bounded);
  });

  it('an OpenDocument sheet whose one cell is repeated a million times a million', async () => {
    const end = await fate(odfOf('spreadsheet', '<table:table table:name="x"><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000000"><text:p>chữ</text:p></table:table-cell></table:table-row></table:table>'), 'ods');
    expect(end.state).toBe('read');
    expect(end.characters).toBeLessThanOrEqual(1 << 20);
    expect(end.ms).toBeLessThan(bounded);
  });

  it('RTF of a million braces, of a million control words, of one endless word', async () => {
    for (const filling of ['{'.repeat(1_000_000), '{}'.repeat(500_000), '\\par'.repeat(300_000), '\\'.repeat(1_000_000), `\\${'a'.repeat(1_000_000)}`, '\\cell'.repeat(300_000), "\\'e0".repeat(300_000)]) {
      const end = await fate(Buffer.from(`{\\rtf1 chu ${filling} het}`), 'rtf');
      expect(end.state).toBe('read');
      expect(end.ms).toBeLessThan(bounded);
    }
  });

  it('a container whose sectors go round in a ring, and one that is all noise', async () => {
    const ring = oleOf({ WordDocument: Buffer.alloc(20_000, 1) });
    const sector = 512;
    const fat = (ring.readUInt32LE(76) + 1) * sector;
    for (let i = 0; i < 120; i++) ring.writeUInt32LE(i === 119 ? 0 : i + 1, fat + i * 4);
    const noise = Buffer.alloc(1 << 20, Buffer.from('d0cf11e0a1b11ae1', 'hex'));
    noise.writeUInt16LE(9, 30);
    for (const bytes of [ring, noise]) {
      for (const type of ['doc', 'xls', 'ppt', 'cfb']) {
        const end = await fate(bytes, type);
        expect(end.state).not.toBe('read');
        expect(end.ms).toBeLessThan(bounded);
      }
    }
  });

  it('plain text of one endless line, of a million lines, of nothing but marks', async () => {
    for (const text of ['a'.repeat(4 << 20), 'a\n'.repeat(2 << 20), 'ả '.repeat(1 << 20), '\u0301'.repeat(1 << 20), '\t'.repeat(4 << 20), ' '.repeat(4 << 20) + 'x', '\u2028'.repeat(1 << 20) + 'x']) {
      const end = await fate(Buffer.from(text), 'txt');
      expect(end.characters).toBeLessThanOrEqual(1 << 20);
      expect(end.ms).toBeLessThan(bounded);
    }
  });

  it('old Office files with every byte turned in turn never throw and never hang', async () => {
    const excel = oleOf({ Workbook: Buffer.concat([Buffer.from('0908100000060500000000000000000000000000', 'hex'), Buffer.from('fc00080001000000010000000500', 'hex'), Buffer.alloc(5_000, 7)]) });
    const word = oleOf({ WordDocument: Buffer.concat([Buffer.from('eca5c100', 'hex'), Buffer.alloc(5_000, 3)]), '0Table': Buffer.alloc(5_000, 2) });
    const slides = oleOf({ 'PowerPoint Document': Buffer.alloc(5_000, 15), 'Current User': Buffer.alloc(40, 1) });
    for (const [bytes, type] of [[excel, 'xls'], [word, 'doc'], [slides, 'ppt']] as const) {
      for (let at = 512; at < bytes.length; at += 97) {
        const turned = Buffer.from(bytes);
        turned[at] = turned[at]! ^ 0xff;
        expect((await fate(turned, type)).ms).toBeLessThan(bounded);
      }
    }
  });
});
