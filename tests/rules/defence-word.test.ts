import { describe, expect, it } from 'vitest';
import { readDefenceWord } from '../../src/mail/kinds/defence-word.ts';

describe('the answer to an invitation to present', () => {
  it.each([
    ['ĐỒNG Ý', 'accepted'], ['Dong y, cam on Ban To chuc', 'accepted'], ['Kính gửi Ban Tổ chức,\n\nTôi xin xác nhận sẽ có mặt.', 'accepted'], ['Yes, thank you', 'accepted'], ['AGREE', 'accepted'],
    ['KHÔNG', 'declined'], ['Không, tôi đi công tác', 'declined'], ['Tôi không tham dự được vì lý do sức khỏe', 'declined'], ['Xin phép không đến được', 'declined'], ['NO', 'declined'], ['No: I am abroad', 'declined'],
    ['ĐỔI LỊCH: buổi chiều', 'swap'], ['Tôi xin đổi giờ sang 15 giờ', 'swap'], ['Xin được đổi lịch', 'swap'], ['SWAP, afternoon please', 'swap'],
  ] as const)('“%s” is %s', (text, word) => {
    expect(readDefenceWord(text)).toBe(word);
  });

  it.each(['Không vấn đề gì, tôi sẽ đến', 'Đồng ý nhưng xin lùi 30 phút', 'ĐỒNG Ý.\nTuy nhiên tôi không thể đến đúng giờ, xin đổi lịch', 'Đồng ý đổi sang buổi khác', 'Cho tôi hỏi địa điểm ở đâu?', 'Nothing to add', 'Kính gửi Ban Tổ chức,', ''])('“%s” is for a person to read', (text) => {
    expect(readDefenceWord(text)).toBeNull();
  });
});
