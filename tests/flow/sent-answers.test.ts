import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueue } from '../../src/store/jobs.ts';
import { listQuestions, postsOf } from '../../src/store/questions.ts';
import { hauGiang } from '../support/contests.ts';
import { dovecotMissing, startDovecot, type Dovecot } from '../support/dovecot.ts';
import { mail, TO } from '../support/mails.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';
import { until } from '../support/until.ts';

if (dovecotMissing !== null) console.log(`not run here: answers in the Sent folder (${dovecotMissing})`);

describe.skipIf(dovecotMissing !== null)('answers that were written by hand', () => {
  let dovecot: Dovecot;
  let smtp: SmtpSink;
  let test: TestService;

  beforeAll(async () => {
    [dovecot, smtp] = [await startDovecot(), await startSmtpSink()];
    const contest = hauGiang();
    const window = { opens: new Date(Date.now() - 86_400_000).toISOString(), closes: new Date(Date.now() + 30 * 86_400_000).toISOString() };
    test = await startTestService({
      contest: { ...contest, window, mailbox: { ...contest.mailbox, address: TO, sentFolder: 'Sent' }, staff: { addresses: ['staff@office.test'] } },
      imapUrl: dovecot.imapUrl, caFile: dovecot.caFile, smtpUrl: smtp.url, now: new Date(Date.now() + 60_000).toISOString(),
    });
    await test.service.ready(AbortSignal.timeout(120_000));
  });
  afterAll(async () => {
    await test.stop();
    await smtp.stop();
    await dovecot.stop();
  });

  const questions = () => test.service.services.db.transaction((tx) => listQuestions(tx, { limit: 100 }));
  const byAsker = async (asker: string) => (await questions()).find((q) => q.asker === asker);
  let looks = 0;

  async function asked(from: string, subject: string): Promise<void> {
    await dovecot.deliver(await mail({ from, subject, text: 'Cho hỏi hạn nộp bài dự thi là khi nào?', messageId: `hoi.${from}` }), from);
    await until('the question', async () => (await byAsker(from)) !== undefined);
  }

  /** What the office's own mail program leaves in the Sent folder. */
  async function sent(to: string, subject: string, more: { inReplyTo?: string; messageId?: string; text?: string } = {}): Promise<void> {
    const lines = [`From: <${TO}>`, `To: <${to}>`, `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`, `Message-ID: <${more.messageId ?? `tay.${to}`}>`, ...(more.inReplyTo ? [`In-Reply-To: <${more.inReplyTo}>`] : []), 'Content-Type: text/plain; charset=utf-8'];
    const client = await dovecot.client();
    await client.mailboxCreate('Sent').catch(() => undefined);
    await client.append('Sent', Buffer.from(`${lines.join('\r\n')}\r\n\r\n${more.text ?? 'Hết ngày 16/8.'}\r\n`), ['\\Seen'], new Date(Date.now() + 30_000));
    client.close();
  }

  async function look(): Promise<void> {
    await test.service.services.db.transaction(async (tx) => enqueue(tx, 'find-answers', { hour: String(looks) }, { key: `find-answers:test:${looks++}` }));
    await test.idle();
  }

  it('count where they reply to the question, or bear its subject to its asker, and nowhere else', async () => {
    for (const [from, subject] of [['an@people.test', 'Hỏi hạn nộp'], ['binh@people.test', 'Hỏi thể lệ'], ['chi@people.test', 'Hỏi giải thưởng'], ['dung@people.test', 'Hỏi đối tượng']] as const) await asked(from, subject);
    await look();
    expect((await questions()).map((q) => q.state)).toEqual(['open', 'open', 'open', 'open']);
    await sent('an@people.test', 'Về câu hỏi của bạn', { inReplyTo: 'hoi.an@people.test', text: 'Hết ngày 16/8.\n\n> Cho hỏi hạn nộp bài dự thi là khi nào?' });
    await sent('binh@people.test', 'Trả lời: HỎI THỂ LỆ');
    await sent('chi@people.test', 'Chúc mừng sinh nhật');
    await sent('other@people.test', 'Re: Hỏi đối tượng', { inReplyTo: 'hoi.dung@people.test' });
    await look();
    expect((await Promise.all(['an', 'binh', 'chi', 'dung'].map((name) => byAsker(`${name}@people.test`)))).map((q) => [q?.state, q?.answeredHow, q?.answeredBy]))
      .toEqual([['answered', 'sent-folder', TO], ['answered', 'sent-folder', TO], ['open', null, null], ['open', null, null]]);
    const thread = await test.service.services.db.transaction(async (tx) => postsOf(tx, (await byAsker('an@people.test'))?.id ?? ''));
    expect(thread.map((p) => [p.answer, p.text.trim()])).toEqual([[false, 'Cho hỏi hạn nộp bài dự thi là khi nào?'], [true, 'Hết ngày 16/8.']]);
  });

  it('count once, and not for what is asked in the same thread later', async () => {
    test.clock.set(new Date(Date.now() + 3_600_000).toISOString());
    await dovecot.deliver(await mail({ from: 'an@people.test', subject: 'Re: Hỏi hạn nộp', text: 'Cho hỏi thêm, nộp ở đâu?', inReplyTo: 'tay.an@people.test', messageId: 'hoi-2.an@people.test' }), 'an@people.test');
    await until('the thread to be open again', async () => (await byAsker('an@people.test'))?.state === 'open');
    expect((await questions()).filter((q) => q.asker === 'an@people.test')).toHaveLength(1);
    await look();
    expect((await byAsker('an@people.test'))?.state).toBe('open');
    await sent('an@people.test', 'Re: Hỏi hạn nộp', { inReplyTo: 'hoi-2.an@people.test', messageId: 'tay-2.an@people.test', text: 'Gửi đến hộp thư này.' });
    await look();
    expect((await byAsker('an@people.test'))?.state).toBe('answered');
  });
});
