/** Mails as people's programs write them, for the play and for tests that need whole mails. */
import MailComposer from 'nodemailer/lib/mail-composer/index.js';

export type Written = {
  from: string;
  subject: string;
  text: string;
  messageId: string;
  inReplyTo?: string;
  references?: string[];
  headers?: Record<string, string>;
  attachments?: { filename: string; content: Buffer | string; contentType: string }[];
};

/** RFC 5322 bytes. @param date of the Date header */
export function writeMail(mail: Written, to: string, date: Date): Promise<Buffer> {
  const { messageId, inReplyTo, references, ...rest } = mail;
  const node = new MailComposer({
    ...rest, to, date, messageId: `<${messageId}>`, ...(inReplyTo ? { inReplyTo: `<${inReplyTo}>` } : {}),
    ...(references ? { references: references.map((id) => `<${id}>`) } : {}), disableFileAccess: true, disableUrlAccess: true,
  }).compile();
  return new Promise((resolve, reject) => node.build((error, bytes) => (error ? reject(error) : resolve(bytes))));
}

/** Fields of an entry as its author writes them into a mail, one per line. */
export function entryText(entry: { title: string; kind: string; area: string; authors: string[]; unit: string; phone: string; email: string; declared?: boolean }): string {
  return [
    'Kính gửi Ban Tổ chức cuộc thi,', '', 'Tôi xin gửi bài dự thi như sau:', '',
    `Tên bài dự thi: ${entry.title}`, `Hình thức dự thi: ${entry.kind}`, `Lĩnh vực: ${entry.area}`,
    ...(entry.authors.length === 1 ? [`Họ và tên: ${entry.authors[0]}`] : ['Các tác giả:', ...entry.authors.map((name, i) => `${i + 1}. ${name}`)]),
    `Đơn vị công tác: ${entry.unit}`, `Điện thoại: ${entry.phone}`, `Email: ${entry.email}`, '',
    ...(entry.declared === false ? [] : ['Tôi cam kết bài dự thi chưa từng công bố trên báo chí, sách hoặc tại cuộc thi nào khác.', '']),
    'Trân trọng.',
  ].join('\n');
}

/** A small file that is what its name says. */
export const pdf = (title: string): Buffer => Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n% ${title}\ntrailer<</Root 1 0 R>>\n%%EOF\n`);

/** A delivery report of a server that could not deliver a letter (RFC 3464). */
export function bounceOf(letter: { to: string; messageId: string; subject: string }, to: string, date: string): Buffer {
  return Buffer.from([
    'From: Mail Delivery System <mailer-daemon@mx.example.org>', `To: ${to}`, 'Subject: Undelivered Mail Returned to Sender', `Date: ${date}`,
    'Message-ID: <bounce-1@mx.example.org>', 'Auto-Submitted: auto-replied', 'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"', '', '--b1', 'Content-Type: text/plain', '',
    `I'm sorry: your message to ${letter.to} could not be delivered.`, '', '--b1', 'Content-Type: message/delivery-status', '',
    'Reporting-MTA: dns; mx.example.org', '', `Final-Recipient: rfc822; ${letter.to}`, 'Action: failed', 'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 no such user', '', '--b1', 'Content-Type: text/rfc822-headers', '',
    `Message-ID: <${letter.messageId}>`, `To: ${letter.to}`, `Subject: =?utf-8?B?${Buffer.from(letter.subject).toString('base64')}?=`, '', '--b1--', '',
  ].join('\r\n'));
}
