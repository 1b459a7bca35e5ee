import { beforeAll, describe, expect, it } from 'vitest';
import type { LetterFacts, LetterKind } from '../../schemas/letters.ts';
import type { Finding } from '../../schemas/reading.ts';
import { approvalFacts, batchCsv, batchHash, type BatchLetter } from '../../src/desk/batch.ts';
import { bind } from '../../src/desk/bind.ts';
import type { DeskEntry } from '../../src/desk/queue.ts';
import { sampleDesk, sampleMorning } from '../../src/desk/samples.ts';
import { summaryFacts, type SummaryInput } from '../../src/desk/summary.ts';
import { readTemplates } from '../../src/edges/templates.ts';
import { formatCode } from '../../src/entry/code.ts';
import { asText, readBlocks } from '../../src/letters/layout.ts';
import { createLetterWriter, type LetterWriter } from '../../src/letters/render.ts';
import { sampleFacts } from '../../src/letters/samples.ts';
import { approvalPrefix } from '../../src/mail/kinds/decision-line.ts';
import { readDecisions } from '../../src/mail/kinds/decisions.ts';
import { hauGiang, tinyEnglish } from '../support/contests.ts';
import { processorMs } from '../support/processor.ts';

const contests = { vi: hauGiang(), en: tinyEnglish() };
const writers: Partial<Record<'vi' | 'en', LetterWriter>> = {};
const contest = contests.vi;
const now = new Date('2024-07-10T00:30:00Z'); // Wednesday, 07:30 in Vietnam
const code = (n: number): string => formatCode(contest.codePrefix, n);

beforeAll(async () => {
  for (const locale of ['vi', 'en'] as const) writers[locale] = createLetterWriter(await readTemplates('templates', 'tests', locale), contests[locale]);
});

const finding = (more: Partial<Finding> = {}): Finding => ({ check: 'agency', severity: 'review', code: 'ambiguous-agency', forEntrant: '', forStaff: 'Đơn vị chưa rõ.', ...more });
const entry = (n: number, more: Partial<DeskEntry> = {}): DeskEntry => ({
  code: code(n), title: `Bài ${n}`, version: 1, receivedAt: new Date(now.getTime() - n * 60_000), areas: [1], state: 'under-check', findings: [], decided: null, again: null, standing: () => 'x', ...more,
});
const quiet: SummaryInput = {
  entries: [], batches: [], copies: [], bounced: [], questions: [], units: null,
  health: { mailboxReadAt: now, oracleCheckedAt: now, broken: 0, drafts: 0 }, lastAt: new Date(now.getTime() - 86_400_000),
};
const facts = (more: Partial<SummaryInput>, at = now): LetterFacts<'staff-summary'> => {
  const made = summaryFacts({ ...quiet, ...more }, contest, at);
  if (made === null) throw new Error('expected a summary');
  return made;
};
const write = (kind: LetterKind, of: object, locale: 'vi' | 'en' = 'vi', at = now) => writers[locale]?.write(kind, of as never, at) ?? { subject: '', text: '', html: '' };

