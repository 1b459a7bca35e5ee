/** Files that stand between the lines of a text file, as before MIME. */
import { decodeUu, UU_BEGIN } from '../mail/transfer.ts';
import { decodeHeader } from '../mail/words.ts';
import { Problem } from '../problem.ts';
import type { Budget } from './budget.ts';
import type { Found } from './describe.ts';

const BEGIN = Buffer.from('begin ');

/** Files that stand as `begin 644 NAME` in text, in its order. */
export async function* uuencodedIn(bytes: Buffer, budget: Budget): AsyncGenerator<Found> {
  if (!bytes.includes(BEGIN)) return;
  const lines = bytes.toString('latin1').split(/\r\n|\n|\r/);
  for (let at = 0; at < lines.length; at++) {
    const name = UU_BEGIN.exec((lines[at] as string).slice(0, 1_000))?.[1];
    if (name === undefined || !looksEncoded(lines[at + 1] ?? '')) continue;
    const end = endOf(lines, at);
    const decoded = decodeUu(lines.slice(at, end + 1));
    at = end;
    if (decoded === null || decoded.bytes.length === 0) continue;
    if (!budget.admit()) throw new Problem('unpack-limit', { forUser: 'The file holds more than is opened.', forStaff: 'uuencoded files' });
    const refused = budget.refuses(decoded.bytes.length, null) ?? budget.spend(decoded.bytes.length, decoded.bytes.length, null);
    yield {
      name: decodeHeader(name).text, size: decoded.bytes.length, bytes: refused ? null : decoded.bytes, flags: [...(decoded.truncated ? ['truncated' as const] : []), ...(refused ? [refused] : [])],
      contentType: 'application/octet-stream', from: 'uuencode', listed: false,
    };
  }
}

function endOf(lines: string[], start: number): number {
  for (let at = start + 1; at < lines.length; at++) if ((lines[at] as string).trimEnd() === 'end') return at;
  return lines.length - 1;
}

/** A sentence can begin with "begin 644"; the lines of a file have their lengths. */
function looksEncoded(line: string): boolean {
  const length = (line.charCodeAt(0) - 32) & 63;
  const full = 1 + Math.ceil(length / 3) * 4;
  return line.length > 1 && line.length >= full - 3 && line.length <= full + 2;
}
