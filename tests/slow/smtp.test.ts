import { afterEach, describe, expect, it } from 'vitest';
import { startMailServers } from '../../workers/demo/mail-servers.ts';
import { hauGiang } from '../support/contests.ts';
import { entryMail, TO } from '../support/mails.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';
import { bring } from '../support/stage.ts';
import { until } from '../support/until.ts';

type Bench = { test: TestService; sink: SmtpSink; stop: () => Promise<void>; arrive: () => Promise<void>; state: (wanted: string) => Promise<void> };
let bench: Bench;
afterEach(async () => { await bench.stop(); });

/** @param copyBack the contest's own copy (Bcc) comes back into its mailbox, as with a real server */
async function open(options: { copyBack?: boolean; copyIsReadFirst?: boolean; smtpUrl?: string } = {}): Promise<void> {
  const now = '2024-07-02T02:00:00Z';
  const base = hauGiang();
  const contest = { ...base, mailbox: { ...base.mailbox, address: TO }, letters: { ...base.letters, ownCopy: options.copyBack === true }, staff: { addresses: [] } };
  const servers = await startMailServers({ address: TO, zone: contest.zone, clock: () => new Date(now) });
  const running: { test: TestService | null } = { test: null };
  const sink = await startSmtpSink(async (letter) => {
    if (!letter.to.includes(TO)) return;
    await bring(servers, letter.raw, TO, TO);
    if (options.copyIsReadFirst) await until('the copy to be read', async () => (await running.test?.messages())?.some((m) => m.outcome === 'own-letter') === true);
  });
  const test = await startTestService({ contest, imapUrl: servers.imapUrl, smtpUrl: options.smtpUrl ?? sink.url, now });
  running.test = test;
  await test.service.ready(AbortSignal.timeout(120_000));
  bench = {
    test, sink,
    stop: async () => {
      await test.stop();
      await sink.stop();
      await servers.stop();
    },
    arrive: async () => bring(servers, await entryMail('Một cửa điện tử'), 'an@people.test', TO),
    state: async (wanted) => {
      await until(`a letter in state ${wanted}`, async () => (await test.letters()).some((l) => l.state === wanted));
    },
  };
}

describe('how the sending of a letter may end', () => {
  it('4xx: the letter waits and leaves later, once', async () => {
    await open();
    bench.sink.next({ code: 451, text: 'try again later' });
    await bench.arrive();
    await bench.state('sent');
    expect(bench.sink.letters).toHaveLength(1);
    expect((await bench.test.letters())[0]?.attempts).toBe(2);
  });

  it('5xx: rejected with what the server said, and never tried again', async () => {
    await open();
    bench.sink.next({ code: 550, text: 'no such user' });
    await bench.arrive();
    await bench.state('rejected');
    await bench.test.idle();
    expect((await bench.test.letters())[0]).toMatchObject({ state: 'rejected', attempts: 1 });
    expect((await bench.test.letters())[0]?.reason).toContain('no such user');
  });

  it('taken, then the line breaks: unknown, settled by the own copy, sent once', async () => {
    await open({ copyBack: true });
    bench.sink.next('accept-then-drop');
    await bench.arrive();
    await bench.state('sent');
    await bench.test.idle();
    expect(bench.sink.letters).toHaveLength(1);
    expect((await bench.test.letters())[0]).toMatchObject({ state: 'sent', reason: 'settled by its own copy' });
  });

  it('4xx, then taken and the line breaks: the own copy is evidence all the same, and it is not sent again', async () => {
    await open({ copyBack: true });
    bench.sink.next({ code: 451, text: 'try again later' });
    bench.sink.next('accept-then-drop');
    await bench.arrive();
    await bench.state('sent');
    await bench.test.idle();
    expect(bench.sink.letters).toHaveLength(1);
    expect((await bench.test.letters())[0]).toMatchObject({ state: 'sent', attempts: 2, reason: 'settled by its own copy' });
  });

  it('taken, the own copy is read before the line breaks: that evidence counts, too, and it is sent once', async () => {
    await open({ copyBack: true, copyIsReadFirst: true });
    bench.sink.next('accept-then-drop');
    await bench.arrive();
    await bench.state('sent');
    await bench.test.idle();
    expect(bench.sink.letters).toHaveLength(1);
    expect((await bench.test.letters())[0]).toMatchObject({ state: 'sent', attempts: 1 });
  });

  it('taken, then the line breaks, no evidence: sent once more under the same Message-ID', async () => {
    await open();
    bench.sink.next('accept-then-drop');
    await bench.arrive();
    await bench.state('unknown');
    await bench.state('sent');
    expect(bench.sink.letters).toHaveLength(2);
    expect(new Set(bench.sink.letters.map((l) => l.reading.messageId)).size).toBe(1);
  });

  it('unclear twice: stays unknown for staff to see, and is not sent a third time', async () => {
    await open();
    bench.sink.next('accept-then-drop');
    bench.sink.next('accept-then-drop');
    await bench.arrive();
    await until('two tries', async () => (await bench.test.letters())[0]?.attempts === 2 && (await bench.test.letters())[0]?.state === 'unknown');
    await until('no job left', async () => (await bench.test.status()).jobs.due === 0 && (await bench.test.status()).jobs.running === 0 && (await bench.test.database.query("select 1 from job where name = 'settle-letter' and done_at is null")).length === 0);
    expect(bench.sink.letters).toHaveLength(2);
    expect((await bench.test.letters())[0]?.state).toBe('unknown');
  });

  it('no server at all: the letter waits, and the trouble costs no attempt', async () => {
    await open({ smtpUrl: 'smtp://127.0.0.1:1' });
    await bench.arrive();
    await until('the job to wait for SMTP', async () => (await bench.test.database.query("select 1 from job where name = 'send-letter' and last_error like 'SMTP%' and attempts = 0")).length === 1);
    expect((await bench.test.letters())[0]?.state).toBe('due');
  });
});
