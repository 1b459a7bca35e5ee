/** What the parse child does with a document. Loaded with the first one: a child that reads mails alone starts without it. */
import { readInside } from '../../src/archives/inside.ts';
import { noText } from '../../src/archives/no-text.ts';
import { readText } from '../../src/documents/index.ts';
import type { DocumentAnswer, DocumentQuestion } from '../../src/edges/parser.ts';
import { findPrograms, type Programs } from '../../src/edges/programs.ts';
import { Problem, reasonOf } from '../../src/problem.ts';
import { blobsIn, storedBytes } from './parse-storage.ts';

let programs: Promise<Programs> | null = null;

/** Never throws: a bad document is an answer of its reader, a failing disk is `trouble`. */
export async function document({ path, documentsDir, document, open }: DocumentQuestion): Promise<DocumentAnswer> {
  try {
    const store = await blobsIn(documentsDir);
    const bytes = storedBytes(path ?? store?.path(document.sha256) ?? '');
    const { part, filename: name, detectedType, contentType } = document;
    const inside = open ? await readInside({ part, name, bytes, detectedType, listed: MAIL.test(contentType) }, (found, sha256) => store?.putNow(found, sha256)) : null;
    if (inside?.text) return { text: inside.text, flags: inside.flags, inner: inside.inner };
    const { text, flags } = await readText(bytes, detectedType, await (programs ??= findPrograms()));
    return { text, flags: [...new Set([...flags, ...inside?.flags ?? []])], inner: inside?.inner ?? [] };
  } catch (error) {
    if (error instanceof Problem && error.retry === 'later') return { trouble: { code: error.code, forStaff: error.forStaff } };
    process.stderr.write(`${reasonOf(error)}\n`);
    return { text: noText('failed', 'crashed', null), flags: [], inner: [] };
  }
}

/** What the reader of a mail goes into by itself. */
const MAIL = /^message\/(rfc822|global|news)$/;
