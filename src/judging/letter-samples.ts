/** Sample facts of the letters to judges. */
import type { Contest } from '../../schemas/contest.ts';
import type { FormRow } from '../../schemas/judging-letters.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import { formatCode } from '../entry/code.ts';
import { approvalPrefix } from '../mail/kinds/decision-line.ts';
import type { judgingFacts } from '../../schemas/judging-letters.ts';

type Samples = { [K in keyof typeof judgingFacts]: (contest: Contest) => LetterFacts<K> };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** At five in the afternoon where the window closes at midnight. */
const after = (contest: Contest, days: number): string => new Date(Date.parse(contest.window.closes) + days * DAY - 7 * HOUR).toISOString();

const said = {
  vi: { judge: 'Lê Văn Mẫu', other: 'Trần Thị Mẫu', round: 'Vòng sơ khảo', titles: ['Trợ lý tin nhắn nhắc hẹn trả kết quả thủ tục hành chính', 'Hộp thư góp ý bằng mã QR tại bộ phận một cửa'], criteria: ['Tính mới, sáng tạo', 'Tính thiết thực, hiệu quả', 'Khả năng áp dụng, nhân rộng'], reason: 'tôi đã hướng dẫn tác giả', comment: 'Nên thêm số liệu sau ba tháng áp dụng.', line: '2. Tính thiết thực, hiệu quả (0-40): 45' },
  en: { judge: 'Jane Example', other: 'John Example', round: 'Preliminary round', titles: ['A message that says when your papers are ready', 'A QR code box for remarks at the front desk'], criteria: ['Novelty', 'Use', 'Can it spread?'], reason: 'I advised the author', comment: 'Figures after three months would help.', line: '2. Use (0-40): 45' },
};

const divided = {
  vi: { spread: '31', sheets: [{ judge: 'Lê Văn Mẫu', total: '61,5' }, { judge: 'Phạm Văn Mẫu', total: '92,5' }], agency: 'Sở Mẫu', before: 'Vũ Thị Mẫu', mean: '66', score: '75,5', chairSubject: 'Xin Trưởng ban quyết định điểm một bài, Vòng sơ khảo', chairText: 'Kính gửi Trưởng ban Giám khảo Lê Văn Mẫu,\n\nBan Tổ chức kính mong Quý vị xem bài và trả lời thư này.', subject: 'Mời chấm 1 bài, Vòng sơ khảo: xin trả lời NHẬN', text: 'Kính gửi Giám khảo Trần Thị Mẫu,\n\nBan Tổ chức kính mời Quý vị chấm 1 bài dự thi.' },
  en: { spread: '31', sheets: [{ judge: 'Jane Example', total: '61.5' }, { judge: 'Jack Example', total: '92.5' }], agency: 'Example Office', before: 'Joan Example', mean: '66', score: '75.5', chairSubject: 'Please decide the score of one entry, Preliminary round', chairText: 'Dear Jane Example,\n\nPlease look at the entry and reply to this letter.', subject: '1 entry to judge, Preliminary round: please reply ACCEPT', text: 'Dear John Example,\n\nThe organisers invite you to judge 1 entry.' },
};

function common(c: Contest) {
  return { judge: said[c.locale].judge, round: 'preliminary', roundName: said[c.locale].round, dueAt: after(c, 25), locksAt: after(c, 32) };
}

const named = (c: Contest, n: number): { code: string; title: string } => ({ code: formatCode(c.codePrefix, 12 + n), title: said[c.locale].titles[n] ?? '' });

function rows(c: Contest, ...scores: (string | null)[]): FormRow[] {
  return said[c.locale].criteria.map((name, i) => ({ n: i + 1, name, points: [30, 40, 30][i] ?? 0, score: scores[i] ?? null }));
}

