import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Contest } from '../../schemas/contest.ts';
import { openMailServer, type MailServer } from '../../src/edges/imap.ts';
import { Problem } from '../../src/problem.ts';
import { hauGiang } from '../support/contests.ts';
import { dovecotMissing, startDovecot, type Dovecot } from '../support/dovecot.ts';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { entryMail, TO } from '../support/mails.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';
import { until } from '../support/until.ts';

if (dovecotMissing !== null) console.log(`not run here: broken lines to Dovecot (${dovecotMissing})`);

describe.skipIf(dovecotMissing !== null)('a line to the mailbox that breaks', () => {
  let dovecot: Dovecot;
  let proxy: FaultProxy;
  let smtp: SmtpSink;
  let test: TestService | null = null;
  beforeEach(async () => {
    dovecot = await startDovecot(TO);
    proxy = await startFaultProxy(dovecot.imapPort);
    smtp = await startSmtpSink();
  });
  afterEach(async () => {
    await test?.stop();
    test = null;
    await proxy.stop();
    await smtp.stop();
    await dovecot.stop();
  });
  const url = (): string => `imap://${encodeURIComponent(TO)}:secret@127.0.0.1:${proxy.port}/INBOX`;
  const dial = (): Promise<MailServer> => openMailServer({ url: url(), caFile: null, writable: false, largest: 1 << 20, commandMs: 5_000 });
  const sources = async (): Promise<Map<number, string>> => {
    const client = await dovecot.client();
    const found = new Map<number, string>();
    for await (const message of client.fetch('1:*', { uid: true, source: true })) found.set(message.uid, hash(message.source!));
    client.close();
    return found;
  };
  const start = async (): Promise<TestService> => {
    const day = 86_400_000;
    const contest: Contest = {
      ...hauGiang(), window: { opens: new Date(Date.now() - day).toISOString(), closes: new Date(Date.now() + 30 * day).toISOString() },
      mailbox: { ...hauGiang().mailbox, address: TO }, letters: { ...hauGiang().letters, gatherMinutes: 0 },
    };
    test = await startTestService({ contest, imapUrl: url(), smtpUrl: smtp.url, now: new Date().toISOString() });
    await test.service.ready(AbortSignal.timeout(120_000));
    return test;
  };

  it('in the middle of a message, wherever: a fetch gives the whole message or a trouble that passes, never a part of one', async () => {
    await dovecot.deliver(await entryMail('Một cửa điện tử', { attachments: [{ filename: 'bai.pdf', content: Buffer.alloc(9_000, '%PDF-1.4\n'), contentType: 'application/pdf' }] }));
    const source = (await sources()).get(1);
    const outcomes = { whole: 0, broken: 0 };
    for (let bytes = 1; bytes < 14_500; bytes += 997) {
      for (const how of ['fin', 'rst'] as const) {
        const server = await dial();
        proxy.set({ steps: [{ direction: 'down', words: 'BODY[] {' }, { direction: 'down', bytes }], how });
        const got = await server.fetch([1]).catch((error: unknown) => error);
        if (got instanceof Map) {
          expect(hash((got as Map<number, Buffer>).get(1)!)).toBe(source);
          outcomes.whole++;
        } else {
          expect(got).toBeInstanceOf(Problem);
          expect(got).toMatchObject({ code: 'mailbox-away', retry: 'later' });
          outcomes.broken++;
        }
        server.close();
        proxy.clear();
      }
    }
    expect(outcomes.broken).toBeGreaterThanOrEqual(20);
  });

  it('while the service reads: every mail is stored whole, once', async () => {
    const running = await start();
    for (let n = 0; n < 12; n++) {
      proxy.set({ steps: [{ direction: 'down', words: 'BODY[] {' }, { direction: 'down', bytes: 1 + n * 173 }], how: n % 2 === 0 ? 'rst' : 'fin' });
      await dovecot.deliver(await entryMail(`Bài số ${n} bị cắt giữa chừng`, { from: `n${n}@people.test` }));
      await until('the trap to spring', () => proxy.counts.fired > n);
    }
    await until('all mails', async () => (await running.messages()).length === 12);
    await running.idle();
    const stored = new Map((await running.messages()).map((m) => [m.uid, m.sha256]));
    expect(stored).toEqual(await sources());
    expect((await running.messages()).map((m) => m.outcome)).toEqual(Array.from({ length: 12 }, () => 'registered'));
    expect((await running.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('without a word (half-open): a command on it is given up, and another line is made', async () => {
    const server = await dial();
    proxy.endAll('silence');
    await expect(server.refresh()).rejects.toMatchObject({ code: 'mailbox-away' });
    server.close();
    const running = await start();
    await dovecot.deliver(await entryMail('Bài trước khi đường truyền im lặng'));
    await until('the first entry', async () => (await running.entries()).length === 1);
    const before = proxy.counts.connections;
    proxy.endAll('silence');
    await dovecot.deliver(await entryMail('Bài khi đường truyền im lặng', { from: 'binh@people.test' }));
    await until('the second entry', async () => (await running.entries()).length === 2, 45_000);
    expect(proxy.counts.connections).toBeGreaterThan(before);
    await running.idle();
    await until('no trouble on record', async () => (await running.status()).mailbox.problem === null);
  });

  it('in slices of one byte, with pauses and refusals between: the mail is read all the same', async () => {
    const running = await start();
    proxy.behave({ sliceBytes: 1 });
    await dovecot.deliver(await entryMail('Bài qua đường truyền chậm'));
    await until('the entry', async () => (await running.entries()).length === 1);
    proxy.behave({ refuse: true });
    proxy.endAll('rst');
    await dovecot.deliver(await entryMail('Bài khi máy chủ từ chối', { from: 'binh@people.test' }));
    await until('the trouble on record', async () => (await running.status()).mailbox.problem);
    proxy.behave({});
    await until('the second entry', async () => (await running.entries()).length === 2);
    await running.idle();
    expect(new Map((await running.messages()).map((m) => [m.uid, m.sha256]))).toEqual(await sources());
  });
});

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
