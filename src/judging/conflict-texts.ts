/** Why somebody may not judge an entry, as staff read it. */
import type { Locale } from '../../schemas/contest.ts';
import { spokenDate } from '../contest/spoken.ts';

const cut = (text: string): string => (text.length <= 120 ? text : `${text.slice(0, 119)}…`);

const vi = {
  agency: (own: string, unit: string) => `cùng cơ quan: “${cut(unit)}” (giám khảo: “${cut(own)}”)`,
  maybe: (own: string, unit: string) => `có thể cùng cơ quan: “${cut(unit)}” chưa rõ là cơ quan nào (giám khảo: “${cut(own)}”)`,
  parent: (own: string, unit: string) => `cơ quan của giám khảo, “${cut(own)}”, là cấp trên của “${cut(unit)}”`,
  subordinate: (own: string, unit: string) => `cơ quan của giám khảo, “${cut(own)}”, trực thuộc “${cut(unit)}”`,
  email: (email: string) => `địa chỉ ${cut(email)} của giám khảo đứng trong bài dự thi`,
  phone: (phone: string) => `số điện thoại ${cut(phone)} của giám khảo đứng trong bài dự thi`,
  name: (name: string) => `trùng tên với “${cut(name)}” trong bài dự thi; chỉ trùng tên thì chưa phải xung đột`,
  declared: (reason: string, at: Date, zone: string) => `đã báo xung đột lợi ích ngày ${spokenDate(at, zone, 'vi')}: ${cut(reason)}`,
  declined: (reason: string, at: Date, zone: string) => `đã từ chối bài này ngày ${spokenDate(at, zone, 'vi')}: ${cut(reason)}`,
};

const en: typeof vi = {
  agency: (own, unit) => `the same agency: “${cut(unit)}” (judge: “${cut(own)}”)`,
  maybe: (own, unit) => `possibly the same agency: “${cut(unit)}” may be several (judge: “${cut(own)}”)`,
  parent: (own, unit) => `the judge's agency, “${cut(own)}”, stands above “${cut(unit)}”`,
  subordinate: (own, unit) => `the judge's agency, “${cut(own)}”, belongs to “${cut(unit)}”`,
  email: (email) => `the judge's address ${cut(email)} stands in the entry`,
  phone: (phone) => `the judge's telephone number ${cut(phone)} stands in the entry`,
  name: (name) => `has the name of “${cut(name)}” in the entry; a name alone is no conflict`,
  declared: (reason, at, zone) => `declared a conflict of interest on ${spokenDate(at, zone, 'en')}: ${cut(reason)}`,
  declined: (reason, at, zone) => `declined this entry on ${spokenDate(at, zone, 'en')}: ${cut(reason)}`,
};

export const conflictTexts: Record<Locale, typeof vi> = { vi, en };
