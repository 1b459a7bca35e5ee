/** The page that a person reads first: Vietnamese, English beneath. Needs nothing but itself. */
import type { EntryFields } from '../../schemas/reading.ts';
import { spokenInstant } from '../contest/spoken.ts';

export type PersonData = {
  contest: string; exportedAt: string; addresses: string[]; names: string[];
  entries: { code: string; roles: string[]; state: string; receivedAt: string; versions: { n: number; receivedAt: string; noticeVersion: string | null; fields: EntryFields; findings: string[] }[]; decisions: { at: string; word: string; reason: string | null }[] }[];
  messages: { file: string | null; receivedAt: string; subject: string | null; kind: string | null; outcome: string | null; text: string }[];
  /** of others, or of machines, about the person: that there are any is said, not what they say */
  otherMails: { receivedAt: string; kind: string | null; outcome: string | null }[];
  documents: { name: string; size: number; sha256: string; text: string }[];
  letters: { file: string; at: string; kind: string; state: string; subject: string }[];
  questions: { askedAt: string; subject: string | null; state: string; posts: { at: string; answer: boolean; text: string }[] }[];
};

export function indexPage(data: PersonData, zone: string): string {
  const at = (iso: string): string => spokenInstant(new Date(iso), zone, 'vi');
  return page([
    heading('Dữ liệu cá nhân Ban Tổ chức đang lưu', 'Personal data that the organisers hold'),
    table([['Lập lúc', 'Made', at(data.exportedAt)], ['Địa chỉ', 'Addresses', data.addresses.join(', ')], ['Họ tên', 'Names', data.names.join(', ')]]),
    note('Địa chỉ và số điện thoại của người khác được che bằng •••. Toàn bộ nội dung này cũng có trong tệp data.json để máy đọc.', 'Addresses and telephone numbers of other people are hidden by •••. All of this is in data.json, too, for programs.'),
    ...data.entries.flatMap((e) => entryPart(e, at)),
    heading(`Thư đã gửi đến (${data.messages.length})`, 'Mails you sent'),
    rows(['Đến lúc / Received', 'Tiêu đề / Subject', 'Đã xử lý là / Handled as', 'Tệp / File'], data.messages.map((m) => [at(m.receivedAt), text(m.subject ?? ''), text(`${m.kind ?? ''}, ${m.outcome ?? ''}`), link(m.file)])),
    heading(`Thư khác có liên quan (${data.otherMails.length})`, 'Other mails about you'),
    rows(['Đến lúc / Received', 'Loại / Kind'], data.otherMails.map((m) => [at(m.receivedAt), text(m.kind ?? '')])),
    heading(`Tệp (${data.documents.length})`, 'Files'),
    rows(['Tên / Name', 'Byte', 'SHA-256'], data.documents.map((d) => [text(d.name), String(d.size), text(d.sha256.slice(0, 16))])),
    heading(`Thư Ban Tổ chức đã gửi (${data.letters.length})`, 'Letters we sent'),
    rows(['Lúc / At', 'Tiêu đề / Subject', 'Tệp / File'], data.letters.map((l) => [at(l.at), text(l.subject), link(l.file)])),
    ...(data.questions.length > 0 ? [heading(`Câu hỏi (${data.questions.length})`, 'Questions'), ...data.questions.map((q) => rows([text(q.subject ?? ''), ''], q.posts.map((p) => [`${at(p.at)} ${p.answer ? '(trả lời / answer)' : ''}`, text(p.text)])))] : []),
  ]);
}

function entryPart(entry: PersonData['entries'][number], at: (iso: string) => string): string[] {
  const newest = entry.versions.at(-1);
  const fields = newest === undefined ? [] : Object.entries(newest.fields).filter(([, f]) => f.value !== null).map(([name, f]) => ['', name, JSON.stringify(f.value)]);
  return [
    heading(`Bài dự thi ${entry.code}`, `Entry ${entry.code}`),
    table([['Nhận lúc', 'Received', at(entry.receivedAt)], ['Tình trạng', 'State', entry.state], ['Vai trò', 'As', entry.roles.join(', ')], ['Số lần gửi', 'Versions', String(entry.versions.length)],
      ['Thông báo về dữ liệu cá nhân', 'Privacy notice', newest?.noticeVersion ?? '-'], ...fields]),
    ...(entry.decisions.length > 0 ? [rows(['Quyết định lúc / Decided', 'Nội dung / What', 'Lý do / Why'], entry.decisions.map((d) => [at(d.at), text(d.word), text(d.reason ?? '')]))] : []),
  ];
}

function page(parts: string[]): string {
  return `<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Dữ liệu cá nhân</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}td,th{border-bottom:1px solid #ccc;padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}small{color:#555;font-weight:normal}</style></head>
<body>\n${parts.join('\n')}\n</body></html>\n`;
}

function heading(vi: string, en: string): string {
  return `<h2>${text(vi)}<br><small lang="en">${text(en)}</small></h2>`;
}

function note(vi: string, en: string): string {
  return `<p>${text(vi)}<br><small lang="en">${text(en)}</small></p>`;
}

function table(lines: string[][]): string {
  return `<table>${lines.map(([vi = '', en = '', value = '']) => `<tr><th>${text(vi)} <small lang="en">${text(en)}</small></th><td>${text(value)}</td></tr>`).join('')}</table>`;
}

/** @param lines HTML */
function rows(header: string[], lines: string[][]): string {
  return lines.length === 0 ? '<p>–</p>' : `<table><tr>${header.map((h) => `<th>${text(h)}</th>`).join('')}</tr>${lines.map((cells) => `<tr>${cells.map((c) => `<td>${c}</td>`).join('')}</tr>`).join('')}</table>`;
}

function link(file: string | null): string {
  return file === null ? '' : `<a href="${text(file)}">${text(file)}</a>`;
}

/** Whatever people wrote stays text. */
function text(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/[\u202a-\u202e\u2066-\u2069]/g, '');
}
