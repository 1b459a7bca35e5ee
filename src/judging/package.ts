/** What a judge gets of an entry, and how many letters that takes. */
import type { Locale } from '../../schemas/contest.ts';
import type { DocumentFlag, MailDocument } from '../../schemas/reading.ts';
import { isIdCardDocument } from '../documents/id-card.ts';
import type { Mask } from './mask.ts';

/** A letter stays below what mail servers take, base64 included; and short enough to be answered. */
const MOST_BYTES = 6 * 1024 * 1024;
const MOST_ENTRIES = 5;
/** What a scanner did not look into, though there is one, or what harms, is given to no judge; without a scanner nothing is flagged unscanned. */
const NEVER: readonly string[] = ['infected', 'macro', 'unpack-limit', 'password', 'truncated', 'empty', 'unscanned'];

/** Why a document is given to no judge; 'inside' = for what lies in it. */
export type Withheld = 'too-large' | 'id-card' | 'inside' | DocumentFlag;
/** n: counted from 1, among those of this list; why: null = it may be given */
export type Sendable = { n: number; document: MailDocument; why: Withheld | null };

/** What of an entry's documents may be given to judges as it came: all of it in a round that is not judged blind, one by one in one that is. */
export function sendable(documents: readonly MailDocument[]): Sendable[] {
  const seen = new Set<string>();
  const inside = (d: MailDocument): MailDocument[] => documents.filter((o) => o.part.startsWith(`${d.part}/`));
  // What lies inside a file was looked into with it, or not at all.
  const unscanned = documents.filter((d) => d.flags.includes('unscanned')).map((d) => `${d.part}/`);
  const own = (d: MailDocument): Withheld | null => (isIdCardDocument(d) ? 'id-card' : d.flags.find((f) => NEVER.includes(f)) ?? (unscanned.some((part) => d.part.startsWith(part)) ? 'unscanned' : null));
  const why = (d: MailDocument): Withheld | null => own(d) ?? (inside(d).some((o) => harms(own(o))) ? 'inside' : null) ?? (d.size > MOST_BYTES ? 'too-large' : null);
  return documents.filter((d) => d.from !== 'inline' && !seen.has(d.sha256) && seen.add(d.sha256)).map((document, i) => ({ n: i + 1, document, why: why(document) }));
}

/** What makes a whole archive one that is not given: an incomplete file in it does not. */
function harms(why: Withheld | null): boolean {
  return why !== null && why !== 'empty' && why !== 'truncated';
}

/** What one letter to a judge may carry of files. Bytes. */
export function fitsOneLetter(bytes: number): boolean {
  return bytes <= MOST_BYTES;
}

/** Under which a judge of a blind round gets a file as it came: its own name may hold a person's. @param n of the release, counted from 1 within entry and round */
export function releasedName(code: string, n: number, { storedName, detectedType }: Pick<MailDocument, 'storedName' | 'detectedType'>): string {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(storedName)?.[1] ?? (/^[a-z0-9]{1,8}$/.test(detectedType) ? detectedType : 'bin');
  return `${code}-${n}.${ending.toLowerCase()}`;
}

const HEAD: Record<Locale, (file: string) => string> = { vi: (n) => `--- Tài liệu ${n} ---`, en: (n) => `--- Document ${n} ---` };
const BODY: Record<Locale, string> = { vi: '--- Nội dung thư ---', en: '--- Text of the mail ---' };

/** All that could be read of an entry as one masked text; names of files are left out, since people put their own into them. @param released hashes of files that come along as they are: none of them counts as unread */
export function blindText(of: { code: string; title: string | null; texts: string[]; documents: readonly MailDocument[] }, mask: Mask, locale: Locale, released: ReadonlySet<string> = new Set()): { text: string; unread: number } {
  const seen = new Set<string>();
  const shown = of.documents.filter((d) => !isIdCardDocument(d));
  const read = shown.filter((d) => d.text?.state === 'read' && !seen.has(d.sha256) && seen.add(d.sha256));
  const parts = [
    ...(of.texts.length > 0 ? [BODY[locale], ...of.texts] : []),
    ...read.flatMap((d, i) => [HEAD[locale](String(i + 1)), d.text?.text ?? '']),
  ];
  const text = [`${of.code}${of.title === null ? '' : `: ${of.title}`}`, ...parts.map((p) => mask(p))].join('\r\n\r\n').replace(/\r?\n/g, '\r\n');
  return { text, unread: of.documents.filter((d) => d.from !== 'inline' && !released.has(d.sha256) && (d.text?.state !== 'read' || !shown.includes(d))).length };
}

/** Entries one after the other into letters that are not too large. @param bytes of what goes with each */
export function inParts<E extends { bytes: number }>(entries: readonly E[]): E[][] {
  const parts: E[][] = [];
  for (const entry of entries) {
    const last = parts.at(-1);
    const bytes = last?.reduce((sum, e) => sum + e.bytes, 0) ?? 0;
    if (last && last.length < MOST_ENTRIES && bytes + entry.bytes <= MOST_BYTES) last.push(entry);
    else parts.push([entry]);
  }
  return parts;
}
