import { describe, expect, it } from 'vitest';
import type { DocumentFlag, MailDocument } from '../../schemas/reading.ts';
import { foundIn, maskOf } from '../../src/judging/mask.ts';
import { blindText, releasedName, sendable } from '../../src/judging/package.ts';
import { author, NOTHING, stated } from '../support/entry-facts.ts';

const file = (part: string, flags: DocumentFlag[] = [], more: Partial<MailDocument> = {}): MailDocument => ({
  part, filename: `${part}.pdf`, storedName: `${part}.pdf`, contentType: 'application/pdf', detectedType: 'pdf', size: 1_000, sha256: part.padEnd(64, '0'), from: 'attachment', flags, ...more,
});
const sent = (...documents: MailDocument[]): string[] => sendable(documents).filter((d) => d.why === null).map((d) => d.document.part);

describe('files that a judge gets as they came', () => {
  it('are those that nothing speaks against', () => {
    expect(sent(file('2'), file('3', ['type-mismatch']), file('4', ['infected']), file('5', ['macro']), file('6', [], { size: 7 * 1024 * 1024 }))).toEqual(['2', '3']);
  });

  it('leave out copies of identity papers, also their words in a blind round, but count them', () => {
    const card = file('3', [], { filename: 'CCCD mặt trước.jpg', detectedType: 'jpg', text: { state: 'read', characters: 9, quality: 0.9, method: 'ocr', failure: null, text: 'Số: 093 0123' } });
    expect(sent(file('2'), card)).toEqual(['2']);
    const blind = blindText({ code: 'X', title: null, texts: [], documents: [card] }, (t) => t, 'vi');
    expect([blind.text.includes('093'), blind.unread]).toEqual([false, 1]);
  });

  it('leave out what the scanner did not look into, and all that lies inside it, but count it', () => {
    const documents = [file('2', ['unscanned']), file('2/1', [], { from: 'archive' }), file('2/1/1', [], { from: 'archive' }), file('3'), file('21')];
    expect(sent(...documents)).toEqual(['3', '21']);
    expect(sendable(documents)).toHaveLength(5);
  });

  it('leave out an archive for what lies in it, but not for a file in it that is empty', () => {
    const card = file('2/1', [], { filename: 'CCCD.jpg', detectedType: 'jpg', from: 'archive' });
    expect(sendable([file('2'), card, file('3'), file('3/1', ['empty'], { from: 'archive' }), file('4'), file('4/1', ['macro'], { from: 'archive' })]).map((d) => [d.n, d.document.part, d.why])).toEqual([
      [1, '2', 'inside'], [2, '2/1', 'id-card'], [3, '3', null], [4, '3/1', 'empty'], [5, '4', 'inside'], [6, '4/1', 'macro']]);
  });
});

describe('a mask', () => {
  it.each([
    ['Nguyễn Thị Thuý Hoà', 'Nguyễn Thị Thúy Hòa'], ['Nguyễn Thị Thúy Hòa', 'NGUYỄN THỊ THUÝ HOÀ'], ['Trần Khoẻ', 'TRẦN KHỎE'], ['Võ Thuỵ', 'Võ Thụy'.normalize('NFD')], ['Nguyễn Văn Toàn', 'Nguyễn Văn Toàn'],
  ])('takes out %s written as %s', (name, written) => {
    expect(maskOf({ ...NOTHING, authors: stated([author(name)]) }, [], 'vi')(`của ${written}, nộp`)).toBe('của [tên được che], nộp');
  });

  it('takes out an agency wherever its tone is placed, and telephone numbers with brackets; amounts and years stay', () => {
    const mask = maskOf({ ...NOTHING, unit: stated('Uỷ ban nhân dân huyện Vị Thuỷ') }, [], 'vi');
    expect(mask('Ủy ban nhân dân huyện Vị Thủy, (0293) 3878 123, 0293-3878123, +84 (0) 912 345 678')).toBe('[cơ quan được che], [liên hệ được che], [liên hệ được che], [liên hệ được che]');
    expect(mask('tăng 0,5% (năm 2023: 12.345 hồ sơ; năm 2024: 23.456), 10.000.000 đồng')).toBe('tăng 0,5% (năm 2023: 12.345 hồ sơ; năm 2024: 23.456), 10.000.000 đồng');
  });
});

