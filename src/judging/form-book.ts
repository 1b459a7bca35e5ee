/** The score form as a workbook: the lines of the form, each with a cell for its score, so that it is read as the form in a mail is. */
import type { Locale } from '../../schemas/contest.ts';
import type { FormRow } from '../../schemas/judging-letters.ts';
import { workbook } from '../spreadsheets/workbook.ts';

const SAYS = {
  vi: { sheet: 'Phiếu chấm điểm', file: 'Phieu-cham-diem.xlsx', title: 'PHIẾU CHẤM ĐIỂM', note: 'Xin ghi điểm vào cột “Điểm”, lưu tệp và đính kèm khi trả lời thư đã gửi phiếu này.', criterion: 'Tiêu chí', score: 'Điểm', about: 'Tên bài', code: 'MÃ BÀI', comment: 'Nhận xét' },
  en: { sheet: 'Score form', file: 'Score-form.xlsx', title: 'SCORE FORM', note: 'Please fill in the column “Score”, save the file and attach it to your reply to the letter that brought it.', criterion: 'Criterion', score: 'Score', about: 'Title', code: 'ENTRY', comment: 'Comment' },
} as const;

export function formBook(entries: readonly { code: string; title: string | null; rows: readonly FormRow[] }[], locale: Locale): { filename: string; content: Buffer } {
  const say = SAYS[locale];
  const rows = entries.flatMap(({ code, title, rows: lines }) => [
    [{ bold: `${say.code}: ${code}` }, null, title],
    ...lines.map((line) => [`${line.n}. ${line.name} (0-${line.points}):`, line.score, null]),
    [`${say.comment}:`, null, null],
  ]);
  const columns = [{ head: say.criterion, width: 58 }, { head: say.score, width: 12 }, { head: say.about, width: 60 }];
  return { filename: say.file, content: workbook([{ name: say.sheet, title: say.title, notes: [say.note], columns, rows }]) };
}
