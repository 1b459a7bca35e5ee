/** What a judge gets of an entry, and how many letters that takes. */
import type { Locale } from '../../schemas/contest.ts';
import type { MailDocument } from '../../schemas/reading.ts';
import { isIdCardDocument } from '../documents/id-card.ts';
import type { Mask } from './mask.ts';

/** A letter stays below what mail servers take, base64 included; and short enough to be answered. */
const MOST_BYTES = 6 * 1024 * 1024;
const MOST_ENTRIES = 5;
/** What a scanner did not look into, though there is one, or what harms, is given to no judge; without a scanner nothing is flagged unscanned. */
const NEVER: readonly string[] = ['infected', 'macro', 'unpack-limit', 'password', 'truncated', 'empty', 'unscanned'];

export type Sendable = { document: MailDocument; send: boolean };

/** Documents as they came, for a round that is not judged blind. */
export function sendable(documents: readonly MailDocument[]): Sendable[] {
  const seen = new Set<string>();
  // What lies inside a file was looked into with it, or not at all.
  const unscanned = documents.filter((d) => d.flags.includes('unscanned')).map((d) => `${d.part}/`);
  const never = (d: MailDocument): boolean => isIdCardDocument(d) || d.flags.some((f) => NEVER.includes(f)) || unscanned.some((part) => d.part.startsWith(part));
  return documents.filter((d) => d.from !== 'inline' && !seen.has(d.sha256) && seen.add(d.sha256)).map((document) => ({ document, send: document.size <= MOST_BYTES && !never(document) }));
}

const HEAD: Record<Locale, (file: string) => string> = { vi: (n) => `--- Tài liệu ${n} ---`, en: (n) => `--- Document ${n} ---` };
const BODY: Record<Locale, string> = { vi: '--- Nội dung thư ---', en: '--- Text of the mail ---' };

/** All that could be read of an entry as one masked text; names of files are left out, since people put their own into them. */
export function blindText(of: { code: string; title: string | null; texts: string[]; documents: readonly MailDocument[] }, mask: Mask, locale: Locale): { text: string; unread: number } {
  const seen = new Set<string>();
  const shown = of.documents.filter((d) => !isIdCardDocument(d));
  const read = shown.filter((d) => d.text?.state === 'read' && !seen.has(d.sha256) && seen.add(d.sha256));
  const parts = [
    ...(of.texts.length > 0 ? [BODY[locale], ...of.texts] : []),
    ...read.flatMap((d, i) => [HEAD[locale](String(i + 1)), d.text?.text ?? '']),
  ];
  const text = [`${of.code}${of.title === null ? '' : `: ${of.title}`}`, ...parts.map((p) => mask(p))].join('\r\n\r\n').replace(/\r?\n/g, '\r\n');
  return { text, unread: of.documents.filter((d) => d.from !== 'inline' && (d.text?.state !== 'read' || !shown.includes(d))).length };
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
