import { Parser } from 'htmlparser2';
import { parse as parseCsv } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { letterKinds, type LetterFacts, type LetterKind } from '../../schemas/letters.ts';
import { csvText } from '../../src/spreadsheets/csv-text.ts';
import { readTemplates } from '../../src/edges/templates.ts';
import { letterMail } from '../../src/letters/compose.ts';
import { createLetterWriter, type LetterWriter } from '../../src/letters/render.ts';
import { sampleFacts, sampleNow } from '../../src/letters/samples.ts';
import { letterFacts } from '../../schemas/letters.ts';
import { hauGiang, tinyEnglish } from '../support/contests.ts';

const contests = { vi: hauGiang(), en: tinyEnglish() };
const writers: Partial<Record<'vi' | 'en', LetterWriter>> = {};
beforeAll(async () => {
  for (const locale of ['vi', 'en'] as const) writers[locale] = createLetterWriter(await readTemplates('templates', 'tests', locale), contests[locale]);
});

/** What people, or programs in their name, type into a field. */
const markup = ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg/onload=alert(1)>', '</td></tr></table><h1>Chúc mừng</h1>', '<a href="javascript:alert(1)">x</a>', '&lt;b&gt;', '<!--', ']]>', '<style>*{display:none}</style>', "' onmouseover='x"];
const templates = ['{{ contest.mailbox }}', '{% include receipt %}', '{%- raw -%}', '${process.env.SECRET_KEY}', '<%= 7*7 %>', '#{7*7}', '{{constructor.constructor("x")()}}', '[[${7*7}]]'];
const lines = ['x\r\nBcc: y@evil.test', 'x\nSubject: y', 'x\u2028# Tiêu đề', 'x\r| a | b |', '# Tiêu đề\n---', '|| a | b |', '~ a | 99', '1. x\n\n> y', '\u0000\u001b[31mđỏ', '\u202egnp.exe', '\ufeff\u200b'];
const hostile = [...markup, ...templates, ...lines].join(' ');

/** Strings that come of the program itself, and that templates take for granted. */
const OWN = new Set(['state', 'field', 'sha256', 'rules', 'standing', 'hash', 'command', 'currency', 'source', 'action', 'zone']);

function poisoned(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return OWN.has(name) || /^\d{4}-\d\d-\d\d/.test(value) ? value : `${value}${hostile}`;
  if (Array.isArray(value)) return value.map((v) => poisoned(v, name));
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, v]) => [key, poisoned(v, key)])) : value;
}

/** All that may be any text is hostile; what must be one of a few words stays. */
function hostileFacts<K extends LetterKind>(kind: K, usual: LetterFacts<K>): LetterFacts<K> {
  const facts = poisoned(usual) as LetterFacts<K>;
  const parsed = letterFacts[kind].safeParse(facts);
  for (const { path } of parsed.error?.issues ?? []) {
    const owner = (of: unknown): Record<PropertyKey, unknown> => path.slice(0, -1).reduce((at, step) => (at as Record<PropertyKey, unknown>)[step], of) as Record<PropertyKey, unknown>;
    const last = path.at(-1)!;
    owner(facts)[last] = owner(usual)[last];
  }
  return facts;
}

const TAGS = new Set(['html', 'head', 'meta', 'title', 'style', 'body', 'table', 'tbody', 'tr', 'th', 'td', 'p', 'h2', 'hr', 'ul', 'ol', 'li', 'br', 'span', 'div']);
const ATTRIBUTES = new Set(['lang', 'charset', 'name', 'content', 'role', 'class', 'style', 'width', 'cellpadding', 'cellspacing', 'align', 'valign', 'bgcolor']);

/** Tags and attributes as a browser's parser sees them that a letter has no business with. */
function strange(html: string): string[] {
  const found: string[] = [];
  let styles = 0;
  const parser = new Parser({
    onopentag: (tag, attributes) => {
      if (!TAGS.has(tag)) found.push(tag);
      if (tag === 'style' && ++styles > 1) found.push('style');
      for (const [name, value] of Object.entries(attributes)) if (!ATTRIBUTES.has(name) || /javascript:|expression\(|url\(/i.test(value)) found.push(`${tag} ${name}=${value}`);
    },
    oncomment: (text) => found.push(`comment ${text.slice(0, 20)}`),
  });
  parser.write(html);
  parser.end();
  return found;
}

describe.each(['vi', 'en'] as const)('with hostile words in every field, a letter in %s', (locale) => {
  const facts = (kind: LetterKind): LetterFacts => hostileFacts(kind, sampleFacts(kind, contests[locale]));
  const write = (kind: LetterKind) => writers[locale]!.write(kind, facts(kind) as never, sampleNow(kind, contests[locale]));

  it.each(letterKinds)('%s holds them as words: no tag, no attribute, no block, no header of theirs, no template carried out', (kind) => {
    expect(letterFacts[kind].safeParse(facts(kind)).success).toBe(true);
    const { subject, text, html } = write(kind);
    expect(strange(html)).toEqual([]);
    expect(subject).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
    expect(text).not.toMatch(/^(?:TIÊU ĐỀ|a +█)/m);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u200b\ufeff]/u);
    // A heading stands in capitals; a long value may be cut before its end.
    const shown = text.replace(/\s+/g, '').toLowerCase();
    if (shown.includes('${process')) for (const said of templates.slice(0, 3)) expect(shown).toContain(said.replace(/\s+/g, '').toLowerCase());
  });

  it.each(['receipt', 'case-file', 'staff-question'] as const)('%s does show them, so that people see what was sent', (kind) => {
    const text = write(kind).text.replace(/\s+/g, '');
    for (const said of [...markup.slice(0, 2), ...templates.slice(0, 4)]) expect(text).toContain(said.replace(/\s+/g, ''));
  });

  it('leaves to one address alone, with the headers that letters have', () => {
    const { subject, text, html } = write('question-received');
    const addresses = ['an@people.test', 'an@people.test, evil@evil.test', '"an@people.test, evil@evil.test" <b@people.test>', 'an@people.test\r\nBcc: evil@evil.test'];
    const mails = addresses.map((toAddress) => letterMail({ toAddress, replyTo: null, subject, text, html, rfcMessageId: 'a@b.test', inReplyTo: null, references: [], createdAt: new Date(0), kind: 'question-received' }, contests[locale]));
    expect(mails.map((m) => m.envelope.to)).toEqual(addresses.map((a) => [a]));
    expect(new Set(mails.map((m) => Object.keys(m.headers).join()))).toHaveLength(1);
    expect(mails.every((m) => typeof m.to === 'object')).toBe(true);
  });
});

describe('a list for a spreadsheet program', () => {
  it('holds no formula, whatever a cell begins with, and gives every cell back', () => {
    const cells = ['=HYPERLINK("http://evil.test","x")', '+1+cmd|\' /C calc\'!A0', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＋1', '－1', '＠x', 'a"b', 'a,b', 'a;b', '', 'Nguyễn Thị An', '=1"",=2'];
    const [row] = parseCsv(csvText([cells]), { bom: true }) as string[][];
    expect(row).toHaveLength(cells.length);
    for (const cell of row ?? []) expect(cell).not.toMatch(/^[\s]*[=+\-@＝＋－＠]/u);
    expect(row?.[15]).toBe('Nguyễn Thị An');
  });
});
