/** Sample facts of the letters to staff's desk: a working morning in the last week of a contest. */
import { paperAnswer, paperConfirm } from './paper-samples.ts';
import type { Contest } from '../../schemas/contest.ts';
import type { deskFacts } from '../../schemas/desk.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { Finding } from '../../schemas/reading.ts';
import { nextWorkingMorning } from '../contest/working-days.ts';
import { formatCode } from '../entry/code.ts';
import { approvalPrefix } from '../mail/kinds/decision-line.ts';
import { approvalFacts } from './batch.ts';
import type { DeskEntry } from './queue.ts';
import { summaryFacts, type SummaryInput } from './summary.ts';

const HOUR = 3_600_000;

/** A working morning about twelve days before closing. */
export function sampleMorning(contest: Contest): Date {
  return nextWorkingMorning(new Date(Date.parse(contest.window.closes) - 12 * 24 * HOUR), contest);
}

const texts = {
  vi: {
    titles: ['Trợ lý tin nhắn nhắc hẹn trả kết quả thủ tục hành chính', 'Hộp thư góp ý bằng mã QR tại bộ phận một cửa', 'Tổ công nghệ số đến từng nhà'],
    unsure: 'Đơn vị công tác chưa rõ: “UBND xã Mẫu” có thể là hai xã.', copied: 'Có những đoạn trùng với bài khác của cuộc thi.', excluded: 'Tác giả trùng họ tên với một thành viên Ban Giám khảo; cần xác minh có phải cùng một người không.',
    evidence: 'Thuyết minh.pdf, trang 2: 412 từ giống nhau', about: 'Thư báo bài hợp lệ, đợt 1', kinds: ['hợp lệ', 'không hợp lệ'], subject: 'Đã nhận bổ sung bài dự thi', said: '550 hộp thư đã đầy', question: 'Hỏi về thể lệ cuộc thi',
    units: ['Phòng Nội vụ huyện Mẫu', 'UBND xã Mẫu A', 'UBND xã Mẫu B'], reason: 'thiếu cam kết chưa công bố, Thể lệ mục II.2', letter: 'Kính gửi Quý tác giả,\n\nBan Tổ chức đã xem xét bài dự thi. Bài đủ điều kiện vào vòng sơ khảo.', csv: 'dot-thu-7.csv', by: 'Thư ký cuộc thi',
  },
  en: {
    titles: ['A message that says when your papers are ready', 'A QR code box for remarks at the front desk', 'Digital helpers at your door'],
    unsure: 'The unit is not clear: “Example Council” may be two councils.', copied: 'Some passages stand in another entry of the contest, too.', excluded: 'An author has the name of a member of the jury; please find out whether it is the same person.',
    evidence: 'Description.pdf, page 2: 412 words the same', about: 'Letters to eligible entries, part 1', kinds: ['eligible', 'not eligible'], subject: 'We have the additions to your entry', said: '550 mailbox full', question: 'A question about the rules',
    units: ['Example Town Council', 'Example Parish A', 'Example Parish B'], reason: 'no declaration of novelty, rules II.2', letter: 'Dear author,\n\nYour entry was looked at. It takes part in the preliminary round.', csv: 'batch-7.csv', by: 'The secretary',
  },
};

const finding = (check: string, code: string, forStaff: string, evidence?: string): Finding => ({ check, severity: 'review', code, forEntrant: '', forStaff, ...(evidence === undefined ? {} : { evidence }) });

/** 23 entries of the last 14 days, of which four wait for a person. */
export function sampleDesk(contest: Contest): SummaryInput {
  const say = texts[contest.locale];
  const now = sampleMorning(contest).getTime();
  const code = (n: number): string => formatCode(contest.codePrefix, n);
  const entry = (n: number, more: Partial<DeskEntry> = {}): DeskEntry => ({
    code: code(n), title: say.titles[n % 3] ?? null, version: 1, receivedAt: new Date(now - ((n * n) % 13) * 24 * HOUR - n * HOUR), areas: [1 + (n % contest.areas.length)], state: 'needs-info', findings: [], decided: null, again: null, standing: () => 'c3'.repeat(32), ...more,
  });
  return {
    entries: [
      entry(12, { state: 'under-check', findings: [finding('agency', 'ambiguous-agency', say.unsure)] }), entry(13, { state: 'under-check', findings: [finding('originality', 'passages', say.copied, say.evidence), finding('agency', 'ambiguous-agency', say.unsure)] }),
      entry(14, { state: 'under-check', findings: [finding('excluded-person', 'same-name', say.excluded)] }), entry(15, { state: 'under-check', again: { word: 'eligible', at: new Date(now - 50 * HOUR).toISOString(), why: 'by-hand', change: 3, undone: false } }), ...Array.from({ length: 19 }, (_, i) => entry(20 + i)),
    ],
    batches: [{ code: formatCode(approvalPrefix(contest.codePrefix), 7), standing: 'a1'.repeat(32), about: say.about, letters: 42, first: null, moved: 0 }, { code: formatCode(approvalPrefix(contest.codePrefix), 6), standing: 'b2'.repeat(32), about: say.about, letters: 9, first: null, moved: 2 }],
    copies: [{ code: code(13), other: code(7), percent: 34, words: 412 }], bounced: [{ to: 'mau@example.org', subject: say.subject, said: say.said, code: code(12) }],
    questions: [{ from: 'hoi@example.org', subject: say.question, askedAt: new Date(now - 30 * HOUR) }], units: say.units.map((name, i) => ({ name, entries: i === 0 ? 2 : 0 })),
    health: { mailboxReadAt: new Date(now - 60_000), oracleCheckedAt: new Date(now - HOUR / 2), broken: 0, drafts: 0 }, lastAt: new Date(now - 24 * HOUR),
    judging: sampleJudging(contest),
    requests: [{ n: 2, what: 'erase', step: 'answer', dueAt: new Date(now + 9 * HOUR).toISOString(), overdue: false }],
  };
}

