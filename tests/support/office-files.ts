/** Office files made by a test: zips of parts, OLE containers, small PDFs. */
import { createHash } from 'node:crypto';
import { crc32, deflateRawSync } from 'node:zlib';
import CFB from 'cfb';

/** A zip of named parts, deflated. */
export function zipOf(parts: Record<string, string | Buffer>): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content as string);
    const packed = deflateRawSync(bytes);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x0800, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, tail, Buffer.from(name)]));
    files.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, list, end]);
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"';
const TYPES = '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';

/** A Word file with this body. */
export function docxOf(body: string, more: Record<string, string | Buffer> = {}): Buffer {
  return zipOf({ '[Content_Types].xml': TYPES, 'word/document.xml': `<?xml version="1.0" encoding="UTF-8"?><w:document ${W}><w:body>${body}</w:body></w:document>`, ...more });
}

/** A paragraph of Word. */
export const p = (text: string): string => `<w:p><w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;
/** A row of Word; each cell is the XML inside it. */
export const row = (...cells: string[]): string => `<w:tr>${cells.map((c) => `<w:tc><w:tcPr/>${c}</w:tc>`).join('')}</w:tr>`;

/** An Excel file with this sheet data. */
export function xlsxOf(sheetData: string, more: Record<string, string | Buffer> = {}): Buffer {
  return zipOf({
    '[Content_Types].xml': TYPES.replace('/word/document.xml', '/xl/workbook.xml').replace('wordprocessingml.document', 'spreadsheetml.sheet'),
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="Số liệu" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheetData}</sheetData></worksheet>`, ...more,
  });
}

/** An OpenDocument file with this content. */
export function odfOf(kind: 'text' | 'spreadsheet', body: string, more: Record<string, string | Buffer> = {}): Buffer {
  return zipOf({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'content.xml': `<office:document-content><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`, ...more,
  });
}

/** An OLE container of named streams. */
export function oleOf(streams: Record<string, Buffer>): Buffer {
  const container = CFB.utils.cfb_new();
  for (const [name, content] of Object.entries(streams)) CFB.utils.cfb_add(container, name, content);
  CFB.utils.cfb_del(container, '\u0001Sh33tJ5');
  return Buffer.from(CFB.write(container, { type: 'buffer' }) as Buffer);
}

/** A PDF of one page in Helvetica. Locked by RC4 of 40 bits (PDF 1.7, 7.6.3) where passwords are given; an empty one for the user opens for everybody. */
export function pdfOf(lines: string[], lock?: { user: string; owner: string }): Buffer {
  const id = Buffer.from('0123456789abcdef');
  const text = Buffer.from(`BT /F1 12 Tf 72 720 Td 14 TL ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`);
  const key = lock ? keysOf(lock, id) : null;
  const content = key ? rc4(createHash('md5').update(Buffer.concat([key.file, Buffer.from([4, 0, 0, 0, 0])])).digest().subarray(0, 10), text) : text;
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'), Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>'),
    Buffer.concat([Buffer.from(`<< /Length ${content.length} >>\nstream\n`), content, Buffer.from('\nendstream')]),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'),
    ...(key ? [Buffer.from(`<< /Filter /Standard /V 1 /R 2 /P -64 /O <${key.o.toString('hex')}> /U <${key.u.toString('hex')}> >>`)] : []),
  ];
  let out = Buffer.from('%PDF-1.4\n');
  const offsets = objects.map((object, i) => {
    const at = out.length;
    out = Buffer.concat([out, Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    return at;
  });
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const encrypt = key ? ` /Encrypt ${objects.length} 0 R` : '';
  const ids = `<${id.toString('hex')}>`;
  return Buffer.concat([out, Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /ID [${ids} ${ids}]${encrypt} >>\nstartxref\n${out.length}\n%%EOF\n`)]);
}

const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

function keysOf(lock: { user: string; owner: string }, id: Buffer): { file: Buffer; o: Buffer; u: Buffer } {
  const padded = (password: string): Buffer => Buffer.concat([Buffer.from(password), PADDING]).subarray(0, 32);
  const md5 = (...parts: Buffer[]): Buffer => createHash('md5').update(Buffer.concat(parts)).digest().subarray(0, 5);
  const o = rc4(md5(padded(lock.owner)), padded(lock.user));
  const permissions = Buffer.alloc(4);
  permissions.writeInt32LE(-64);
  const file = md5(padded(lock.user), o, permissions, id);
  return { file, o, u: rc4(file, PADDING) };
}

/** RC4, which new OpenSSL no longer has. */
function rc4(key: Buffer, data: Buffer): Buffer {
  const s = Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + s[i]! + key[i % key.length]!) & 255;
    [s[i], s[j]] = [s[j]!, s[i]!];
  }
  let [i, j] = [0, 0];
  return Buffer.from(data.map((byte) => {
    i = (i + 1) & 255;
    j = (j + s[i]!) & 255;
    [s[i], s[j]] = [s[j]!, s[i]!];
    return byte ^ s[(s[i]! + s[j]!) & 255]!;
  }));
}
