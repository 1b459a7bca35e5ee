/** What people write to a contest: entries, some delivered twice, and mail that is no entry. The number of a mail and the seed make its bytes. */
import { writeMail, pdf, type Written } from '../../workers/demo/mails.ts';
import { randomOf, type Random } from './random.ts';

export type MailClass = 'entry' | 'question' | 'out-of-office' | 'bounce';
export type ChaosMail = { number: number; kind: MailClass; from: string; /** envelope sender */ returnPath: string; /** how often it is delivered */ times: 1 | 2; raw: Buffer };

/** Carries the number of a mail of the ledger, so that its bytes can be found again below what servers wrote on top. */
export const NUMBER_HEADER = 'X-Chaos-Number';

const shares: Record<MailClass, number> = { entry: 90, question: 3, 'out-of-office': 4, bounce: 3 };
const sentences = [
  'Hiện nay người dân phải đi lại nhiều lần để hoàn thiện một bộ hồ sơ, trong khi phần lớn thông tin đã có trong cơ sở dữ liệu của cơ quan.',
  'Giải pháp đề xuất bỏ bớt ba loại giấy tờ và cho phép nộp hồ sơ trực tuyến ngay tại nhà văn hóa ấp.',
  'Kết quả thí điểm tại hai xã cho thấy thời gian giải quyết giảm từ bảy ngày xuống còn hai ngày làm việc.',
  'Chi phí thực hiện thấp vì tận dụng máy tính và đường truyền sẵn có của bộ phận một cửa.',
  'Đội ngũ công chức được tập huấn nửa ngày, tài liệu hướng dẫn gồm mười trang có hình minh họa.',
  'Mô hình có thể nhân rộng ra toàn tỉnh mà không cần sửa đổi văn bản quy phạm pháp luật.',
  'Người cao tuổi được đoàn viên thanh niên hỗ trợ ghi tờ khai và theo dõi tình trạng hồ sơ qua tin nhắn.',
];

/** The mail of that number. */
export async function chaosMail(seed: string, number: number, to: string): Promise<ChaosMail> {
  const random = randomOf(seed, `mail ${number}`);
  const kind = random.weighted(shares);
  const from = kind === 'bounce' ? `mailer-daemon@mx${number}.test` : `nguoi${number}@people.test`;
  const words = writers[kind](number, random);
  const written = await writeMail({ ...words, from, messageId: `${number}.${random.between(1, 1e9)}@people.test`, headers: { ...words.headers, [NUMBER_HEADER]: String(number) } }, to, new Date());
  // As it crosses the wire (RFC 5321 2.3.8): the bytes that must be found again.
  const raw = Buffer.from(written.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
  return { number, kind, from, returnPath: kind === 'bounce' ? '' : from, times: kind === 'entry' && random.next() < 0.03 ? 2 : 1, raw };
}

type Words = Pick<Written, 'subject' | 'text' | 'attachments' | 'headers'>;

const writers: Record<MailClass, (number: number, random: Random) => Words> = {
  entry: (number, random) => {
    const title = `Sáng kiến số ${number} về một cửa điện tử`;
    return {
      subject: `Đăng ký dự thi: ${title}`,
      text: [`Tên bài dự thi: ${title}`, 'Hình thức dự thi: Cá nhân', 'Họ và tên: Nguyễn Thị An', `Đơn vị: UBND xã số ${number}`, 'Điện thoại: 0900000101', `Email: nguoi${number}@people.test`, '',
        prose(random, random.between(1_000, 6_000)), '', 'Tôi cam kết bài dự thi chưa từng công bố.'].join('\n'),
      ...(random.next() < 0.4 ? { attachments: [attachment(number, random)] } : {}),
    };
  },
  question: (number) => ({ subject: `Hỏi về thể lệ cuộc thi (${number})`, text: 'Kính gửi Ban Tổ chức,\n\nCho hỏi hạn nộp bài dự thi là khi nào?\n\nTrân trọng cảm ơn.' }),
  'out-of-office': (number, random) => ({
    subject: `Trả lời tự động: vắng mặt ${number}`, headers: { 'Auto-Submitted': 'auto-replied' }, text: `Tôi đang nghỉ phép.\n\n${prose(random, 1_500)}`,
  }),
  bounce: (number) => ({
    subject: 'Undelivered Mail Returned to Sender', headers: { 'Auto-Submitted': 'auto-replied' }, text: `Your message to somebody${number}@elsewhere.test could not be delivered: 550 5.1.1 no such user`,
  }),
};

function attachment(number: number, random: Random): NonNullable<Written['attachments']>[number] {
  const filling = Array.from({ length: random.between(5, 90) }, () => `% ${random.next().toString(36).repeat(4)}\n`).join('');
  return { filename: `Bài dự thi ${number}.pdf`, content: Buffer.concat([pdf(`bài số ${number}`), Buffer.from(filling)]), contentType: 'application/pdf' };
}

function prose(random: Random, characters: number): string {
  let text = '';
  while (text.length < characters) text += `${random.pick(sentences)}${random.next() < 0.25 ? '\n\n' : ' '}`;
  return text.trim();
}
