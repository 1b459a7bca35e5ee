/** The fields of an entry as subject and body state them: labelled lines first, then prose. Unknown stays null: never guessed. */
import type { Contest } from '../../schemas/contest.ts';
import type { Author, EntryFields, MailReading, Sourced } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';
import { readAuthors } from './authors.ts';
import { halfOf, labelledLines, type LabelledLine } from './lines.ts';
import { prose } from './prose.ts';
import { areasIn, declarationIn, emailsIn, entrantKindIn, phonesIn } from './values.ts';

/** How sure a value is: a label says so, prose implies it, the subject hints at it. */
const LABEL = 0.95;
const PROSE = 0.75;
const SUBJECT = 0.6;
const MENTION = 0.55;

export function readFields(reading: Pick<MailReading, 'subject' | 'text'>, contest: Contest): EntryFields {
  const before = seen.get(reading);
  if (before?.contest === contest) return before.fields;
  const fields = fieldsOf(reading, contest);
  seen.set(reading, { contest, fields });
  return fields;
}

/** Kind, choice of the entry and registration all ask for the fields of one reading. */
const seen = new WeakMap<object, { contest: Contest; fields: EntryFields }>();

function fieldsOf(reading: Pick<MailReading, 'subject' | 'text'>, contest: Contest): EntryFields {
  const text = reading.text.normalize('NFC');
  const lines = labelledLines(text);
  const said = prose(text);
  const authors = readAuthors(lines, text);
  const subject = reading.subject ?? '';
  return {
    title: firstOf(labelled(lines, 'title', (v) => (v.length >= 8 ? v : null)), one(said.title, 'body', PROSE), one(titleOfSubject(subject), 'subject', SUBJECT)),
    entrantKind: firstOf(labelled(lines, 'kind', (v) => entrantKindIn(v, contest)), one(kindInProse(text, contest), 'body', PROSE), one(kindInProse(subject, contest), 'subject', SUBJECT)),
    areas: firstOf(labelled(lines, 'area', (v) => areasOfLabel(v, contest)), one(nonEmpty(areasIn(text, contest)), 'body', MENTION), one(nonEmpty(areasIn(subject, contest)), 'subject', MENTION)),
    authors: firstOf(authors, one(said.name === null ? null : [{ ...nobody, name: said.name, unit: said.unit }], 'body', PROSE)),
    unit: firstOf(labelled(lines, 'unit', (v) => v || null), one(authors?.value[0]?.unit ?? null, authors?.source ?? '', LABEL), one(said.unit, 'body', PROSE)),
    phone: firstOf(labelled(lines, 'phone', (v) => phonesIn(v)[0] ?? null), one(phonesIn(text)[0] ?? null, 'body', PROSE)),
    email: firstOf(labelled(lines, 'email', (v) => emailsIn(v)[0] ?? null), one(emailsIn(text)[0] ?? null, 'body', PROSE)),
    declaration: firstOf(one(declarationIn(text), 'body', LABEL)),
  };
}

const nobody: Author = { name: '', unit: null, position: null, phone: null, email: null, share: null };

/** The first labelled line whose value can be read; of a joint label its own half. */
function labelled<T>(lines: LabelledLine[], field: LabelledLine['fields'][number], read: (value: string) => T | null): Sourced<T> | null {
  for (const line of lines) {
    const place = line.fields.indexOf(field);
    if (place < 0) continue;
    const value = read(halfOf(line, place));
    if (value !== null) return { value, source: `body line ${line.line}`, confidence: LABEL };
  }
  return null;
}

/** The content area may be given by number. */
function areasOfLabel(value: string, contest: Contest): number[] | null {
  const named = areasIn(value, contest);
  if (named.length > 0) return named;
  const numbers = [...value.matchAll(/(?<!\d)\d{1,2}(?!\d)/g)].map((m) => Number(m[0])).filter((n) => n >= 1 && n <= contest.areas.length);
  return value.length <= 40 ? nonEmpty([...new Set(numbers)]) : null;
}

/** The kind counts in prose only behind words of entering: every letter speaks of some office or group. */
function kindInProse(text: string, contest: Contest): 'individual' | 'group' | 'organisation' | null {
  const folded = fold(text.slice(0, 20_000));
  for (const said of folded.matchAll(/(du thi|dang ky|hinh thuc|tham gia|enter(?:ing)?|register(?:ing)?|submitted)\b.{0,60}/g)) {
    const kind = entrantKindIn(said[0], contest);
    if (kind !== null) return kind;
  }
  return null;
}

/** "Đăng ký dự thi: Trợ lý tin nhắn…": what stands behind the words of entering. Behind a dash people write their name or agency. */
function titleOfSubject(subject: string): string | null {
  const clean = subject.replace(/^\s*((re|fwd?|tl|ct|trả lời|chuyển tiếp)\s*:\s*)+/i, '');
  const [, head = '', tail = ''] = /^([^:]{4,80}):\s*(.{8,300})$/.exec(clean) ?? [];
  if (!/(du thi|bai thi|dang ky|nop bai|sang kien|giai phap|mo hinh|entry|submission|contest|competition)/.test(fold(head))) return null;
  return tail.replace(/^["“]|["”]$/g, '').trim();
}

function nonEmpty<T>(list: T[]): T[] | null {
  return list.length > 0 ? list : null;
}

function one<T>(value: T | null, source: string, confidence: number): Sourced<T> | null {
  return value === null ? null : { value, source, confidence };
}

function firstOf<T>(...found: (Sourced<T> | null)[]): Sourced<T | null> {
  return found.find((f) => f !== null) ?? { value: null, source: '', confidence: 0 };
}
