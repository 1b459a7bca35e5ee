/** Documents as rows, one by one: what OCR is to read, and what it read. */
import { and, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { document, entryVersion } from '../../schemas/tables.ts';
import type { DocumentText, MailDocument } from '../../schemas/reading.ts';
import { storable } from '../mail/read.ts';
import type { Tx } from './database.ts';

/** Of these hashes those of files that entrants sent. */
export async function hashesOfEntries(tx: Tx, hashes: string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const rows = await tx.selectDistinct({ sha256: document.sha256 }).from(document).innerJoin(entryVersion, eq(entryVersion.messageId, document.messageId)).where(inArray(document.sha256, hashes));
  return rows.map((r) => r.sha256);
}

/** Null where it is not recorded. */
export async function documentAt(tx: Tx, messageId: string, part: string): Promise<Pick<typeof document.$inferSelect, 'id' | 'sha256' | 'detectedType' | 'textMethod' | 'textQuality' | 'words'> | null> {
  const { id, sha256, detectedType, textMethod, textQuality, words } = document;
  const [row] = await tx.select({ id, sha256, detectedType, textMethod, textQuality, words }).from(document).where(and(eq(document.messageId, messageId), eq(document.part, part)));
  return row ?? null;
}

/** Of all documents that a scanner found infected. */
export async function infectedHashes(tx: Tx): Promise<Set<string>> {
  const rows = await tx.selectDistinct({ sha256: document.sha256 }).from(document).where(sql`${document.flags} ? 'infected'`);
  return new Set(rows.map((r) => r.sha256));
}

/** What a message's documents are and say, as read anew: what is known of them is replaced, what is no longer found goes. */
export async function replaceDocuments(tx: Tx, messageId: string, documents: MailDocument[]): Promise<void> {
  await tx.delete(document).where(and(eq(document.messageId, messageId), notInArray(document.part, documents.map((d) => d.part))));
  for (const d of documents) {
    const known = {
      filename: d.filename === null ? null : storable(d.filename), storedName: d.storedName, contentType: storable(d.contentType), detectedType: d.detectedType, size: d.size, sha256: d.sha256, source: d.from, flags: d.flags,
      ...(d.text ? wordsOf(d.text) : {}),
    };
    await tx.insert(document).values({ messageId, part: d.part, ...known }).onConflictDoUpdate({ target: [document.messageId, document.part], set: known });
  }
}

function wordsOf(text: DocumentText) {
  return { textState: text.state, textMethod: text.method, textQuality: text.quality, textFailure: text.failure, words: text.text === '' ? null : storable(text.text) };
}

export async function recordWords(tx: Tx, id: string, text: DocumentText): Promise<void> {
  await tx.update(document).set(wordsOf(text)).where(eq(document.id, id));
}

/** The scans of a message by part number, and whether they are still to be read: not those that nobody could read for an hour. */
export async function scansOf(tx: Tx, messageId: string): Promise<{ part: string; waits: boolean }[]> {
  return tx.run<{ part: string; waits: boolean }>(SCANS, [messageId]);
}

// By the key that the jobs were written under (workers/inbound/registration.ts).
const SCANS = `
  select d.part, j.done_at is null and j.dead_at is null and j.created_at > now() - interval '1 hour' as waits
  from document d join job j on j.key = 'read-scan:' || d.message_id || ':' || d.part where d.message_id = $1`;
