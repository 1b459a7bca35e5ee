/** Words of the final report. */
import type { Locale } from '../../schemas/contest.ts';

const vi = {
  file: '11-bao-cao-tong-ket', name: 'Báo cáo', about: (contest: string) => `Kết quả tổ chức ${contest}`,
  opening: (issuer: string, contest: string) => `${issuer} báo cáo kết quả tổ chức ${contest} như sau:`,
  intake: 'I. KẾT QUẢ NHẬN BÀI', judging: 'II. KẾT QUẢ CHẤM', prizes: 'III. GIẢI THƯỞNG', models: 'IV. MÔ HÌNH ĐỀ NGHỊ HỖ TRỢ HOÀN THIỆN, NHÂN RỘNG', remarks: 'V. ĐÁNH GIÁ, KIẾN NGHỊ',
  byArea: 'Bài dự thi theo nội dung cải cách hành chính:', byTag: 'Bài dự thi theo chỉ số, mục tiêu của Kế hoạch (một bài có thể thuộc nhiều chỉ số):', tag: 'Chỉ số, mục tiêu',
  untagged: (n: string) => `Số bài chưa xác nhận chỉ số, mục tiêu: ${n}.`,
  given: (n: string, sum: string, words: string, funding: string) => `Có ${n} giải thưởng được trao theo các quyết định khen thưởng, tổng số tiền thưởng ${sum} (bằng chữ: ${words}).${funding === '' ? '' : ` Nguồn kinh phí: ${funding}.`}`,
  decision: 'Quyết định', pending: 'Giải thưởng chưa được quyết định đầy đủ; phần này được bổ sung sau khi các quyết định được ký.', noModels: 'Chưa có mô hình nào được đưa vào danh sách theo dõi.',
  open: '……………………………………………………………………………', close: 'Trên đây là báo cáo kết quả tổ chức cuộc thi./.',
};

export type ReportWords = typeof vi;

const en: ReportWords = {
  file: '11-final-report', name: 'Report', about: (contest) => `Results of ${contest}`, opening: (issuer, contest) => `${issuer} reports what came of ${contest}:`,
  intake: 'I. ENTRIES RECEIVED', judging: 'II. JUDGING', prizes: 'III. PRIZES', models: 'IV. ENTRIES TO BE FOLLOWED UP', remarks: 'V. REMARKS',
  byArea: 'Entries by area:', byTag: 'Entries by the indices and aims of the plan (one may serve several):', tag: 'Index or aim', untagged: (n) => `Entries of which nobody said it: ${n}.`,
  given: (n, sum, _words, funding) => `${n} prizes were given, ${sum} in all.${funding === '' ? '' : ` Funded by: ${funding}.`}`, decision: 'Decision',
  pending: 'Not all prizes are decided; this part follows once the decisions are signed.', noModels: 'No entry is followed up so far.', open: '……………………………………………………………………………', close: 'This is the report on the contest.',
};

export function reportWords(locale: Locale): ReportWords {
  return { vi, en }[locale];
}