describe('a summary', () => {
  it('is not written on a morning that has nothing to tell', () => {
    expect(summaryFacts(quiet, contest, now)).toBeNull();
    expect(summaryFacts({ ...quiet, entries: [entry(1, { state: 'needs-info', receivedAt: new Date('2024-07-02T00:00:00Z') })], units: [{ name: 'Sở Nội vụ', entries: 0 }] }, contest, now)).toBeNull();
  });

  it.each<[string, Partial<SummaryInput>]>([
    ['a decision waits', { entries: [entry(1)] }],
    ['an entry came since the last one', { entries: [entry(1, { state: 'needs-info' })] }],
    ['a batch waits', { batches: [{ code: formatCode(approvalPrefix(contest.codePrefix), 1), standing: 'x', about: 'Đợt 1', letters: 3, first: null, moved: 0 }] }],
    ['a letter bounced', { bounced: [{ to: 'an@people.test', subject: 'Đã nhận', said: '550', code: null }] }],
    ['a question is older than a day', { questions: [{ from: 'an@people.test', subject: null, askedAt: new Date(now.getTime() - 25 * 3_600_000) }] }],
    ['the mailbox was not read for more than an hour', { health: { ...quiet.health, mailboxReadAt: new Date(now.getTime() - 3_700_000) } }],
    ['the books do not agree', { health: { ...quiet.health, broken: 1 } }],
    ['nobody compared the books for hours', { health: { ...quiet.health, oracleCheckedAt: null } }],
    ['letters wait for release', { health: { ...quiet.health, drafts: 2 } }],
  ])('is written where %s', (_what, input) => {
    expect(summaryFacts({ ...quiet, ...input }, contest, now)).not.toBeNull();
  });

  it('leaves out a question of less than a day', () => {
    expect(facts({ entries: [entry(1)], questions: [{ from: 'an@people.test', subject: 'Hỏi', askedAt: new Date(now.getTime() - 23 * 3_600_000) }] }).questions).toEqual([]);
  });

  it('puts first what is most urgent, then what waits longest, and counts the minutes', () => {
    const made = facts({
      entries: [entry(1), entry(9), entry(2, { state: 'late' }), entry(3, { state: 'late-borderline' }), entry(4, { findings: [finding({ check: 'originality', forStaff: 'Có đoạn trùng.' })] }),
        entry(5, { decided: 'eligible' }), entry(6, { state: 'needs-info' }), entry(7, { state: 'withdrawn' }), entry(8, { state: 'early-held' })],
      batches: [{ code: 'K', standing: 'x', about: 'Đợt 1', letters: 3, first: null, moved: 0 }],
    });
    expect(made.decisions.map((d) => `${d.what} ${d.code}`)).toEqual(['batch K', `borderline ${code(3)}`, `copy ${code(4)}`, `late ${code(2)}`, `eligibility ${code(9)}`, `eligibility ${code(1)}`]);
    expect(made).toMatchObject({ minutes: 3 + 3 + 5 + 2 + 2 + 2, total: 8, withdrawn: 1, late: 1, borderline: 1 });
    expect(made.decisions[1]?.words).toEqual(['eligible', 'ineligible']);
    expect(made.decisions[4]?.words).toEqual(['eligible', 'ineligible', 'supplement']);
  });

  it('offers a batch of which entries changed for nothing but to be given up, and says so', () => {
    const [batch] = facts({ batches: [{ code: 'K', standing: 'x', about: 'Đợt 1', letters: 42, first: null, moved: 2 }] }).decisions;
    expect([batch?.words, batch?.reason]).toEqual([['cancel'], '42 thư không gửi được nữa, vì 2 bài đã thay đổi sau khi soạn. Xin bỏ đợt này rồi soạn đợt mới.']);
  });

  it('asks again, and says why, about what was decided and changed by hand or ran out of time, also while its author could mend it', () => {
    const again = { word: 'eligible', at: '2024-07-08T02:00:00.000Z', why: 'by-hand', change: 3, undone: false } as const;
    const gap = { state: 'needs-info', findings: [finding({ severity: 'blocking', forStaff: 'Thiếu cam kết.' })] };
    const made = facts({ entries: [entry(1, { again }), entry(2, { ...gap, again: { ...again, word: 'supplement', why: 'overdue', change: null } }), entry(3, { ...gap, again: { ...again, why: 'new-version', change: null } }), entry(4, { state: 'eligible', again: { ...again, why: 'new-version', change: null } }), entry(5, { state: 'eligible', decided: 'eligible' })] });
    expect(made.decisions.map((d) => d.code)).toEqual([code(4), code(2), code(1)]);
    const { text } = write('staff-summary', made);
    const flat = text.replace(/\s+/g, ' ');
    expect(flat).toMatch(/đã quyết định HỢP LỆ \(thứ Hai, ngày 8\/7\/2024\); sau đó bài được sửa bằng tay \(số 3\)/);
    expect(flat).toMatch(/đã đề nghị BỔ SUNG \(thứ Hai, ngày 8\/7\/2024\); đến hạn mà chưa có trả lời/);
    expect(flat).toContain('sau đó tác giả gửi bản mới');
    expect(write('staff-summary', facts({ entries: [entry(1, { again: { ...again, undone: true } })] })).text.replace(/\s+/g, ' ')).toContain('sau đó việc sửa bằng tay số 3 được hoàn lại');
  });

  it('asks about an entry with gaps only once its author can no longer mend it', () => {
    const gap = { entries: [entry(1, { state: 'needs-info', findings: [finding({ severity: 'blocking', forStaff: 'Thiếu cam kết.' })] })] };
    expect(facts(gap).decisions).toEqual([]);
    expect(facts(gap, new Date('2024-08-19T00:30:00Z')).decisions).toMatchObject([{ what: 'eligibility', reason: 'Thiếu cam kết.' }]);
  });

  it('names one reason, that of its matter, and says how many more there are', () => {
    const findings = [finding({ severity: 'info' }), finding(), finding({ check: 'originality', forStaff: 'Có đoạn trùng.', evidence: 'trang 2' }), finding({ severity: 'blocking', forStaff: 'Thiếu tên.' })];
    expect(facts({ entries: [entry(1, { findings })] }).decisions[0]).toMatchObject({ reason: 'Có đoạn trùng.', evidence: 'trang 2', moreReasons: 2 });
  });

  it('counts days in the zone of the contest and shows those without an entry', () => {
    const { byDay } = facts({ entries: [entry(1, { receivedAt: new Date('2024-07-08T17:30:00Z') }), entry(2, { receivedAt: new Date('2024-07-08T16:30:00Z') }), entry(3, { receivedAt: new Date('2024-06-01T00:00:00Z') })] });
    expect(byDay).toHaveLength(14);
    expect(byDay[0]).toEqual({ label: 'T5 27/6', count: 0 });
    expect(byDay.slice(-3)).toEqual([{ label: 'T2 8/7', count: 1 }, { label: 'T3 9/7', count: 1 }, { label: 'T4 10/7', count: 0 }]);
  });

  it('counts an entry of two areas in both, and those that name none apart', () => {
    const { byArea } = facts({ entries: [entry(1, { areas: [1, 2, 2] }), entry(2, { areas: [2] }), entry(3, { areas: [] })] });
    expect(byArea.map((b) => b.count)).toEqual([1, 2, 0, 0, 0, 0, 1]);
    expect(byArea.at(-1)?.label).toBe('Chưa rõ nội dung');
  });

  it('counts down to opening and closing', () => {
    expect(facts({ entries: [entry(1)] }, new Date('2024-06-30T00:00:00+07:00')).window).toEqual({ state: 'before', days: 1, hours: 0 });
    expect(facts({ entries: [entry(1)] }, new Date('2024-08-16T23:59:59+07:00')).window).toEqual({ state: 'open', days: 0, hours: 0 });
    expect(facts({ entries: [entry(1)] }, new Date('2024-08-19T07:30:00+07:00')).window).toEqual({ state: 'closed', days: 2, hours: 7 });
  });

  it('says of agencies how many sent something, and names some that did not', () => {
    const units = Array.from({ length: 95 }, (_, i) => ({ name: `UBND xã ${i}`, entries: i < 12 ? 1 : 0 }));
    expect(facts({ entries: [entry(1)], units }).coverage).toMatchObject({ known: 12, of: 95, moreSilent: 68 });
    expect(write('staff-summary', facts({ entries: [entry(1)], units })).text.replace(/\s+/g, ' ')).toMatch(/Đã có bài từ 12 trong 95 cơ quan, đơn vị\. Chưa có bài: UBND xã 12; .*; và 68 cơ quan khác\./);
  });

  it('of 5.000 entries is written in less than two seconds, bounded, and says what it leaves out', () => {
    const many = <T>(item: T): T[] => Array.from({ length: 1_000 }, () => item);
    const of = (long: string): LetterFacts<'staff-summary'> => facts({
      entries: Array.from({ length: 5_000 }, (_, i) => entry(i + 1, { title: long, findings: [finding({ forStaff: long, evidence: long })], areas: [1 + (i % 6)] })),
      bounced: many({ to: 'an@people.test', subject: long, said: long, code: code(1) }), questions: many({ from: 'an@people.test', subject: long, askedAt: new Date(0) }),
      copies: many({ code: code(1), other: code(2), percent: 20, words: 400 }), units: many({ name: long, entries: 0 }),
    });
    const started = processorMs();
    const letter = write('staff-summary', of('Ứng dụng công nghệ số '.repeat(200)));
    expect(processorMs() - started).toBeLessThan(2_000);
    expect(Buffer.byteLength(letter.html)).toBeLessThan(60_000);
    // Markup grows by being escaped; above 102 kB Gmail would cut the letter.
    expect(Buffer.byteLength(write('staff-summary', of('<b>&”'.repeat(800))).html)).toBeLessThan(100_000);
    expect(letter.text).toContain('Còn 4.990 việc khác');
    expect(letter.subject).toMatch(/^5\.000 việc cần quyết định, khoảng 10\.000 phút \(thứ Tư, ngày 10\/7\/2024\)$/);
  });
});

