/** Sample facts for every letter: `letters preview` and the tests write each letter with them. */
import type { Contest } from '../../schemas/contest.ts';
import type { LetterFacts, LetterKind } from '../../schemas/letters.ts';
import { openQuestions } from '../contest/open-questions.ts';
import { reportSamples } from '../desk/report-samples.ts';
import { deskSamples } from '../desk/samples.ts';
import { personalSamples } from '../personal/samples.ts';
import { formatCode } from '../entry/code.ts';
import { judgingSamples } from '../judging/letter-samples.ts';
import { resultSamples } from './result-samples.ts';

type Samples = { [K in LetterKind]: (contest: Contest) => LetterFacts<K> };

/** @throws nothing; facts fit the schema of their letter, which a test checks */
export function sampleFacts<K extends LetterKind>(kind: K, contest: Contest): LetterFacts<K> {
  return (samples[kind] as (contest: Contest) => LetterFacts<K>)(contest);
}

type Registered = LetterFacts<'receipt'>['entries'][number];

const code = (contest: Contest, n: number): string => formatCode(contest.codePrefix, n);
/** A moment relative to the contest's window: negative hours lie before opening, or after closing where `after` is set. */
const inside = (contest: Contest, hours: number): string => new Date(Date.parse(contest.window.opens) + hours * 3_600_000).toISOString();
const afterClosing = (contest: Contest, seconds: number): string => new Date(Date.parse(contest.window.closes) + seconds * 1_000).toISOString();

/** When the sample letter is written: while entries are received, but for what tells that they no longer are. */
export function sampleNow(kind: LetterKind, contest: Contest): Date {
  return new Date(kind === 'late' ? afterClosing(contest, 60) : inside(contest, 33));
}

function words(contest: Contest) {
  const vi = contest.locale === 'vi';
  return {
    title: vi ? 'Trợ lý tin nhắn nhắc hẹn trả kết quả thủ tục hành chính' : 'A message that says when your papers are ready',
    other: vi ? 'Hộp thư góp ý bằng mã QR tại bộ phận một cửa' : 'A QR code box for remarks at the front desk',
    author: vi ? 'Nguyễn Thị Mẫu' : 'Jane Example', unit: vi ? 'Phòng Nội vụ huyện Mẫu' : 'Example Town Council',
    form: vi ? 'Phiếu đăng ký.docx' : 'Entry form.docx', paper: vi ? 'Thuyết minh.pdf' : 'Description.pdf',
    gap: vi ? 'Chưa thấy cam kết bài chưa từng công bố. Xin bổ sung.' : 'We could not find the declaration that the entry was never published. Please add it.',
    rule: vi ? 'Mục II.2 của Kế hoạch: bài dự thi phải chưa từng công bố. Bài này đã đăng trên báo ngày 3/5/2024.' : 'Rule 2: an entry must not have been published before. This one appeared in a newspaper on 3 May.',
    question: vi ? 'Hỏi về thể lệ cuộc thi' : 'A question about the rules', subject: vi ? 'Bổ sung bài dự thi' : 'More for my entry',
    answer: vi ? 'Được. Nhóm cần cử một người đại diện.\nTrong phiếu xin ghi đơn vị của từng người.' : 'Yes. The group names one of its members as its head.\nPlease state the unit of each member in the form.',
    asked: vi ? 'Kính gửi Ban Tổ chức,\n\nMột nhóm có thể gồm người của hai cơ quan không?' : 'Dear organisers,\n\nMay a group come from two offices?',
  };
}

function extension(contest: Contest): LetterFacts<'deadline-notice'> {
  const vi = contest.locale === 'vi';
  const reason = vi ? 'nhiều cơ quan đề nghị thêm thời gian do mưa lũ' : 'many offices asked for more time after the floods';
  return { before: afterClosing(contest, 0), closes: afterClosing(contest, 7 * 86_400), extended: true, reason, decisionNo: vi ? 'Quyết định số 12/QĐ-BTC' : 'Decision 12 of the organisers', toOffice: true };
}

function files(contest: Contest): Registered['files'] {
  const { form, paper } = words(contest);
  return [
    { name: form, size: 58_761, sha256: 'b3a8e0e1f9ab1bfe3a36f231f676f78bb30a519d2b21e6c530c0eee8ebb4a5d0', type: 'docx', notes: [], excerpt: contest.locale === 'vi' ? 'PHIẾU ĐĂNG KÝ DỰ THI Họ và tên tác giả Nguyễn Thị Mẫu…' : 'REGISTRATION FORM Full name Jane Example…' },
    { name: paper, size: 1_238_402, sha256: '1d5b0c63f7e1c27bd2a3b9dd06ed9ce71d3d2bd7b6b1b9be4fe2f05a2dfb7aef', type: 'pdf', notes: [], excerpt: null },
  ];
}

function registered(contest: Contest, receivedAt: string, missing: string[]): Registered {
  const { title, author, unit } = words(contest);
  const area = contest.areas.at(-1)?.name[contest.locale] ?? '';
  const kind = contest.entrantKinds.individual?.name[contest.locale] ?? null;
  return {
    code: code(contest, 12), version: 1, title, receivedAt, channel: 'mail', files: files(contest), missing, mayReplace: null, notice: contest.personalData.notice?.version ?? null,
    understood: [
      { field: 'title', value: title, source: '2 row 7', file: words(contest).form },
      { field: 'entrantKind', value: kind, source: kind === null ? null : 'body line 4', file: null },
      { field: 'areas', value: area, source: 'body line 5', file: null },
      { field: 'authors', value: `${author}, ${unit}`, source: '2 row 8', file: words(contest).form },
      { field: 'unit', value: unit, source: '2 row 8', file: words(contest).form },
      { field: 'phone', value: '0912345678', source: 'body line 7', file: null },
      { field: 'email', value: 'mau@example.org', source: 'body line 8', file: null },
      { field: 'declaration', value: null, source: null, file: null },
    ],
  };
}

