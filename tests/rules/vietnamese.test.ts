import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/vietnamese/fold.ts';
import { isPlainSyllable, isSyllable, looksUnaccented, syllableShare } from '../../src/vietnamese/syllables.ts';
import { sample, wordsIn } from '../../src/vietnamese/words.ts';
import { processorMs } from '../support/processor.ts';
import { shared } from '../support/shared.ts';

const PARAGRAPH = 'Kính gửi Ban Tổ chức cuộc thi. Tôi xin đề xuất giải pháp rút ngắn thời gian giải quyết hồ sơ tại bộ phận một cửa cấp xã, giúp người dân không phải đi lại nhiều lần. Chi tiết tại UBND xã, điện thoại 0293.3878.001, e-mail an.nguyen@example.vn, theo Kế hoạch số 20/KH-UBND.';

describe('a Vietnamese syllable', () => {
  it.each(['hòa', 'hoà', 'thủy', 'thuỷ', 'Quý', 'quốc', 'giếng', 'gì', 'giữa', 'già', 'nghiêng', 'khuỷu', 'khuya', 'ngoằn', 'huýt', 'ý', 'yêu', 'ỷ', 'NGUYỄN', 'thuở', 'xoong', 'hươu', 'đẹp', 'tách', 'ướt', 'Mỹ', 'Lý', 'quyển', 'Huỳnh', 'Xà', 'Gòi', 'Búng', 'ủy', 'uỷ', 'khỏe', 'khoẻ'])('%s is one, composed or not', (word) => {
    expect([isSyllable(word), isSyllable(word.normalize('NFD')), isPlainSyllable(fold(word))]).toEqual([true, true, true]);
  });

  it.each(['hoc', 'viec', 'họcc', 'tóan', 'hòan', 'thúât', 'đưong', 'ngi', 'kà', 'Tr', 'n', 'sángkiến', 'hµnh', 'duờng', 'cếch', 'ghà', 'cinh', 'quủ', 'hõc', 'bàt', '', 'a1', 'ế'.repeat(100)])('%s is none', (word) => {
    expect(isSyllable(word)).toBe(false);
  });
});

describe('the quality of a text', () => {
  it('is high for Vietnamese, and leaves out numbers, addresses and abbreviations', () => {
    expect(syllableShare(PARAGRAPH)).toBeGreaterThan(0.95);
    expect(wordsIn('Kính gửi UBND xã số 20/KH-UBND, an@example.vn, www.haugiang.gov.vn, bao-cao.docx, a) NGUYỄN')).toEqual(['Kính', 'gửi', 'xã', 'số', 'NGUYỄN']);
  });

  it('is under the gate where letters are torn out, lost, decoded by the wrong table or put in the wrong place', () => {
    const torn = (letters: RegExp, mark: string): string => PARAGRAPH.replace(letters, mark);
    const moved = PARAGRAPH.replace(/[^.]+\./g, (sentence) => `${sentence.replace(/[\u1e00-\u1eff]/g, ' ')} ${(sentence.match(/[\u1e00-\u1eff]/g) ?? []).join(' ')}`);
    for (const bad of [moved, torn(/[\u1e00-\u1eff]/g, ''), torn(/[\u1e00-\u1eff]/g, '?'), torn(/[\u1e00-\u1eff]/g, '\ufffd'), Buffer.from(PARAGRAPH).toString('latin1'), [...PARAGRAPH].join(' ')]) expect(syllableShare(bad)).toBeLessThan(0.8);
  });

  it('is low for other languages, and null for a few words', () => {
    expect(syllableShare('The contest of models, initiatives and solutions for administrative reform with e-government and digital government in the province. A person decides.')).toBeLessThan(0.5);
    expect(syllableShare('Kính gửi Ban Tổ chức')).toBeNull();
  });

  it('judges a text in capitals by all its words', () => {
    expect(syllableShare(PARAGRAPH.toUpperCase())).toBeGreaterThan(0.9);
    expect(syllableShare(PARAGRAPH.replace(/[\u1e00-\u1eff]/g, '').toUpperCase())).toBeLessThan(0.8);
  });

  it('looks at places all over a long text, and at no more than it must', () => {
    expect(sample('a'.repeat(1_000_000)).length).toBeLessThan(20_100);
    expect(syllableShare(PARAGRAPH.repeat(200) + 'xqz '.repeat(20_000))).toBeLessThan(0.8);
    const began = processorMs();
    for (const filling of ['ế', '- ', 'a.', '.', 'A', '\u0301', 'a ']) syllableShare(filling.repeat(3_000_000 / filling.length));
    expect(processorMs() - began).toBeLessThan(2_000);
  });
});

describe('Vietnamese typed without diacritics', () => {
  it('is told from Vietnamese and from other languages', () => {
    expect(looksUnaccented(fold(PARAGRAPH))).toBe(true);
    expect(looksUnaccented('Bai du thi cai cach hanh chinh nam 2024')).toBe(true);
    for (const other of [PARAGRAPH, 'Please find attached our entry for the contest', 'Bitte finden Sie anbei unseren Antrag', 'Bonjour, voici notre dossier complet', 'Xin chao', '']) expect(looksUnaccented(other)).toBe(false);
  });
});

const dir = shared('samples/ideas', 'texts of ideas');
describe.skipIf(dir === null)('the sample texts', () => {
  it('are all of good quality', () => {
    for (const file of readdirSync(dir ?? '').filter((f) => f.endsWith('.txt'))) expect(syllableShare(readFileSync(join(dir ?? '', file), 'utf8')), file).toBeGreaterThan(0.93);
    expect(syllableShare(readFileSync('../shared/samples/submissions/submission1.reference.txt', 'utf8'))).toBeGreaterThan(0.9);
  });
});
