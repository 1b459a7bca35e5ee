/** Sample facts of the letters that report: halfway through a contest. */
import type { Contest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { reportFacts } from '../../schemas/reports.ts';
import { formatCode } from '../entry/code.ts';

const HOUR = 3_600_000;
const inside = (contest: Contest, hours: number): string => new Date(Date.parse(contest.window.opens) + hours * HOUR).toISOString();
const names = (contest: Contest): string[] => contest.areas.map((area) => area.name[contest.locale] ?? '');
const kinds = (contest: Contest): string[] => Object.values(contest.entrantKinds).flatMap((kind) => kind?.name[contest.locale] ?? []);
const SHA = 'b3a8e0e1f9ab1bfe3a36f231f676f78bb30a519d2b21e6c530c0eee8ebb4a5d0';

export const reportSamples: { [K in keyof typeof reportFacts]: (contest: Contest) => LetterFacts<K> } = {
  'agency-nudge': (c) => ({ agencyId: 'h-mau', agency: c.locale === 'vi' ? 'Huyện Mẫu' : 'Example District', addressee: c.locale === 'vi' ? 'Ủy ban nhân dân huyện Mẫu' : 'Example District', kind: 'district', days: 24, areas: names(c), entrantKinds: kinds(c) }),
  'contest-launch': (c) => ({
    agencyId: 'h-mau', agency: c.locale === 'vi' ? 'Huyện Mẫu' : 'Example District', addressee: c.locale === 'vi' ? 'Ủy ban nhân dân huyện Mẫu' : 'Example District', kind: 'district', areas: names(c), entrantKinds: kinds(c),
    legalBases: c.legalBases.slice(0, 2), prizes: c.prizes.slice(0, 3).map((p) => ({ name: p.name[c.locale] ?? '', count: p.count, amount: p.amount, currency: p.currency })),
  }),
  'committee-report': (c) => ({
    from: inside(c, 7 * 24 + 7.5), to: inside(c, 14 * 24 + 7.5), fresh: 31, window: { state: 'open', days: 32 }, total: 58, withdrawn: 1, gaps: 12, waiting: 38, eligible: 6, ineligible: 1, late: 0, borderline: 1,
    coverage: {
      all: false, known: 17, of: 23, groups: [{ group: 'departments', known: 11, of: 15 }, { group: 'districts', known: 6, of: 8 }, { group: 'communes', known: 22, of: 75 }],
      silent: c.locale === 'vi' ? ['Sở Mẫu', 'Huyện Mẫu'] : ['Department of Examples', 'Example District'], moreSilent: 4,
    },
    byChannel: [], questions: { total: 14, fresh: 5, open: 2, themes: c.locale === 'vi' ? [{ label: 'Thời hạn', count: 6 }, { label: 'Phiếu và hồ sơ', count: 4 }] : [{ label: 'Deadline', count: 6 }, { label: 'Form and papers', count: 4 }] },
    byArea: names(c).map((label, i) => ({ label, count: 4 + ((i * 7) % 13) })), byKind: kinds(c).map((label, i) => ({ label, count: 30 - i * 9 })),
    byWeek: c.locale === 'vi' ? [{ label: '1/7', count: 27 }, { label: '8/7', count: 31 }] : [{ label: '2 Mar', count: 27 }, { label: '9 Mar', count: 31 }],
    missing: c.locale === 'vi' ? [{ label: 'Cam kết chưa công bố', count: 8 }, { label: 'Minh chứng', count: 5 }] : [{ label: 'Declaration of novelty', count: 8 }, { label: 'Evidence', count: 5 }],
    indices: c.indices, tags: c.tags.length === 0 ? null : { byTag: c.tags.map((t, i) => ({ label: t.name[c.locale] ?? t.key, count: 9 - i })), none: 2, untagged: 27 },
  }),
  'case-file': (c) => {
    const vi = c.locale === 'vi';
    const form = vi ? 'Phiếu đăng ký.docx' : 'Entry form.docx';
    const gap = vi ? 'Chưa thấy cam kết bài chưa từng công bố. Xin bổ sung.' : 'We could not find the declaration that the entry was never published. Please add it.';
    return {
      code: formatCode(c.codePrefix, 12), title: vi ? 'Hộp thư góp ý bằng mã QR tại bộ phận một cửa' : 'A QR code box for remarks at the front desk', state: 'under-check', version: 2, again: { word: 'eligible', at: inside(c, 80), why: 'by-hand', change: 3, undone: false }, receivedAt: inside(c, 26), senders: ['mau@example.org'], mergedInto: null,
      received: [
        { version: 1, receivedAt: inside(c, 26), from: 'mau@example.org', subject: vi ? 'Bài dự thi' : 'My entry', channel: 'mail', enteredBy: null, sender: { result: 'pass', by: 'server' }, sha256: SHA, files: [{ name: form, size: 58_761, sha256: SHA, type: 'docx' }], moreFiles: 0 },
        { version: 2, receivedAt: inside(c, 50), from: 'mau@example.org', subject: null, channel: 'mail', enteredBy: null, sender: null, sha256: SHA, files: [], moreFiles: 0 },
      ], moreReceived: 0,
      understood: [{ field: 'title', value: vi ? 'Hộp thư góp ý bằng mã QR' : 'A QR code box', source: '2 row 7', file: form, byHand: false }, { field: 'declaration', value: null, source: null, file: null, byHand: false }],
      found: [{ severity: 'review', says: gap, evidence: vi ? 'tệp “Phiếu đăng ký.docx”, hàng 9' : 'file “Entry form.docx”, row 9', items: [9, 10] }], moreFound: 0,
      asked: [{ at: inside(c, 26.1), to: 'mau@example.org', points: [gap], more: 0, again: 0, dueAt: null }], moreAsked: 0,
      decided: [{ at: inside(c, 80), by: 'staff@example.org', word: 'eligible', reason: null, version: 2, rules: SHA }],
      tags: c.tags.length === 0 ? null : { said: null, hints: [{ name: c.tags[0]?.name[c.locale] ?? '', evidence: vi ? 'tệp “Phiếu đăng ký.docx”, dòng 14: “góp phần nâng cao chỉ số cải cách hành chính của xã”' : 'file “Entry form.docx”, line 14: “to raise the reform index of the town”' }] },
      released: [],
      changes: [{ n: 3, at: inside(c, 90), by: 'staff', action: 'edit', reason: vi ? 'tên bài ghi nhầm' : 'the title was misread', undone: false }],
      record: [], moreRecord: 0, rules: [{ sha256: SHA, since: inside(c, 20), versions: [1, 2] }],
      letters: [{ at: inside(c, 26.1), to: 'mau@example.org', subject: vi ? 'Đã nhận bài dự thi' : 'Your entry was received', state: 'sent' }], moreLetters: 0,
    };
  },
};
