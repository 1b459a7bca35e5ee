import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align } from '../../src/similarity/align.ts';
import { commonPassages, fingerprintsOf, prepare } from '../../src/similarity/compare.ts';
import { fingerprints } from '../../src/similarity/fingerprints.ts';
import { overlapsOfTexts, type Other } from '../../src/similarity/overlaps.ts';
import { ownTexts } from '../../src/similarity/own-words.ts';
import { lineOf, placeIn } from '../../src/similarity/places.ts';
import { SHINGLE, WINDOW } from '../../src/similarity/settings.ts';
import { shingles } from '../../src/similarity/shingles.ts';
import { contestText } from '../../src/similarity/contest-text.ts';
import { templateShingles } from '../../src/similarity/templates.ts';
import { tokens } from '../../src/similarity/tokens.ts';
import { readText } from '../../src/documents/index.ts';
import { registrationForm, type Filling } from '../../src/papers/registration-form.ts';
import { hauGiang } from '../support/contests.ts';
import { processorMs } from '../support/processor.ts';

const none: ReadonlySet<number> = new Set();
/** Words that stand nowhere else: "từ17 …" */
const unlike = (mark: string, count: number): string => Array.from({ length: count }, (_, i) => `${mark}${i}`).join(' ');
const passage = 'Người dân chọn loại việc, hệ thống gợi ý các khung giờ còn trống, mỗi khung dài mười lăm phút. Việc đơn giản như chứng thực chiếm một khung; việc phức tạp như đăng ký khai sinh chiếm ba khung. Sau khi chọn, người dân nhận danh sách giấy tờ cần mang.';
const found = (here: string, there: string, templates = none) => commonPassages(prepare(here, templates), prepare(there, templates)).map((p) => [here.slice(p.from, p.to), there.slice(p.otherFrom, p.otherTo)]);

describe('words of a text', () => {
  it('are the same however they were typed, and keep their places in what was written', () => {
    const written = 'HOÀ  BÌNH, ho\u0300a bi\u0300nh; h\u00ado\u200bà bình';
    const { words, starts, ends, text } = tokens(written);
    expect(words).toHaveLength(6);
    expect(new Set(words.filter((_, i) => i % 2 === 0)).size).toBe(1);
    expect(text.slice(starts[5], ends[5])).toBe('bình');
    expect(tokens('hoa').words).not.toEqual(tokens('hoà').words);
    expect(tokens('ma mà má mã mạ mả').words).toHaveLength(new Set(tokens('ma mà má mã mạ mả').words).size);
  });

  it('are bounded in number and length', () => {
    expect(tokens('a '.repeat(60_000)).words).toHaveLength(50_000);
    expect(tokens('x'.repeat(1_000_000)).words[0]?.length).toBe(64);
  });
});

describe('fingerprints', () => {
  it('share one wherever two texts share SHINGLE + WINDOW - 1 words in a row', () => {
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: SHINGLE + WINDOW - 1, maxLength: 12 }), fc.array(fc.stringMatching(/^[a-z]{1,6}$/)), fc.array(fc.stringMatching(/^[a-z]{1,6}$/)), (shared, before, after) => {
      const [one, other] = [fingerprints(shingles([...before, ...shared])), new Set(fingerprints(shingles([...shared, ...after])))];
      expect(one.some((hash) => other.has(hash))).toBe(true);
    }));
  });

  it('are whole numbers that PostgreSQL keeps as they are, fewer than half of the words, each once', () => {
    const { hashes, words } = fingerprintsOf(unlike('từ', 1_000));
    expect(words).toBe(1_000);
    expect(hashes.every((h) => Number.isSafeInteger(h) && h >= 0)).toBe(true);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes.length).toBeLessThan(480);
    expect(hashes.length).toBeGreaterThan(330);
  });

  it('take no notice of tables of numbers', () => {
    expect(fingerprintsOf(Array.from({ length: 200 }, (_, i) => `${i}\t${i * 7}`).join('\n')).hashes).toEqual([]);
  });
});

