/** Words of the registration form. Each label is one that src/entry/lexicon.ts knows, so that what people fill in is read back. */
import type { Locale } from '../../schemas/contest.ts';

export type FormWords = {
  title: string;
  parts: { entry: string; authors: string; contact: string; declaration: string };
  labels: { title: string; area: string; kind: string; firstApplied: string; inheritsFrom: string; evidence: string; unit: string; phone: string; email: string };
  /** columns of the list of authors */
  columns: { no: string; name: string; unit: string; position: string; phone: string; email: string; share: string };
  hints: { title: string; area: string; date: string; inheritsFrom: string; send: (mailbox: string, deadline: string) => string };
  declaration: string;
  signed: { place: string; by: string; how: string };
};

const vi: FormWords = {
  title: 'PHIẾU ĐĂNG KÝ DỰ THI',
  parts: { entry: 'I. Bài dự thi', authors: 'II. Tác giả', contact: 'III. Liên hệ', declaration: 'IV. Cam kết' },
  labels: {
    title: 'Tên mô hình, sáng kiến, giải pháp', area: 'Nội dung dự thi', kind: 'Hình thức dự thi', firstApplied: 'Ngày áp dụng lần đầu hoặc áp dụng thử', inheritsFrom: 'Kế thừa từ sản phẩm', evidence: 'Minh chứng kèm theo',
    unit: 'Cơ quan, đơn vị', phone: 'Điện thoại liên hệ', email: 'Email liên hệ',
  },
  columns: { no: 'TT', name: 'Họ và tên', unit: 'Đơn vị công tác hoặc nơi cư trú', position: 'Chức vụ', phone: 'Điện thoại', email: 'Email', share: 'Đóng góp (%)' },
  hints: {
    title: '', area: 'chọn một hoặc nhiều ô', date: 'ngày/tháng/năm', inheritsFrom: 'nếu có; nêu điểm mới trong bản thuyết minh',
    send: (mailbox, deadline) => `Xin gửi phiếu này ở dạng Word (không chụp ảnh), kèm bản thuyết minh và minh chứng, đến ${mailbox}, chậm nhất ${deadline}.`,
  },
  declaration: 'Tôi (chúng tôi) cam kết bài dự thi do mình xây dựng, chưa từng công bố trên báo chí, sách hoặc tại cuộc thi khác, và các thông tin trên là đúng sự thật.',
  signed: { place: '………………, ngày …… tháng …… năm ………', by: 'NGƯỜI ĐĂNG KÝ', how: '(ký, ghi rõ họ tên)' },
};

const en: FormWords = {
  title: 'REGISTRATION FORM',
  parts: { entry: 'I. The entry', authors: 'II. Authors', contact: 'III. Contact', declaration: 'IV. Declaration' },
  labels: {
    title: 'Title of entry', area: 'Content area', kind: 'Type of entry', firstApplied: 'Date first applied', inheritsFrom: 'Builds on', evidence: 'Evidence',
    unit: 'Organisation', phone: 'Phone number', email: 'Email address',
  },
  columns: { no: 'No', name: 'Full name', unit: 'Organisation', position: 'Position', phone: 'Phone', email: 'Email', share: 'Share (%)' },
  hints: {
    title: '', area: 'tick one or more', date: 'day/month/year', inheritsFrom: 'if anything; say what is new in your description',
    send: (mailbox, deadline) => `Please send this form as a Word file (not as a picture), with the description and the evidence, to ${mailbox} by ${deadline}.`,
  },
  declaration: 'I (we) declare that the entry is our own work, has never been published in press, books or another contest, and that all that is stated here is true.',
  signed: { place: '………………, date ………………', by: 'SIGNED', how: '(signature and full name)' },
};

const all: Record<Locale, FormWords> = { vi, en };

export function formWords(locale: Locale): FormWords {
  return all[locale];
}
