import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMailauth, type MailauthLimits } from '../../src/edges/mailauth.ts';
import { borderHop } from '../../src/edges/mailauth/received.ts';
import { fakeDns, received, signer, type Zone } from '../support/signed-mail.ts';

let dir: string;
let count = 0;
beforeAll(async () => { dir = await mkdtemp(join(tmpdir(), 'mailroom-senders-')); });
afterAll(() => rm(dir, { recursive: true, force: true }));

const SENDER = 'an@people.example';
const people = signer('people.example');
const evil = signer('evil.example');
const POLICY: Zone = { '_dmarc.people.example TXT': [['v=DMARC1; p=reject']], 'people.example TXT': [['v=spf1 ip4:203.0.113.7 -all']] };
const zone: Zone = { ...POLICY, ...people.zone, ...evil.zone };

const plain = ['From: Nguyễn Thị An <an@people.example>', 'To: contest@office.example', 'Subject: =?utf-8?q?=C4=90=C4=83ng_k=C3=BD?=', 'Date: Tue, 2 Jul 2024 08:00:00 +0700', 'Message-ID: <1@people.example>', '', 'Kính gửi Ban Tổ chức', ''].join('\r\n');
const FROM_EVIL = received('198.51.100.9');
const FROM_PEOPLE = received('203.0.113.7');

type Asked = { mail: string | Buffer; sender?: string | null; zone?: Zone; slow?: string[]; servers?: string[]; limits?: Partial<MailauthLimits> };

async function found({ mail, sender = SENDER, zone: records = zone, slow = [], servers = ['mx.office.example'], limits = {} }: Asked) {
  const path = join(dir, `${++count}.eml`);
  await writeFile(path, mail);
  const dns = fakeDns(records, slow);
  const authentication = await openMailauth({ servers, resolve: dns.resolve, limits: { questionMs: 200, ...limits } }).check(path, sender);
  return { ...authentication, asked: dns.asked };
}

