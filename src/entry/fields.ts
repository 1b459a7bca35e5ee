/**
 * The fields of an entry as its mail states them: registration forms first, then the text of the mail, then other documents,
 * then the subject. Unknown stays null: never guessed. Where two places disagree, both are kept for a person.
 */
import type { Contest } from '../../schemas/contest.ts';
import type { Author, EntryFields, MailDocument, MailReading, Sourced } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';
import { alikeAuthors, alikeWords } from './alike.ts';
import { kindInProse, MENTION } from './candidates.ts';
import { readForm, type FormReading } from './form.ts';
import { bodySource, documentSources, FORM_CHARACTERS } from './source.ts';
import { areasIn } from './values.ts';

export type Readable = Pick<MailReading, 'subject' | 'text'> & { documents?: MailDocument[] };

const SUBJECT = 0.6;
/** From this on a value was stated, and another statement disagrees with it. */
const STATED = 0.7;
const DISAGREED = 0.5;
/** An explanation or a list names authors and titles of all sorts. */
const OTHER_DOCUMENT = 0.7;
/** Documents that are searched for fields, and characters of all of them: an archive may hold hundreds. */
const MOST_DOCUMENTS = 20;
const MOST_CHARACTERS = 150_000;

/** What a mail and its documents state, each value with its place; a form says more than the text around it. */
export function readFields(reading: Readable, contest: Contest): EntryFields {
  const before = seen.get(reading);
  if (before?.contest === contest) return before.fields;
  const fields = fieldsOf(reading, contest);
  seen.set(reading, { contest, fields });
  return fields;
}

/** Kind, choice of the entry and registration all ask for the fields of one reading. */
const seen = new WeakMap<object, { contest: Contest; fields: EntryFields }>();

function fieldsOf(reading: Readable, contest: Contest): EntryFields {
  const sources = inOrder(reading, contest);
  const subject = reading.subject ?? '';
  const choose = <T>(of: (form: FormReading) => Sourced<T>[], same: Same<T>, ...last: Sourced<T>[]): Sourced<T | null> =>
    agreed([...sources.map((s) => of(s)[0]).filter((f) => f !== undefined), ...last], same);
  const authors = choose((s) => s.authors, { typed: sameAuthors, seen: alikeAuthors });
  const kind = choose((s) => s.entrantKind, equal, ...one(kindInProse(subject, contest), SUBJECT));
  return {
    title: choose((s) => s.title, { typed: sameWords, seen: alikeWords }, ...one(titleOfSubject(subject), SUBJECT)),
    entrantKind: kind.value === null ? kindOfAuthors(authors) : kind,
    areas: choose((s) => s.areas, (a, b) => a.join() === b.join(), ...one(areasOfSubject(subject, contest), MENTION)),
    authors,
    unit: choose((s) => s.unit, () => true),
    phone: choose((s) => s.phone, () => true),
    email: choose((s) => s.email, () => true),
    declaration: choose((s) => s.declaration, equal),
    firstApplied: choose((s) => s.firstApplied, (a, b) => a.startsWith(b) || b.startsWith(a)),
    inheritsFrom: choose((s) => s.inheritsFrom, () => true),
    evidence: choose((s) => s.evidence, () => true),
  };
}

function inOrder(reading: Readable, contest: Contest): FormReading[] {
  const body = readBody(reading, contest);
  const documents = withinBounds(reading.documents ?? []).flatMap((d) => readDocumentForms(d, contest));
  return [...documents.filter((d) => d.isForm), body, ...documents.filter((d) => !d.isForm).map(doubted)];
}

/** What the text of the mail states. */
export function readBody(reading: Readable, contest: Contest): FormReading {
  return readForm(bodySource(reading.text), contest);
}

/** What one document states: none where its words are not known, two where OCR added pages. */
export function readDocumentForms(document: MailDocument, contest: Contest): FormReading[] {
  const before = formsSeen.get(document);
  if (before?.contest === contest) return before.forms;
  const forms = documentSources(document).map((s) => readForm(s, contest));
  formsSeen.set(document, { contest, forms });
  return forms;
}

/** Each document is asked which entry it is a form of, and then what it states. */
const formsSeen = new WeakMap<MailDocument, { contest: Contest; forms: FormReading[] }>();

