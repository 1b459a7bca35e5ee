import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EntryFields, MailDocument } from '../../schemas/reading.ts';
import { seeded } from '../../bench/seeded.ts';
import { checkNames, planItemsOf } from '../../src/checks/index.ts';
import { loadContest } from '../../src/contest/load.ts';
import { newContestYaml } from '../../src/contest/new.ts';
import { agenciesNotOnRoster } from '../../src/contest/people.ts';
import { readText } from '../../src/documents/index.ts';
import { findPrograms } from '../../src/edges/programs.ts';
import { readFields } from '../../src/entry/fields.ts';
import { registrationForm, type Filling } from '../../src/papers/registration-form.ts';
import { shared } from '../support/shared.ts';
import { author, contestWith, document, factsOf, findingsOf, person, stated } from '../support/entry-facts.ts';
import { processorMs } from '../support/processor.ts';

const dir = 'contests/hau-giang-2024';
const official = loadContest({ dir, yaml: readFileSync(`${dir}/contest.yaml`), people: readFileSync(`${dir}/people.sample.csv`), agencies: readFileSync(`${dir}/agencies.csv`) });
const everyCheck = Object.fromEntries(checkNames.map((name) => [name, {}]));

describe('every check', () => {
  it('serves an item of the plan, and the contest of Hậu Giang turns each on', () => {
    expect(checkNames.filter((name) => planItemsOf(name).length === 0)).toEqual([]);
    expect(checkNames.flatMap((name) => [...planItemsOf(name)]).filter((n) => !Number.isInteger(n) || n < 1 || n > 57)).toEqual([]);
    expect(Object.keys(official.contest.checks).sort()).toEqual([...checkNames].sort());
    expect(planItemsOf('no-such-check')).toEqual([]);
  });

  it('of 600 made-up entries tells staff something in each finding, blocks nothing but by an item of the plan, and says the same again', () => {
    const random = numbers('checks');
    const seen = new Set<string>();
    for (let i = 0; i < 600; i++) {
      const facts = madeUp(random);
      const found = findingsOf(facts, { ...official, people: [person('Trần Văn Minh', { agency: 'Sở Tư pháp', from: '2024-07-20' }), ...official.people] });
      for (const f of found) {
        seen.add(f.code);
        expect(f.forStaff.trim(), f.code).not.toBe('');
        expect(f.code).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
        expect(f.forStaff + f.forEntrant, f.code).not.toMatch(/undefined|\[object|NaN|null/);
        if (f.severity === 'blocking') expect([f.code, planItemsOf(f.check).length > 0]).toEqual([f.code, true]);
        if (f.severity === 'blocking') expect(['late', 'missing-documents', 'unreadable-document']).toContain(f.code);
      }
      expect(findingsOf(facts, { ...official, people: [person('Trần Văn Minh', { agency: 'Sở Tư pháp', from: '2024-07-20' }), ...official.people] })).toEqual(found);
    }
    expect([...seen].sort()).toEqual(expect.arrayContaining(['early', 'evidence-partial', 'excluded-person', 'excluded-person-later', 'first-applied-later', 'group-too-large', 'late', 'missing-area', 'missing-comparison',
      'missing-declaration', 'missing-documents', 'missing-evidence', 'other-province', 'overlap-entry', 'registered', 'self-declared', 'share-missing', 'shares-not-100']));
  });

  it('names the basis of the plan to staff alone', () => {
    const [found] = findingsOf(factsOf(), { contest: contestWith({ declaration: { basis: 'Kế hoạch, mục II.2' } }) });
    expect(found?.forStaff.endsWith('Căn cứ: Kế hoạch, mục II.2.')).toBe(true);
    expect(found?.forEntrant).not.toContain('Căn cứ');
  });

  it('works in a fresh folder without agencies or people, in either language', () => {
    for (const locale of ['en', 'vi'] as const) {
      const yaml = newContestYaml({ now: new Date('2024-07-01T00:00:00Z'), zone: 'Asia/Ho_Chi_Minh' });
      const { contest } = loadContest({ dir: 'x', yaml: Buffer.from(yaml), people: null });
      const random = numbers(`fresh ${locale}`);
      for (let i = 0; i < 100; i++) {
        const found = findingsOf(madeUp(random), { contest: { ...contest, locale, checks: contestWith(everyCheck).checks } });
        expect(found.filter((f) => f.forStaff.trim() === '')).toEqual([]);
        expect(found.filter((f) => f.check === 'eligibility' || f.check === 'agency' || f.check === 'excluded-person')).toEqual([]);
      }
    }
  });

  it('stands versions from before a field was known, and values of any sort', () => {
    const { firstApplied: _f, inheritsFrom: _i, evidence: _e, ...before } = readFields({ subject: null, text: '' }, official.contest);
    expect(() => findingsOf({ ...factsOf(), fields: before as EntryFields }, official)).not.toThrow();
    const odd = factsOf({ authors: stated([author('', { share: Number.NaN, unit: '\u0000<b>' })]), areas: stated([99, -1, 0.5]), firstApplied: stated('9999-99-99'), unit: stated('x'.repeat(100_000)) });
    expect(() => findingsOf(odd, official)).not.toThrow();
  });

  it('is done in time with documents as large as they may be, and quotes little of them', () => {
    const hostile = ['khảo sát số liệu\t12%\t13%\n'.repeat(40_000), '☐'.repeat(1_000_000), '12\t'.repeat(300_000), 'https://'.repeat(120_000), 'so sánh '.repeat(120_000), '\u2028'.repeat(1_000_000), ' .'.repeat(500_000), '((((('.repeat(200_000)];
    for (const text of hostile) {
      const began = processorMs();
      const found = findingsOf(factsOf({ inheritsFrom: stated(text.slice(0, 100_000)), unit: stated(text.slice(0, 5_000)), authors: stated([author('A', { unit: text.slice(0, 5_000) })]) }, { documents: Array.from({ length: 30 }, (_, n) => document(`${n}.docx`, text)), text }), official);
      expect(processorMs() - began, text.slice(0, 10)).toBeLessThan(1_500);
      for (const f of found) expect((f.evidence ?? '').length, f.code).toBeLessThan(8_000);
    }
  });
});

const samples = shared('samples', 'prose of initiatives');

describe.skipIf(samples === null)('prose of initiatives', () => {
  it('shows its figures: nine of ten are not asked for evidence, and none that builds on nothing is asked to compare', () => {
    const dirOfIdeas = join(samples ?? '', 'ideas');
    const ideas = readdirSync(dirOfIdeas).filter((f) => f.startsWith('idea-'));
    const found = ideas.map((f) => findingsOf(factsOf({}, { documents: [document(f, readFileSync(join(dirOfIdeas, f), 'utf8'))] }), official).filter((x) => x.check === 'evidence' || x.check === 'inheritance').map((x) => x.code));
    expect(found.filter((codes) => codes.includes('evidence-partial') || codes.includes('evidence-listed')).length / ideas.length).toBeGreaterThanOrEqual(0.9);
    // Nobody stated that they build on a product: nobody is asked to compare.
    expect(found.flat().filter((code) => code.includes('comparison'))).toEqual([]);
  });
});

describe('the roster of the organising bodies', () => {
  it('lists the agencies of the plan of which nobody is on it', () => {
    expect(agenciesNotOnRoster(official, '2024-07-01').map((a) => a.name.en)).toEqual(['Department of Planning and Investment', "Office of the Provincial People's Committee", 'Provincial Committee of the Vietnam Fatherland Front', 'Department of Justice', 'Department of Finance', 'Department of Information and Communications']);
    expect(agenciesNotOnRoster({ ...official, people: [person('A', { agency: 'VP UBND tỉnh', to: '2024-06-30' })] }, '2024-07-01').map((a) => a.name.en)).toContain("Office of the Provincial People's Committee");
    expect(agenciesNotOnRoster({ ...official, people: [person('A', { agency: 'Văn phòng Ủy ban nhân dân tỉnh Hậu Giang' }), person('B', { agency: 'UBMTTQ tỉnh' })] }, '2024-07-01').map((a) => a.required)).toEqual([true, true, false, false, false]);
  });
});

type Random = () => number;

/** From 0 to below 1, the same for the same seed. */
function numbers(seed: string): Random {
  const { bytes } = seeded(seed);
  return () => bytes(4).readUInt32LE() / 2 ** 32;
}

/** An entry as nobody would send it, but could: every field stated or not, files of every sort, any time. */
function madeUp(random: Random) {
  const one = <T>(...list: T[]): T => list[Math.floor(random() * list.length)] as T;
  const maybe = <T>(value: () => T) => (random() < 0.4 ? {} : value());
  const units = ['Sở Tư pháp', 'Long Mỹ', 'Sở Nội vụ tỉnh Kiên Giang', 'Công ty TNHH Minh Họa', 'ấp 3, xã Hỏa Tiến', '', '   ', '<script>', 'UBND '.repeat(200)];
  const authors = Array.from({ length: Math.floor(random() * 7) }, () => author(one('Trần Văn Minh', 'Nguyễn Thị Mẫu Đơn', '', 'Lê', 'x'.repeat(500)), { unit: one(null, ...units), share: one(null, null, 50, 25, 0, 100, -3), email: one(null, 'gk@example.org', 'x'), phone: one(null, '0900000902', '1') }));
  const file = (): MailDocument => {
    const made = document(one('a.docx', 'b.pdf', 'c.jpg', 'd.xlsx', 'e.mp4'), one(null, '', 'So sánh với bản cũ\nKhảo sát 120 hộ', 'A\t12\t13%\nB\t14\t15%', 'Giải pháp'), { from: one('attachment', 'inline', 'archive'), flags: one([], [], ['empty'], ['macro']) });
    const { text: _, ...unread } = made;
    return random() < 0.2 ? unread : made;
  };
  return factsOf({
    ...maybe(() => ({ title: stated(one('Một cửa', '')) })), ...maybe(() => ({ entrantKind: stated(one('individual' as const, 'group' as const, 'organisation' as const)) })), ...maybe(() => ({ areas: stated(one([1], [], [9], [1, 2, 6])) })),
    ...maybe(() => ({ authors: stated(authors, one(undefined, 'phieu.docx')) })), ...maybe(() => ({ unit: stated(one(...units)) })), ...maybe(() => ({ phone: stated('0900000902') })), ...maybe(() => ({ declaration: stated(one(true, false)) })),
    ...maybe(() => ({ firstApplied: stated(one('2024', '2024-08-30', '2023-01', '2030-01-01')) })), ...maybe(() => ({ inheritsFrom: stated(one('Hệ thống 2021', 'không', '')) })), ...maybe(() => ({ evidence: stated(one(['data'], ['media', 'feedback'], [], ['x'])) })),
  }, {
    documents: Array.from({ length: Math.floor(random() * 4) }, file), text: one('', 'Kính gửi', 'cải tiến'), links: one([], ['https://youtu.be/x'], ['https://drive.google.com/x', 'nonsense']),
    overlaps: one([], [], [{ with: { code: one(null, 'CCHC24-0002-3'), label: one('', 'Một cửa'), kind: one('entry' as const, 'earlier' as const, 'known' as const) }, words: one(10, 90, 5_000), share: one(0, 0.2, 1), passages: one([], [{ here: { file: null, line: 1, text: 'a '.repeat(5_000) }, there: { file: 'b', line: 2, text: 'a' } }]) }]),
    receivedAt: one(new Date('2024-06-01T00:00:00Z'), new Date('2024-07-15T02:00:00Z'), new Date('2024-08-16T17:00:00Z')), senderAddress: one(null, 'gk@example.org', 'a@b.test'),
  });
}

describe("the contest's own form", () => {
  const filled = { title: 'Một cửa lưu động', areas: [2], authors: [author('Nguyễn Văn Mẫu', { unit: 'Sở Tư pháp', phone: '0900000123' })] };
  const of = async (filling: Filling) => {
    const { text } = await readText(await registrationForm(official.contest, filling), 'docx', await findPrograms());
    const form = document('phieu.docx', text.text);
    return findingsOf(factsOf(readFields({ subject: null, text: '', documents: [form] }, official.contest), { documents: [form] }), official);
  };

  it('is no evidence and no comparison by the words that are printed on it, or by the post of an author', async () => {
    const found = (await of({ ...filled, authors: [author('Nguyễn Văn Mẫu', { unit: 'UBND xã Vị Thắng', position: 'Công chức Văn phòng – Thống kê', share: 100 })] })).map((f) => f.code);
    expect(found).toContain('missing-evidence');
    expect(found).not.toContain('comparison-found');
  });

  it('states both where somebody filled them in', async () => {
    const found = await of({ ...filled, inheritsFrom: 'Phần mềm một cửa năm 2021', evidence: ['data'] });
    expect(found.map((f) => f.code)).toEqual(expect.arrayContaining(['evidence-partial', 'missing-comparison']));
  });
});