describe('proof of a sender by mailauth', () => {
  it('is a signature of the domain that From names, wherever the mail comes from', async () => {
    expect(await found({ mail: FROM_PEOPLE + await people.sign(plain) })).toMatchObject({ result: 'pass', by: 'mailauth' });
    expect(await found({ mail: await people.sign(plain), servers: [] })).toMatchObject({ result: 'pass' });
  });

  it('is a server that may send for the domain', async () => {
    expect(await found({ mail: FROM_PEOPLE + plain })).toMatchObject({ result: 'pass' });
    expect(await found({ mail: FROM_EVIL + plain })).toMatchObject({ result: 'fail' });
  });

  it('passes mail that was forwarded, whose signature still holds', async () => {
    const forwarded = received('198.51.100.9', 'list@lists.example') + await people.sign(plain);
    expect(await found({ mail: forwarded })).toMatchObject({ result: 'pass' });
  });

  it('fails what a list rewrote: nobody can tell it from a forgery', async () => {
    const rewritten = received('198.51.100.9', 'list@lists.example') + (await people.sign(plain)).replace('Kính gửi', '[list] Kính gửi');
    expect(await found({ mail: rewritten })).toMatchObject({ result: 'fail' });
  });

  it('fails a forged sender, signed by another domain as it may be', async () => {
    expect(await found({ mail: FROM_EVIL + await evil.sign(plain) })).toMatchObject({ result: 'fail' });
  });

  it('knows nothing where the domain says nothing of its mail', async () => {
    expect(await found({ mail: FROM_EVIL + plain, zone: {} })).toMatchObject({ result: 'none' });
    expect(await found({ mail: plain })).toMatchObject({ result: 'none', asked: [] });
  });

  it('takes no header that came with the mail for the word of a server', async () => {
    const forged = `${FROM_EVIL}Authentication-Results: mx.office.example; dmarc=pass header.from=people.example; spf=pass; dkim=pass\r\n${FROM_PEOPLE}${plain}`;
    expect(await found({ mail: forged })).toMatchObject({ result: 'fail' });
  });

  it('takes no envelope that the sender wrote himself: a server that many share may send for all of them', async () => {
    const noted = received('203.0.113.7').replace(/^Return-Path: .*\r\n/, '');
    expect(await found({ mail: `${noted}Return-Path: <an@people.example>\r\n${plain}` })).toMatchObject({ result: 'none' });
    expect(await found({ mail: received('203.0.113.7', 'mallory@evil.example') + `Return-Path: <an@people.example>\r\n${plain}` })).toMatchObject({ result: 'fail' });
    expect(await found({ mail: `Delivered-To: contest@office.example\r\n${FROM_PEOPLE}${plain}` })).toMatchObject({ result: 'pass' });
  });

  it('passes no mail with two senders, though its signature holds', async () => {
    const signed = await people.sign(plain);
    expect(await found({ mail: FROM_PEOPLE + signed.replace('\r\nTo:', '\r\nFrom: chief@office.example\r\nTo:') })).toMatchObject({ result: 'none', why: '2 From fields' });
    expect(await found({ mail: FROM_PEOPLE + await people.sign(plain.replace('<an@people.example>', '<an@people.example>, chief@office.example')) })).toMatchObject({ result: 'none' });
    expect(await found({ mail: FROM_PEOPLE + signed, sender: null })).toMatchObject({ result: 'none' });
    expect(await found({ mail: FROM_PEOPLE + signed, sender: 'chief@office.example' })).toMatchObject({ result: 'none' });
  });

  it('passes no signature that covers a part of the mail alone', async () => {
    const partly = (await people.sign(plain, { maxBodyLength: 4 })).replace(/$/, 'RÚT BÀI\r\n');
    expect(await found({ mail: FROM_EVIL + partly })).toMatchObject({ result: 'none', why: expect.stringContaining('does not cover all of the mail') });
  });

  it('passes no key that is too short', async () => {
    const short = signer('people.example', 512);
    const mail = FROM_EVIL + await short.sign(plain);
    expect(await found({ mail, zone: { ...POLICY, ...short.zone } })).toMatchObject({ result: 'fail', why: expect.stringContaining('policy') });
  });

  it('calls nothing a forgery while DNS does not answer', async () => {
    const mail = FROM_EVIL + await people.sign(plain);
    expect(await found({ mail, slow: ['s1._domainkey.people.example'] })).toMatchObject({ result: 'none' });
    expect(await found({ mail, slow: ['_dmarc.people.example'] })).toMatchObject({ result: 'none' });
    expect(await found({ mail: FROM_PEOPLE + plain, slow: ['people.example'] })).toMatchObject({ result: 'none' });
  });

  it('has an end of its own', async () => {
    const began = performance.now();
    expect(await found({ mail: FROM_EVIL + await people.sign(plain), slow: Object.keys(zone).map((k) => k.split(' ')[0] ?? ''), limits: { ms: 100, questionMs: 60_000 } })).toMatchObject({ result: 'none', why: 'no answer within 100 ms' });
    // Far from the minute that a question may take.
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it('asks the servers of no domain but the one that From names', async () => {
    const trap = signer('slow.example');
    const mail = received('198.51.100.9', 'x@slow.example') + await trap.sign(await trap.sign(plain));
    const answer = await found({ mail, slow: ['s1._domainkey.slow.example', 'slow.example'] });
    expect(answer).toMatchObject({ result: 'fail' });
    expect(answer.asked.filter((name) => name.includes('slow'))).toEqual([]);
  });

  it('looks at no mail of any size, and at no header of any length', async () => {
    const large = FROM_PEOPLE + await people.sign(plain + 'x\r\n'.repeat(20 * 1024 * 1024));
    expect(await found({ mail: large })).toMatchObject({ result: 'none', why: expect.stringContaining('larger than') });
    expect(await found({ mail: `${FROM_PEOPLE}X-Long: ${'x '.repeat(200_000)}\r\n${plain}` })).toMatchObject({ result: 'none', why: 'its header is too long' });
    expect(await found({ mail: FROM_PEOPLE + 'DKIM-Signature: v=1; a=rsa-sha256; d=people.example; s=s1; h=from; bh=x; b=x\r\n'.repeat(50) + plain })).toMatchObject({ result: 'none', asked: [] });
  }, 30_000);

  it('survives what no server would write', async () => {
    for (const mail of ['', '\r\n', 'From: <an@people.example>', `ARC-Seal: i=1\r\nARC-Seal: i=9\r\nARC-Message-Signature: x\r\n${plain}`, `DKIM-Signature: d=people.example\r\n${plain}`, Buffer.from([0, 255, 10, 13, 10])]) {
      expect(await found({ mail: typeof mail === 'string' ? FROM_PEOPLE + mail : mail })).toMatchObject({ by: 'mailauth' });
    }
    expect(await openMailauth({ servers: [], resolve: fakeDns({}, []).resolve }).check(join(dir, 'absent.eml'), SENDER)).toMatchObject({ result: 'none' });
  });
});

describe('the server that handed a mail to ours', () => {
  const ours = ['office.example'];
  it.each([
    ['Postfix', 'from mail.people.example (mail.people.example [203.0.113.7]) by mx.office.example (Postfix) with ESMTPS id 1 for <c@office.example>; Tue, 2 Jul 2024 08:00:00 +0700', '203.0.113.7'],
    ['a name that looks like an address', 'from [192.0.2.1] (unknown [203.0.113.7]) by mx.office.example (Postfix) with ESMTP; x', '203.0.113.7'],
    ['Exim', 'from [203.0.113.7] (helo=[192.0.2.1]) by mx.office.example with esmtp (Exim 4.96); x', '203.0.113.7'],
    ['Exchange', 'from MAIL.people.example (203.0.113.7) by EX1.office.example (10.0.0.4) with Microsoft SMTP Server; x', '203.0.113.7'],
    ['IPv6', 'from mail.people.example (mail.people.example [IPv6:2001:db8::7]) by mx.office.example with ESMTPS; x', '2001:db8::7'],
  ])('is read as %s writes it', (_server, line, ip) => {
    expect(borderHop([line], ours)?.ip).toBe(ip);
  });

  it('is the first from outside below our own hops, and never one that came with the mail', () => {
    const outside = 'from a (a [203.0.113.7]) by mx.office.example with ESMTP; x';
    const forged = 'from b (b [192.0.2.1]) by mx.office.example with ESMTP; x';
    expect(borderHop(['from mx (localhost [127.0.0.1]) by store.office.example with LMTP; x', outside, forged], ours)?.ip).toBe('203.0.113.7');
    expect(borderHop(['from b (b [192.0.2.1]) by mx.evil.example with ESMTP; x', outside], ours)).toBeNull();
    expect(borderHop([outside], [])).toBeNull();
    expect(borderHop([], ours)).toBeNull();
  });

  it('is none where somebody logged in to our own server', () => {
    expect(borderHop(['from laptop (unknown [203.0.113.7]) by mx.office.example with ESMTPSA id 1; x'], ours)).toBeNull();
  });
});
