/** The tokens of RTF: groups, control words with their number, bytes. */

export type Token =
  | { kind: 'open' } | { kind: 'close' }
  | { kind: 'word'; word: string; value: number | null }
  /** bytes of text as they stand, or one byte from \'hh */
  | { kind: 'bytes'; bytes: Buffer; one: boolean };

const [BACKSLASH, OPEN, CLOSE, CR, LF, NUL] = [0x5c, 0x7b, 0x7d, 0x0d, 0x0a, 0x00];

/** Walks the file once; binary data (\bin) is stepped over. */
export function* tokens(rtf: Buffer): Generator<Token> {
  let at = 0;
  while (at < rtf.length) {
    const byte = rtf[at] as number;
    if (byte === OPEN || byte === CLOSE) {
      at++;
      yield { kind: byte === OPEN ? 'open' : 'close' };
    } else if (byte === BACKSLASH) {
      const [token, end] = control(rtf, at + 1);
      at = end;
      if (token) yield token;
    } else if (byte === CR || byte === LF || byte === NUL) at++;
    else {
      let end = at + 1;
      while (end < rtf.length && !isSpecial(rtf[end] as number)) end++;
      yield { kind: 'bytes', bytes: rtf.subarray(at, end), one: false };
      at = end;
    }
  }
}

function isSpecial(byte: number): boolean {
  return byte === BACKSLASH || byte === OPEN || byte === CLOSE || byte === CR || byte === LF || byte === NUL;
}

/** The token behind a backslash, and where the next begins. */
function control(rtf: Buffer, start: number): [Token | null, number] {
  const first = rtf[start];
  if (first === undefined) return [null, start];
  if (first === 0x27) {
    const byte = parseInt(rtf.toString('latin1', start + 1, start + 3), 16);
    return [Number.isNaN(byte) ? null : { kind: 'bytes', bytes: Buffer.from([byte]), one: true }, start + 3];
  }
  if (!isLetter(first)) return [{ kind: 'word', word: String.fromCharCode(first), value: null }, start + 1];
  let end = start;
  while (end - start < 32 && isLetter(rtf[end])) end++;
  const word = rtf.toString('latin1', start, end);
  const digits = end;
  if (rtf[end] === 0x2d) end++;
  while (end - digits < 11 && isDigit(rtf[end])) end++;
  const value = end === digits ? null : Number(rtf.toString('latin1', digits, end)) || 0;
  if (rtf[end] === 0x20) end++;
  if (word === 'bin') return [null, Math.min(rtf.length, end + Math.max(0, value ?? 0))];
  return [{ kind: 'word', word, value }, end];
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a));
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
