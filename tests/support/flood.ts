/** Mail in floods: thousands from a few senders or from many, brought in faster than any service reads. */
import nodemailer from 'nodemailer';
import { writeMail } from '../../workers/demo/mails.ts';
import { TO } from './mails.ts';

export type Drop = { from: string; raw: Buffer };

type Sketch = { from: string; subject: string; text: string };

/** @param sketch gives the n-th mail; no two may be alike, or they count as one delivered twice */
export function flood(count: number, sketch: (n: number) => Sketch): Promise<Drop[]> {
  return Promise.all(Array.from({ length: count }, async (_, n) => {
    const mail = sketch(n);
    return { from: mail.from, raw: await writeMail({ messageId: `${n}.${mail.from}`, ...mail }, TO, new Date()) };
  }));
}

/** Mail about nothing. @param senders how many addresses it comes from */
export const offers = (senders: number) => (n: number): Sketch => ({
  from: `offer-${n % senders}@bulk-${senders}.test`, subject: `Special offer ${n}`, text: `Buy now, number ${n}.\n${'Cheap and good. '.repeat(20)}`,
});

/** Mail that looks as entries do, each another one. */
export const entriesBy = (senders: number) => (n: number): Sketch => ({
  from: `entrant-${n % senders}@bulk-${senders}.test`, subject: `Bài dự thi số ${n}`, text: `Tên bài dự thi: Ý tưởng số ${n}\nHọ và tên: Trần Văn Bình\nĐiện thoại: 0900000202`,
});

/** Mail that asks. */
export const questionsBy = (senders: number) => (n: number): Sketch => ({
  from: `asker-${n % senders}@bulk-${senders}.test`, subject: `Hỏi về cuộc thi ${n}`, text: `Cho hỏi thể lệ cuộc thi thế nào, lần thứ ${n}?`,
});

/** Spreads `few` evenly among `many`. */
export function among<T>(many: T[], few: T[]): T[] {
  const step = Math.max(1, Math.floor(many.length / (few.length + 1)));
  const rest = [...few];
  return many.flatMap((one, n) => (n % step === step - 1 && rest.length > 0 ? [one, ...rest.splice(0, 1)] : [one])).concat(rest);
}

/**
 * Brings mail in over several LMTP connections at a time, in order but for neighbours.
 * @returns when each mail was taken, machine time in ms, in the order given
 */
export async function pour(lmtpPort: number, drops: Drop[], to = TO): Promise<number[]> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: lmtpPort, lmtp: true, secure: false, ignoreTLS: true, pool: true, maxConnections: 8, maxMessages: Infinity });
  try {
    return await Promise.all(drops.map(async ({ from, raw }) => {
      await transport.sendMail({ raw, envelope: { from, to: [to] } });
      return performance.now();
    }));
  } finally {
    transport.close();
  }
}
