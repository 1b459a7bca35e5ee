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

/** A page of text with the title on it, in letters that every PDF reader has: without diacritics. */
export function pdf(title: string): Buffer {
  // Its own words in every line: pages that share their sentences are shown as copies of each other.
  const lines = [title, `Ban thuyet minh cua bai ${title}.`, `So lieu va hieu qua cua ${title}.`];
  const plain = (line: string): string => line.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').replace(/[^ -~]/g, ' ').replace(/[()\\]/g, ' ');
  const page = `BT /F1 12 Tf 72 760 Td 18 TL ${lines.map((line) => `(${plain(line)}) Tj T*`).join(' ')} ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${page.length}>>stream\n${page}\nendstream`, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let file = '%PDF-1.4\n';
  const places = objects.map((object, i) => {
    const at = file.length;
    file += `${i + 1} 0 obj${object}endobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  return Buffer.from(`${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF\n`, 'latin1');
}

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
