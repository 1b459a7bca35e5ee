/** UTF-8 that was read byte by byte, turned back; and the byte that a character of a Windows text stood for. */

/** 0x80 to 0x9f of windows-1252 as browsers read it (WHATWG): the five that mean nothing pass as control characters. */
const C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const BYTES = new Map([...C1].map((c, i) => [c.charCodeAt(0), 0x80 + i] as const));

/** The byte (0 to 255) that reads as this character in Latin-1 or windows-1252; null where none does. */
export function byteOf(code: number): number | null {
  return code < 0x100 ? code : BYTES.get(code) ?? null;
}

/** Each UTF-8 sequence that stands in the text as single characters becomes its character; all else stays. */
export function unmojibake(text: string): string {
  let out = '';
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) < 0x80) continue;
    const found = sequenceAt(text, i);
    if (found === null) continue;
    out += text.slice(start, i) + String.fromCodePoint(found.code);
    start = i + found.length;
    i = start - 1;
  }
  return out + text.slice(start);
}

/** RFC 3629: two or three bytes are what Vietnamese has, four are emoji; overlong forms are none. */
function sequenceAt(text: string, at: number): { code: number; length: number } | null {
  const lead = byteOf(text.charCodeAt(at)) ?? 0;
  const length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > text.length) return null;
  let code = lead & (0x7f >> length);
  for (let k = 1; k < length; k++) {
    const byte = byteOf(text.charCodeAt(at + k)) ?? 0;
    if ((byte & 0xc0) !== 0x80) return null;
    code = (code << 6) | (byte & 0x3f);
  }
  const least = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
  return code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? null : { code, length };
}