export const judgingSamples: Samples = {
  'judge-invitation': (c) => ({ ...common(c), minutes: 15, entries: [named(c, 0), named(c, 1)] }),
  'judge-package': (c) => ({
    ...common(c), part: 1, parts: 2, blind: true, decimals: 1, total: 100,
    entries: [0, 1].map((n) => ({ ...named(c, n), areas: [c.areas[n]?.name[c.locale] ?? ''], files: [`${named(c, n).code}.txt`], withheld: n, released: n === 0 ? [] : [`${named(c, n).code}-1.pdf`], rows: rows(c) })),
  }),
  'judge-file': (c) => ({ ...common(c), scored: false, entries: [{ ...named(c, 1), file: `${named(c, 1).code}-1.pdf`, size: 482_133 }] }),
  'judge-read': (c) => ({
    ...common(c), receivedAt: after(c, 20), accepted: [], declined: [], conflicts: [{ ...named(c, 1), reason: said[c.locale].reason }], paused: false, resumed: false,
    sheets: [{ ...named(c, 0), complete: false, sum: c.locale === 'vi' ? '47,5' : '47.5', total: 100, rows: rows(c, c.locale === 'vi' ? '27,5' : '27.5', null, '20'), comment: said[c.locale].comment }],
    refused: [{ line: said[c.locale].line, code: named(c, 0).code, why: 'out-of-range' }], unanswered: 1, unscored: [named(c, 0).code], moreUnscored: 0, over: false,
  }),
  'judge-reminder': (c) => ({ ...common(c), late: false, unanswered: 1, entries: [{ ...named(c, 0), stands: 'draft' }, { ...named(c, 1), stands: 'unanswered' }], more: 0 }),
  'judge-substitute': (c) => {
    const { locksAt: _locks, ...who } = common(c);
    return { ...who, address: 'judge@example.org', why: 'conflict', until: null, said: null, other: null, entries: [{ ...named(c, 1), reason: said[c.locale].reason, substitute: { name: said[c.locale].other, address: 'other@example.org', load: 11 } }], more: 0 };
  },
  'further-judge-request': (c) => {
    const { judge: _judge, ...round } = common(c);
    const say = divided[c.locale];
    return {
      ...round, code: formatCode(approvalPrefix(c.codePrefix), 9), version: 0, standing: 'c4'.repeat(32), words: ['approve', 'cancel'], gap: '20', own: true,
      entry: { ...named(c, 0), spread: say.spread, sheets: say.sheets }, asked: { name: said[c.locale].other, agency: say.agency, address: 'other@example.org', load: 11, panel: 'panel', namesake: false },
      before: [{ judge: say.before, reason: said[c.locale].reason }], subject: say.subject, text: say.text, askedAt: after(c, 21), fourEyes: false,
    };
  },
  'chair-proposal': (c) => {
    const { judge, dueAt: _due, locksAt: _locks, ...round } = common(c);
    const say = divided[c.locale];
    return {
      ...round, code: formatCode(approvalPrefix(c.codePrefix), 10), version: 0, standing: 'd5'.repeat(32), words: ['approve', 'cancel'], gap: '20', entry: { ...named(c, 0), spread: say.spread, sheets: say.sheets },
      chair: { name: judge, address: 'chair@example.org', judged: true }, answerBy: after(c, 28), subject: say.chairSubject, text: say.chairText, files: [`${named(c, 0).code}.txt`], askedAt: after(c, 25), fourEyes: false,
    };
  },
  'chair-request': (c) => {
    const { dueAt: _due, locksAt: _locks, ...who } = common(c);
    const say = divided[c.locale];
    return { ...who, answerBy: after(c, 28), standing: 'd5'.repeat(32), gap: '20', spread: c.locale === 'vi' ? '48,5' : '48.5', totals: ['44', say.sheets[0]?.total ?? '', say.sheets[1]?.total ?? ''], mean: say.mean, blind: true, most: 100, decimals: 1, withheld: 1, entries: [named(c, 0)], files: [`${named(c, 0).code}.txt`] };
  },
  'chair-read': (c) => {
    const { dueAt: _due, locksAt: _locks, ...who } = common(c);
    return { ...who, receivedAt: after(c, 26), standing: 'd5'.repeat(32), most: 100, decimals: 1, entries: [named(c, 0)], score: divided[c.locale].score, opinion: said[c.locale].comment, before: divided[c.locale].mean, line: null, why: null };
  },
  'chair-decided': (c) => {
    const { judge, dueAt: _due, locksAt: _locks, ...round } = common(c);
    const say = divided[c.locale];
    return { ...round, chair: judge, entry: { ...named(c, 0), spread: say.spread, sheets: say.sheets }, score: say.score, before: say.mean, opinion: said[c.locale].comment, receivedAt: after(c, 26) };
  },
  'divergence-open': (c) => {
    const { judge: _judge, dueAt: _due, ...round } = common(c);
    const say = divided[c.locale];
    const entry = { spread: say.spread, sheets: say.sheets, chair: null, reason: null };
    return { ...round, gap: '20', locked: false, entries: [{ ...named(c, 0), ...entry, about: 'a:nobody', why: 'nobody' }, { ...named(c, 1), ...entry, about: 'b:too-late', why: 'too-late' }] };
  },
  'judge-refused': (c) => ({ receivedAt: after(c, 20), why: 'other-sender' }),
  'judge-released': (c) => {
    const { dueAt: _due, locksAt: _locks, ...who } = common(c);
    return { ...who, entries: [named(c, 1)] };
  },
};
