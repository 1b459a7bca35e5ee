/** Header fields as they stand in the bytes: unfolded, undecoded, in order. */

/** value: Latin-1 of the raw bytes, unfolded, trimmed */
export type HeaderField = { name: string; value: string };
export type Headers = { fields: HeaderField[]; /** where the body begins */ bodyAt: number };

/** A header block above this many bytes is an attack; what lies beyond is not read as header. */
const MAX_HEADER_BYTES = 1 << 20;
const MAX_FIELDS = 5_000;

/**
 * Reads header fields from `start`. A line that can be no header field ends the block where the blank line is missing
 * (RFC 5322 2.2; broken generators leave it out).
 */
export function readHeaders(bytes: Buffer, start: number, end: number): Headers {
  const fields: HeaderField[] = [];
  let at = start;
  const limit = Math.min(end, start + MAX_HEADER_BYTES);
  while (at < limit) {
    const newline = bytes.indexOf(0x0a, at);
    const stop = newline < 0 || newline >= end ? end : newline;
    const next = Math.min(stop + 1, end);
    const line = bytes.toString('latin1', at, stop > at && bytes[stop - 1] === 0x0d ? stop - 1 : stop);
    if (line === '') return { fields, bodyAt: next };
    const last = fields.at(-1);
    const field = FIELD.exec(line);
    if ((line[0] === ' ' || line[0] === '\t') && last) last.value += ` ${line.trim()}`;
    else if (field && fields.length < MAX_FIELDS) fields.push({ name: (field[1] as string).toLowerCase(), value: (field[2] as string).trim() });
    else if (!field && !/^\s+$/.test(line)) return { fields, bodyAt: at };
    at = next;
  }
  return { fields, bodyAt: at };
}

const FIELD = /^([!-9;-~]+)[ \t]*:(.*)$/s;

/** Values of every field of this name (lower case), top first. */
export function all(headers: HeaderField[], name: string): string[] {
  return headers.filter((h) => h.name === name).map((h) => h.value);
}

/** The topmost; null where there is none. */
export function first(headers: HeaderField[], name: string): string | null {
  return headers.find((h) => h.name === name)?.value ?? null;
}
