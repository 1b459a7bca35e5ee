/**
 * What staff typed of an entry on paper, and its scanned pages, as one raw message: from then on it is read, kept and replayed
 * as every mail is. Nothing in it is of the moment: the same input gives the same bytes, so that a repeated command changes nothing.
 */
import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import type { Contest } from '../../schemas/contest.ts';
import type { PaperChannel } from '../../schemas/paper.ts';
import type { Reach } from './reach.ts';

export type PaperTyped = Reach & {
  /** of the postmark, or of the hand-over: what the deadline is held against */
  receivedAt: Date;
  channel: PaperChannel;
  name: string | null;
  title: string | null;
  /** of the entry that it supplements; null = an entry of its own */
  code: string | null;
};
export type PaperFile = { name: string; content: Buffer };

/** How its Message-ID begins. */
const MARK = 'paper.';

export function isPaperId(messageId: string | null): boolean {
  return messageId?.startsWith(MARK) === true;
}

export function paperMail(typed: PaperTyped, files: PaperFile[], contest: Contest): Buffer {
  const text = typedText(typed, contest);
  const digest = createHash('sha256').update(text);
  for (const { name, content } of files) digest.update(`\0${name}\0${content.length}\0`).update(content);
  const id = digest.digest('hex').slice(0, 40);
  const boundary = `=_paper_${id}`;
  const domain = contest.mailbox.address.slice(contest.mailbox.address.lastIndexOf('@') + 1);
  const head = [
    `From: ${[...(typed.name === null ? [] : [encoded(typed.name)]), `<${typed.email ?? 'on-paper@paper.invalid'}>`].join(' ')}`,
    `To: <${contest.mailbox.address}>`,
    `Subject: ${encoded(typed.title ?? WORDS[contest.locale].heading)}`,
    `Message-ID: <${MARK}${id}@${domain}>`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
  ];
  const parts = [part(['Content-Type: text/plain; charset=utf-8'], Buffer.from(text)), ...files.map(filePart)];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${parts.map((p) => `--${boundary}\r\n${p}`).join('')}--${boundary}--\r\n`);
}

const WORDS = {
  vi: {
    heading: 'BÀI NỘP BẢN GIẤY', received: 'Nhận lúc', channel: 'Cách nộp', name: 'Người nộp', code: 'Bổ sung cho bài', title: 'Tên bài dự thi', phone: 'Điện thoại', email: 'Email', address: 'Địa chỉ',
    hand: 'nộp trực tiếp', post: 'qua bưu điện',
  },
  en: {
    heading: 'ENTRY ON PAPER', received: 'Received', channel: 'Came', name: 'Handed in by', code: 'Supplements', title: 'Title of entry', phone: 'Phone', email: 'Email', address: 'Address',
    hand: 'by hand', post: 'by post',
  },
} as const;

/** Labelled lines, which are read as those of every mail. */
function typedText(typed: PaperTyped, { locale, zone }: Contest): string {
  const words = WORDS[locale];
  const lines: [string, string | null][] = [
    [words.received, DateTime.fromJSDate(typed.receivedAt, { zone }).toISO({ suppressMilliseconds: true })], [words.channel, words[typed.channel]], [words.code, typed.code],
    [words.title, typed.title], [words.name, typed.name], [words.phone, typed.phone], [words.email, typed.email], [words.address, typed.address],
  ];
  return [words.heading, ...lines.flatMap(([label, value]) => (value === null ? [] : [`${label}: ${oneLine(value)}`])), ''].join('\r\n');
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

function filePart({ name, content }: PaperFile): string {
  const coded = encodeURIComponent(oneLine(name)).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return part(['Content-Type: application/octet-stream', `Content-Disposition: attachment; filename*=UTF-8''${coded}`], content);
}

function part(headers: string[], content: Buffer): string {
  const lines = content.toString('base64').match(/.{1,76}/g) ?? [];
  return [...headers, 'Content-Transfer-Encoding: base64', '', ...lines, ''].join('\r\n');
}

/** Bytes of an encoded word (RFC 2047): 75 characters at most with its frame. */
const WORD_BYTES = 42;

/** As encoded words, whatever it holds: nothing typed can begin a header of its own. */
function encoded(text: string): string {
  const words: string[] = [];
  let word = '';
  for (const letter of oneLine(text).slice(0, 300)) {
    if (Buffer.byteLength(word + letter) > WORD_BYTES) {
      words.push(word);
      word = '';
    }
    word += letter;
  }
  return [...words, word].map((w) => `=?utf-8?B?${Buffer.from(w).toString('base64')}?=`).join('\r\n ');
}