describe('a file that is released in a blind round', () => {
  it('is called by the code and a number, with the ending of its own name alone', () => {
    expect(releasedName('CCHC24-0001-I', 2, { storedName: 'Nguyễn Văn An.DOCX', detectedType: 'docx' })).toBe('CCHC24-0001-I-2.docx');
    expect(releasedName('CCHC24-0001-I', 1, { storedName: 'Bài.của Nguyễn Văn An', detectedType: 'pdf' })).toBe('CCHC24-0001-I-1.pdf');
    expect(releasedName('CCHC24-0001-I', 1, { storedName: 'không đuôi', detectedType: 'application/x' })).toBe('CCHC24-0001-I-1.bin');
  });

  it('is no file that was left out any more', () => {
    const picture = file('3', [], { text: { state: 'none', characters: 0, quality: null, method: null, failure: null, text: '' } });
    const of = { code: 'X', title: null, texts: [], documents: [file('2'), picture] };
    expect([blindText(of, (t) => t, 'vi').unread, blindText(of, (t) => t, 'vi', new Set([picture.sha256])).unread]).toEqual([2, 1]);
  });

  it('shows what a mask would take out, each once, however it is written', () => {
    const fields = { ...NOTHING, authors: stated([author('Nguyễn Văn An', { unit: 'Phòng Nội vụ huyện Châu Thành' })]), unit: stated('Sở Nội vụ tỉnh Hậu Giang') };
    const agencies = [{ id: 'a', name: 'Sở Tư pháp', kind: 'department' as const, parent: null, aliases: [], validFrom: null, validTo: null, source: 't' }];
    const text = 'Tác giả NGUYỄN  VĂN AN (nguyen van an, an@people.test, 0912 345 678), Sở Tư pháp và Phòng Nội vụ huyện Châu Thành; Nguyễn Văn Anh là người khác. an@people.test';
    expect(foundIn(text, fields, agencies)).toEqual({ names: ['NGUYỄN VĂN AN', 'nguyen van an'], agencies: ['Sở Tư pháp', 'Phòng Nội vụ huyện Châu Thành'], contacts: ['an@people.test', '0912 345 678'] });
    const masked = maskOf(fields, agencies, 'vi')(text);
    expect(foundIn(masked, fields, agencies)).toEqual({ names: [], agencies: [], contacts: [] });
  });

  it('is masked wherever the tone is written, and however a number is grouped', () => {
    const fields = { ...NOTHING, authors: stated([author('Lê Thuý Hoà', { unit: 'Uỷ ban nhân dân xã Hoả Lựu' }), author('Trần Quý Tùng', {})]) };
    const mask = maskOf(fields, [], 'vi');
    for (const text of ['Lê Thúy Hòa', 'LÊ THUÝ HÒA', 'Le Thúy Hoa', 'lê thuý hoà', 'Trần Quý Tùng', 'tran quy tung']) expect(mask(`Người viết: ${text}.`)).toBe('Người viết: [tên được che].');
    expect(mask('Ủy ban nhân dân xã Hỏa Lựu đề nghị')).toBe('[cơ quan được che] đề nghị');
    expect(mask('Lê Thụy Hoa và Trần Thúy Hòa')).toBe('Lê Thụy Hoa và Trần Thúy Hòa');
    for (const number of ['(0293) 3878 123', '0293.3878.123', '(+84) 900 000 901', '+84 (293) 387 8123', '0900000901']) expect(mask(`Gọi ${number} nhé`)).toBe('Gọi [liên hệ được che] nhé');
    expect(mask('Bảng 1: 120, 340, (2024), 0,5')).toBe('Bảng 1: 120, 340, (2024), 0,5');
  });
});
