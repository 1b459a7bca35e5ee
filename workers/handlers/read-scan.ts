/** Reads a scan or a picture by OCR, behind the receipt; where it tells something new of the entry, its sender hears of it. */
import type { DocumentText } from '../../schemas/reading.ts';
import { Problem } from '../../src/problem.ts';
import { documentAt, recordWords } from '../../src/store/documents.ts';
import { takeTurn } from '../../src/store/entries.ts';
import { hurryJobs } from '../../src/store/jobs.ts';
import { openRestorationOf } from '../../src/store/restoration.ts';
import { tellOfScans } from '../inbound/read-again.ts';
import { waitsForRestore } from '../restore/go-on.ts';
import type { Handler } from '../services.ts';

export const readScan: Handler<'read-scan'> = async ({ messageId, part, pages }, work) => {
  const { document, restoring } = await work.db.transaction(async (tx) => ({ document: await documentAt(tx, messageId, part), restoring: await openRestorationOf(tx) }));
  // It may have been told before: letters wait until the mailbox was read.
  if (restoring !== null) throw waitsForRestore();
  if (document !== null && (await work.blobs.has(document.sha256)) === null) throw new Problem('storage', { forUser: 'The scan is read once its bytes can be.', forStaff: `document ${part} of message ${messageId}: its bytes are missing`, retry: 'later' });
  if (document !== null && work.ocr.busy()) throw new Problem('ocr-busy', { forUser: 'The scan is read once another has been.', retry: 'later' });
  const seen = document === null ? null : await work.ocr.read({ path: work.blobs.path(document.sha256), type: document.detectedType, pages: pages.split(',').filter((p) => p !== '').map(Number) });
  await work.finish(async (tx) => {
    await takeTurn(tx);
    const text = document === null || seen === null ? null : pages === '' ? better(document, seen) : added(document, seen);
    if (document !== null && text !== null) await recordWords(tx, document.id, text);
    await tellOfScans(tx, work, messageId, part);
    // Whoever found OCR busy waits longer and longer: the next need not.
    await hurryJobs(tx, 'read-scan', 1);
  });
};

/** What OCR saw takes the place of no words, or of worse ones; that it saw nothing takes the place of nothing. */
function better({ words, textQuality }: { words: string | null; textQuality: number | null }, seen: DocumentText): DocumentText | null {
  if (words === null) return seen;
  return seen.state === 'read' && (seen.quality ?? 0) > (textQuality ?? 0) ? seen : null;
}

/** Behind the words of the other pages; null where nothing was seen, or where that was added before. */
function added({ words, textMethod }: { words: string | null; textMethod: string | null }, seen: DocumentText): DocumentText | null {
  if (seen.state !== 'read' || textMethod?.endsWith('+ocr')) return null;
  const text = `${words ?? ''}\f\n${seen.text}`;
  return { ...seen, characters: text.length, method: `${textMethod ?? ''}+ocr`, text };
}
