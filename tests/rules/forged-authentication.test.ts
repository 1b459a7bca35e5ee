import { describe, expect, it } from 'vitest';
import { serversWord } from '../../src/mail/authentication.ts';

const US = 'mx.office.test';
const result = (...headers: string[]): string => serversWord(headers, US).result;

describe("our own server's word", () => {
  it.each([
    ['as it writes it', `${US}; spf=pass smtp.mailfrom=a@people.test; dkim=pass header.d=people.test; dmarc=pass header.from=people.test`, 'pass'],
    ['folded, in capitals, with a version', `MX.Office.TEST 1;\r\n\tdmarc=PASS (p=none dis=none) header.from=people.test`, 'pass'],
    ['with a comment that holds a semicolon', `${US} (our border; really); dmarc=pass`, 'pass'],
    ['that fails', `${US}; spf=pass; dkim=pass; dmarc=fail header.from=people.test`, 'fail'],
    ['without DMARC', `${US}; spf=pass; dkim=pass`, 'none'],
    ['that nothing was looked at', `${US}; none`, 'none'],
  ])('counts %s', (_what, header, expected) => {
    expect(result(header)).toBe(expected);
  });
});

describe('a forged Authentication-Results', () => {
  it.each([
    ['of another server', 'evil.test; dmarc=pass'],
    ['of a server whose name begins like ours', `${US}.evil.test; dmarc=pass`],
    ['of a server whose name ends like ours', `evil-${US}; dmarc=pass`],
    ['with our name in a comment', `evil.test (${US}); dmarc=pass`],
    ['with our name in a comment in front', `(${US}; x) evil.test; dmarc=pass`],
    ['with our name in quotation marks behind another', `evil.test "${US}"; dmarc=pass`],
    ['with nested comments', `evil.test ((${US}); ${US}); dmarc=pass`],
    ['with our name in another place', `evil.test; auth=${US}; dmarc=pass`],
    ['without a name', '; dmarc=pass'],
    ['with a look-alike of our name', 'mх.office.test; dmarc=pass'],
    ['with nothing in it', ''],
  ])('%s proves nothing', (_what, header) => {
    expect(result(header)).toBe('none');
  });

  it('below the one of our server counts for nothing, nor does one of our name below another', () => {
    expect(result(`${US}; dmarc=fail`, `${US}; dmarc=pass`)).toBe('fail');
    expect(result('relay.test; dmarc=none', `${US}; dmarc=pass`)).toBe('none');
    expect(serversWord([`${US}; dmarc=pass`], null).result).toBe('none');
  });

  it.each([
    ['the sender of the envelope', `${US}; spf=pass smtp.mailfrom="x; dmarc=pass "@evil.test; dmarc=fail header.from=office.test`],
    ['an escaped quotation mark', `${US}; spf=pass smtp.mailfrom="x\\"; dmarc=pass "@evil.test; dmarc=fail`],
    ['a comment', `${US}; spf=softfail (x; dmarc=pass) smtp.mailfrom=evil.test; dmarc=fail`],
    ['an escaped bracket', `${US}; spf=none (x \\); dmarc=pass) smtp.mailfrom=evil.test; dmarc=fail`],
    ['a second result', `${US}; dmarc=pass header.from=evil.test; dmarc=fail header.from=office.test`],
  ])('cannot be told by our own server through %s', (_what, header) => {
    expect(result(header)).toBe('fail');
  });

  it('is no pass where it only looks like one', () => {
    for (const word of ['dmarc=passed', 'dmarc =fail', 'x-dmarc=pass', 'dmarc/1=fail', 'arc=pass', 'iprev=pass', 'auth=pass']) expect([word, result(`${US}; ${word}`)]).not.toEqual([word, 'pass']);
  });
});
