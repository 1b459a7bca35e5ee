/** Files as a letter lists them: what arrived, what was read of it, what to send instead. */
import type { Contest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { DocumentFlag, MailDocument } from '../../schemas/reading.ts';
import { isIdCard } from '../documents/id-card.ts';
import { GOOD_QUALITY } from '../vietnamese/quality.ts';

type File = LetterFacts<'receipt'>['entries'][number]['files'][number];

/** At most this many files are listed in a letter; the rest are counted in a last row. */
const MAX_FILES = 60;
const EXCERPT = 90;
const LONGEST_NAME = 120;

/** A mail that was forwarded inside, or an archive, counts as one file beside the files in it. */
export function receivedFiles(documents: MailDocument[], contest: Contest): File[] {
  const more = documents.slice(MAX_FILES);
  const rest = more.length === 0 ? [] : [{ name: words[contest.locale].more(more.length), size: more.reduce((sum, d) => sum + d.size, 0), sha256: '', type: '', notes: [], excerpt: null }];
  return [...documents.slice(0, MAX_FILES).map((d) => ({
    name: shortName(d.filename ?? d.storedName), size: d.size, sha256: d.sha256, type: d.detectedType, ...readOf(d, contest),
  })), ...rest];
}

/** Of a copy of an identity paper nothing is quoted. */
function readOf(document: MailDocument, contest: Contest): Pick<File, 'notes' | 'excerpt'> {
  const notes = notesOf(document, contest.locale);
  if (!isIdCard({ name: document.filename ?? document.storedName, type: document.detectedType, words: document.text?.text ?? null })) return { notes, excerpt: excerptOf(document) };
  return { notes: contest.personalData.idCards === 'asked-for' ? notes : [words[contest.locale].idCard], excerpt: null };
}

function shortName(name: string): string {
  const letters = [...name];
  return letters.length <= LONGEST_NAME ? name : `${letters.slice(0, LONGEST_NAME - 20).join('')}…${letters.slice(-16).join('')}`;
}

function notesOf(document: MailDocument, locale: Contest['locale']): string[] {
  const say = words[locale];
  const flags = document.flags.map((flag) => say.flags[flag]).filter((n) => n !== undefined);
  const { text } = document;
  if (text === undefined || (flags.length > 0 && text.state === 'read')) return flags;
  const failure = text.failure === null ? undefined : say.failures[text.failure];
  if (text.state === 'failed' || text.state === 'skipped') return flags.length > 0 ? flags : [failure ?? say.notRead];
  if (text.state === 'none') return failure === undefined ? flags : [...flags, failure];
  return text.state === 'read' && text.quality !== null && text.quality < GOOD_QUALITY ? [say.weak] : [];
}

/** The first words, as one line. Nothing of a text that is not trusted: it would look like our own mistake, or like nonsense. */
function excerptOf({ text }: MailDocument): string | null {
  if (text?.state !== 'read' || (text.quality !== null && text.quality < GOOD_QUALITY)) return null;
  const line = text.text.slice(0, 2_000).replace(/[\s.…_]{2,}|\s/g, ' ').trim();
  const letters = [...line];
  return letters.length === 0 ? null : letters.length <= EXCERPT ? line : `${letters.slice(0, EXCERPT).join('').replace(/\s+\S*$/, '')}…`;
}

type Words = { flags: Partial<Record<DocumentFlag, string>>; failures: Record<string, string>; notRead: string; weak: string; idCard: string; more: (n: number) => string };

/** What a flag or a failure means to the person who can mend it; what asks nothing of them says nothing. */
const words: Record<Contest['locale'], Words> = {
  vi: {
    flags: {
      empty: 'tệp rỗng, xin gửi lại', truncated: 'tệp đến không trọn vẹn, xin gửi lại', password: 'tệp có mật khẩu, xin gửi lại tệp không mật khẩu',
      'too-large': 'tệp quá lớn, chưa lưu được', 'unpack-limit': 'tệp nén quá lớn khi mở, xin gửi từng tệp', 'type-mismatch': 'nội dung không đúng với đuôi tệp', undecodable: 'không giải mã được, xin gửi lại',
      macro: 'tệp có macro, xin gửi lại tệp không có macro (.docx, .pdf)', infected: 'bị phần mềm diệt vi-rút giữ lại, xin kiểm tra máy và gửi lại',
    },
    failures: {
      damaged: 'tệp hỏng, không mở được, xin gửi lại', scan: 'bản chụp, được đọc riêng; nên gửi kèm tệp Word', image: 'hình ảnh', pictures: 'chỉ có hình ảnh', 'no-words': 'không thấy chữ trong hình', unsupported: 'được lưu, không đọc được chữ tự động',
    },
    notRead: 'được lưu, chưa đọc được chữ tự động; nên gửi kèm tệp Word hoặc PDF', weak: 'chữ đọc được chưa rõ, nên gửi kèm tệp Word', idCard: 'bản sao giấy tờ tùy thân; cuộc thi không cần, lần sau xin không gửi', more: (n) => `và ${n} tệp khác`,
  },
  en: {
    flags: {
      empty: 'the file is empty, please send it again', truncated: 'the file did not arrive whole, please send it again', password: 'the file has a password, please send it without one',
      'too-large': 'the file is too large and was not kept', 'unpack-limit': 'the archive is too large when opened, please send single files', 'type-mismatch': 'the content is not what the name says', undecodable: 'cannot be decoded, please send it again',
      macro: 'the file has macros, please send it without them (.docx, .pdf)', infected: 'held back by the virus scanner, please check your computer and send it again',
    },
    failures: {
      damaged: 'the file is damaged and cannot be opened, please send it again', scan: 'a scan, read apart; please add the Word file', image: 'a picture', pictures: 'pictures only', 'no-words': 'no words seen in it', unsupported: 'kept; its text cannot be read by machine',
    },
    notRead: 'kept, but its text could not be read by machine; please add a Word or PDF file', weak: 'its text could be read only in part, please add the Word file', idCard: 'a copy of an identity paper; the contest does not need it, please send none', more: (n) => `and ${n} more files`,
  },
};
