import { describe, expect, it } from 'vitest';
import { readAnswers, type Point } from '../../src/entry/answers.ts';
import { withQuotes } from '../../src/mail/kinds/decision-context.ts';
import { hauGiang } from '../support/contests.ts';

const contest = hauGiang();
const points: Point[] = [
  { code: 'missing-contact', says: 'Chưa thấy số điện thoại hoặc địa chỉ thư điện tử liên hệ. Xin bổ sung.' },
  { code: 'missing-area', says: 'Chưa thấy nội dung dự thi. Xin cho biết bài thuộc nội dung nào: Cải cách thể chế; Cải cách thủ tục hành chính.' },
  { code: 'missing-declaration', says: 'Chưa thấy lời cam kết nội dung dự thi chưa từng công bố. Xin bổ sung lời cam kết của tác giả.' },
  { code: 'missing-authors', says: 'Chưa thấy họ và tên tác giả. Xin gửi họ và tên từng tác giả.' },
  { code: 'missing-title', says: 'Chưa thấy tên bài dự thi. Xin cho biết tên mô hình, sáng kiến hoặc giải pháp.' },
  { code: 'missing-unit', says: 'Chưa thấy cơ quan, đơn vị công tác hoặc nơi cư trú. Xin bổ sung.' },
];
const read = (text: string) => Object.fromEntries(Object.entries(readAnswers(text, points, contest)).map(([name, field]) => [name, name === 'authors' ? (field.value as { name: string }[]).map((a) => a.name) : field.value]));

describe('answers to the points of a letter', () => {
  it('are read by their numbers', () => {
    expect(read('Kính gửi Ban Tổ chức,\n1. 0900 000 811\n2) Cải cách thủ tục hành chính\n3: Tôi cam kết\n4. Phạm Thị Hoa, Trần Văn Bình\n5. Bản đồ điểm chờ giải quyết hồ sơ\n6 - UBND xã Tân Tiến')).toEqual({
      phone: '0900000811', areas: [2], declaration: true, authors: ['Phạm Thị Hoa', 'Trần Văn Bình'], title: 'Bản đồ điểm chờ giải quyết hồ sơ', unit: 'UBND xã Tân Tiến',
    });
  });

  it('are read below each quoted point, wrapped as mail programs wrap', () => {
    const text = [
      'Xin trả lời bên dưới.', '> Còn 6 điểm cần bổ sung:', '>', '> 1. Chưa thấy số điện thoại hoặc địa chỉ thư điện tử liên hệ. Xin bổ', '>    sung.', '0900000811, hoa@people.test', '',
      '> 2. Chưa thấy nội dung dự thi. Xin cho biết bài thuộc nội dung nào:', '>    Cải cách thể chế; Cải cách thủ tục hành chính.', 'nội dung số 2', '> 3. Chưa thấy lời cam kết nội dung dự thi chưa từng công bố. Xin bổ', '> sung lời cam kết của tác giả.', 'Vâng.',
      '> 4. Chưa thấy họ và tên tác giả. Xin gửi họ và tên từng tác giả.', 'Phạm Thị Hoa', 'Trần Văn Bình', '> Trân trọng,', 'Phạm Thị Hoa – kính thư',
    ].join('\n');
    expect(read(text)).toEqual({ phone: '0900000811', email: 'hoa@people.test', areas: [2], declaration: true, authors: ['Phạm Thị Hoa', 'Trần Văn Bình'] });
  });

  it('are read where the program quotes without any mark', () => {
    const body = 'Xin gửi:\n1. Chưa thấy số điện thoại hoặc địa chỉ thư điện tử liên hệ. Xin bổ sung.\n0900000811\n2. Chưa thấy nội dung dự thi. Xin cho biết bài thuộc nội dung nào: Cải cách thể chế; Cải cách thủ tục hành chính.\nCải cách thể chế\n';
    expect(read(withQuotes('Xin gửi:\n0900000811\nCải cách thể chế', body))).toEqual({ phone: '0900000811', areas: [1] });
  });

  it.each([
    ['a numbered list of something else', '1. Tôi đã gửi lại phiếu.\n2. Ảnh đã đính kèm.\n3. Xin hỏi hạn nộp?\n4. Xin cảm ơn Ban Tổ chức.\n5. Tôi sẽ gửi tên bài sau.\n6. Mong nhận được hồi âm.'],
    ['a number that no point has', '7. 0900000811\n12. Cải cách thể chế'],
    ['a denial', '3. Tôi chưa cam kết'.replace('Tôi chưa cam kết', 'Không')],
    ['the quoted points alone', points.map((p, i) => `> ${i + 1}. ${p.says}`).join('\n')],
    ['another point than it quotes', '> 1. Một việc khác hẳn cần Quý vị lưu ý trong thư này\n0900000811'],
    ['too many areas', '2. Cải cách thể chế, cải cách thủ tục hành chính, cải cách tổ chức bộ máy, cải cách chế độ công vụ'],
  ])('say nothing where they cannot be what is asked: %s', (_what, text) => expect(read(text)).toEqual({}));
});
