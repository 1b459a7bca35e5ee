/**
 * The mails of the benchmark: each a complete entry of a sender of its own, every byte from the seed, so that both drivers
 * (and every later run) handle the same bytes. Sizes are those of ../docs/performance.md.
 */
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { docx, jpeg, pdf } from './files.ts';
import { seeded, type Seeded } from './seeded.ts';

/** tiny: a few kB of text. normal: text, HTML, docx 59 kB, pdf 300 kB. heavy: normal and five pictures of 1 MB. */
export const profiles = ['tiny', 'normal', 'heavy'] as const;
export type Profile = (typeof profiles)[number];

export type CorpusMail = { from: string; title: string; author: string; phone: string; raw: Buffer };

type Attached = { filename: string; content: Buffer; contentType: string };

/** Mail number `n` of the corpus. @param day of its Date header @param label keeps apart mails of the same number (warm-up) */
export async function corpusMail(of: { profile: Profile; seed: string; to: string; day: Date; label?: string }, n: number): Promise<CorpusMail> {
  const seed = seeded(`${of.seed}:${of.profile}:${of.label ?? 'mail'}:${n}`);
  const from = `${of.label ?? 'nguoi'}${n}@people.test`;
  const title = `${seed.pick(verbs)} ${seed.pick(matters)} ${seed.pick(places)}, phương án ${n}`;
  const author = `${seed.pick(families)} ${seed.pick(middles)} ${seed.pick(givens)}`;
  const phone = `09${String(n).padStart(8, '0')}`;
  const form = [
    'Kính gửi Ban Tổ chức cuộc thi,', '', `Tên bài dự thi: ${title}`, 'Hình thức dự thi: Individual', 'Lĩnh vực: Open ideas',
    `Họ và tên: ${author}`, `Đơn vị: UBND ${seed.pick(places)}`, `Điện thoại: ${phone}`, `Email: ${from}`, '',
    'Tôi cam kết bài dự thi chưa từng công bố.', '',
  ].join('\n');
  const text = `${form}\n${prose(seed, of.profile === 'tiny' ? 6 : 9)}\n\nTrân trọng.\n${author}\n`;
  const raw = await compose({
    from, to: of.to, subject: `Đăng ký dự thi: ${title}`, date: of.day, messageId: `<${of.profile}.${of.label ?? 'mail'}.${n}.${seed.bytes(6).toString('hex')}@people.test>`,
    text, ...(of.profile === 'tiny' ? {} : { html: htmlOf(text) }), attachments: attachmentsOf(of.profile, title, text, seed), baseBoundary: seed.bytes(12).toString('hex'),
  });
  return { from, title, author, phone, raw: Buffer.concat([traceOf(from, of.to, of.day, n), raw]) };
}

function attachmentsOf(profile: Profile, title: string, text: string, seed: Seeded): Attached[] {
  if (profile === 'tiny') return [];
  const normal = [
    { filename: 'Phiếu đăng ký dự thi.docx', content: docx(text, 59_000, seed), contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
    { filename: 'Thuyết minh giải pháp.pdf', content: pdf(title, 300_000, seed), contentType: 'application/pdf' },
  ];
  if (profile === 'normal') return normal;
  return [...normal, ...[1, 2, 3, 4, 5].map((i) => ({ filename: `Ảnh minh họa ${i}.jpg`, content: jpeg(1_000_000, seed), contentType: 'image/jpeg' }))];
}

/** What the receiving server writes on top. */
function traceOf(from: string, to: string, day: Date, n: number): Buffer {
  return Buffer.from(`Return-Path: <${from}>\r\nReceived: from mail.people.test (mail.people.test [192.0.2.1])\r\n\tby mx.local.test with ESMTP id ${n} for <${to}>;\r\n\t${day.toUTCString().replace('GMT', '+0000')}\r\n`);
}

function compose(mail: ConstructorParameters<typeof MailComposer>[0] & { baseBoundary: string }): Promise<Buffer> {
  const node = new MailComposer({ ...mail, disableFileAccess: true, disableUrlAccess: true }).compile();
  return new Promise((resolve, reject) => node.build((error, bytes) => (error ? reject(error) : resolve(bytes))));
}

function htmlOf(text: string): string {
  return `<html><head><style>p { font-family: "Times New Roman"; }</style></head><body>${text.split('\n').map((line) => `<p class="MsoNormal">${line}</p>`).join('\n')}</body></html>`;
}

/** Sentences of an administrative matter, as the seed draws them. */
export function prose(seed: Seeded, sentences: number): string {
  return Array.from({ length: sentences }, () => `${seed.pick(openings)} ${seed.pick(matters)} ${seed.pick(places)} ${seed.pick(endings)}.`).join(' ');
}

const verbs = ['Rút ngắn', 'Số hóa', 'Đơn giản hóa', 'Hỗ trợ', 'Tự động hóa', 'Công khai'];
const matters = ['thủ tục cấp giấy khai sinh', 'việc nộp hồ sơ đất đai', 'lịch hẹn một cửa', 'việc trả kết quả tại nhà', 'tra cứu hồ sơ', 'đăng ký hộ kinh doanh'];
const places = ['xã Vị Thắng', 'phường Trà Lồng', 'thị trấn Nàng Mau', 'xã Phương Bình', 'huyện Phụng Hiệp', 'thành phố Ngã Bảy'];
const families = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Võ', 'Đặng'];
const middles = ['Thị', 'Văn', 'Minh', 'Ngọc', 'Hoàng'];
const givens = ['An', 'Bình', 'Châu', 'Dũng', 'Hạnh', 'Khánh', 'Phúc', 'Thảo'];
const openings = ['Hiện nay người dân mất nhiều thời gian cho', 'Chúng tôi đề xuất cải tiến', 'Khảo sát cho thấy', 'Kết quả bước đầu của', 'Kinh phí thực hiện'];
const endings = ['giảm một nửa số lần đi lại', 'được thực hiện trên điện thoại', 'không cần thêm nhân sự', 'phù hợp với quy định hiện hành', 'được người cao tuổi ủng hộ'];