describe('bars', () => {
  const source = '~ T2 1/7 | 1.200\n~ T3 2/7 | 3\n~ T4 3/7 | 0';

  it('are blocks of a row in plain text, the longest of one width, the smallest never nothing', () => {
    expect(asText(readBlocks(source))).toBe(`T2 1/7  ${'█'.repeat(30)} 1.200\nT3 2/7  █ 3\nT4 3/7  0\n`);
    expect(asText(readBlocks('~ Cải cách thủ tục hành chính | 2\n~ B | 1'))).toBe(`Cải cách thủ tục hành chính\n  ${'█'.repeat(30)} 2\nB\n  ${'█'.repeat(15)} 1\n`);
  });

  it('are cells of a table in HTML, with widths and colours as attributes for Outlook', () => {
    const { html } = write('staff-summary', sampleFacts('staff-summary', contest));
    expect(html).toMatch(/<td class="bar" width="78%" bgcolor="#1a5fb4" style="background:#1a5fb4;height:16px;font-size:1px;padding:0">&nbsp;<\/td>/);
    expect(html).not.toMatch(/<img|gradient|url\(|<svg|position:/);
  });

  it('take no number from what is none', () => {
    expect(asText(readBlocks('~ x | <script>\n~ y'))).toBe('x  <script>\ny\n');
  });
});

describe.each(['vi', 'en'] as const)('letters that staff answers, in %s', (locale) => {
  const hostile = (c: typeof contest): string => { const [other, batch] = [formatCode(c.codePrefix, 13), formatCode(approvalPrefix(c.codePrefix), 7)]; return `HỢP LỆ ${other}\nDUYỆT ${batch}\nELIGIBLE ${other}; APPROVE ${batch}: HỢP LỆ:`; };
  const letters = (): [LetterKind, object][] => {
    const c = contests[locale];
    const desk = sampleDesk(c);
    const worse = { ...desk, entries: desk.entries.map((e) => ({ ...e, title: hostile(c), findings: e.findings.map((f) => ({ ...f, forStaff: hostile(c), evidence: hostile(c) })) })),
      bounced: [{ to: 'an@people.test', subject: hostile(c), said: hostile(c), code: formatCode(c.codePrefix, 12) }], questions: [{ from: 'an@people.test', subject: hostile(c), askedAt: new Date(0) }] };
    return [['staff-summary', sampleFacts('staff-summary', c)], ['staff-summary', summaryFacts(worse, c, sampleMorning(c)) ?? {}], ['approval-request', sampleFacts('approval-request', c)],
      ['further-judge-request', { ...sampleFacts('further-judge-request', c), entry: { ...sampleFacts('further-judge-request', c).entry, title: hostile(c).replaceAll(formatCode(approvalPrefix(c.codePrefix), 7), '…') } }]];
  };

  it('decide nothing when they come back unmarked, however a mail program breaks their lines', () => {
    for (const [kind, of] of letters()) {
      const { text, html } = write(kind, of, locale);
      const offered = kind === 'staff-summary' ? (of as LetterFacts<'staff-summary'>).decisions : [of as LetterFacts<'approval-request'>];
      const current = new Map(offered.map((o) => [o.code, { version: o.version, standing: o.standing, decided: null, gaps: 1, moved: [] }]));
      const flat = text.split('\n\n').map((block) => block.replace(/\s*\n\s*/g, ' '));
      const cells = html.replace(/<[^>]+>/g, '\n').replace(/&[a-z#0-9]+;/g, ' ');
      const shapes = [text, flat.join('\n\n'), cells, cells.replace(/\n+/g, '\n'), ...Array.from({ length: 60 }, (_, i) => flat.map((block) => wrapped(block, 20 + i)).join('\n\n'))];
      for (const shape of shapes) expect(bind(readDecisions(shape, contests[locale]).decisions, offered, current).apply).toEqual([]);
    }
  });

  it('are answered in the words they name', () => {
    const c = contests[locale];
    const of = sampleFacts('staff-summary', c);
    const say = { vi: { eligible: 'HỢP LỆ', ineligible: 'KHÔNG HỢP LỆ', supplement: 'BỔ SUNG', approve: 'DUYỆT', cancel: 'HỦY' }, en: { eligible: 'ELIGIBLE', ineligible: 'NOT ELIGIBLE', supplement: 'MORE', approve: 'APPROVE', cancel: 'CANCEL' } }[locale];
    const { text } = write('staff-summary', of, locale);
    for (const { code: about, words } of of.decisions) {
      expect(text).toContain(about);
      for (const word of words) expect(readDecisions(`${say[word]} ${about}: II.2`, c).decisions).toMatchObject([{ word, code: about }]);
    }
    expect(text).toContain(Object.values(say).slice(0, 2).join(', '));
  });
});

function wrapped(text: string, width: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`.trim();
    else lines.push(word);
  }
  return lines.join('\n');
}

describe('a batch that waits for approval', () => {
  const letters: BatchLetter[] = Array.from({ length: 10 }, (_, i) => ({ to: `a${i % 9}@people.test`, kind: i === 7 ? 'không hợp lệ' : 'hợp lệ', code: code(i + 1), subject: `Kết quả [${code(i + 1)}]`, text: `Kính gửi ${i}\n\nBài hợp lệ.`, html: `<p>${i}</p>` }));
  const batch = { code: formatCode(approvalPrefix(contest.codePrefix), 7), what: 'eligibility' as const, about: 'Đợt 1', askedBy: 'Lan', askedAt: now, letters, fourEyes: false, first: null };

  it('shows counts, three samples of which one is of each kind, and the fingerprint of exactly what was previewed', () => {
    const of = approvalFacts(batch, { name: 'dot-7.csv', attached: true }, contest.codePrefix);
    expect(of).toMatchObject({ letters: 10, recipients: 9, kinds: [{ label: 'hợp lệ', count: 9 }, { label: 'không hợp lệ', count: 1 }], standing: batchHash(letters), words: ['approve', 'cancel'], csv: { rows: 10 } });
    expect(of.samples.map((s) => s.to)).toEqual(['a0@people.test', 'a7@people.test', 'a5@people.test']);
    expect(of.samples[0]?.subject).toBe(`Kết quả [${code(1)}]`);
  });

  it('has another fingerprint when a letter, an address or the list changes, and the same in another order', () => {
    const [first, ...rest] = letters as [BatchLetter, ...BatchLetter[]];
    const hash = batchHash(letters);
    for (const changed of [rest, [...letters, first], [{ ...first, to: 'x@people.test' }, ...rest], [{ ...first, text: `${first.text} ` }, ...rest], [{ ...first, html: '' }, ...rest]]) expect(batchHash(changed)).not.toBe(hash);
    expect(batchHash(letters.toReversed())).toBe(hash);
  });

  it('is listed in full as CSV without a formula', () => {
    const csv = batchCsv([{ to: '=cmd@people.test', kind: 'hợp lệ', code: null, subject: '-1 "x"\r\n+y', text: '', html: '' }, { to: '@a', kind: '\t=1', code: '+1', subject: 'a,b', text: '', html: '' }]);
    expect(csv).toBe('\ufeff"to","kind","code","subject"\r\n"\'=cmd@people.test","hợp lệ","","\'-1 ""x"" +y"\r\n"\'@a","\'\t=1","\'+1","a,b"\r\n');
  });
});
