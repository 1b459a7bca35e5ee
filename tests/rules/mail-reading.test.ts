import { describe, expect, it } from 'vitest';
import { letterMessageId, readLetterMessageId } from '../../src/mail/token.ts';
import { serversWord } from '../../src/mail/authentication.ts';
import { readMail } from '../../src/mail/read.ts';
import { traceFreeHash, traceFreeHashOf } from '../../src/mail/trace-free.ts';

const read = async (raw: string | Buffer) => (await readMail(Buffer.from(raw as string), { partBytes: 1 << 20 })).reading;

describe('documents of a mail', () => {
  it('lists inline text files, forwarded mails with their files, uuencode and parts without names', async () => {
    const reading = await read([
      'From: an@people.test', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'Kính gửi,', 'begin 644 ghi chu.txt', '#0V%T', '`', 'end', '',
      '--b', 'Content-Type: text/plain; name="thuyet-minh.txt"', 'Content-Disposition: inline; filename="thuyet-minh.txt"', '', 'inline file',
      '--b', 'Content-Type: image/png', '', 'PNG',
      '--b', 'Content-Type: message/rfc822', '', 'From: inner@people.test', 'Subject: inner', 'Content-Type: multipart/mixed; boundary=i', '', '--i', 'Content-Type: application/pdf; name=inner.pdf', '', '%PDF-1.4', '--i--', '--b--', '',
    ].join('\r\n'));
    expect(reading.documents.map((d) => [d.filename, d.from])).toEqual(expect.arrayContaining([['thuyet-minh.txt', 'inline'], ['ghi chu.txt', 'uuencode'], ['inner.pdf', expect.any(String)]]));
    expect(reading.documents.some((d) => d.contentType === 'image/png')).toBe(true);
    expect(reading.innerSubjects).toContain('inner');
  });

  it('makes hostile names safe and keeps the original as data', async () => {
    const reading = await read(`From: a@b.test\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="../../etc/pass\\\\wd\u202egpj.exe"\r\n\r\n%PDF`);
    const [file] = reading.documents;
    expect(file?.storedName).not.toMatch(/[/\\\u202e]|\.\./);
    expect(file?.filename).toContain('etc');
  });

  it('flags what is empty or not what its name says', async () => {
    const reading = await read('From: a@b.test\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n--b\r\nContent-Type: application/pdf; name=b.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nUEsDBAoAAAAAAA==\r\n--b--\r\n');
    expect(reading.documents.map((d) => d.flags[0])).toEqual(['empty', 'type-mismatch']);
  });
});

describe('headers of a mail', () => {
  it('never replaces a date that is none by the present', async () => {
    const reading = await read('From: a@b.test\r\nDate: Thu, 32 Foo 2024\r\n\r\nx');
    expect(reading.dateHeader).toBe('Thu, 32 Foo 2024');
    expect(reading.warnings).toContain('date-unparseable');
  });

  it('reads CR-only mail, byte order marks and mbox separators', async () => {
    expect((await read('From: a@b.test\rSubject: một\r\rtext')).subject).toBe('một');
    expect((await read('\ufeffFrom: a@b.test\r\nSubject: hai\r\n\r\ntext')).subject).toBe('hai');
    expect((await read('From an@x Thu Jul 4 2024\nFrom: a@b.test\nSubject: ba\n\ntext')).subject).toBe('ba');
  });

  it('warns of two senders', async () => {
    expect((await read('From: a@b.test\r\nFrom: c@d.test\r\n\r\nx')).warnings).toContain('ambiguous-headers');
  });
});

describe('fields that no honest program writes', () => {
  it.each(['Date', 'Received', 'Content-Transfer-Encoding', 'Content-Type', 'From'])('%s of a quarter of a megabyte is read in no time', async (field) => {
    // Each of these once kept the process busy for half a minute.
    for (const filling of ['(', ' ', '"', '<a', "x*0*=a'';"]) {
      const reading = await read(`From: an@people.test\r\n${field}: x${filling.repeat(250_000 / filling.length)}y\r\n\r\ntext\r\n`);
      expect(reading.from[0]?.address).toBe('an@people.test');
    }
  }, 15_000);

  it('a Message-ID longer than a line may be counts as none: no index could hold it', async () => {
    const long = Array.from({ length: 3_000 }, (_, n) => (n * 7919 % 36).toString(36)).join('');
    const reading = await read(`From: an@people.test\r\nMessage-ID: <${long}@x>\r\nReferences: <${long}@x> <short@x>\r\n\r\ntext\r\n`);
    expect(reading).toMatchObject({ messageId: null, references: ['short@x'] });
  });
});

describe('new text and history', () => {
  it('keeps the answer and cuts what our letter said', async () => {
    const reading = await read('From: a@b.test\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nĐỒNG Ý\r\n\r\nOn Tue, 2 Jul 2024 at 08:00, Ban Tổ chức <c@d.test> wrote:\r\n> Xin xác nhận rút bài\r\n');
    expect(reading.text).toBe('ĐỒNG Ý');
    expect(reading.quoted).toContain('Xin xác nhận');
  });
});

describe('the same mail', () => {
  const body = 'From: a@b.test\r\nSubject: x\r\n\r\nbody\r\n';
  const first = Buffer.from(`Return-Path: <a@b.test>\r\nReceived: from x by y; Tue\r\n\tfolded\r\n${body}`);
  const second = Buffer.from(`Return-Path: <a@b.test>\r\nReceived: from x by z; Wed\r\nDelivered-To: c\r\n${body}`);

  it('is known again however often servers wrote on it', async () => {
    expect(traceFreeHash(first)).toBe(traceFreeHash(second));
    expect(traceFreeHash(first)).not.toBe(traceFreeHash(Buffer.from(body.replace('body', 'other'))));
    const pieces = async function* () { for (let at = 0; at < first.length; at += 7) yield first.subarray(at, at + 7); };
    expect(await traceFreeHashOf(pieces())).toBe(traceFreeHash(first));
  });
});

describe('a Message-ID of ours', () => {
  const keys = ['the first key of all, quite long', 'an older key, just as long as it'];
  const id = '3f2b8c1e-0000-4000-8000-000000000001';

  it('proves its letter, in any case and with an older key, and no forged one does', () => {
    const messageId = letterMessageId('receipt', id, 'contest.test', keys);
    expect(readLetterMessageId(`<${messageId.toUpperCase()}>`, [...keys].reverse())).toEqual({ kind: 'receipt', letterId: id });
    expect(readLetterMessageId(messageId.replace('receipt', 'early'), keys)).toBeNull();
    expect(readLetterMessageId(messageId, ['another key altogether, also long'])).toBeNull();
    expect(readLetterMessageId(`receipt.${id}.${'0'.repeat(32)}@contest.test`, keys)).toBeNull();
  });
});

describe('sender authentication', () => {
  it('is believed from our own server alone, and from its topmost word', () => {
    const ours = 'mx.office.test; dmarc=fail header.from=people.test';
    expect(serversWord([ours], 'mx.office.test').result).toBe('fail');
    expect(serversWord(['mx.evil.test; dmarc=pass'], 'mx.office.test').result).toBe('none');
    expect(serversWord([ours], null).result).toBe('none');
    expect(serversWord(['mx.office.test; dmarc=pass', ours], 'mx.office.test').result).toBe('pass');
  });
});
