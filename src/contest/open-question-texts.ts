/** What the service does while a question is open, and once it is decided: true to the code, in words that the committee reads. */
import type { Locale } from '../../schemas/contest.ts';
import type { OpenQuestionKey } from '../../schemas/open-questions.ts';

type Texts = { question: string; meanwhile: string; decided: string; /** the form of what contest.yaml takes; no value, which would look like a proposal */ form: string };

const vi: Record<OpenQuestionKey, Texts> = {
  maxEntriesPerAuthor: {
    form: 'số bài', question: 'Một tác giả được tham gia nhiều nhất bao nhiêu bài dự thi?', meanwhile: 'Không giới hạn. Thư ký xem được ai có tên trong nhiều bài.',
    decided: 'Ai có tên trong nhiều bài hơn số này được nêu trong bản tổng hợp buổi sáng của thư ký; không bài nào tự bị loại.',
  },
  acceptedFormats: {
    form: '[các loại tệp]', question: 'Bài dự thi được gửi bằng những loại tệp nào?', meanwhile: 'Nhận mọi loại tệp mở được; tệp không mở được thì đề nghị tác giả gửi lại.',
    decided: 'Bài không có tệp nào thuộc các loại này thì tác giả được đề nghị gửi thêm; bài vẫn được đăng ký.',
  },
  blindJudging: {
    form: 'true (không biết) hoặc false (biết)', question: 'Giám khảo có được biết tác giả và cơ quan của bài dự thi không?', meanwhile: 'Không: giám khảo nhận bản trích nội dung đã che tên người và tên cơ quan, dùng mã bài dự thi.',
    decided: 'Nếu quyết định cho biết, giám khảo nhận các tệp gốc của bài.',
  },
  publishScores: {
    form: 'true (có) hoặc false (không)', question: 'Điểm của các bài dự thi có được công bố không?', meanwhile: 'Không thư nào, không thông tin báo chí nào nêu điểm; điểm chỉ có trong bảng xếp hạng và biên bản.',
    decided: 'Quyết định được ghi lại để thư ký thực hiện; phần mềm không tự công bố điểm.',
  },
  complaintDays: {
    form: 'số ngày', question: 'Người dự thi được nêu ý kiến về kết quả trong bao nhiêu ngày?', meanwhile: 'Thư báo kết quả mời nêu ý kiến bằng cách trả lời thư và không nêu thời hạn.',
    decided: 'Thư báo bài không đủ điều kiện, không vào vòng sau, không đạt giải nêu rõ số ngày này, tính từ ngày nhận thư.',
  },
  retentionMonths: {
    form: 'số tháng', question: 'Dữ liệu cá nhân được lưu bao lâu sau cuộc thi?', meanwhile: 'Lưu cho đến khi có người yêu cầu xóa; thư không liên quan đến cuộc thi được xóa sớm hơn.',
    decided: 'Quyết định được ghi lại. Để phần mềm tự xóa khi hết thời hạn, thư ký đặt thêm personalData.retention.contestMonths.',
  },
  coverageDenominator: {
    form: 'all-agencies hoặc interested-agencies', question: 'Tỷ lệ 100 % cơ quan tham gia được tính trên những cơ quan nào?', meanwhile: 'Báo cáo tính trên các sở và các huyện, thị xã, thành phố; số của từng nhóm cơ quan vẫn được nêu.',
    decided: 'Báo cáo tính trên mọi cơ quan của danh sách (all-agencies), hoặc chỉ trên những cơ quan đã có bài (interested-agencies).',
  },
  judging: {
    form: 'judging, scoring', question: 'Tiêu chí, số giám khảo và hạn chấm là gì?', meanwhile: 'Chưa phân công và chưa nhận điểm: phần mềm không tự đặt tiêu chí.',
    decided: 'Phân công giám khảo, phiếu chấm, lịch nhắc và xếp hạng theo đúng các tiêu chí này.',
  },
};

const en: Record<OpenQuestionKey, Texts> = {
  maxEntriesPerAuthor: {
    form: 'a number', question: 'In how many entries may one author take part?', meanwhile: 'There is no limit. Staff can see who is named in several.',
    decided: 'Whoever is named in more stands in the morning summary of staff; no entry is shut out by itself.',
  },
  acceptedFormats: {
    form: '[kinds of file]', question: 'In which kinds of file may an entry come?', meanwhile: 'Every kind that opens is taken; where one does not, its sender is asked for another.',
    decided: 'Who sends none of these kinds is asked for one; the entry is registered all the same.',
  },
  blindJudging: {
    form: 'true (they do not) or false (they do)', question: 'Do judges see who wrote an entry?', meanwhile: 'No: they get its text under its code, with names of people and agencies masked.', decided: 'If they may, they get the files as they came.',
  },
  publishScores: {
    form: 'true or false', question: 'Are scores published?', meanwhile: 'No letter and nothing for the press tells them; they stand in the ranking and the minutes.', decided: 'It is kept on record for staff to act on; nothing is published by itself.',
  },
  complaintDays: {
    form: 'days', question: 'For how many days may a result be contested?', meanwhile: 'Letters about results invite objections by reply, and name no time.',
    decided: 'Letters that say an entry is not eligible, does not go on or wins no prize name this many days, from the day the letter is received.',
  },
  retentionMonths: {
    form: 'months', question: 'How long are personal data kept after the contest?', meanwhile: 'Until somebody asks to have them erased; mail that had nothing to do with the contest goes sooner.',
    decided: 'It is kept on record. To have them erased when the time is over, staff also set personalData.retention.contestMonths.',
  },
  coverageDenominator: {
    form: 'all-agencies or interested-agencies', question: 'Which agencies does “100 %” of agencies count over?', meanwhile: 'Reports count departments, districts, towns and cities, and give the figures of every group.',
    decided: 'Reports count every agency of the list (all-agencies), or those alone from which an entry came (interested-agencies).',
  },
  judging: {
    form: 'judging, scoring', question: 'Which criteria, how many judges, until when?', meanwhile: 'Nobody is asked to judge and no score is taken: criteria are never made up.',
    decided: 'Assignment, score forms, reminders and ranking follow these criteria.',
  },
};

const SILENT: Record<Locale, string> = { vi: 'Không nêu.', en: 'It does not say.' };

export function questionTexts(key: OpenQuestionKey, locale: Locale): Texts & { silent: string } {
  return { ...{ vi, en }[locale][key], silent: SILENT[locale] };
}
