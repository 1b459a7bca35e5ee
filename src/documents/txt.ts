/** Plain text in whatever charset; tabs divide cells. */
import { decodeText } from '../mail/charset.ts';
import { trimRow, type Lines, type Reader } from './document.ts';

export const txt: Reader = {
  types: ['txt', 'xml', 'ics', 'vcf'],
  read: (bytes) => ({ lines: plainLines(decodeFile(bytes)), method: 'txt' }),
};

/** More is never kept. */
const MOST_BYTES = 4 << 20;

/** Text of a file: by its byte order mark, as UTF-16 where every other byte is empty, else as a mail's text is decoded. NFC, repaired. @param declared what the file says of itself */
export function decodeFile(bytes: Buffer, declared: string | null = null): string {
  const head = bytes.subarray(0, MOST_BYTES);
  const wide = wideCharset(head);
  return (wide === null ? decodeText(head, declared).text : new TextDecoder(wide).decode(head)).replace(/^\ufeff/, '');
}

function wideCharset(head: Buffer): string | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const start = head.subarray(0, 400);
  const empty = [...start.keys()].filter((i) => start[i] === 0);
  const odd = empty.filter((i) => i % 2 === 1).length;
  const even = empty.length - odd;
  if (odd > start.length / 8 && even === 0) return 'utf-16le';
  return even > start.length / 8 && odd === 0 ? 'utf-16be' : null;
}

function plainLines(text: string): Lines {
  return text.split(/\r\n|[\n\r\f\u2029]/).map((line) => trimRow(line.split('\t')));
}
