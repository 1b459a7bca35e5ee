/** The texts of files as the service would read them: by the same parser, in children of their own. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { csvRows } from '../../src/spreadsheets/csv-list.ts';
import { openParser, type Parser } from '../../src/edges/parser.ts';
import { detectType } from '../../src/mail/detect.ts';
import { nfc } from '../../src/vietnamese/fold.ts';
import { filesIn } from './files.ts';

/** title: of the line of a CSV file, or the file's name */
export type FileText = { file: string; title: string; text: string };

/** Files larger than this are no documents of words. */
const MOST_BYTES = 100 * 1024 * 1024;

/** Each text of these files and folders; what is inside archives, too. `unread` says why a file gave none. */
export async function* textsIn(paths: string[]): AsyncGenerator<FileText | { file: string; unread: string }> {
  const files = (await Promise.all(paths.map((path) => filesIn(path, /^\./)))).flat();
  const kept = await mkdtemp(join(tmpdir(), 'mailroom-texts-'));
  const parser = await openParser({ size: 1, documentsDir: kept });
  try {
    for (const file of files) yield* textsOfFile(parser, file);
  } finally {
    await parser.close();
    await rm(kept, { recursive: true, force: true });
  }
}

async function* textsOfFile(parser: Parser, path: string): AsyncGenerator<FileText | { file: string; unread: string }> {
  const file = nfc(basename(path));
  if ((await stat(path)).size > MOST_BYTES) return yield { file, unread: 'too large' };
  const bytes = await readFile(path);
  const lines = extname(file).toLowerCase() === '.csv' ? listedTexts(file, bytes) : null;
  if (lines !== null) return yield* lines;
  const detectedType = await detectType(bytes, extname(file).slice(1).toLowerCase(), '');
  const document = { part: '1', filename: file, storedName: file, contentType: '', detectedType, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), from: 'attachment' as const, flags: [] };
  const { text, inner } = await parser.readDocument({ path, document });
  const read = [{ name: file, text }, ...inner.map((d) => ({ name: `${file}: ${d.filename ?? d.storedName}`, text: d.text }))].filter(({ text: t }) => t.text.trim() !== '');
  if (read.length === 0) yield { file, unread: text.failure ?? text.state };
  for (const one of read) yield { file, title: one.name, text: one.text.text };
}

/** Null where the file has no columns title and text: it is a document like others. */
function listedTexts(file: string, bytes: Buffer): FileText[] | null {
  const table = csvRows(nfc(bytes.toString('utf8')));
  if ('fault' in table) return null;
  const [head, ...rows] = table.rows;
  const names = (head?.cells ?? []).map((c) => c.toLowerCase());
  const [title, text] = [names.indexOf('title'), names.indexOf('text')];
  if (title < 0 || text < 0) return null;
  return rows.map((row) => ({ file, title: row.cells[title] ?? '', text: row.cells[text] ?? '' })).filter((t) => t.text !== '');
}
