import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { letterFacts, letterKinds, type LetterKind } from '../../schemas/letters.ts';
import { readTemplates } from '../../src/edges/templates.ts';
import { formatCode } from '../../src/entry/code.ts';
import { createLetterWriter, type LetterWriter, type TemplateSet } from '../../src/letters/render.ts';
import { letterMail } from '../../src/letters/compose.ts';
import { sampleFacts } from '../../src/letters/samples.ts';
import { hauGiang, tinyEnglish } from '../support/contests.ts';

const contests = { vi: hauGiang(), en: tinyEnglish() };
const writers: Partial<Record<'vi' | 'en', LetterWriter>> = {};
const templates: Partial<Record<'vi' | 'en', TemplateSet>> = {};
const now = new Date('2024-07-03T02:00:00Z');

beforeAll(async () => {
  for (const locale of ['vi', 'en'] as const) {
    templates[locale] = await readTemplates('templates', 'tests', locale);
    writers[locale] = createLetterWriter(templates[locale], contests[locale]);
  }
});

describe.each(['vi', 'en'] as const)('every letter in %s', (locale) => {
  const write = (kind: LetterKind, facts?: object) => writers[locale]?.write(kind, (facts ?? sampleFacts(kind, contests[locale])) as never, now) ?? { subject: '', text: '', html: '' };

  it.each(letterKinds)('%s has sample facts that fit, a subject, and complete text', (kind) => {
    expect(letterFacts[kind].safeParse(sampleFacts(kind, contests[locale])).success).toBe(true);
    const letter = write(kind);
    expect(letter.subject.length).toBeGreaterThan(10);
    expect([...letter.subject].slice(0, 40).join('')).not.toMatch(/^\[/);
    expect(letter.text.split('\n').filter((line) => [...line].length > 76)).toEqual([]);
    expect(letter.text).not.toMatch(/undefined|null|\[object|\{\{|\{%|NaN|\d{4}-\d\d-\d\dT/);
    expect(Buffer.byteLength(letter.html) + Buffer.byteLength(letter.text)).toBeLessThan(60_000);
    expect(letter.html).not.toMatch(/<img|src=|url\(|http:/);
    expect(letter.text).not.toContain('!');
    expect(letter.text).not.toMatch(/^(?:Dear|To) [^\n]*,\n\n\p{Ll}/mu);
  });

  it.each(letterKinds)('%s says the same in HTML as in text', (kind) => {
    const letter = write(kind);
    const words = (text: string): string => text.normalize('NFC').toLowerCase().replace(/&[a-z#0-9]+;/g, ' ').replace(/<style>[\s\S]*?<\/style>|<[^>]+>/g, ' ').replace(/[^\p{L}\p{N}]+/gu, ' ');
    const html = words(letter.html);
    for (const word of words(letter.text).split(' ').filter((w) => w.length > 3)) expect(html).toContain(word);
  });

  it('shows hostile values as text and never as structure', () => {
    const hostile = '<script>alert(1)</script>\r\nBcc: x@y.test\n# Tiêu đề\n| a | b |\n{{ contest.name }} \u202egnp.exe';
    const facts = sampleFacts('receipt', contests[locale]);
    const [entry] = facts.entries;
    const letter = write('receipt', { entries: [{ ...entry, title: hostile, files: [{ name: hostile, size: 1, sha256: 'a'.repeat(64), type: 'pdf', notes: [] }], understood: [{ field: 'title', value: hostile, source: 'body' }] }] });
    expect(letter.html).not.toContain('<script>');
    expect(letter.subject).not.toMatch(/[\r\n]/);
    expect(letter.text).not.toMatch(/^Bcc:|^TIÊU ĐỀ|\u202e/m);
    expect(letter.text).toContain('{{ contest.name }}');
  });
});

describe.each(['vi', 'en'] as const)('alerts to staff in %s', (locale) => {
  const { what } = letterFacts['staff-alert'].shape;
  const alert = (kind: (typeof what.options)[number], until: string | null) => writers[locale]?.write('staff-alert', {
    what: kind, since: '2024-07-02T03:00:00Z', until, detail: 'queue: ECONNREFUSED', command: 'mailroom status', more: 0, flood: { mails: 1_200, senders: 3, loudest: 'ban@people.test', loudestMails: 1_000, held: 2 },
    refused: [{ id: 'a1b2c3d4', to: 'an@people.test', subject: 'Đã nhận', said: '550 no such user' }, { id: 'e5f6a7b8', to: 'binh@people.test', subject: 'Đã nhận', said: '550 full' }],
  }, now) ?? { subject: '', text: '', html: '' };

  it.each(what.options)('%s says what happened, since when, and what to do', (kind) => {
    const { subject, text } = alert(kind, null);
    expect(subject).toMatch(/^(Cần xem|Để biết|Please look|For your information): .{8,}/);
    expect(text.split('\n\n')[0]?.length).toBeGreaterThan(30);
    if (kind !== 'letters-refused') expect(text).toMatch(locale === 'vi' ? /Từ lúc: .*2\/7\/2024/ : /From: .*2 July 2024/);
    expect(text).not.toContain(locale === 'vi' ? 'Không mất thư nào' : 'No mail was lost');
  });

  it('say when it was over, that nothing was lost and that nothing is to be done', () => {
    const { subject, text } = alert('queue-away', '2024-07-02T03:01:02Z');
    expect(subject).not.toMatch(/Cần xem|Please look/);
    expect(text).toMatch(locale === 'vi' ? /Không mất thư nào[\s\S]*không phải làm gì[\s\S]*Đến lúc:/ : /No mail was lost[\s\S]*need not do\s+anything[\s\S]*Until:/);
  });

  it('name each letter that its address does not take in a line of its own', () => {
    const { text } = alert('letters-refused', null);
    expect(text).toMatch(/^- an@people\.test: “Đã nhận”.*\n?.*550 no such user$/m);
    expect(text).toMatch(/^- binh@people\.test: /m);
  });
});

describe('a template', () => {
  it('is refused at boot where it is broken', () => {
    expect(() => createLetterWriter({ ...templates.en as TemplateSet, receipt: 'Subject: x\n{% for %}' }, contests.en)).toThrow(/template receipt/);
    expect(() => createLetterWriter({ ...templates.en as TemplateSet, receipt: 'no subject' }, contests.en)).toThrow(/Subject/);
  });

  it('is refused where it asks for a fact that there is not', () => {
    const writer = createLetterWriter({ ...templates.en as TemplateSet, receipt: 'Subject: x\n\n{{ nothing.here }}' }, contests.en);
    expect(() => writer.write('receipt', sampleFacts('receipt', contests.en), now)).toThrow(/nothing/);
  });
});

describe('a receipt', () => {
  it('states the deadline with its weekday, the size and the fingerprint of each file', () => {
    const { text } = writers.vi?.write('receipt', sampleFacts('receipt', contests.vi), now) ?? { text: '' };
    expect(text).toContain('hết thứ Sáu,');
    expect(text).toContain('16/8/2024 (23 giờ 59, giờ Việt Nam)');
    expect(text).toMatch(/Thuyết minh\.pdf\n {2}Dung lượng: 1,2 MB; Mã kiểm tra: 1d5b 0c63 f7e1/);
  });

  it('numbers what is missing, so that it can be answered in place', () => {
    const facts = sampleFacts('receipt', contests.vi);
    const { text } = writers.vi?.write('receipt', { entries: facts.entries.map((e) => ({ ...e, missing: ['Thiếu tên.', 'Thiếu tệp.'] })) }, now) ?? { text: '' };
    expect(text).toMatch(/1\. Thiếu tên\.\n2\. Thiếu tệp\./);
    expect(text).toContain('Còn 2 điểm cần bổ sung');
  });
});

describe('a receipt for many entries', () => {
  const of = (n: number) => {
    const entry = sampleFacts('receipt', contests.vi).entries[0]!;
    const entries = Array.from({ length: n }, (_, i) => ({ ...entry, code: formatCode('CCHC24', 100 + i), missing: i % 3 === 1 ? entry.missing : [] }));
    return writers.vi?.write('receipt', { entries }, now) ?? { text: '', html: '' };
  };

  it('names all codes with their titles before it says more of any', () => {
    const { text } = of(12);
    expect(text.slice(0, text.indexOf('BÀI DỰ THI CCHC24-0100')).match(/^- CCHC24-\S+\n {2}Tên bài: /gm)).toHaveLength(12);
  });

  it('keeps what was understood, what was not, and each file with its fingerprint, in less than 60 kB for twelve', () => {
    const { text, html } = of(12);
    expect(text.match(/mã kiểm tra 1d5b 0c63 f7e1/g)).toHaveLength(12);
    expect(text.match(/^- Chưa thấy trong thư và tệp: Cam kết chưa công bố$/gm)).toHaveLength(12);
    expect(text.replace(/\s+/g, ' ').match(/Điện thoại: 0912345678/g)).toHaveLength(12);
    expect(Buffer.byteLength(html) + Buffer.byteLength(text)).toBeLessThan(60_000);
  });

  it('tells where each field stood while the entries are few', () => {
    expect(of(5).text).toContain('(theo dòng 7 của thư)');
    expect(of(5).text).toContain('máy đọc được');
  });
});

describe('a letter on a phone', () => {
  it('may break every word, and gives the cells of a wide table their column names', () => {
    const { html } = writers.vi?.write('receipt', sampleFacts('receipt', contests.vi), now) ?? { html: '' };
    for (const [, style] of html.matchAll(/<(?:p|h2|ol|ul|table(?! role)) [^>]*style="([^"]*)"/g)) if (!style?.includes('max-width')) expect(style).toMatch(/word-break:break-word|margin:0;color/);
    expect(html).toMatch(/<table class="rows"[\s\S]*<span class="name label" style="display:none[^"]*">Dung lượng: <\/span>59 kB/);
    expect(html).toMatch(/@media \(max-width:480px\)[\s\S]*\.rows \.cell\{display:block!important/);
  });
});

describe('a letter as a mail', () => {
  const letter = { toAddress: 'an@people.test', replyTo: null, subject: 'Đã nhận', text: 't', html: '<p>t</p>', rfcMessageId: 'receipt.x@y.test', inReplyTo: 'a@b.test', references: ['a@b.test'], createdAt: now, kind: 'receipt' };

  it('marks itself as automatic and takes bounces at the mailbox', () => {
    const mail = letterMail(letter, contests.vi);
    expect(mail.headers).toMatchObject({ 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' });
    expect(mail.envelope).toEqual({ from: contests.vi.mailbox.address, to: ['an@people.test'] });
    expect(mail.inReplyTo).toBe('<a@b.test>');
  });

  it('copies itself to the mailbox only where the contest asks for it', () => {
    const contest = { ...contests.vi, letters: { ...contests.vi.letters, ownCopy: true } };
    expect(letterMail(letter, contest).envelope.to).toEqual(['an@people.test', contest.mailbox.address]);
  });
});

it('no template names a contest, a place or a date of its own', () => {
  for (const locale of ['vi', 'en'] as const) for (const text of Object.values(templates[locale] ?? {})) expect(text).not.toMatch(/Hậu Giang|2024|Sở Nội vụ|haugiang/);
  expect(readFileSync('templates/vi/receipt.liquid', 'utf8')).toContain('Subject: ');
});