function withinBounds(documents: MailDocument[]): MailDocument[] {
  let room = MOST_CHARACTERS;
  return documents.filter((d) => d.text?.state === 'read').slice(0, MOST_DOCUMENTS).filter((d) => {
    room -= Math.min(d.text?.text.length ?? 0, FORM_CHARACTERS);
    return room > 0;
  });
}

function doubted(form: FormReading): FormReading {
  const less = <T>(list: Sourced<T>[]): Sourced<T>[] => list.map((v) => ({ ...v, confidence: v.confidence * OTHER_DOCUMENT }));
  return {
    ...form, title: less(form.title), entrantKind: less(form.entrantKind), areas: less(form.areas), authors: less(form.authors), unit: less(form.unit), phone: less(form.phone), email: less(form.email),
    declaration: less(form.declaration), firstApplied: less(form.firstApplied), inheritsFrom: less(form.inheritsFrom), evidence: less(form.evidence),
  };
}

/** Are two typed values one; and is one that a machine saw, where that may speak against a typed one? */
type Same<T> = ((a: T, b: T) => boolean) | { typed: (a: T, b: T) => boolean; seen: (a: T, b: T) => boolean };

/** From this on a machine saw it behind a label of a form. */
const SEEN = 0.5;

/** The surest value, the first of equals; with what other places state instead. What a machine saw makes nothing less sure: a person compares. */
function agreed<T>(found: Sourced<T>[], sameness: Same<T>): Sourced<T | null> {
  const [best] = found.toSorted((a, b) => b.confidence - a.confidence);
  if (!best) return { value: null, source: '', confidence: 0 };
  if (best.confidence < STATED) return best;
  const { typed, seen } = typeof sameness === 'function' ? { typed: sameness, seen: null } : sameness;
  const stated = found.filter((f) => f !== best && f.confidence >= STATED && !typed(f.value, best.value));
  const pictured = seen === null || best.seen ? [] : found.filter((f) => f.seen && f.confidence >= SEEN && f.confidence < STATED && !seen(f.value, best.value));
  if (stated.length + pictured.length === 0) return best;
  const others = [...stated, ...pictured].map((f) => ({ value: f.value, source: f.source, ...(f.file === undefined ? {} : { file: f.file }), ...(f.seen ? { seen: f.seen } : {}) }));
  return { ...best, confidence: stated.length > 0 ? DISAGREED : best.confidence, others };
}

function one<T>(value: T | null, confidence: number): Sourced<T>[] {
  return value === null ? [] : [{ value, source: 'subject', confidence }];
}

function equal<T>(a: T, b: T): boolean {
  return a === b;
}

/** One title may be the other with a few words more, or in other quotes. */
function sameWords(a: string, b: string): boolean {
  const [short = '', long = ''] = [a, b].map((t) => fold(t).replace(/[^\p{L}\p{N}]+/gu, ' ').trim()).toSorted((x, y) => x.length - y.length);
  return long.includes(short) && short !== '';
}

/** Whoever is named in one place is named in the other: a letter's writer need not name the whole group. */
function sameAuthors(a: Author[], b: Author[]): boolean {
  const [few = [], many = []] = [a, b].map((list) => list.map((author) => fold(author.name))).toSorted((x, y) => x.length - y.length);
  return few.every((name) => many.includes(name));
}

/** Several authors are a group, whatever the form calls them. One may also stand for a collective: that is not said. */
function kindOfAuthors({ value, source, confidence, file }: Sourced<Author[] | null>): EntryFields['entrantKind'] {
  if (value === null || value.length < 2) return { value: null, source: '', confidence: 0 };
  return { value: 'group', source, confidence: Math.min(confidence, SUBJECT), ...(file === undefined ? {} : { file }) };
}

function areasOfSubject(subject: string, contest: Contest): number[] | null {
  const areas = areasIn(subject, contest);
  return areas.length === 0 ? null : areas;
}

/** "Đăng ký dự thi: Trợ lý tin nhắn…": what stands behind the words of entering. Behind a dash people write their name or agency. */
function titleOfSubject(subject: string): string | null {
  const clean = subject.replace(/^\s*((re|fwd?|tl|ct|trả lời|chuyển tiếp)\s*:\s*)+/i, '');
  const [, head = '', tail = ''] = /^([^:]{4,80}):\s*(.{8,300})$/.exec(clean) ?? [];
  if (!/(du thi|bai thi|dang ky|nop bai|sang kien|giai phap|mo hinh|entry|submission|contest|competition)/.test(fold(head))) return null;
  return tail.replace(/^["“]|["”]$/g, '').trim();
}
