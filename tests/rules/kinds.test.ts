import { describe, expect, it } from 'vitest';
import { classify } from '../../src/mail/kinds/index.ts';
import type { KindContext } from '../../src/mail/kinds/kind.ts';
import { readMail } from '../../src/mail/read.ts';
import { hauGiang, tinyEnglish } from '../support/contests.ts';
import { stranger } from '../support/kinds.ts';

type Case = { headers?: string; subject?: string; text?: string; from?: string; known?: Partial<KindContext>; english?: boolean };

async function kindOf({ headers = '', subject = '', text = '', from = 'an@people.test', known = {}, english = false }: Case) {
  const raw = Buffer.from(`From: ${from}\r\nTo: contest@local.test\r\nSubject: ${subject}\r\n${headers}Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`);
  const { reading } = await readMail(raw, { partBytes: 1 << 20 });
  return classify(reading, stranger(english ? tinyEnglish() : hauGiang(), known));
}

const cases: [string, Case, string][] = [
  ['an entry', { subject: 'Đăng ký dự thi', text: 'Tên bài dự thi: Một cửa điện tử\nHọ và tên: Nguyễn Thị An' }, 'submission'],
  ['an entry without diacritics', { subject: 'Dang ky du thi', text: 'Toi xin gui bai du thi: Mot cua dien tu' }, 'submission'],
  ['an entry in English', { subject: 'My entry', text: 'I would like to submit my entry. Title: A bench', english: true }, 'submission'],
  ['an entry whose idea is about asking where one\'s files are', { subject: 'Đăng ký dự thi', text: 'Tên bài dự thi: Tra cứu hồ sơ qua tin nhắn\nNgười dân theo dõi tình trạng hồ sơ trên điện thoại.\nTôi cam kết bài dự thi chưa từng công bố.' }, 'submission'],
  ['an entry whose idea is about withdrawing files', { subject: 'Đăng ký dự thi', text: 'Tên bài dự thi: Rút hồ sơ trực tuyến\nCông dân được rút hồ sơ tại nhà.\nTôi cam kết bài dự thi chưa từng công bố.' }, 'submission'],
  ['a request to withdraw', { subject: 'Xin rút bài', text: 'Tôi xin rút bài dự thi đã gửi.' }, 'withdrawal'],
  ['a request to withdraw, without diacritics', { subject: 'rut bai', text: 'toi xin rut bai du thi' }, 'withdrawal'],
  ['asking whether it arrived', { subject: 'Hỏi', text: 'Ban Tổ chức đã nhận được bài dự thi của tôi chưa?' }, 'status-query'],
  ['a question', { subject: 'Hỏi thể lệ', text: 'Cho tôi hỏi nhóm có thể gồm người của hai cơ quan không?' }, 'question'],
  ['a reply to our letter with text', { subject: 'Re: Đã nhận', text: 'Xin bổ sung số điện thoại: 0900000101', known: { thread: { ours: true, letterKind: 'receipt', entryCode: 'X', answers: false }, knownSender: true } }, 'supplement'],
  ['out of office, marked', { headers: 'Auto-Submitted: auto-replied\r\n', subject: 'Vắng mặt', text: 'Tôi đi công tác' }, 'auto-reply'],
  ['out of office, by its words in our thread', { subject: 'Automatic reply: Đã nhận bài dự thi', text: 'I am out of the office until Monday.' }, 'auto-reply'],
  ['a mailing list', { headers: 'List-Id: <tin.list.test>\r\nPrecedence: bulk\r\n', subject: 'Bản tin', text: 'Tin trong tuần' }, 'bulk'],
  ['something else', { subject: 'Mời họp', text: 'Kính mời dự họp giao ban lúc 8 giờ.' }, 'unrelated'],
  ['nothing', { subject: '', text: '' }, 'unreadable'],
  ['a judge', { subject: 'Re: Phân công', text: 'Điểm: 80', known: { judge: true } }, 'judge-reply'],
  ['a judge who enters', { subject: 'Đăng ký dự thi', text: 'Tên bài dự thi: Một cửa điện tử\nHọ và tên: Nguyễn Thị An', known: { judge: true } }, 'submission'],
  ['a judge whose scores name an entry and answer no letter', { subject: 'Bài dự thi', text: 'CCHC24-0001-I\nTên bài dự thi: Một cửa\n1. 30', known: { judge: true, codes: ['CCHC24-0001-I'] } }, 'judge-reply'],
  ['staff', { subject: 'Re: Câu hỏi', text: 'Đã trả lời', known: { staff: true } }, 'staff-reply'],
];

describe('the kind of a mail', () => {
  it.each(cases)('%s', async (_what, mail, kind) => {
    const found = await kindOf(mail);
    expect(found.kind).toBe(kind);
    expect(found.why.length).toBeGreaterThan(0);
  });

  it('is told by what is new in a mail, not by what it quotes', async () => {
    const text = 'Xin bổ sung tên cơ quan: Sở Nội vụ.\r\n\r\nVào 08:00 ngày 2/7/2024, Ban Tổ chức đã viết:\r\n> Rút bài: trả lời thư này bằng hai chữ “RÚT BÀI”.\r\n';
    expect((await kindOf({ subject: 'Re: Đã nhận', text, known: { thread: { ours: true, letterKind: 'receipt', entryCode: 'X', answers: false }, knownSender: true } })).kind).toBe('supplement');
  });

  it.each([
    ['with a file', 'Content-Type: application/pdf; name=anh.pdf\r\n', 'Gửi anh hồ sơ', '%PDF-1.4'],
    ['that asks', '', 'Hỏi thăm', 'Cho em hỏi mấy giờ họp ạ?'],
    ['that is empty', '', '', ''],
  ])('in somebody\'s own mailbox, private mail %s is left alone', async (_what, headers, subject, text) => {
    const personal = { ...hauGiang(), mailbox: { ...hauGiang().mailbox, kind: 'personal' as const } };
    const raw = Buffer.from(`From: ban@private.test\r\nSubject: ${subject}\r\n${headers}\r\n${text}`);
    const { reading } = await readMail(raw, { partBytes: 1 << 20 });
    expect(classify(reading, stranger(personal))).toMatchObject({ kind: 'unrelated' });
  });

  it.each([
    ['a null return path', 'Return-Path: <>\r\n'], ['Auto-Submitted', 'Auto-Submitted: auto-generated\r\n'], ['Precedence: junk', 'Precedence: junk\r\n'],
    ['a list', 'List-Unsubscribe: <mailto:x@list.test>\r\n'], ['X-Auto-Response-Suppress', 'X-Auto-Response-Suppress: All\r\n'],
  ])('is never answered where there is %s', async (_what, headers) => {
    expect((await kindOf({ headers, subject: 'Gửi bài dự thi', text: 'Tên bài dự thi: Một cửa' })).mayAnswer).toBe(false);
  });

  it.each(['mailer-daemon@mx.test', 'postmaster@mx.test', 'no-reply@shop.test'])('is never answered where it comes from %s', async (from) => {
    expect((await kindOf({ from, subject: 'Gửi bài dự thi', text: 'Tên bài dự thi: Một cửa' })).mayAnswer).toBe(false);
  });
});
