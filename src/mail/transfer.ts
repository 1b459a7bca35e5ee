/** Content-Transfer-Encoding (RFC 2045 6), read as leniently as mail programs do. */

export type Decoded = { bytes: Buffer; undecodable: boolean; truncated: boolean };

/** @param encoding the header's value in lower case; an unknown one leaves the bytes as they are and says so */
export function decodeTransfer(bytes: Buffer, encoding: string): Decoded {
  if (encoding === 'base64') return decodeBase64(bytes);
  if (encoding === 'quoted-printable') return whole(decodeQuotedPrintable(bytes));
  if (/^(x-)?uu(e|encode)$/.test(encoding)) return decodeUu(bytes.toString('latin1').split(/\r?\n|\r/)) ?? { bytes, undecodable: true, truncated: false };
  const known = encoding === '' || /^(7bit|8bit|binary)$/.test(encoding);
  return { bytes, undecodable: !known, truncated: false };
}

function whole(bytes: Buffer): Decoded {
  return { bytes, undecodable: false, truncated: false };
}

/** Characters outside the alphabet are skipped; decoding ends at the padding. A rest that makes no whole byte means that something is missing. */
function decodeBase64(bytes: Buffer): Decoded {
  const regular = decodeRegularBase64(bytes);
  return regular === null ? decodeLenientBase64(bytes) : whole(regular);
}

/** Lines of one width, whole groups of four, padding at the end alone: what nearly all mail has, decoded in one go. Null for all else. */
export function decodeRegularBase64(bytes: Buffer): Buffer | null {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end--;
  const newline = bytes.indexOf(0x0a);
  const first = newline < 0 || newline >= end ? end : newline;
  const eol = bytes[first - 1] === 0x0d ? 2 : 1;
  const width = first === end ? end : first + 1 - eol;
  if (width <= 0 || width % 4 !== 0) return null;
  const step = width + eol;
  const lines = Math.floor(end / step);
  for (let line = 1; line <= lines; line++) if (bytes[line * step - 1] !== 0x0a || (eol === 2 && bytes[line * step - 2] !== 0x0d)) return null;
  const characters = lines * width + (end - lines * step);
  if (end - lines * step > width || characters % 4 !== 0) return null;
  // Node takes these two for + and /, which mail does not.
  if (bytes.includes(0x2d) || bytes.includes(0x5f)) return null;
  const padding = bytes[end - 1] !== 0x3d ? 0 : bytes[end - 2] !== 0x3d ? 1 : 2;
  const out = Buffer.from(bytes.toString('latin1', 0, end), 'base64');
  // A character outside the alphabet, or padding in the middle, gives fewer bytes than the length promises.
  return out.length === (characters / 4) * 3 - padding ? out : null;
}

export function decodeLenientBase64(bytes: Buffer): Decoded {
  let text = bytes.toString('latin1').replace(/[^A-Za-z0-9+/=]/g, '');
  const padding = endOfData(text);
  if (padding >= 0) text = text.slice(0, padding);
  const out = Buffer.from(text, 'base64');
  return { bytes: out, undecodable: out.length === 0 && bytes.length > 0 && bytes.toString('latin1').trim() !== '', truncated: text.length % 4 === 1 };
}

/** The first padding that completes a group of four; a stray = before that is skipped like any other character. */
function endOfData(text: string): number {
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    const quad = text.slice(0, at).replaceAll('=', '').length % 4;
    if (quad === 3 || (quad === 2 && text[at + 1] === '=')) return at;
  }
  return -1;
}

/** Byte for byte as binascii does it: soft breaks vanish, a broken escape stays as text. */
export function decodeQuotedPrintable(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte !== 0x3d) {
      out[length++] = byte;
      continue;
    }
    const next = bytes[i + 1];
    if (next === undefined) break;
    if (next === 0x0a || next === 0x0d) {
      const end = bytes.indexOf(0x0a, i);
      if (end < 0) break;
      i = end;
      continue;
    }
    const value = hexPair(next, bytes[i + 2]);
    if (value < 0) {
      out[length++] = byte;
      if (next === 0x3d) i++;
    } else {
      out[length++] = value;
      i += 2;
    }
  }
  return out.subarray(0, length);
}

function hexPair(a: number, b: number | undefined): number {
  const high = hexDigit(a);
  const low = b === undefined ? -1 : hexDigit(b);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const upper = byte & 0xdf;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1;
}

/** The first `begin … end` block of uuencoded lines; null where there is none. Without `end` the data counts as truncated. */
export function decodeUu(lines: string[]): Decoded | null {
  const start = lines.findIndex((line) => UU_BEGIN.test(line));
  if (start < 0) return null;
  const pieces: Buffer[] = [];
  for (let i = start + 1; i < lines.length; i++) {
    const line = lines[i] as string;
    if (line.trimEnd() === 'end') return { bytes: Buffer.concat(pieces), undecodable: false, truncated: false };
    pieces.push(decodeUuLine(line));
  }
  return { bytes: Buffer.concat(pieces), undecodable: false, truncated: true };
}

export const UU_BEGIN = /^begin [0-7]{3,4} (\S.*)$/;

function decodeUuLine(line: string): Buffer {
  const length = ((line.charCodeAt(0) || 32) - 32) & 63;
  const out = Buffer.alloc(length);
  let at = 0;
  for (let i = 1; at < length; i += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((k) => ((line.charCodeAt(i + k) || 32) - 32) & 63) as [number, number, number, number];
    for (const byte of [(a << 2) | (b >> 4), (b << 4) | (c >> 2), (c << 6) | d]) if (at < length) out[at++] = byte & 255;
  }
  return out;
}
