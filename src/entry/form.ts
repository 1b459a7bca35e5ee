/** What one place of a mail says of an entry: its text, or one document. Unknown stays unknown. */
import type { Contest, EntrantKind, LabelField } from '../../schemas/contest.ts';
import type { Author, Sourced } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';
import { authorsIn } from './authors.ts';
import { areas, declaration, evidence, kinds, LABEL, one, PROSE, values } from './candidates.ts';
import { cleanValue } from './clean-value.ts';
import { dateIn } from './dates.ts';
import { labelledIn, type Labelled } from './labels.ts';
import { lexiconOf } from './lexicon.ts';
import { nobody, type Found } from './person.ts';
import { prose } from './prose.ts';
import { placeIn, type FormSource } from './source.ts';
import { emailsIn, phonesIn } from './values.ts';

/** Candidates of one source, best first. */
export type FormReading = {
  source: FormSource;
  /** it is a registration form: it names the entry and who enters, by labels */
  isForm: boolean;
  title: Sourced<string>[];
  entrantKind: Sourced<EntrantKind>[];
  areas: Sourced<number[]>[];
  authors: Sourced<Author[]>[];
  unit: Sourced<string>[];
  phone: Sourced<string>[];
  email: Sourced<string>[];
  declaration: Sourced<boolean>[];
  firstApplied: Sourced<string>[];
  inheritsFrom: Sourced<string>[];
  evidence: Sourced<string[]>[];
};

/** Every value that one text or document states, as candidates. */
export function readForm(source: FormSource, contest: Contest): FormReading {
  const lexicon = lexiconOf(contest);
  const labelled = labelledIn(source, lexicon);
  const found = authorsIn(source, labelled, lexicon);
  const text = source.lines.map((cells) => cells.join('\t')).join('\n').replaceAll('\u2028', '\n');
  const body = source.part === 'body';
  const said = prose(text);
  const isForm = formLike(labelled, found);
  const from = { source, labelled };
  const place = found === null ? '' : placeIn(source, found.line);
  const first = found?.authors[0] ?? null;
  const read: FormReading = {
    source, isForm,
    title: [...values(from, 'title', titleOf), ...one(from, said.title, PROSE)],
    // Tick marks are lost in a picture, and with them which choice was meant.
    entrantKind: source.ocr ? [] : kinds(from, contest, body ? text : null),
    areas: source.ocr ? [] : areas(from, contest, body ? text : null),
    authors: [...one(from, found?.authors ?? null, LABEL, place), ...one(from, said.name === null ? null : [{ ...nobody(said.name), unit: said.unit }], PROSE)],
    unit: [...values(from, 'unit', (v) => ofTheGroup(v, found)), ...one(from, found === null ? null : unitOfAll(found), LABEL, place), ...one(from, said.unit, PROSE)],
    phone: [...values(from, 'phone', (v) => phonesIn(v)[0] ?? null), ...one(from, first?.phone ?? null, LABEL, place), ...one(from, body ? phonesIn(text)[0] ?? null : null, PROSE)],
    email: [...values(from, 'email', (v) => emailIn(v, contest)), ...one(from, first?.email ?? null, LABEL, place), ...one(from, body || isForm ? emailIn(text, contest) : null, PROSE)],
    declaration: declaration(from, isForm && !body),
    firstApplied: values(from, 'firstApplied', dateIn),
    inheritsFrom: values(from, 'inheritsFrom', oneLine),
    evidence: evidence(from, contest),
  };
  return isBlank(read) ? { ...read, declaration: read.declaration.filter(({ value }) => value && text.includes('☒')) } : read;
}

/** A form nobody filled in, as it comes back in a reply to the letter that brought it: its printed declaration is nobody's, and its empty box no refusal. */
function isBlank(read: FormReading): boolean {
  return read.isForm && stating.every((field) => read[field].length === 0);
}

const stating = ['title', 'entrantKind', 'areas', 'authors', 'unit', 'phone', 'email', 'firstApplied', 'inheritsFrom', 'evidence'] as const;

/** A form names the entry, or where it belongs, and who enters. */
function formLike(labelled: Labelled[], found: Found | null): boolean {
  const fields = new Set<LabelField>(labelled.flatMap((l) => l.fields));
  const who = found !== null || fields.has('name') || fields.has('unit');
  return who && (fields.has('title') || (fields.has('area') && fields.has('kind'))) && fields.size >= 3;
}

/** The unit of the group is that of its head, or the one that all share; otherwise nobody said which. */
function unitOfAll({ authors, head }: Found): string | null {
  const units = new Set(authors.map((a) => (a.unit === null ? null : fold(a.unit))));
  if (units.size === 1) return authors[0]?.unit ?? null;
  return head === null ? null : authors[head]?.unit ?? null;
}

/** Where authors stand one below the other, a labelled unit is that of the author above it. */
function ofTheGroup(unit: string, found: Found | null): string | null {
  const several = found?.byLines === true && found.authors.length > 1;
  return several && found.authors.some((a) => a.unit !== null && fold(a.unit) === fold(unit)) ? null : oneLine(unit);
}

/** The first address that is not the contest's own: forms and letters say where to send them. */
function emailIn(text: string, { mailbox }: Contest): string | null {
  const own = new Set([mailbox.address, ...mailbox.alsoOwn].map((a) => a.toLowerCase()));
  return emailsIn(text).find((e) => !own.has(e.toLowerCase())) ?? null;
}

function oneLine(value: string): string | null {
  return value.replace(/\s+/g, ' ').trim() || null;
}

function titleOf(value: string): string | null {
  const title = cleanValue(value.replace(/\s+/g, ' '));
  return title.length >= 8 && title.length <= 500 && /\p{L}{2}/u.test(title) ? title : null;
}
