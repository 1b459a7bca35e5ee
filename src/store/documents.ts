/** Documents as rows, one by one: what OCR is to read, and what it read. */
import { and, eq } from 'drizzle-orm';
import { document } from '../../schemas/tables.ts';
import type { DocumentText } from '../../schemas/reading.ts';
import { storable } from '../mail/read.ts';
import type { Tx } from './database.ts';

/** Null where it is not recorded. */
export async function documentAt(tx: Tx, messageId: string, part: string): Promise<{ id: string; sha256: string; detectedType: string } | null> {
  const [row] = await tx.select({ id: document.id, sha256: document.sha256, detectedType: document.detectedType }).from(document).where(and(eq(document.messageId, messageId), eq(document.part, part)));
  return row ?? null;
}

export async function recordWords(tx: Tx, id: string, text: DocumentText): Promise<void> {
  await tx.update(document).set({
    textState: text.state, textMethod: text.method, textQuality: text.quality, textFailure: text.failure, words: text.text === '' ? null : storable(text.text),
  }).where(eq(document.id, id));
}
