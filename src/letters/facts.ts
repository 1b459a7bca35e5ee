/** From rows to the facts of letters: what arrived and what was understood, in the words of the contest's language. */
import type { Contest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { Channel } from '../../schemas/paper.ts';
import type { Author, EntryFields, Finding, MailDocument, Sourced } from '../../schemas/reading.ts';
import { openGaps } from '../entry/state.ts';
import { receivedFiles } from './files.ts';

type Registered = LetterFacts<'receipt'>['entries'][number];

export type VersionFacts = {
  code: string;
  n: number;
  fields: EntryFields;
  findings: Finding[];
  /** of this version's mail */
  documents: MailDocument[];
  receivedAt: Date;
  mayReplace: string | null;
  /** by mail where it is not said */
  channel?: Channel;
  /** version of the privacy notice it was registered under */
  notice?: string | null;
};

export function registeredFacts(version: VersionFacts, contest: Contest): Registered {
  const { fields } = version;
  return {
    code: version.code, version: version.n, title: fields.title.value, receivedAt: version.receivedAt.toISOString(), channel: version.channel ?? 'mail',
    files: receivedFiles(version.documents, contest),
    understood: [
      row('title', fields.title, (v) => v),
      row('entrantKind', fields.entrantKind, (v) => contest.entrantKinds[v]?.name[contest.locale] ?? v),
      row('areas', fields.areas, (v) => v.map((n) => contest.areas[n - 1]?.name[contest.locale] ?? String(n)).join('; ')),
      row('authors', fields.authors, (v) => authorsInShort(v)),
      row('unit', fields.unit, (v) => v),
      row('phone', fields.phone, (v) => v),
      row('email', fields.email, (v) => v),
      row('declaration', fields.declaration, (v) => yesNo(v, contest)),
      // Not every form asks for these: what was not stated is not missing.
      ...stated(row('firstApplied', fields.firstApplied, (v) => spokenDate(v, contest.locale))),
      ...stated(row('inheritsFrom', fields.inheritsFrom, (v) => v)),
      ...stated(row('evidence', fields.evidence, (v) => v.map((key) => contest.evidenceKinds.find((k) => k.key === key)?.name[contest.locale] ?? key).join('; '))),
    ],
    missing: openGaps(version.findings).map((f) => f.forEntrant),
    mayReplace: version.mayReplace, notice: version.notice ?? null,
  };
}

type Understood = Registered['understood'][number];

/** @param value undefined in a version from before the field was known */
function row<T>(field: Understood['field'], value: Sourced<T | null> | undefined, words: (value: T) => string): Understood {
  if (value === undefined || value.value === null) return { field, value: null, source: null, file: null };
  return { field, value: cut(words(value.value), LONGEST_VALUE), source: value.source, file: value.file ?? null };
}

/** Longer values make a letter that nobody reads, and that servers refuse. */
const LONGEST_VALUE = 600;
const MOST_AUTHORS = 12;

function authorsInShort(authors: Author[]): string {
  const named = authors.slice(0, MOST_AUTHORS).map((a) => [a.name, a.position, a.unit].filter((p) => p !== null).map((p) => cut(p, 80)).join(', '));
  return [...named, ...(authors.length > MOST_AUTHORS ? [`… (${authors.length})`] : [])].join('; ');
}

function cut(text: string, longest: number): string {
  const letters = [...text];
  return letters.length <= longest ? text : `${letters.slice(0, longest - 1).join('')}…`;
}

function stated(made: Understood): Understood[] {
  return made.value === null ? [] : [made];
}

/** "2024-03-15" as people of the language write it; a month or a year as far as it was stated. */
function spokenDate(iso: string, locale: Contest['locale']): string {
  const [year = '', month, day] = iso.split('-').map((n) => String(Number(n)));
  return locale === 'vi' ? [day, month, year].filter((n) => n !== undefined).join('/') : iso;
}

function yesNo(declared: boolean, contest: Contest): string {
  if (contest.locale === 'en') return declared ? 'stated' : 'not stated as asked';
  return declared ? 'có cam kết' : 'chưa cam kết theo yêu cầu';
}
