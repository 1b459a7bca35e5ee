import { describe, expect, it } from 'vitest';
import { readChairReply } from '../../src/judging/chair-reply.ts';

const CODE = 'CCHC24-0001-I';
const LETTER = ['Kính gửi Trưởng ban Giám khảo Lê Văn Mẫu,', '', 'Tổng điểm đã cho: 44; 69; 94', 'Chênh lệch: 50 điểm', '', `MÃ BÀI: ${CODE}`, '1. Điểm được tính (0-100):', 'Ý kiến:', '', 'Trân trọng,'].join('\n');
const form = { prefix: 'CCHC24', code: CODE, most: 100, decimals: 1, letter: LETTER };
const read = (own: string, body = own) => readChairReply(own, body, form);
const score = (own: string, body = own): number | null => read(own, body).score;

describe('the chair\'s answer', () => {
  it.each(['75,5', '75.5 điểm', 'Điểm: 75,5', 'Tôi cho điểm 75,5', `${CODE}: 75,5`, `${CODE} – 75,5 điểm.`, `MÃ BÀI: ${CODE}\n1. Điểm được tính (0-100): 75,5`, '1. 75,5/100'])('“%s” is seventy-five and a half', (text) => {
    expect(score(`Kính gửi BTC,\n\n${text}\n\nTrân trọng,\nĐT 0912345678\n0912 345 678`)).toBe(7550);
  });

  it('is read behind the colon of the quoted form, with the opinion', () => {
    const body = LETTER.split('\n').map((l) => `> ${l}`).join('\n').replace('(0-100):', '(0-100): 75,5').replace('Ý kiến:', 'Ý kiến: nên khen');
    expect(read('', body)).toMatchObject({ score: 7550, opinion: 'nên khen', unread: [] });
  });

  it('is none where our letter alone came back, however a mail program broke it', () => {
    for (const shape of [LETTER, LETTER.replace(/: /g, ':\n'), `Cảm ơn\n${LETTER.replace(/: /g, ':\n')}`]) expect(read(shape)).toMatchObject({ score: null, command: null });
  });

  it('is asked about where it is out of range, too fine, or there are two', () => {
    expect([read('101').unread, read('75,55').unread, read('75,5\n1. Điểm được tính: 80').unread].map((u) => u[0]?.why)).toEqual(['out-of-range', 'too-precise', 'two-answers']);
  });

  it('of another entry is none of this', () => {
    expect(read(`MÃ BÀI: CCHC24-0002-G\n1. 80`)).toMatchObject({ score: null, unread: [{ why: 'mistyped-code' }] });
  });

  it('may be that there is a conflict', () => {
    expect(read('XUNG ĐỘT: tôi là người hướng dẫn').command).toMatchObject({ word: 'conflict', reason: 'tôi là người hướng dẫn' });
  });
});