describe('passages', () => {
  it('are found to the word, each with its place', () => {
    const here = `${unlike('trước', 80)}.\n${passage}\n${unlike('sau', 80)}`;
    const there = `${unlike('đầu', 40)}\n${passage} ${unlike('cuối', 10)}`;
    expect(found(here, there)).toEqual([[passage.slice(0, -1), passage.slice(0, -1)]]);
  });

  it('are found where words were changed, left out and put in', () => {
    const changed = passage.replace('khung giờ', 'khoảng giờ').replace('đơn giản', 'dễ').replace('phức tạp', 'rất khó').replace('Sau khi chọn, ', '');
    const [[one, other] = []] = found(`${unlike('a', 50)} ${changed}`, `${passage} ${unlike('b', 50)}`);
    expect(one?.startsWith('Người dân chọn')).toBe(true);
    expect(other?.endsWith('giấy tờ cần mang')).toBe(true);
  });

  it('are found where sentences stand in another order, as one', () => {
    const sentences = passage.split('. ');
    expect(found(`${unlike('a', 50)} ${sentences.toReversed().join('. ')}`, passage)).toHaveLength(1);
  });

  it('are two where the copier put much of his own in between', () => {
    const [first = '', second = ''] = [passage, 'Bảy mươi phần trăm khung giờ dành cho người hẹn trước, ba mươi phần trăm để trống cho ai đến thẳng, nhất là người già và người không dùng điện thoại thông minh.'];
    expect(found(`${first} ${unlike('giữa', 60)} ${second}`, `${first} ${second}`)).toHaveLength(2);
  });

  it('are no single phrases that every office writes', () => {
    expect(found(`${unlike('a', 50)} trên địa bàn tỉnh Hậu Giang ${unlike('b', 50)}`, `${unlike('c', 50)} trên địa bàn tỉnh Hậu Giang ${unlike('d', 50)}`)).toEqual([]);
  });

  it('never lie outside their texts, and are the same whichever text asks', () => {
    const word = fc.constantFrom('một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín', 'mười', 'trăm', 'nghìn');
    fc.assert(fc.property(fc.array(word, { maxLength: 120 }), fc.array(word, { maxLength: 120 }), fc.array(word, { minLength: 25, maxLength: 60 }), (a, b, shared) => {
      const [here, there] = [[...a, ...shared].join(' '), [...shared, ...b].join(' ')];
      for (const p of commonPassages(prepare(here, none), prepare(there, none))) {
        expect(p.from >= 0 && p.from < p.to && p.to <= here.length).toBe(true);
        expect(p.otherFrom >= 0 && p.otherFrom < p.otherTo && p.otherTo <= there.length).toBe(true);
      }
    }));
  });

  it('of hostile texts are found in bounded time: one word, or one sentence, over and over', () => {
    const began = processorMs();
    const repeated = shingles(tokens('xin chào '.repeat(25_000)).words);
    expect(align(repeated, repeated)).toEqual([]);
    const few = shingles(tokens(`${unlike('x', 12_000)} `.repeat(4)).words);
    align(few, few);
    expect(processorMs() - began).toBeLessThan(10_000);
  });
});

describe('what everybody writes', () => {
  const contest = hauGiang();
  const filled = async (filling: Filling): Promise<string> => (await readText(await registrationForm(contest, filling), 'docx', { pdfWords: null })).text.text;

  it("is no sign of a copy: the form's labels, areas, hints and declaration, however it was filled in", async () => {
    const templates = templateShingles([await contestText(contest)]);
    const one = await filled({ title: 'Thẻ tre ở cổng chợ', areas: [2], kind: 'individual', declared: true, unit: 'UBND xã Tân Phú', phone: '0900000811', email: 'an@people.test', authors: [{ name: 'Lê Văn An', unit: 'UBND xã Tân Phú', position: 'Cán bộ' }] });
    const other = await filled({ title: 'Sổ tay trả lời dân', areas: [1, 6], kind: 'group', declared: true, unit: 'Phường III', phone: '0911000811', email: 'binh@people.test', authors: [{ name: 'Trần Thị Bình', unit: 'Phường III', position: 'Công chức', share: 50 }, { name: 'Đỗ Cúc', share: 50 }] });
    expect(one.length).toBeGreaterThan(1_000);
    expect(found(one, other, templates)).toEqual([]);
    expect(found(`${one}\n${passage}`, `${other}\n${passage}`, templates)).toEqual([[passage.slice(0, -1), passage.slice(0, -1)]]);
  });
});

describe('an overlap', () => {
  const other = (key: string, text: string): Other => ({ key, with: { code: null, label: key, kind: 'known' }, file: null, text });
  const foundIn = (id: number, text: string, there: Other) => commonPassages(prepare(text, none), prepare(there.text, none)).map((p) => ({ ownId: id, here: p, other: there, there: { from: p.otherFrom, to: p.otherTo } }));

  it('counts a word once, however often it comes here and there', () => {
    const text = `${passage} ${unlike('a', 100)}`;
    const own = ownTexts([{ id: 1, file: 'a.docx', text }, { id: 2, file: 'a.pdf', text }], none);
    const twice = [other('sổ tay', passage), other('sổ tay', `${unlike('b', 30)} ${passage}`)];
    const words = tokens(passage).words.length;
    const [overlap, ...more] = overlapsOfTexts(own, [1, 2].flatMap((id) => twice.flatMap((o) => foundIn(id, text, o))));
    expect(more).toEqual([]);
    expect(overlap).toMatchObject({ words, share: words / (words + 100), passages: [{ here: { file: 'a.docx', line: 1, from: 0 } }] });
  });

  it('is told for each other owner, most words first', () => {
    const text = `${passage}\n${unlike('a', 30)}`;
    const own = ownTexts([{ id: 1, file: null, text }], none);
    const half = passage.slice(0, 130);
    expect(overlapsOfTexts(own, [...foundIn(1, text, other('nửa', half)), ...foundIn(1, text, other('cả', passage))]).map((o) => o.with.label)).toEqual(['cả', 'nửa']);
  });

  it('shows places by line, and at most 4,000 characters', () => {
    expect([0, 1, 2, 3].map((at) => lineOf('a\nb\n', at))).toEqual([1, 1, 2, 2]);
    const place = placeIn('ab\n'.repeat(5_000), 'x.txt', 3, 9_000);
    expect([place.line, place.text.length, place.to]).toEqual([2, 4_001, 9_000]);
  });
});
