/** The complete list of files in a mail: every leaf that is not the body, inner mails and what is in them, uuencoded blocks. */
import { createHash } from 'node:crypto';
import type { DocumentFlag, DocumentSource, MailDocument } from '../../schemas/reading.ts';
import { fileName } from './body.ts';
import { decodeHeader } from './words.ts';
import { contradicts, detectType, extensionOf } from './detect.ts';
import { decodedBody, entities, type Entity } from './entity.ts';
import { first } from './headers.ts';
import { storedName } from './names.ts';
import { decodeUu, UU_BEGIN, type Decoded } from './transfer.ts';

export type Content = { part: string; sha256: string; bytes: Buffer };
export type Documents = { documents: MailDocument[]; contents: Content[] };

/** @param body the parts chosen as body: never listed, but searched for uuencoded files */
export async function listDocuments(root: Entity, body: Set<Entity>, partBytes: number): Promise<Documents> {
  const found: Documents = { documents: [], contents: [] };
  const unclosed = lastLeafOfUnclosed(root);
  for (const part of entities(root)) {
    if (body.has(part)) await uuencoded(part, found, partBytes);
    else if (isDocument(part)) await add(found, part, decodedBody(part), { name: documentName(part), from: sourceOf(part), truncated: unclosed.has(part) }, partBytes);
  }
  return found;
}

/** A multipart is no file; nor is an unnamed alternative of the body in another text format. */
function isDocument(part: Entity): boolean {
  const type = part.type.value;
  if (type.startsWith('multipart/')) return part.children.length === 0 && part.body.length > 0;
  if (fileName(part) !== null || part.disposition.value === 'attachment') return true;
  if (type === 'text/plain' || type === 'text/html' || type === 'text/enriched' || type === 'text/watch-html' || type === 'text/x-amp-html') return false;
  return true;
}

/** A forwarded mail without a name of its own goes by its subject. */
function documentName(part: Entity): string | null {
  const name = fileName(part);
  if (name !== null) return name;
  const inner = part.children[0];
  if (!part.type.value.startsWith('message/') || !inner) return null;
  const subject = decodeHeader(first(inner.headers, 'subject') ?? '').text;
  return subject === '' ? null : `${subject}.eml`;
}

function sourceOf(part: Entity): DocumentSource {
  if (part.depth > 0) return 'rfc822';
  return part.disposition.value === 'inline' ? 'inline' : 'attachment';
}

type About = { name: string | null; from: DocumentSource; truncated: boolean };

async function add(found: Documents, part: Entity, decoded: Decoded, about: About, partBytes: number): Promise<void> {
  const { bytes } = decoded;
  const extension = extensionOf(about.name);
  const detectedType = await detectType(bytes, extension, part.type.value);
  const flags: DocumentFlag[] = [];
  if (bytes.length === 0) flags.push('empty');
  if (about.truncated || decoded.truncated) flags.push('truncated');
  if (decoded.undecodable) flags.push('undecodable');
  if (contradicts(detectedType, extension)) flags.push('type-mismatch');
  if (bytes.length > partBytes) flags.push('too-large');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const number = uniqueNumber(found, part.part === '' ? '1' : part.part);
  found.documents.push({
    part: number, filename: about.name, storedName: storedName(about.name, number, usualExtension(detectedType)),
    contentType: part.type.value, detectedType, size: bytes.length, sha256, from: about.from, flags,
  });
  if (bytes.length <= partBytes) found.contents.push({ part: number, sha256, bytes });
}

function usualExtension(detected: string): string {
  return detected === 'unknown' || detected === 'empty' ? '' : detected;
}

function uniqueNumber(found: Documents, wanted: string): string {
  let number = wanted;
  for (let n = 1; found.documents.some((d) => d.part === number); n++) number = `${wanted}.uu${n}`;
  return number;
}

/** Files that stand between the lines of the text, as before MIME. */
async function uuencoded(part: Entity, found: Documents, partBytes: number): Promise<void> {
  const text = decodedBody(part).bytes.toString('latin1');
  if (!/^begin [0-7]{3,4} /m.test(text)) return;
  let lines = text.split(/\r?\n/);
  for (let n = 0; n < 50; n++) {
    const start = lines.findIndex((line) => UU_BEGIN.test(line));
    const decoded = start < 0 ? null : decodeUu(lines.slice(start));
    if (decoded === null) return;
    // A sentence can begin with "begin 644"; a file has bytes and its lines have their lengths.
    if (decoded.bytes.length > 0 && looksEncoded(lines[start + 1] ?? '')) {
      const name = decodeHeader(UU_BEGIN.exec(lines[start] as string)?.[1] ?? '').text;
      await add(found, { ...part, part: `${part.part === '' ? '1' : part.part}.uu${n + 1}` }, decoded, { name, from: 'uuencode', truncated: false }, partBytes);
    }
    lines = lines.slice(start + 1);
  }
}

function looksEncoded(line: string): boolean {
  const length = (line.charCodeAt(0) - 32) & 63;
  return line.length >= 1 + Math.ceil(length / 3) * 4 - 3 && line.length <= 1 + Math.ceil(length / 3) * 4 + 2;
}

/** Where a multipart was cut off, its last file is the one that was cut. */
function lastLeafOfUnclosed(root: Entity): Set<Entity> {
  const cut = new Set<Entity>();
  for (const part of entities(root)) {
    let last = part.unclosed ? part.children.at(-1) : undefined;
    while (last && last.children.length > 0) last = last.children.at(-1);
    if (last) cut.add(last);
  }
  return cut;
}
