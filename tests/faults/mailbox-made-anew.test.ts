import { afterEach, describe, expect, it } from 'vitest';
import { dovecotMissing, startDovecot, type Dovecot } from '../support/dovecot.ts';
import { hauGiang } from '../support/contests.ts';
import { entryMail, TO } from '../support/mails.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';
import { until } from '../support/until.ts';

if (dovecotMissing !== null) console.log(`not run here: a mailbox folder that is deleted and made anew (${dovecotMissing})`);

const FOLDER = 'Cuoc-thi';
const DAY = 86_400_000;
let dovecot: Dovecot;
let sink: SmtpSink;
let test: TestService | null = null;
afterEach(async () => {
  await test?.stop();
  await sink.stop();
  await dovecot.stop();
});

async function serve(imapUrl: string): Promise<TestService> {
  const base = hauGiang();
  const contest = { ...base, window: { opens: new Date(Date.now() - DAY).toISOString(), closes: new Date(Date.now() + DAY).toISOString() }, mailbox: { ...base.mailbox, address: TO }, letters: { ...base.letters, gatherMinutes: 0 } };
  // The folder is selected anew each half second instead of each minute.
  test = await startTestService({ contest, imapUrl, caFile: dovecot.caFile, smtpUrl: sink.url, now: new Date().toISOString(), settings: { reselectMs: 500, pollMs: 500 } });
  await test.service.ready(AbortSignal.timeout(120_000));
  return test;
}

describe.skipIf(dovecotMissing !== null)('a mailbox folder that somebody deletes and makes anew, with the same mails in it, while the service has it open', () => {
  it('is scanned from its beginning, and nobody is answered again', async () => {
    dovecot = await startDovecot();
    sink = await startSmtpSink();
    const staff = await dovecot.client();
    await staff.mailboxCreate(FOLDER);
    const known = [await entryMail('Bài đã biết'), await entryMail('Bài thứ hai', { from: 'binh@people.test' })];
    for (const raw of known) await staff.append(FOLDER, raw);
    const running = await serve(dovecot.imapUrl.replace('/INBOX', `/${FOLDER}`));
    const numbering = async (): Promise<unknown> => (await running.database.query('select uidvalidity from mailbox'))[0];
    await until('two receipts', () => sink.letters.length === 2);
    const before = await numbering();
    await staff.mailboxDelete(FOLDER);
    await staff.mailboxCreate(FOLDER);
    for (const raw of [...known, await entryMail('Bài mới', { from: 'chi@people.test' })]) await staff.append(FOLDER, raw);
    staff.close();
    await until('the mails of the new folder', async () => (await running.messages()).filter((m) => m.outcome !== null).length === 5);
    await running.idle();
    expect(await numbering()).not.toEqual(before);
    expect((await running.messages()).map((m) => m.outcome).sort()).toEqual(['duplicate', 'duplicate', 'registered', 'registered', 'registered']);
    expect(sink.letters.map((l) => l.to[0]).sort()).toEqual(['an@people.test', 'binh@people.test', 'chi@people.test']);
    expect((await running.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
    await until('the trouble of a folder that was not there, if it was seen, to be over', async () => (await running.status()).mailbox.problem === null);
  });
});
