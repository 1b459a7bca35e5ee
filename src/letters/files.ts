/** Files as a letter lists them: what arrived, what was read of it, what to send instead. */
import type { Contest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { DocumentFlag, MailDocument } from '../../schemas/reading.ts';
import { GOOD_QUALITY } from '../vietnamese/quality.ts';

type File = LetterFacts<'receipt'>['entries'][number]['files'][number];

/** At most this many files are listed in a letter; the rest are counted in a last row. */
const MAX_FILES = 60;
const EXCERPT = 90;

/** A mail that was forwarded inside, or an archive, counts as one file beside the files in it. */
export function receivedFiles(documents: MailDocument[], contest: Contest): File[] {
  return documents.slice(0, MAX_FILES).map((d) => ({
    name: d.filename ?? d.storedName, size: d.size, sha256: d.sha256, type: d.detectedType, notes: notesOf(d, contest.locale), excerpt: excerptOf(d),
  }));
}

function notesOf(document: MailDocument, locale: Contest['locale']): string[] {
  const say = words[locale];
  const flags = document.flags.map((flag) => say.flags[flag]).filter((n) => n !== undefined);
  const { text } = document;
  if (text === undefined || flags.length > 0) return flags;
  const failure = text.failure === null ? undefined : say.failures[text.failure];
  if (text.state === 'failed') return [failure ?? say.notRead];
  if (text.state === 'none') return failure === undefined ? [] : [failure];
  return text.state === 'read' && text.quality !== null && text.quality < GOOD_QUALITY ? [say.weak] : [];
}

/** The first words, as one line. Nothing of a text that is not trusted: it would look like our own mistake, or like nonsense. */
function excerptOf({ text }: MailDocument): string | null {
  if (text?.state !== 'read' || (text.quality !== null && text.quality < GOOD_QUALITY)) return null;
  const line = text.text.slice(0, 2_000).replace(/[\s.…_]{2,}|\s/g, ' ').trim();
  const letters = [...line];
  return letters.length === 0 ? null : letters.length <= EXCERPT ? line : `${letters.slice(0, EXCERPT).join('').replace(/\s+\S*$/, '')}…`;
}

type Words = { flags: Partial<Record<DocumentFlag, string>>; failures: Record<string, string>; notRead: string; weak: string };

/** What a flag or a failure means to the person who can mend it; what asks nothing of them says nothing. */
const words: Record<Contest['locale'], Words> = {
  vi: {
    flags: {
      empty: 'tệp rỗng, xin gửi lại', truncated: 'tệp đến không trọn vẹn, xin gửi lại', password: 'tệp có mật khẩu, xin gửi lại tệp không mật khẩu',
      'too-large': 'tệp quá lớn, chưa lưu được', 'unpack-limit': 'tệp nén quá lớn khi mở, xin gửi từng tệp', 'type-mismatch': 'nội dung không đúng với đuôi tệp', undecodable: 'không giải mã được, xin gửi lại',
      macro: 'tệp có macro, xin gửi lại tệp không có macro (.docx, .pdf)', infected: 'bị phần mềm diệt vi-rút giữ lại, xin kiểm tra máy và gửi lại',
    },
    failures: {
      damaged: 'tệp hỏng, không mở được, xin gửi lại', scan: 'bản chụp không có chữ để đọc tự động, nên gửi kèm tệp Word', image: 'hình ảnh', unsupported: 'được lưu, không đọc được chữ tự động',
    },
    notRead: 'được lưu, chưa đọc được chữ tự động; nên gửi kèm tệp Word hoặc PDF', weak: 'chữ đọc được chưa rõ, nên gửi kèm tệp Word',
  },
  en: {
    flags: {
      empty: 'the file is empty, please send it again', truncated: 'the file did not arrive whole, please send it again', password: 'the file has a password, please send it without one',
      'too-large': 'the file is too large and was not kept', 'unpack-limit': 'the archive is too large when opened, please send single files', 'type-mismatch': 'the content is not what the name says', undecodable: 'cannot be decoded, please send it again',
      macro: 'the file has macros, please send it without them (.docx, .pdf)', infected: 'held back by the virus scanner, please check your computer and send it again',
    },
    failures: {
      damaged: 'the file is damaged and cannot be opened, please send it again', scan: 'a scan without text that a machine can read; please add the Word file', image: 'a picture', unsupported: 'kept; its text cannot be read by machine',
    },
    notRead: 'kept, but its text could not be read by machine; please add a Word or PDF file', weak: 'its text could be read only in part, please add the Word file',
  },
};
