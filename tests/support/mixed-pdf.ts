/** A PDF whose first page is a picture and whose second is text: a signed form in front of a typed annex. */
import sharp from 'sharp';

/** @param picture PNG bytes @param lines of the typed page, ASCII */
export async function mixedPdf(picture: Buffer, lines: string[]): Promise<Buffer> {
  const { data, info } = await sharp(picture).jpeg({ quality: 90 }).toBuffer({ resolveWithObject: true });
  const typed = Buffer.from(`BT /F1 12 Tf 72 760 Td 18 TL ${lines.map((line) => `(${line}) Tj T*`).join(' ')} ET`);
  const drawn = Buffer.from(`q 555 0 0 ${Math.round(555 * info.height / info.width)} 20 200 cm /I Do Q`);
  const stream = (dictionary: string, bytes: Buffer): Buffer => Buffer.concat([Buffer.from(`<<${dictionary}/Length ${bytes.length}>>stream\n`), bytes, Buffer.from('\nendstream')]);
  const objects = [
    Buffer.from('<</Type/Catalog/Pages 2 0 R>>'), Buffer.from('<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>'),
    Buffer.from('<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</XObject<</I 7 0 R>>>>>>'),
    Buffer.from('<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R/Resources<</Font<</F1 8 0 R>>>>>>'),
    stream('', drawn), stream('', typed), stream(`/Type/XObject/Subtype/Image/Width ${info.width}/Height ${info.height}/ColorSpace/${info.channels === 1 ? 'DeviceGray' : 'DeviceRGB'}/BitsPerComponent 8/Filter/DCTDecode`, data),
    Buffer.from('<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'),
  ];
  const file: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const size = (): number => file.reduce((n, piece) => n + piece.length, 0);
  const places = objects.map((object, i) => {
    const at = size();
    file.push(Buffer.from(`${i + 1} 0 obj`), object, Buffer.from('endobj\n'));
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const start = size();
  file.push(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`));
  return Buffer.concat(file);
}