function sampleJudging(c: Contest): NonNullable<SummaryInput['judging']> {
  const vi = c.locale === 'vi';
  const [one, two] = vi ? ['Lê Văn Mẫu', 'Trần Thị Mẫu'] : ['Jane Example', 'John Example'];
  const due = new Date(sampleMorning(c).getTime() - 2 * 24 * HOUR).toISOString();
  return {
    roundName: vi ? 'Vòng sơ khảo' : 'Preliminary round', dueAt: due, late: true, assigned: 46, complete: 41, draft: 1, unanswered: 1, scored: 19, entries: 23, short: [], moreShort: 0, judges: [{ name: one, open: 3 }, { name: two, open: 2 }], moreJudges: 0,
    overdue: [{ name: one, open: 3, since: due }], moreOverdue: 0,
    divided: [{ code: formatCode(c.codePrefix, 20), spread: '31', stands: 'judge-proposed', who: two }, { code: formatCode(c.codePrefix, 21), spread: vi ? '48,5' : '48.5', stands: 'chair-asked', who: one }], moreDivided: 0,
  };
}

type Desk = { [K in keyof typeof deskFacts]: (contest: Contest) => LetterFacts<K> };

export const deskSamples: Desk = {
  'staff-summary': (c) => summaryFacts(sampleDesk(c), c, sampleMorning(c)) as LetterFacts<'staff-summary'>,
  'approval-request': (c) => {
    const say = texts[c.locale];
    const letters = Array.from({ length: 42 }, (_, i) => ({ to: `author${i + 1}@example.org`, kind: say.kinds[i % 7 === 6 ? 1 : 0] ?? '', code: formatCode(c.codePrefix, i + 1), subject: say.subject, text: say.letter, html: '' }));
    return approvalFacts({ code: formatCode(approvalPrefix(c.codePrefix), 7), what: 'eligibility', about: say.about, askedBy: say.by, askedAt: sampleMorning(c), letters, fourEyes: true, first: { by: 'thuky@example.org', at: new Date(sampleMorning(c).getTime() + HOUR).toISOString() } }, { name: say.csv, attached: true }, c.codePrefix);
  },
  'decisions-read': (c) => ({
    receivedAt: sampleMorning(c).toISOString(), moreRefused: 0,
    done: [{ code: formatCode(c.codePrefix, 12), title: texts[c.locale].titles[0] ?? null, word: 'eligible', reason: null, awaitsSecond: false }, { code: formatCode(c.codePrefix, 15), title: texts[c.locale].titles[1] ?? null, word: 'ineligible', reason: texts[c.locale].reason, awaitsSecond: false },
      { code: formatCode(approvalPrefix(c.codePrefix), 6), title: texts[c.locale].about, word: 'approve', reason: null, awaitsSecond: true }],
    refused: [{ line: c.locale === 'vi' ? `KHÔNG HỢP LỆ ${formatCode(c.codePrefix, 13)}` : `NOT ELIGIBLE ${formatCode(c.codePrefix, 13)}`, code: null, word: null, why: 'needs-reason', entries: [], moreEntries: 0 }, { line: `${c.locale === 'vi' ? 'HỢP LỆ' : 'ELIGIBLE'} ${formatCode(c.codePrefix, 14)}`, code: formatCode(c.codePrefix, 14), word: 'eligible', why: 'stale', entries: [], moreEntries: 0 },
      { line: `${c.locale === 'vi' ? 'DUYỆT' : 'APPROVE'} ${formatCode(approvalPrefix(c.codePrefix), 7)}`, code: formatCode(approvalPrefix(c.codePrefix), 7), word: 'approve', why: 'entries-changed', entries: [12, 13].map((n) => formatCode(c.codePrefix, n)), moreEntries: 0 }],
  }),
  'paper-confirm': (c) => paperConfirm(c, sampleMorning(c)),
  'paper-answer': (c) => paperAnswer(c, sampleMorning(c)),
  'decision-confirm': (c) => ({
    receivedAt: sampleMorning(c).toISOString(), from: 'thuky@example.org',
    decisions: [{ code: formatCode(c.codePrefix, 12), version: 1, standing: 'b2'.repeat(32), title: texts[c.locale].titles[0] ?? null, word: 'ineligible', reason: texts[c.locale].reason }],
  }),
};