function askedOf(contest: Contest): Pick<LetterFacts<'open-questions'>, 'questions' | 'others'> {
  const { questions, others } = openQuestions(contest);
  return { questions: questions.map(({ key: _key, ...question }) => question), others };
}

const named = (contest: Contest): { code: string; title: string } => ({ code: code(contest, 12), title: words(contest).title });

const samples: Samples = {
  receipt: (c) => ({ entries: [registered(c, inside(c, 26), [words(c).gap])] }),
  early: (c) => ({ entries: [registered(c, inside(c, -20), [])] }),
  late: (c) => ({ entries: [registered(c, afterClosing(c, 1), [])], borderline: false }),
  'scan-read': (c) => ({
    ...named(c), files: files(c).slice(1), missing: [words(c).gap],
    understood: [{ field: 'authors', value: `${words(c).author}, ${words(c).unit}`, source: '3 line 4', file: words(c).paper }, { field: 'phone', value: '0912345678', source: '3 line 6', file: words(c).paper }],
  }),
  'author-copy': (c) => ({ ...named(c), receivedAt: inside(c, 26), sentBy: 'vanthu@example.org', authors: [words(c).author] }),
  'gap-reminder': (c) => ({ days: 3, entries: [{ ...named(c), missing: [words(c).gap] }] }),
  'staff-request': (c) => ({ ...named(c), missing: [words(c).gap], dueAt: afterClosing(c, 7 * 86_400 - 1) }),
  'entry-changed': (c) => ({
    ...named(c), what: 'edit', undone: false, other: null, files: [], missing: [], oneSender: true, senders: [],
    understood: [{ field: 'title', value: words(c).title, source: null, file: null }, { field: 'phone', value: '0912345678', source: null, file: null }],
  }),
  'entry-split': (c) => ({ from: { code: code(c, 13), title: words(c).other }, entries: [registered(c, inside(c, 26), [words(c).gap])] }),
  'entries-left-over': (c) => ({ subject: words(c).subject, receivedAt: inside(c, 26), registered: 50, files: files(c) }),
  'eligibility-result': (c) => ({ ...named(c), eligible: false, reason: words(c).rule, replaces: inside(c, 30) }),
  'deadline-changed': (c) => ({ ...extension(c), inTime: [{ code: code(c, 12), title: words(c).title, lacks: false }, { code: code(c, 13), title: words(c).other, lacks: true }], open: [{ code: code(c, 15), title: null }] }),
  'deadline-notice': (c) => ({ ...extension(c), toOffice: true }),
  'not-understood': (c) => ({ subject: null, receivedAt: inside(c, 30), files: [], reason: 'nothing-readable' }),
  'too-large': (c) => ({ subject: words(c).subject, receivedAt: inside(c, 30), size: 63_000_000, limit: c.limits.messageBytes }),
  'which-entry': (c) => ({
    subject: words(c).subject, receivedAt: inside(c, 30), files: files(c).slice(1), purpose: 'supplement',
    candidates: [named(c), { code: code(c, 13), title: words(c).other }],
  }),
  'change-confirm': (c) => ({ ...named(c), requestedFrom: 'colleague@example.org', receivedAt: inside(c, 30), files: files(c).slice(1) }),
  'withdrawal-confirm': (c) => ({ ...named(c), requestedFrom: 'mau@example.org', receivedAt: inside(c, 30) }),
  'withdrawal-done': (c) => ({ ...named(c), withdrawnAt: inside(c, 31) }),
  'withdrawal-undone': (c) => ({ ...named(c), restoredAt: inside(c, 32) }),
  'status-answer': (c) => ({ entries: [{ ...named(c), state: 'needs-info', receivedAt: inside(c, 26), versions: 2, files: 3, missing: [words(c).gap] }] }),
  'question-received': (c) => ({ subject: words(c).question, receivedAt: inside(c, 30), aboutForm: true }),
  'question-answer': (c) => ({ subject: words(c).question, askedAt: inside(c, 30), text: words(c).answer, asked: words(c).asked, files: [] }),
  'answer-confirm': (c) => ({ n: 7, to: 'mau@example.org', subject: words(c).question, text: words(c).answer, files: [], from: 'thuky@example.org', receivedAt: inside(c, 31) }),
  'answer-not-sent': (c) => ({ n: 7, to: 'mau@example.org', receivedAt: inside(c, 31), why: 'answered', by: 'thuky@example.org', at: inside(c, 30.5), since: [] }),
  'staff-question': (c) => ({ n: 7, owner: null, byReply: true, from: 'mau@example.org', subject: words(c).question, text: words(c).asked, receivedAt: inside(c, 30), code: code(c, 12) }),
  'staff-alert': (c) => ({ what: 'mailbox-unreachable', since: inside(c, 30), until: null, detail: 'IMAP: ECONNREFUSED 203.0.113.7:993', command: 'mailroom status', refused: [], more: 0 }),
  ...deskSamples,
  ...resultSamples,
  ...reportSamples,
  'open-questions': (c) => ({ ...askedOf(c), before: null, window: { state: 'open' } }),
  ...personalSamples,
  ...judgingSamples,
};
