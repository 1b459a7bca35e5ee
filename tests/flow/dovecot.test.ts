import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dovecotMissing, startDovecot, type Dovecot } from '../support/dovecot.ts';
import { hauGiang } from '../support/contests.ts';
import { entryMail, mail, TO } from '../support/mails.ts';
import { startTestService, type TestOptions, type TestService } from '../support/service.ts';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';
import { until } from '../support/until.ts';
import type { Contest } from '../../schemas/contest.ts';

if (dovecotMissing !== null) console.log(`not run here: the mailbox on Dovecot (${dovecotMissing})`);

/** Dovecot stamps INTERNALDATE by the machine's clock, so that this contest is open today. */
function openNow(changes: Partial<Contest['mailbox']> = {}, limits?: Contest['limits']): Contest {
  const contest = hauGiang();
  const day = 86_400_000;
  return {
    ...contest, window: { opens: new Date(Date.now() - day).toISOString(), closes: new Date(Date.now() + 30 * day).toISOString() },
    mailbox: { ...contest.mailbox, address: TO, ...changes }, letters: { ...contest.letters, gatherMinutes: 0 }, ...(limits ? { limits } : {}),
  };
}

describe.skipIf(dovecotMissing !== null)('the mailbox on Dovecot', () => {
  let dovecot: Dovecot;
  let smtp: SmtpSink;
  const running: TestService[] = [];

  beforeAll(async () => { smtp = await startSmtpSink(); });
  afterAll(async () => { await smtp.stop(); });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
    await dovecot.stop();
  });

  const start = async (options: Partial<TestOptions> = {}): Promise<TestService> => {
    const test = await startTestService({ contest: openNow(), imapUrl: dovecot.imapUrl, caFile: dovecot.caFile, smtpUrl: smtp.url, now: new Date().toISOString(), ...options });
    running.push(test);
    return test;
  };
  const ready = (test: TestService): Promise<void> => test.service.ready(AbortSignal.timeout(120_000));

  it('registers a mail that arrives while it idles, and leaves the mailbox as it was', async () => {
    dovecot = await startDovecot();
    const test = await start();
    await ready(test);
    await dovecot.deliver(await entryMail('Một cửa điện tử cho người cao tuổi'));
    await until('the entry', async () => (await test.entries()).length === 1);
    await test.idle();
    const [message] = await test.messages();
    expect(message).toMatchObject({ kind: 'submission', outcome: 'registered' });
    const client = await dovecot.client();
    const flags = [...(await client.fetchOne('1', { flags: true }) || { flags: new Set() }).flags ?? []];
    client.close();
    expect(flags.filter((f) => f !== '\\Recent')).toEqual([]);
    expect((await test.letters()).map((l) => [l.kind, l.state])).toEqual([['receipt', 'sent']]);
  });

  it('goes on after the server was restarted, without losing or repeating a mail', async () => {
    dovecot = await startDovecot();
    const test = await start();
    await ready(test);
    await dovecot.deliver(await entryMail('Bài trước khi máy chủ dừng'));
    await until('the first entry', async () => (await test.entries()).length === 1);
    await dovecot.down();
    await until('the trouble on record', async () => (await test.status()).mailbox.problem);
    await dovecot.start();
    await dovecot.deliver(await entryMail('Bài sau khi máy chủ chạy lại', { from: 'binh@people.test' }));
    await until('the second entry', async () => (await test.entries()).length === 2);
    await test.idle();
    await until('the trouble to be over', async () => (await test.status()).mailbox.problem === null);
    expect((await test.messages()).map((m) => m.outcome)).toEqual(['registered', 'registered']);
  });

  it('scans anew when the mailbox was made anew, and knows again what it has seen', async () => {
    dovecot = await startDovecot();
    const test = await start();
    await ready(test);
    const known = await entryMail('Bài đã biết');
    await dovecot.deliver(known);
    await until('the entry', async () => (await test.entries()).length === 1);
    await dovecot.down();
    await dovecot.wipe();
    await dovecot.start();
    await dovecot.deliver(known);
    await dovecot.deliver(await entryMail('Bài mới', { from: 'binh@people.test' }));
    await until('both mails of the new mailbox', async () => (await test.messages()).filter((m) => m.outcome !== null).length === 3);
    await test.idle();
    expect((await test.messages()).map((m) => m.outcome).sort()).toEqual(['duplicate', 'registered', 'registered']);
    expect(await test.entries()).toHaveLength(2);
    expect((await test.letters()).filter((l) => l.kind === 'receipt')).toHaveLength(2);
  });

  it('records the same mail delivered twice as a duplicate, without a second letter', async () => {
    dovecot = await startDovecot();
    const test = await start();
    await ready(test);
    const twice = await entryMail('Thư đến hai lần');
    await dovecot.deliver(twice);
    await dovecot.deliver(twice);
    await until('both', async () => (await test.messages()).filter((m) => m.outcome !== null).length === 2);
    await test.idle();
    expect((await test.messages()).map((m) => m.outcome).sort()).toEqual(['duplicate', 'registered']);
    expect(await test.letters()).toHaveLength(1);
  });

  it('reads with one copy while a second stands by, and with the second when the first stops', async () => {
    dovecot = await startDovecot();
    const first = await start();
    await ready(first);
    const second = await start({ database: first.database, dataDir: first.service.services.blobs.path('x').replace(/\/x.*$/, '') });
    await ready(second);
    for (const n of [1, 2, 3]) await dovecot.deliver(await entryMail(`Bài số ${n} của một người`, { from: `nguoi${n}@people.test` }));
    await until('three entries', async () => (await first.entries()).length === 3);
    await first.service.stop();
    await dovecot.deliver(await entryMail('Bài khi bản thứ hai đọc', { from: 'sau@people.test' }));
    await until('the fourth entry', async () => (await second.entries()).length === 4);
    await second.idle();
    expect((await second.messages()).map((m) => m.outcome)).toEqual(['registered', 'registered', 'registered', 'registered']);
    expect((await second.letters()).filter((l) => l.kind === 'receipt')).toHaveLength(4);
  });

  it('is not disturbed by mail that is expunged before it was fetched', async () => {
    dovecot = await startDovecot();
    for (const n of [1, 2, 3, 4]) await dovecot.deliver(await entryMail(`Bài ${n}`, { from: `n${n}@people.test` }));
    const client = await dovecot.client();
    const test = await start();
    await client.messageDelete('2:3', { uid: true });
    client.close();
    await ready(test);
    await dovecot.deliver(await entryMail('Bài 5', { from: 'n5@people.test' }));
    await until('the last mail', async () => (await test.entries()).some((e) => e.version?.fields.title.value === 'Bài 5' || e.entry.number >= 3));
    await test.idle();
    const verdict = await test.verdict();
    expect(verdict.invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('fetches 30 MB whole, and asks the sender of 60 MB to send it in parts', async () => {
    dovecot = await startDovecot();
    const test = await start();
    await ready(test);
    const big = Buffer.alloc(21 * 1024 * 1024, 'v');
    await dovecot.deliver(await entryMail('Bài có tệp lớn', { from: 'lon@people.test', attachments: [{ filename: 'lon.bin', content: big, contentType: 'application/octet-stream' }] }));
    await dovecot.deliver(await mail({ from: 'qualon@people.test', subject: 'Bài quá lớn', attachments: [{ filename: 'film.mp4', content: Buffer.alloc(44 * 1024 * 1024, 'x'), contentType: 'video/mp4' }] }));
    await until('both', async () => (await test.messages()).filter((m) => m.outcome !== null).length === 2);
    await test.idle();
    const [whole, tooLarge] = await test.messages();
    expect(whole).toMatchObject({ outcome: 'registered' });
    expect(whole?.size).toBeGreaterThan(28_000_000);
    expect(tooLarge).toMatchObject({ outcome: 'oversized', sha256: null, subject: 'Bài quá lớn', fromAddress: 'qualon@people.test' });
    expect((await test.letters()).map((l) => [l.kind, l.toAddress]).sort()).toEqual([['receipt', 'lon@people.test'], ['too-large', 'qualon@people.test']]);
    expect((await test.verdict()).ok).toBe(true);
  });

  it('holds back after three refused logins instead of hammering, and says so', async () => {
    dovecot = await startDovecot();
    const test = await start({ imapUrl: dovecot.imapUrl.replace('secret', 'wrong'), contest: { ...openNow(), staff: { addresses: ['staff@office.test'] } } });
    const problem = await until('the refusal on record', async () => (await test.status()).mailbox.problem);
    expect(problem).toMatch(/login refused/i);
    await until('the alert to staff', async () => (await test.letters()).some((l) => l.kind === 'staff-alert' && l.state === 'sent'));
    expect((await test.letters()).map((l) => l.subject)).toEqual(['Cần xem: hộp thư từ chối đăng nhập']);
  });

  it('moves handled mail to a folder where the contest asks for it', async () => {
    dovecot = await startDovecot();
    const test = await start({ contest: openNow({ after: { do: 'move', folder: 'Đã xử lý' } }) });
    await ready(test);
    await dovecot.deliver(await entryMail('Bài được chuyển thư mục'));
    await until('the entry', async () => (await test.entries()).length === 1);
    const client = await dovecot.client();
    await until('the mail in its folder', async () => {
      test.service.wake();
      const found = await client.status('Đã xử lý', { messages: true }).catch(() => false as const);
      return found !== false && found.messages === 1;
    });
    client.close();
    await test.idle();
    expect((await test.messages()).map((m) => m.outcome)).toEqual(['registered']);
  });

  it('does no harm to a mailbox full of old mail at its first start', async () => {
    dovecot = await startDovecot();
    const client = await dovecot.client();
    const day = 86_400_000;
    await client.append('INBOX', await mail({ subject: 'Thư riêng từ năm ngoái', from: 'ban@private.test' }), [], new Date(Date.now() - 300 * day));
    await client.append('INBOX', await entryMail('Bài gửi ba giờ trước', { from: 'som@people.test' }), [], new Date(Date.now() - 3 * 3_600_000));
    client.close();
    const test = await start();
    await ready(test);
    await test.idle();
    const [old, recent] = await test.messages();
    expect(old).toMatchObject({ outcome: 'older', sha256: null, subject: null, fromAddress: null });
    expect(recent).toMatchObject({ outcome: 'registered', backlog: true });
    expect((await test.letters()).map((l) => [l.kind, l.state])).toEqual([['receipt', 'draft']]);
    expect(smtp.letters.filter((l) => l.to.includes('som@people.test'))).toEqual([]);
  });

  it('leaves old mail unread where the first look is broken off in the middle, and reads what is brought in later, whatever its date', async () => {
    dovecot = await startDovecot();
    const client = await dovecot.client();
    const lastYear = new Date(Date.now() - 300 * 86_400_000);
    // More than are taken in at a time.
    for (let n = 0; n < 130; n++) await client.append('INBOX', await mail({ subject: `Thư riêng ${n} từ năm ngoái`, from: 'ban@private.test' }), [], lastYear);
    const test = await start({ failpoint: 'rows-committed:1:error' });
    await ready(test);
    await test.idle();
    expect((await test.messages()).map((m) => m.outcome)).toEqual(Array.from({ length: 130 }, () => 'older'));
    await client.append('INBOX', await entryMail('Bài chuyển từ hộp thư khác'), [], lastYear);
    client.close();
    await until('what was brought in', async () => (await test.messages()).length === 131);
    await test.idle();
    expect((await test.messages()).at(-1)?.outcome).toBe('registered');
    expect(await test.letters()).toHaveLength(1);
  });
});
