/** Copies of identity papers: sensitive data that nobody reads along with an entry. */
import type { MailDocument } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';

/** Of pictures and PDFs alone: a form asks for the number of the card, and is none. */
const TYPES = new Set(['jpg', 'png', 'tif', 'heic', 'gif', 'webp', 'bmp', 'pdf']);
const NAMES = /(?<![a-z])(cccd|cmnd|cmtnd|can cuoc|chung minh (nhan dan|thu)|ho chieu|passport|id card)(?![a-z])/;
/** What stands on the card of a citizen, in both of its languages; on the older one in the first. */
const PRINTED = ['can cuoc', 'identity card', 'chung minh nhan dan', 'ho chieu', 'passport', 'quoc tich', 'nationality', 'que quan', 'place of origin', 'noi thuong tru', 'place of residence', 'co gia tri den', 'date of expiry', 'dac diem nhan dang', 'personal identification'];
/** A card is short; a report that speaks of cards is not. */
const MOST_CHARACTERS = 2_500;
const ENOUGH = 4;

/** By its name, or by the words that were read from it. @param words null or '' where none were read */
export function isIdCard({ name, type, words }: { name: string; type: string; words: string | null }): boolean {
  if (!TYPES.has(type)) return false;
  if (NAMES.test(fold(name).replace(/[_\-.]+/g, ' '))) return true;
  const said = words === null || words.length > MOST_CHARACTERS ? '' : fold(words);
  return PRINTED.filter((phrase) => said.includes(phrase)).length >= ENOUGH;
}

/** The same of a document as it was read. */
export function isIdCardDocument({ filename, storedName, detectedType, text }: Pick<MailDocument, 'filename' | 'storedName' | 'detectedType' | 'text'>): boolean {
  return isIdCard({ name: filename ?? storedName, type: detectedType, words: text?.state === 'read' ? text.text : null });
}
