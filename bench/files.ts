/** Files as entrants attach them: whole and readable, of a wanted size, their bulk incompressible. */
import { crc32 } from 'node:zlib';
import type { Seeded } from './seeded.ts';

/** A PDF of one page that shows `title`, with a picture stream that makes up the size. */
export function pdf(title: string, size: number, seed: Seeded): Buffer {
  const picture = seed.bytes(size - 900);
  return file([
    Buffer.from('<</Type/Catalog/Pages 2 0 R>>'), Buffer.from('<</Type/Pages/Kids[3 0 R]/Count 1>>'),
    Buffer.from('<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>'),
    Buffer.from('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'), stream('', Buffer.from(`BT /F1 18 Tf 60 760 Td (${ascii(title)}) Tj ET`)), stream('/Type/EmbeddedFile', picture),
  ]);
}

/** A PDF of pages of lines, without diacritics, in a font that every reader has; a picture stream makes up the size. */
export function pdfOf(pages: string[][], size: number, seed: Seeded): Buffer {
  const at = (page: number): number => 4 + 2 * page;
  const objects = [
    Buffer.from('<</Type/Catalog/Pages 2 0 R>>'), Buffer.from(`<</Type/Pages/Kids[${pages.map((_, i) => `${at(i)} 0 R`).join(' ')}]/Count ${pages.length}>>`), Buffer.from('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'),
    ...pages.flatMap((lines, i) => [
      Buffer.from(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${at(i) + 1} 0 R/Resources<</Font<</F1 3 0 R>>>>>>`),
      stream('', Buffer.from(`BT /F1 11 Tf 60 780 Td 15 TL ${lines.map((line) => `(${ascii(line)}) Tj T*`).join(' ')} ET`)),
    ]),
  ];
  return file([...objects, stream('/Type/EmbeddedFile', seed.bytes(Math.max(64, size - file(objects).length - 100)))]);
}

function ascii(text: string): string {
  return text.normalize('NFD').replaceAll('đ', 'd').replaceAll('Đ', 'D').replace(/[^\x20-\x7e]/g, '').replace(/[()\\]/g, '');
}

/** Objects from 1 on, the first the catalogue (ISO 32000-1, 7.5). */
function file(objects: Buffer[]): Buffer {
  const pieces: Buffer[] = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const places: number[] = [];
  for (const [i, body] of objects.entries()) {
    places.push(lengthOf(pieces));
    pieces.push(Buffer.from(`${i + 1} 0 obj\n`), body, Buffer.from('\nendobj\n'));
  }
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const at = lengthOf(pieces);
  pieces.push(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<</Root 1 0 R/Size ${objects.length + 1}>>\nstartxref\n${at}\n%%EOF\n`));
  return Buffer.concat(pieces);
}

function stream(keys: string, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`<<${keys}/Length ${bytes.length}>>\nstream\n`), bytes, Buffer.from('\nendstream')]);
}

/** A Word document that says `text`, with a picture that makes up the size. */
export function docx(text: string, size: number, seed: Seeded): Buffer {
  const paragraphs = text.split('\n').map((line) => `<w:p><w:r><w:t>${line.replace(/[<&>]/g, ' ')}</w:t></w:r></w:p>`).join('');
  const parts: [string, Buffer][] = [
    ['[Content_Types].xml', Buffer.from('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="jpg" ContentType="image/jpeg"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')],
    ['_rels/.rels', Buffer.from('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')],
    ['word/document.xml', Buffer.from(`<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs}</w:body></w:document>`)],
  ];
  const overhead = parts.reduce((sum, [name, bytes]) => sum + 2 * name.length + 76 + bytes.length, 0) + 2 * 'word/media/image1.jpg'.length + 98;
  return zip([...parts, ['word/media/image1.jpg', jpeg(Math.max(64, size - overhead), seed)]]);
}

/** A picture by its beginning and end; what lies between is noise. */
export function jpeg(size: number, seed: Seeded): Buffer {
  const noise = seed.bytes(size - 22);
  for (let at = noise.indexOf(0xff); at >= 0; at = noise.indexOf(0xff, at + 1)) noise[at] = 0xfe;
  return Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), noise, Buffer.from('ffd9', 'hex')]);
}

/** A zip archive of stored (not deflated) files (APPNOTE 4.3). */
function zip(files: [string, Buffer][]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  for (const [name, bytes] of files) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(lengthOf(pieces), 10);
    directory.push(Buffer.from('504b01021400', 'hex'), common, tail, Buffer.from(name));
    pieces.push(Buffer.from('504b0304', 'hex'), common, Buffer.from(name), bytes);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(lengthOf(directory), 12);
  end.writeUInt32LE(lengthOf(pieces), 16);
  return Buffer.concat([...pieces, ...directory, end]);
}

function lengthOf(pieces: Buffer[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}
