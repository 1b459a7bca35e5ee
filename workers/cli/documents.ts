/** Documents as staff see them: what each is, how reading it ended, and its first words. */
import { isIdCard } from '../../src/documents/id-card.ts';
import type { DocumentRow } from '../../src/store/messages.ts';
import { colour, print, printTable, visible } from './print.ts';

const EXCERPT = 110;

/** Without the words of copies of identity papers: restricted, to whoever lists documents. */
export function restricted<D extends DocumentRow>(documents: D[]): D[] {
  return documents.map((d) => (isCard(d) ? { ...d, excerpt: null } : d));
}

function isCard({ filename, storedName, detectedType, excerpt }: DocumentRow): boolean {
  return isIdCard({ name: filename ?? storedName, type: detectedType, words: excerpt });
}

export function printDocuments(documents: DocumentRow[]): void {
  // Where they came with several mails a number alone names none.
  const several = new Set(documents.map((d) => d.messageId)).size > 1;
  printTable(['part', 'type', 'size', 'sha256', 'flags', 'read', 'name'], documents.map((d) => [several ? `${d.messageId.slice(0, 8)}:${d.part}` : d.part, d.detectedType, String(d.size), d.sha256.slice(0, 12), d.flags.join(',') || '-', isCard(d) ? 'identity paper, restricted' : howRead(d), d.filename ?? d.storedName]));
  for (const { part, excerpt } of restricted(documents)) if (excerpt) print(colour(`  ${part}: ${visible(excerpt.replace(/\s+/g, ' ').slice(0, EXCERPT))}`, 'dim'));
}

/** "docx 0.97": by what, and the share of Vietnamese syllables in it; or why not. */
function howRead({ textState, textMethod, textQuality, textFailure }: DocumentRow): string {
  if (textState === null) return '-';
  if (textState !== 'read') return `${textState}${textFailure === null ? '' : `: ${textFailure}`}`;
  return `${textMethod ?? ''}${textQuality === null ? '' : ` ${textQuality.toFixed(2)}`}`;
}
