/** From raw bytes to everything that can be known of a mail without knowing the contest. */
import type { MachineSigns, MailReading } from '../../schemas/reading.ts';
import { Problem } from '../problem.ts';
import { readAddresses } from './addresses.ts';
import { bodyParts, bodyText } from './body.ts';
import { listDocuments, type Content } from './documents.ts';
import { entities, walk, type Entity } from './entity.ts';
import { all, first, readHeaders, type HeaderField } from './headers.ts';
import { readParameters } from './params.ts';
import { prepare } from './prepare.ts';
import { splitQuoted } from './quotes.ts';
import { bareId, deliveryReports } from './report.ts';
import { machineSigns } from './signs.ts';
import { decodeHeader } from './words.ts';

export type ReadLimits = { partBytes: number; maxParts?: number; maxDepth?: number; innerDepth?: number; htmlBytes?: number; textBytes?: number };
export type Read = { reading: MailReading; /** decoded bytes of the documents that are within the limits */ contents: Content[] };

/** @throws Problem `not-a-mail` where there is no header field at all */
export async function readMail(raw: Buffer, limits: ReadLimits): Promise<Read> {
  const bytes = prepare(raw);
  const top = readHeaders(bytes, 0, bytes.length).fields;
  if (top.length === 0) throw new Problem('not-a-mail', { forUser: 'The message cannot be read as a mail.', forStaff: `no header field in ${raw.length} bytes` });
  const named = charsetsNamed(bytes, top);
  const { root, warnings } = walk(bytes, { maxParts: limits.maxParts ?? 1_000, maxDepth: limits.maxDepth ?? 20, innerDepth: limits.innerDepth ?? 5 }, named);
  const body = bodyParts(root);
  const text = bodyText(body, named, { htmlBytes: limits.htmlBytes ?? 1 << 20, textBytes: limits.textBytes ?? 1 << 20 });
  const { documents, contents } = await listDocuments(root, new Set(body), limits.partBytes);
  const head = readHead(root.headers, named);
  if (text.repaired || head.repaired) warnings.add('charset-repaired');
  if (text.cut) warnings.add('text-cut');
  if ([...entities(root)].some((e) => e.unclosed)) warnings.add('truncated');
  for (const name of ['from', 'subject', 'date', 'message-id'] as const) if (all(top, name).length > 1) warnings.add(name === 'from' || name === 'subject' ? 'ambiguous-headers' : `repeated-${name}`);
  if (head.reading.dateHeader !== null && Number.isNaN(Date.parse(head.reading.dateHeader.replace(/\(.*?\)/g, '')))) warnings.add('date-unparseable');
  const split = splitQuoted(text.text);
  const reading: MailReading = {
    ...head.reading, topType: topType(root), deliveryReports: deliveryReports(root), body: text.text, ...split, links: text.links, documents,
    innerSubjects: innerSubjects(root, named), warnings: [...warnings],
  };
  return { reading: storable(reading), contents };
}

/** No NUL and no half characters: neither can be stored as text or JSON, and hostile mail has both. */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\ufffd') as T;
  if (Array.isArray(value)) return value.map(storable) as T;
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, storable(v)])) as T;
  return value;
}

type Head = Pick<MailReading, 'messageId' | 'inReplyTo' | 'references' | 'dateHeader' | 'topReceivedAt' | 'from' | 'sender' | 'replyTo' | 'to' | 'cc' | 'subject' | 'authenticationResults'> & { signs: MachineSigns };

function readHead(headers: HeaderField[], named: string[]): { reading: Head; repaired: boolean } {
  const subject = first(headers, 'subject');
  const decoded = subject === null ? null : decodeHeader(subject, named);
  const addresses = (name: string) => readAddresses(all(headers, name), named);
  return {
    repaired: decoded?.repaired ?? false,
    reading: {
      messageId: bareId(first(headers, 'message-id')), inReplyTo: ids(all(headers, 'in-reply-to')), references: ids(all(headers, 'references')),
      dateHeader: first(headers, 'date')?.slice(0, LONGEST_DATE) ?? null, topReceivedAt: receivedAt(first(headers, 'received')),
      from: addresses('from'), sender: addresses('sender'), replyTo: addresses('reply-to'), to: addresses('to'), cc: addresses('cc'),
      subject: decoded?.text ?? null, authenticationResults: all(headers, 'authentication-results'), signs: machineSigns(headers),
    },
  };
}

function ids(values: string[]): string[] {
  return values.flatMap((v) => [...v.slice(0, 65_536).matchAll(/<[^<>\s]+>/g)].map(([id]) => bareId(id) ?? '')).filter((id) => id !== '').slice(0, 1_000);
}

/** Comments are taken out of dates by expressions that would crawl over a field of any length. */
const LONGEST_DATE = 200;

/** The time behind the last semicolon (RFC 5321 4.4). */
function receivedAt(raw: string | null): string | null {
  const time = Date.parse((raw ?? '').slice((raw ?? '').lastIndexOf(';') + 1).slice(0, LONGEST_DATE).replace(/\(.*?\)/g, '').trim());
  return raw === null || Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** Every charset that the message itself names: of its own type first, then of its parts, then of encoded words. */
function charsetsNamed(bytes: Buffer, top: HeaderField[]): string[] {
  const own = readParameters(first(top, 'content-type')).params.get('charset');
  const found = [...placesOf(bytes, CHARSET_MARKS, /^harset\s*=\s*"?([\w.:-]{2,40})/i), ...placesOf(bytes, WORD_MARKS, /^=\?([\w.:-]{2,40})\?[bq]\?/i)];
  return [...new Set([...(own ? [own] : []), ...found].map((c) => c.toLowerCase()))];
}

const SEARCHED = 262_144;
const CHARSET_MARKS = [Buffer.from('harset'), Buffer.from('HARSET')];
const WORD_MARKS = [Buffer.from('=?')];

/** What `form` finds at the places of some marks, at most 100: a search for bytes passes over an attachment where an expression would crawl. */
function placesOf(bytes: Buffer, marks: Buffer[], form: RegExp): string[] {
  const searched = bytes.subarray(0, SEARCHED);
  const found: { at: number; what: string }[] = [];
  for (const mark of marks) {
    for (let at = searched.indexOf(mark), n = 0; at >= 0 && n < 2_000 && found.length < 100; at = searched.indexOf(mark, at + 1), n++) {
      const what = form.exec(searched.toString('latin1', at, at + 80))?.[1];
      if (what !== undefined) found.push({ at, what });
    }
  }
  return found.sort((a, b) => a.at - b.at).map(({ what }) => what);
}

function topType(root: Entity): string {
  const report = root.type.params.get('report-type');
  return report ? `${root.type.value}; report-type=${report.toLowerCase()}` : root.type.value;
}

function innerSubjects(root: Entity, named: string[]): (string | null)[] {
  return [...entities(root)].filter((e) => e.type.value === 'message/rfc822' && e.children[0]).map((e) => {
    const subject = first(e.children[0]?.headers ?? [], 'subject');
    return subject === null ? null : decodeHeader(subject, named).text;
  });
}
