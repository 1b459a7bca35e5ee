/** Unstructured header text: encoded words (RFC 2047) as real programs write them, and raw 8-bit bytes. */
import { decodeText, type Text } from './charset.ts';
import { decodeQuotedPrintable } from './transfer.ts';

/**
 * @param raw Latin-1 of the header's bytes
 * Adjacent words of one charset are joined as bytes first: some programs split inside a character.
 */
export function decodeHeader(raw: string, named: string[] = []): Text {
  const pieces: { bytes: Buffer; charset: string | null }[] = [];
  let at = 0;
  for (const word of raw.matchAll(ENCODED_WORD)) {
    const between = raw.slice(at, word.index);
    const previous = pieces.at(-1);
    const afterWord = previous !== undefined && previous.charset !== null && at > 0;
    if (between !== '' && !(afterWord && between.trim() === '')) pieces.push({ bytes: Buffer.from(between, 'latin1'), charset: null });
    const [, charset = '', encoding = '', content = ''] = word;
    const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : decodeQ(content);
    const last = pieces.at(-1);
    if (last && last.charset !== null && last.charset.toLowerCase() === charset.toLowerCase()) last.bytes = Buffer.concat([last.bytes, bytes]);
    else pieces.push({ bytes, charset });
    at = word.index + word[0].length;
  }
  if (at < raw.length) pieces.push({ bytes: Buffer.from(raw.slice(at), 'latin1'), charset: null });
  const texts = pieces.map((piece) => decodeText(piece.bytes, piece.charset, named));
  return { text: oneLine(texts.map((t) => t.text).join('')), repaired: texts.some((t) => t.repaired) };
}

/** A word may hold spaces and be cut by a missing end: both are in the wild, neither in the RFC. */
const ENCODED_WORD = /=\?([^?\s]{1,40})\?([bq])\?([^?]*)\?=/gi;

function decodeQ(content: string): Buffer {
  return decodeQuotedPrintable(Buffer.from(content.replaceAll('_', ' '), 'latin1'));
}

function oneLine(text: string): string {
  return text.normalize('NFC').replace(/[\r\n\t]+/g, ' ').replaceAll('\u0000', '').trim();
}
