import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLog } from '../../src/edges/log.ts';
import { hauGiang } from '../support/contests.ts';
import { entryMail, mail, TO } from '../support/mails.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink.ts';
import { bring } from '../support/stage.ts';
import { until } from '../support/until.ts';
import { startMailServers, type MailServers } from '../../workers/demo/mail-servers.ts';

const NOW = '2024-07-02T02:00:00Z';
/** No line may hold any of them. */
const canaries = ['kimngan', 'Kim Ngân', 'Kim Ngan', 'bí mật của riêng tôi', 'hộ chiếu', '0966555444', 'stranger-x', 'Undelivered'];
const lines: string[] = [];
let servers: MailServers;
let sink: SmtpSink;
let test: TestService;

/** Every kind of trouble that brings words near a line: refusals that quote the person, broken files, reports, hostile names. */
beforeAll(async () => {
  const base = hauGiang();
  const contest = { ...base, mailbox: { ...base.mailbox, address: TO }, letters: { ...base.letters, gatherMinutes: 0 }, staff: { addresses: [] } };
  servers = await startMailServers({ address: TO, zone: contest.zone, clock: () => new Date(NOW) });
  sink = await startSmtpSink();
  sink.next({ code: 451, text: '4.7.1 kimngan@people.test: Kim Ngan, "bí mật của riêng tôi" greylisted' });
  sink.next({ code: 550, text: '5.1.1 <kimngan@people.test> Kim Ngan unknown' });
  test = await startTestService({ contest, imapUrl: servers.imapUrl, smtpUrl: sink.url, now: NOW, log: openLog({ level: 'trace' }, { write: (line) => { lines.push(line); } }) });
  await test.service.ready(AbortSignal.timeout(120_000));
  const from = 'kimngan@people.test';
  await bring(servers, await entryMail('bí mật của riêng tôi', { from, text: 'Tên bài dự thi: bí mật của riêng tôi\nHọ và tên: Trần Kim Ngân\nĐiện thoại: 0966555444\nĐơn vị: UBND xã', attachments: [
    { filename: 'hộ chiếu Kim Ngân.zip', content: Buffer.from('PK\u0003\u0004 broken'), contentType: 'application/zip' }, { filename: '../../Kim Ngân\u202e.docx', content: 'not a document', contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' }] }), from, TO);
  await bring(servers, await mail({ from: '"Kim Ngân <script>" <kimngan@people.test>', subject: 'Xin rút bài bí mật của riêng tôi', text: 'Tôi xin rút bài. Kim Ngân' }), from, TO);
  await bring(servers, Buffer.from(`From: Kim Ngân\r\nSubject: hộ chiếu\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Disposition: attachment; filename="hộ chiếu.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%`), 'stranger-x@people.test', TO);
  await bring(servers, Buffer.from(['From: mailer-daemon@people.test', `To: ${TO}`, 'Subject: Undelivered: kimngan@people.test', 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', '', '--b', 'Content-Type: message/delivery-status', '', 'Final-Recipient: rfc822; kimngan@people.test', 'Action: failed', 'Status: 5.1.1', '', '--b--', ''].join('\r\n')), '', TO);
  await until('all of it to be handled, with a refusal among the letters', async () => {
    test.service.wake();
    const messages = await test.messages();
    return messages.length === 4 && messages.every((m) => m.outcome !== null) && (await test.letters()).some((l) => l.state === 'rejected') && (await test.status()).idle;
  });
});
afterAll(async () => {
  await test.stop();
  await sink.stop();
  await servers.stop();
});

describe('the log', () => {
  it('tells what happened to each mail and letter, by its id', async () => {
    const told = lines.map((line) => JSON.parse(line) as { msg: string; message?: string; letter?: string; error?: string });
    expect(told.filter((l) => l.msg === 'message handled').map((l) => l.message).toSorted()).toEqual((await test.messages()).map((m) => m.id).toSorted());
    expect(told.filter((l) => l.msg === 'letter handed to SMTP').length).toBeGreaterThan(0);
    expect(told.map((l) => l.error ?? '')).toContainEqual(expect.stringMatching(/^SMTP: 451 (4\.7\.1 )?…$/));
  });

  it('holds no address, name, subject, title, number or file name of anybody', () => {
    const all = lines.join('\n').normalize('NFC');
    expect(canaries.filter((word) => all.toLowerCase().includes(word.toLowerCase()))).toEqual([]);
    expect(all).not.toMatch(/@people\.test/);
  });

  it('leaves out the values of a statement that failed, and addresses in whatever an error says', () => {
    const said: string[] = [];
    const log = openLog({ level: 'info' }, { write: (line) => { said.push(line); } });
    log.warn({ error: 'Failed query: insert into letter values ($1, $2)\nparams: kimngan@people.test,Trần Kim Ngân' }, 'job failed');
    log.warn({ error: new Error('no route to <kimngan@people.test>') }, 'of kimngan@people.test');
    expect(said.join('')).toContain('params: …');
    expect(said.join('')).toContain('no route to <[address]>');
    expect(canaries.filter((word) => said.join('').includes(word))).toEqual([]);
  });
});
