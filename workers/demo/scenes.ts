/** The play: who writes what and when, and how each mail must end. All people, numbers and addresses are invented. */
import type { Contest } from '../../schemas/contest.ts';
import type { MessageKind } from '../../schemas/reading.ts';
import type { LetterKind } from '../../schemas/letters.ts';
import type { MessageOutcome } from '../../schemas/states.ts';
import { withArchive, withFolders, withForm, withScan } from './documents.ts';
import { bounceOf, entryText, pdf, writeMail } from './mails.ts';

/** A letter of ours that an actor answers. */
export type SentLetter = { kind: LetterKind; to: string; messageId: string; subject: string };
export type Stage = { contest: Contest; mailbox: string; now: Date; /** the newest letter of that kind to that address */ letterTo: (address: string, kind: LetterKind) => SentLetter };

export type Scene = {
  name: string;
  /** when the mail reaches the mailbox */
  at: string;
  from: string;
  raw: (stage: Stage) => Promise<Buffer>;
  expect: { kind: MessageKind; outcome: MessageOutcome; letter: LetterKind | null };
};

const id = (n: number): string => `demo-${n}@people.example.org`;
/** The member of staff of the play. */
export const STAFF = 'thuky@demo.example';

const who = { an: 'an@people.example.org', group: 'binh@people.example.org', office: 'vanphong@office.example.org', five: 'cuong@people.example.org', early: 'dung@people.example.org', late: 'lan@people.example.org', plain: 'minh@people.example.org', broken: 'nga@people.example.org', word: 'hoa@people.example.org', zip: 'sau@people.example.org', scan: 'tam@people.example.org', clerk: 'vanthu@office.example.org', staff: STAFF };

const anEntry = (n: number, from: string, entry: Parameters<typeof entryText>[0], file: string) => ({ mailbox, now }: Stage): Promise<Buffer> => writeMail({
  from, messageId: id(n), subject: `Đăng ký dự thi: ${entry.title}`, text: entryText(entry),
  attachments: [{ filename: file, content: pdf(entry.title), contentType: 'application/pdf' }],
}, mailbox, now);

const note = (n: number, from: string, subject: string, text: string, headers: Record<string, string> = {}) => ({ mailbox, now }: Stage): Promise<Buffer> =>
  writeMail({ from, messageId: id(n), subject, text, headers }, mailbox, now);

const reply = (n: number, from: string, kind: LetterKind, text: string, headers: Record<string, string> = {}) => ({ mailbox, now, letterTo }: Stage): Promise<Buffer> => {
  const letter = letterTo(from, kind);
  return writeMail({ from, messageId: id(n), subject: `Re: ${letter.subject}`, text, headers, inReplyTo: letter.messageId, references: [letter.messageId] }, mailbox, now);
};

const good = onceOnly(anEntry(2, who.an, {
  title: 'Trợ lý tin nhắn nhắc hẹn trả kết quả thủ tục hành chính', kind: 'Cá nhân', area: 'Cải cách thủ tục hành chính',
  authors: ['Nguyễn Thị An'], unit: 'UBND xã Vị Thắng, huyện Vị Thủy', phone: '0900 000 101', email: who.an,
}, 'Phiếu đăng ký dự thi.pdf'));

/** The same bytes at each call, as a mail that two servers deliver. */
function onceOnly(write: Scene['raw']): Scene['raw'] {
  let written: Promise<Buffer> | null = null;
  return (stage) => (written ??= write(stage));
}

const fiveAuthors = ['Ngô Thị Minh', 'Dương Văn Bản', 'Huỳnh Thị Mô', 'Mai Văn Bình', 'Tô Thị Thí'];
const groupEntry = (authors: string[]): Parameters<typeof entryText>[0] => ({
  title: 'Bảng kiểm tra dự toán ba màu cho đơn vị dự toán', kind: 'Nhóm tác giả', area: 'Cải cách tài chính công',
  authors, unit: 'Sở Tài chính tỉnh Hậu Giang', phone: '0900 000 601', email: who.five,
});

