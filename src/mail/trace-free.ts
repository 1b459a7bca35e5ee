/** The fingerprint of a mail without what servers on the way wrote on it: the same mail delivered twice never has the same raw bytes. */
import { createHash, type Hash } from 'node:crypto';

const TRACE = /^(return-path|delivered-to|x-original-to|received|authentication-results|arc-[a-z-]+|received-spf|x-received|x-spam-[a-z-]+|x-virus-[a-z-]+|x-envelope-to|envelope-to|delivery-date|x-delivered-to|dkim-signature-check|x-uid|status|x-status)$/i;
const MAX_HEADER = 1 << 20;

/** SHA-256 (hex) of the raw bytes without trace headers. */
export function traceFreeHash(raw: Buffer): string {
  const hash = createHash('sha256');
  hash.update(raw.subarray(addHeader(raw, hash)));
  return hash.digest('hex');
}

/** The same over a stream, which is read once. */
export async function traceFreeHashOf(raw: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of raw) {
    if (head === null) {
      hash.update(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < MAX_HEADER && !/\r?\n\r?\n/.test(head.toString('latin1'))) continue;
    hash.update(head.subarray(addHeader(head, hash)));
    head = null;
  }
  if (head !== null) hash.update(head.subarray(addHeader(head, hash)));
  return hash.digest('hex');
}

/** Hashes the header fields that count; gives where the body begins. */
function addHeader(bytes: Buffer, hash: Hash): number {
  let at = 0;
  let skip = false;
  while (at < Math.min(bytes.length, MAX_HEADER)) {
    const newline = bytes.indexOf(0x0a, at);
    const end = newline < 0 ? bytes.length : newline + 1;
    const line = bytes.toString('latin1', at, Math.min(end, at + 200));
    if (/^\r?\n?$/.test(line)) return at;
    if (!/^[ \t]/.test(line)) skip = TRACE.test(/^[^:\s]*/.exec(line)?.[0] ?? '');
    if (!skip) hash.update(bytes.subarray(at, end));
    at = end;
  }
  return at;
}
