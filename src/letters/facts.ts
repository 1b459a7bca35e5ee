/** From rows to the facts of letters: what arrived and what was understood, in the words of the contest's language. */
import type { Contest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { DocumentFlag, EntryFields, Finding, MailDocument, Sourced } from '../../schemas/reading.ts';
import { openGaps } from '../entry/state.ts';

type Registered = LetterFacts<'receipt'>['entries'][number];
type File = Registered['files'][number];

export type VersionFacts = {
  code: string;
  n: number;
  fields: EntryFields;
  findings: Finding[];
  /** of this version's mail */
  documents: MailDocument[];
  receivedAt: Date;
  mayReplace: string | null;
};

/** At most this many files are listed in a letter; the rest are counted in a last row. */
const MAX_FILES = 60;

export function registeredFacts(version: VersionFacts, contest: Contest): Registered {
  const { fields } = version;
  return {
    code: version.code, version: version.n, title: fields.title.value, receivedAt: version.receivedAt.toISOString(),
    files: receivedFiles(version.documents, contest),
    understood: [
      row('title', fields.title, (v) => v),
      row('entrantKind', fields.entrantKind, (v) => contest.entrantKinds[v]?.name[contest.locale] ?? v),
      row('areas', fields.areas, (v) => v.map((n) => contest.areas[n - 1]?.name[contest.locale] ?? String(n)).join('; ')),
      row('authors', fields.authors, (v) => v.map((a) => [a.name, a.position, a.unit].filter((p) => p !== null).join(', ')).join('; ')),
      row('unit', fields.unit, (v) => v),
      row('phone', fields.phone, (v) => v),
      row('email', fields.email, (v) => v),
      row('declaration', fields.declaration, (v) => yesNo(v, contest)),
    ],
    missing: openGaps(version.findings).map((f) => f.forEntrant),
    mayReplace: version.mayReplace,
  };
}

function row<T>(field: Registered['understood'][number]['field'], value: Sourced<T | null>, words: (value: T) => string): Registered['understood'][number] {
  return value.value === null ? { field, value: null, source: null } : { field, value: words(value.value), source: value.source };
}

function yesNo(declared: boolean, contest: Contest): string {
  if (contest.locale === 'en') return declared ? 'stated' : 'not stated as asked';
  return declared ? 'có cam kết' : 'chưa cam kết theo yêu cầu';
}

/** Files as a letter lists them. A mail that was forwarded inside counts as one file beside the files in it. */
export function receivedFiles(documents: MailDocument[], contest: Contest): File[] {
  return documents.slice(0, MAX_FILES).map((d) => ({
    name: d.filename ?? d.storedName, size: d.size, sha256: d.sha256, type: d.detectedType, notes: d.flags.map((flag) => notes[contest.locale][flag]).filter((n) => n !== undefined),
  }));
}

/** What a flag means to the person who can mend it; flags that ask nothing of them say nothing. */
const notes: Record<Contest['locale'], Partial<Record<DocumentFlag, string>>> = {
  vi: {
    empty: 'tệp rỗng, xin gửi lại', truncated: 'tệp đến không trọn vẹn, xin gửi lại', password: 'tệp có mật khẩu, xin gửi lại tệp không mật khẩu',
    'too-large': 'tệp quá lớn, chưa lưu được', 'unpack-limit': 'tệp nén quá lớn khi mở, xin gửi từng tệp', 'type-mismatch': 'nội dung không đúng với đuôi tệp', undecodable: 'không giải mã được, xin gửi lại',
  },
  en: {
    empty: 'the file is empty, please send it again', truncated: 'the file did not arrive whole, please send it again', password: 'the file has a password, please send it without one',
    'too-large': 'the file is too large and was not kept', 'unpack-limit': 'the archive is too large when opened, please send single files', 'type-mismatch': 'the content is not what the name says', undecodable: 'cannot be decoded, please send it again',
  },
};
