import { afterEach, describe, expect, it } from 'vitest';
import type { Contest } from '../../schemas/contest.ts';
import { hauGiang } from '../support/contests.ts';
import { dovecotMissing, startDovecot, type Dovecot } from '../support/dovecot.ts';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { entryMail, TO } from '../support/mails.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { startSmtpSink, type SmtpSink, type SunkLetter } from '../support/smtp-sink.ts';
import { until } from '../support/until.ts';

if (dovecotMissing !== null) console.log(`not run here: evidence that lies in a mailbox on Dovecot (${dovecotMissing})`);

/** Long after everything that a test waits for should have happened on a machine that is busy. */
const PATIENCE = 120_000;

describe.skipIf(dovecotMissing !== null)('evidence of a letter whose sending ended unclear', { timeout: 180_000 }, () => {
  let dovecot: Dovecot;
  let proxy: FaultProxy;
  let smtp: SmtpSink;
  let test: TestService;
  afterEach(async () => {
    proxy.behave({});
    await test.stop();
    await proxy.stop();
    await smtp.stop();
    await dovecot.stop();
  });

  const open = async (taken: (letter: SunkLetter) => Promise<void>): Promise<void> => {
    dovecot = await startDovecot(TO);
    fetches = 0;
    proxy = await startFaultProxy(dovecot.imapPort, { watch: (direction, piece) => { if (direction === 'up' && piece.includes('BODY.PEEK[]')) fetches++; } });
    smtp = await startSmtpSink(taken);
    smtp.next('accept-then-drop');
    const day = 86_400_000;
    const contest: Contest = {
      ...hauGiang(), window: { opens: new Date(Date.now() - day).toISOString(), closes: new Date(Date.now() + 30 * day).toISOString() },
      mailbox: { ...hauGiang().mailbox, address: TO }, letters: { ...hauGiang().letters, gatherMinutes: 0, ownCopy: true },
    };
    test = await startTestService({ contest, imapUrl: `imap://${encodeURIComponent(TO)}:secret@127.0.0.1:${proxy.port}/INBOX`, smtpUrl: smtp.url, now: new Date().toISOString() });
    await test.service.ready(AbortSignal.timeout(120_000));
  };
  let fetches = 0;
  const large = (n: number): Promise<Buffer> => entryMail(`Bài lớn số ${n}`, { from: `lon${n}@people.test`, attachments: [{ filename: 'lon.bin', content: Buffer.alloc(400_000, 'v'), contentType: 'application/octet-stream' }] });

  it('that came while a long look at the mailbox went on is read before anything is sent again', async () => {
    await open(async (letter) => {
      if (smtp.letters.length > 1) return;
      // One look is under way, and a second of the same length must come to an end before the copy has its row.
      proxy.behave({ sliceBytes: 4_000, delayMs: 25 });
      const before = fetches;
      await dovecot.deliver(await large(1), 'lon1@people.test');
      await until('a long fetch', () => fetches > before, PATIENCE);
      await dovecot.deliver(letter.raw, TO);
      await dovecot.deliver(await large(2), 'lon2@people.test');
    });
    await dovecot.deliver(await entryMail('Một cửa điện tử'));
    await until('the letter to be unclear', async () => (await test.letters()).some((l) => l.state === 'unknown'), PATIENCE);
    await until('the letter to be settled', async () => (await test.letters()).some((l) => l.toAddress === 'an@people.test' && l.state === 'sent'), PATIENCE);
    proxy.behave({});
    await until('all three receipts', async () => (await test.letters()).filter((l) => l.state === 'sent').length === 3, PATIENCE);
    expect((await test.letters()).find((l) => l.toAddress === 'an@people.test')).toMatchObject({ attempts: 1, reason: 'settled by its own copy' });
    expect(smtp.letters.map((l) => l.to[0]).sort()).toEqual(['an@people.test', 'lon1@people.test', 'lon2@people.test']);
  });
});
