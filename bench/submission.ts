/**
 * A submission as people send it, all of whose words stand in its files: the contest's form filled in, with a description behind it, as a
 * Word file of 60 kB, and the same as a PDF of 300 kB. Every byte from the seed.
 */
import { unzipSync, zipSync, strFromU8, strToU8 } from 'fflate';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { Contest } from '../schemas/contest.ts';
import { registrationForm } from '../src/papers/registration-form.ts';
import { prose } from './corpus.ts';
import { jpeg, pdfOf } from './files.ts';
import { seeded } from './seeded.ts';

export type Submission = { from: string; title: string; raw: Buffer };

/** Paragraphs of the description: some six pages. */
const PARAGRAPHS = 40;
const [DOCX_BYTES, PDF_BYTES] = [60_000, 300_000];
const LINES_OF_A_PAGE = 46;

/** Mail number `n`. @param to the mailbox @param day of its Date header */
export async function submissionMail(of: { contest: Contest; seed: string; to: string; day: Date; label: string }, n: number): Promise<Submission> {
  const seed = seeded(`${of.seed}:submission:${of.label}:${n}`);
  const from = `${of.label}${n}@people.test`;
  const title = `Sổ tay hẹn giờ trả kết quả tại nhà, phương án ${n}`;
  const paragraphs = Array.from({ length: PARAGRAPHS }, () => prose(seed, 6));
  const form = await registrationForm(of.contest, { title, areas: [1], kind: 'individual', declared: true, unit: 'UBND xã Vị Thắng', phone: `09${String(n).padStart(8, '0')}`, email: from, authors: [{ name: 'Nguyễn Thị An', unit: 'UBND xã Vị Thắng' }] });
  const raw = await compose({
    from, to: of.to, subject: 'Bài dự thi', date: of.day, messageId: `<submission.${of.label}.${n}.${seed.bytes(6).toString('hex')}@people.test>`, text: 'Kính gửi Ban Tổ chức,\n\nTôi xin gửi phiếu đăng ký và bản thuyết minh.\n\nTrân trọng.\n', baseBoundary: seed.bytes(12).toString('hex'),
    attachments: [
      { filename: 'Phiếu và thuyết minh.docx', content: longer(form, paragraphs, DOCX_BYTES, (size) => jpeg(size, seed)), contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
      { filename: 'Thuyết minh.pdf', content: pdfOf(pagesOf([title, ...paragraphs]), PDF_BYTES, seed), contentType: 'application/pdf' },
    ],
  });
  return { from, title, raw };
}

/** The form with a description behind it, and a picture that makes up the size. */
function longer(form: Buffer, paragraphs: string[], size: number, picture: (bytes: number) => Buffer): Buffer {
  const parts = unzipSync(form);
  const text = paragraphs.map((p) => `<w:p><w:r><w:t>${p}</w:t></w:r></w:p>`).join('');
  const body = strToU8(strFromU8(parts['word/document.xml'] ?? new Uint8Array()).replace('<w:sectPr', `${text}<w:sectPr`));
  const pack = (image: Uint8Array): Uint8Array => zipSync({ ...parts, 'word/document.xml': body, 'word/media/image1.jpg': [image, { level: 0 }] }, { mtime: new Date(1980, 0, 1) });
  return Buffer.from(pack(picture(Math.max(64, size - pack(new Uint8Array()).length))));
}

function pagesOf(paragraphs: string[]): string[][] {
  const lines = paragraphs.flatMap((p) => [...p.match(/.{1,88}(?:\s|$)/g) ?? [], '']);
  return Array.from({ length: Math.ceil(lines.length / LINES_OF_A_PAGE) }, (_, i) => lines.slice(i * LINES_OF_A_PAGE, (i + 1) * LINES_OF_A_PAGE));
}

function compose(mail: ConstructorParameters<typeof MailComposer>[0] & { baseBoundary: string }): Promise<Buffer> {
  const node = new MailComposer({ ...mail, disableFileAccess: true, disableUrlAccess: true }).compile();
  return new Promise((resolve, reject) => node.build((error, bytes) => (error ? reject(error) : resolve(bytes))));
}
