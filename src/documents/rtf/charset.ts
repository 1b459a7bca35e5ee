/** Which code page the bytes of an RTF run are in: that of the font, else that of the document. */
import iconv from 'iconv-lite';

/** Code pages by \fcharset (RTF 1.9, font table). */
const BY_CHARSET: Record<number, number> = {
  77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437,
};
const SYMBOL = 2;

export type Font = { codePage: number | null; symbol: boolean; name: string };

/** @param charset the number of \fcharset; 0 and 1 mean the document's own */
export function fontCharset(font: Font, charset: number): void {
  font.codePage = BY_CHARSET[charset] ?? null;
  font.symbol = charset === SYMBOL;
}

/** Text of bytes in a Windows code page; an unknown one is read as 1252. */
export function decodeBytes(bytes: Buffer, codePage: number): string {
  const name = codePage === 10000 ? 'macroman' : codePage === 65001 ? 'utf-8' : `cp${codePage}`;
  return iconv.decode(bytes, iconv.encodingExists(name) ? name : 'windows-1252');
}
