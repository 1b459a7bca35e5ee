/** Short mails for tests: what is not said is usual. */
import { randomUUID } from 'node:crypto';
import { pdf, writeMail } from '../../workers/demo/mails.ts';

export type Sketch = { from?: string; subject?: string; text?: string; messageId?: string; inReplyTo?: string; headers?: Record<string, string>; attachments?: { filename: string; content: Buffer | string; contentType: string }[] };

export const TO = 'contest@local.test';

export function mail(sketch: Sketch): Promise<Buffer> {
  const { inReplyTo, messageId, ...rest } = sketch;
  return writeMail({
    from: 'an@people.test', subject: 'Đăng ký dự thi', text: 'Kính gửi Ban Tổ chức', messageId: messageId ?? `${randomUUID()}@people.test`, ...rest,
    ...(inReplyTo ? { inReplyTo, references: [inReplyTo] } : {}),
  }, TO, new Date('2024-07-02T01:00:00Z'));
}

/** A complete entry of one author. */
export function entryMail(title: string, sketch: Sketch = {}): Promise<Buffer> {
  const from = sketch.from ?? 'an@people.test';
  return mail({
    subject: `Đăng ký dự thi: ${title}`,
    text: [`Tên bài dự thi: ${title}`, 'Hình thức dự thi: Cá nhân', 'Lĩnh vực: Cải cách thủ tục hành chính', 'Họ và tên: Nguyễn Thị An', 'Đơn vị: UBND xã Vị Thắng',
      'Điện thoại: 0900000101', `Email: ${from}`, '', 'Tôi cam kết bài dự thi chưa từng công bố.'].join('\n'),
    attachments: [{ filename: 'Bài dự thi.pdf', content: pdf(title), contentType: 'application/pdf' }], ...sketch, from,
  });
}