export const scenes: Scene[] = [
  { name: 'an entry before the window opens', at: '2024-06-30T16:20:00+07:00', from: who.early, expect: { kind: 'submission', outcome: 'registered', letter: 'early' },
    raw: anEntry(1, who.early, { title: 'Sổ tay chi tiêu nội bộ một trang cho đơn vị sự nghiệp', kind: 'Cá nhân', area: 'Cải cách tài chính công', authors: ['Trần Văn Dũng'], unit: 'Phòng Tài chính huyện Phụng Hiệp', phone: '0900 000 401', email: who.early }, 'Thuyết minh.pdf') },
  { name: 'one author', at: '2024-07-02T08:05:00+07:00', from: who.an, raw: good, expect: { kind: 'submission', outcome: 'registered', letter: 'receipt' } },
  { name: 'the same mail delivered twice', at: '2024-07-02T08:05:00+07:00', from: who.an, raw: good, expect: { kind: 'submission', outcome: 'duplicate', letter: null } },
  { name: 'a group of three', at: '2024-07-03T09:10:00+07:00', from: who.group, expect: { kind: 'submission', outcome: 'registered', letter: 'receipt' },
    raw: anEntry(4, who.group, { title: 'Số hóa sổ hộ tịch bằng tổ công nghệ số cộng đồng', kind: 'Nhóm tác giả', area: 'Xây dựng và phát triển chính quyền điện tử, chính quyền số', authors: ['Trần Thị Bình', 'Lê Hữu Cấu', 'Phạm Thị Nghiệm'], unit: 'Sở Tư pháp tỉnh Hậu Giang', phone: '0900 000 201', email: who.group }, 'Đề án số hóa.pdf') },
  { name: 'an agency as a collective', at: '2024-07-04T14:00:00+07:00', from: who.office, expect: { kind: 'submission', outcome: 'registered', letter: 'receipt' },
    raw: anEntry(5, who.office, { title: 'Phiếu điện tử một lần, một hạn trả lời giữa các phòng chuyên môn', kind: 'Tập thể cơ quan', area: 'Cải cách tổ chức bộ máy', authors: ['Võ Minh Họa'], unit: 'Văn phòng HĐND và UBND thành phố Ngã Bảy', phone: '0900 000 301', email: who.office }, 'Bài dự thi.pdf') },
  { name: 'a group of five, one too many', at: '2024-07-05T10:30:00+07:00', from: who.five, raw: anEntry(6, who.five, groupEntry(fiveAuthors), 'Bảng kiểm tra.pdf'), expect: { kind: 'submission', outcome: 'registered', letter: 'receipt' } },
  { name: 'mended by reply: four authors', at: '2024-07-05T15:45:00+07:00', from: who.five, raw: reply(7, who.five, 'receipt', entryText(groupEntry(fiveAuthors.slice(0, 4)))), expect: { kind: 'supplement', outcome: 'registered', letter: 'receipt' } },
  { name: 'typed without diacritics', at: '2024-07-08T07:55:00+07:00', from: who.plain, expect: { kind: 'submission', outcome: 'registered', letter: 'receipt' },
    raw: note(8, who.plain, 'Dang ky du thi', 'Kinh gui Ban To chuc,\n\nToi xin dang ky du thi.\nTen bai du thi: Phieu hen kham tu chon khung gio cho nguoi cao tuoi\nHinh thuc du thi: ca nhan\nLinh vuc: Cai cach che do cong vu\nHo va ten: Ly Thi Minh\nDon vi: Trung tam Y te huyen Vi Thuy\nDien thoai: 0900000701\n\nToi cam ket bai chua cong bo o dau.\n') },
  { name: 'did you get it?', at: '2024-07-09T09:00:00+07:00', from: who.group, raw: note(9, who.group, 'Hỏi tình trạng bài dự thi', 'Kính gửi Ban Tổ chức,\n\nNhóm chúng tôi đã gửi bài tuần trước, xin hỏi Ban Tổ chức đã nhận được bài dự thi chưa?\n\nTrân trọng.'), expect: { kind: 'status-query', outcome: 'answered', letter: 'status-answer' } },
  { name: 'a question for people', at: '2024-07-10T10:00:00+07:00', from: 'hoi@people.example.org', raw: note(10, 'hoi@people.example.org', 'Hỏi về thể lệ', 'Kính gửi Ban Tổ chức,\n\nCho tôi hỏi một nhóm tác giả có thể gồm người của hai cơ quan khác nhau không ạ?\n\nXin cảm ơn.'), expect: { kind: 'question', outcome: 'question-passed', letter: 'question-received' } },
  { name: 'asks for the form', at: '2024-07-10T15:20:00+07:00', from: 'xin@people.example.org', raw: note(24, 'xin@people.example.org', 'Xin mẫu phiếu', 'Kính gửi Ban Tổ chức,\n\nCho tôi hỏi phiếu đăng ký dự thi lấy ở đâu ạ?\n\nXin cảm ơn.'), expect: { kind: 'question', outcome: 'question-passed', letter: 'question-received' } },
  { name: 'asks to withdraw', at: '2024-07-11T11:00:00+07:00', from: who.office, raw: reply(11, who.office, 'receipt', 'Văn phòng chúng tôi xin rút bài dự thi này.'), expect: { kind: 'withdrawal', outcome: 'withdrawal-requested', letter: 'withdrawal-confirm' } },
  { name: 'confirms by a second reply', at: '2024-07-11T11:20:00+07:00', from: who.office, raw: reply(12, who.office, 'withdrawal-confirm', 'ĐỒNG Ý'), expect: { kind: 'withdrawal', outcome: 'withdrawn', letter: 'withdrawal-done' } },
  { name: 'out of office', at: '2024-07-12T08:00:00+07:00', from: who.plain, raw: reply(13, who.plain, 'receipt', 'Tôi đi công tác đến hết ngày 20/7/2024 và sẽ trả lời sau.', { 'Auto-Submitted': 'auto-replied' }), expect: { kind: 'auto-reply', outcome: 'auto-reply-recorded', letter: null } },
  { name: 'a letter of ours bounced', at: '2024-07-12T08:30:00+07:00', from: '', expect: { kind: 'bounce', outcome: 'bounce-recorded', letter: null },
    raw: async ({ mailbox, now, letterTo }) => bounceOf(letterTo('hoi@people.example.org', 'question-received'), mailbox, now.toUTCString()) },
  { name: 'a newsletter', at: '2024-07-15T06:00:00+07:00', from: 'tin@news.example.org', raw: note(15, 'tin@news.example.org', 'Bản tin tuần: ưu đãi văn phòng phẩm', 'Ưu đãi trong tuần…\nHủy nhận tin: https://news.example.org/huy', { 'List-Unsubscribe': '<https://news.example.org/huy>', 'List-Id': '<tin.news.example.org>', Precedence: 'bulk' }), expect: { kind: 'bulk', outcome: 'ignored', letter: null } },
  { name: 'broken headers, a good entry', at: '2024-07-16T13:00:00+07:00', from: who.broken, raw: brokenHeaders, expect: { kind: 'submission', outcome: 'registered', letter: 'receipt' } },
  { name: 'nothing in it can be read', at: '2024-07-17T17:00:00+07:00', from: 'trong@people.example.org', raw: async ({ mailbox }) => Buffer.from(`From: trong@people.example.org\r\nTo: ${mailbox}\r\nMessage-ID: <${id(17)}>\r\nSubject:\r\n\r\n\r\n`), expect: { kind: 'unreadable', outcome: 'unreadable', letter: 'not-understood' } },
  { name: 'a Word form says it all', at: '2024-07-18T08:10:00+07:00', from: who.word, expect: { kind: 'submission', outcome: 'registered', letter: 'receipt' },
    raw: (stage) => withForm({ from: who.word, messageId: id(18), subject: 'Bài dự thi', text: 'Kính gửi Ban Tổ chức,\n\nTôi xin gửi phiếu đăng ký trong tệp kèm theo.\n\nTrân trọng.' }, {
      title: 'Bản đồ điểm chờ giải quyết hồ sơ theo giờ', areas: [2], kind: 'group', firstApplied: '15/3/2024', evidence: ['data'], declared: true, unit: 'UBND phường III, thành phố Vị Thanh', phone: '0900 000 811', email: who.word,
      authors: [{ name: 'Phạm Thị Hoa', unit: 'UBND phường III, thành phố Vị Thanh', position: 'Công chức', phone: '0900 000 811', email: who.word, share: 60 }, { name: 'Lê Minh Quân', unit: 'UBND phường III, thành phố Vị Thanh', position: 'Cán bộ', share: 40 }],
    }, stage) },
  { name: 'an archive with form and figures', at: '2024-07-19T14:20:00+07:00', from: who.zip, expect: { kind: 'submission', outcome: 'registered', letter: 'receipt' },
    raw: (stage) => withArchive({ from: who.zip, messageId: id(19), subject: 'Nộp hồ sơ dự thi', text: 'Kính gửi Ban Tổ chức, xin gửi hồ sơ dự thi trong tệp nén.' }, {
      title: 'Trợ lý tin nhắn nhắc hồ sơ sắp đến hạn', areas: [2, 6], kind: 'individual', evidence: ['data', 'feedback'], declared: true, unit: 'UBND huyện Châu Thành A', phone: '0900 000 821', email: who.zip, authors: [{ name: 'Trương Văn Sáu', unit: 'UBND huyện Châu Thành A', position: 'Chuyên viên' }],
    }, stage) },
  { name: 'the form as a photograph', at: '2024-07-22T16:45:00+07:00', from: who.scan, expect: { kind: 'submission', outcome: 'registered', letter: 'scan-read' },
    raw: (stage) => withScan({ from: who.scan, messageId: id(20), subject: 'Gửi bài dự thi', text: 'Kính gửi Ban Tổ chức, tôi xin gửi bài dự thi (ảnh chụp phiếu).' }, stage) },
  { name: 'two entries in one mail', at: '2024-07-23T09:30:00+07:00', from: who.clerk, expect: { kind: 'submission', outcome: 'registered', letter: 'receipt' },
    raw: (stage) => withFolders({ from: who.clerk, messageId: id(22), subject: 'Tổng hợp bài dự thi của đơn vị', text: 'Kính gửi Ban Tổ chức,\n\nVăn thư UBND xã Tân Tiến xin gửi hai bài dự thi của đơn vị trong tệp nén, mỗi bài một thư mục.' }, [
      { title: 'Tổ công nghệ số cộng đồng đến từng nhà', areas: [6], kind: 'individual', declared: true, evidence: ['media'], unit: 'UBND xã Tân Tiến', phone: '0900 000 841', email: 'chau@people.example.org', authors: [{ name: 'Nguyễn Thị Châu', unit: 'UBND xã Tân Tiến', position: 'Công chức' }] },
      { title: 'Một bảng phân công, một hạn trả lời cho mỗi hồ sơ liên thông', areas: [3], kind: 'individual', declared: true, evidence: ['data'], unit: 'UBND xã Tân Tiến', phone: '0900 000 842', email: 'dat@people.example.org', authors: [{ name: 'Huỳnh Văn Đạt', unit: 'UBND xã Tân Tiến', position: 'Cán bộ' }] },
    ], stage) },
  { name: 'staff decide by reply', at: '2024-07-24T14:10:00+07:00', from: who.staff, raw: reply(24, who.staff, 'staff-summary', 'HỢP LỆ CCHC24-0002-G\nHỢP LỆ CCHC24-0003-E'), expect: { kind: 'staff-reply', outcome: 'asked', letter: 'decision-confirm' } },
  { name: 'and confirm both', at: '2024-07-24T14:12:00+07:00', from: who.staff, raw: reply(25, who.staff, 'decision-confirm', 'ĐỒNG Ý'), expect: { kind: 'staff-reply', outcome: 'decided', letter: 'decisions-read' } },
  { name: 'one second too late', at: '2024-08-17T00:00:01+07:00', from: who.late, expect: { kind: 'submission', outcome: 'registered', letter: 'late' },
    raw: anEntry(21, who.late, { title: 'Hộp thư góp ý bằng mã QR tại bộ phận một cửa', kind: 'Cá nhân', area: 'Cải cách thủ tục hành chính', authors: ['Đặng Thị Lan'], unit: 'UBND phường IV, thành phố Vị Thanh', phone: '0900 000 801', email: who.late }, 'Bài dự thi.pdf') },
];

/** Raw UTF-8 in headers, a charset label that lies, a date that is none, a boundary that never closes. */
async function brokenHeaders({ mailbox }: Stage): Promise<Buffer> {
  const text = entryText({ title: 'Rút gọn hồ sơ đăng ký kinh doanh đã có trong cơ sở dữ liệu', kind: 'Cá nhân', area: 'Cải cách thể chế', authors: ['Bùi Thị Nga'], unit: 'Công ty TNHH Minh Họa', phone: '0900 000 501', email: who.broken });
  return Buffer.from([
    `From: Bùi Thị Nga <${who.broken}>`, `To: ${mailbox}`, 'Subject: Gửi bài dự thi cải cách hành chính – Bùi Thị Nga', 'Date: Thứ Ba, 32/07/2024', `Message-ID: <${id(16)}>`,
    'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="never closed"', '', '--never closed', 'Content-Type: text/plain; charset=us-ascii', '', text, '',
    '--never closed', 'Content-Type: application/pdf; name="Thuyết minh.pdf"', 'Content-Disposition: attachment; filename="Thuyết minh.pdf"', 'Content-Transfer-Encoding: base64', '',
    pdf('Rút gọn hồ sơ').toString('base64'), '',
  ].join('\r\n'));
}
