import { describe, expect, it } from 'vitest';
import type { MailDocument } from '../../schemas/reading.ts';
import { isIdCard } from '../../src/documents/id-card.ts';
import { receivedFiles } from '../../src/letters/files.ts';
import { hauGiang } from '../support/contests.ts';

const CARD = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCĂN CƯỚC CÔNG DÂN\nCitizen Identity Card\nSố / No.: 093000000000\nHọ và tên / Full name: NGUYỄN THỊ MẪU\nQuốc tịch / Nationality: Việt Nam\nQuê quán / Place of origin: Xã Mẫu\nNơi thường trú / Place of residence: Ấp Mẫu';
const FORM = 'PHIẾU ĐĂNG KÝ DỰ THI\nHọ và tên: Nguyễn Thị Mẫu\nSố căn cước công dân: ...\nNơi thường trú: Ấp Mẫu\nTên bài dự thi: Một cửa';

describe('a copy of an identity paper', () => {
  it.each<[string, boolean, Parameters<typeof isIdCard>[0]]>([
    ['by its name', true, { name: 'CCCD mặt trước.jpg', type: 'jpg', words: null }],
    ['by its name with underscores', true, { name: 'Can_cuoc_cong_dan.pdf', type: 'pdf', words: '' }],
    ['by what is printed on it', true, { name: 'IMG_0012.jpg', type: 'jpg', words: CARD }],
    ['not a form that asks for its number', false, { name: 'phieu dang ky.pdf', type: 'pdf', words: FORM }],
    ['not a Word file', false, { name: 'CCCD.docx', type: 'docx', words: CARD }],
    ['not a report on cards', false, { name: 'bao cao.pdf', type: 'pdf', words: `${CARD} ${'Cấp căn cước lưu động tại nhà cho người già. '.repeat(60)}` }],
    ['not a name in which the letters only stand', false, { name: 'scmnda.jpg', type: 'jpg', words: null }],
  ])('is known: %s', (_what, card, document) => { expect(isIdCard(document)).toBe(card); });

  const file: MailDocument = { part: '2', filename: 'IMG_0012.jpg', storedName: 'IMG_0012.jpg', contentType: 'image/jpeg', detectedType: 'jpg', size: 90_000, sha256: 'a', from: 'attachment', flags: [], text: { state: 'read', characters: CARD.length, quality: 0.9, method: 'ocr', failure: null, text: CARD } };

  it('is quoted in no letter, and its sender hears that none is needed', () => {
    expect(receivedFiles([file], hauGiang())).toMatchObject([{ excerpt: null, notes: ['bản sao giấy tờ tùy thân; cuộc thi không cần, lần sau xin không gửi'] }]);
  });

  it('is not turned away where the contest asks for it, and quoted nowhere all the same', () => {
    const contest = hauGiang();
    expect(receivedFiles([file], { ...contest, personalData: { ...contest.personalData, idCards: 'asked-for' } })).toMatchObject([{ excerpt: null, notes: [] }]);
  });
});
