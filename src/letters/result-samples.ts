/** Sample facts of the letters about rounds and prizes. */
import type { Contest } from '../../schemas/contest.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { resultFacts } from '../../schemas/result-letters.ts';
import { formatCode } from '../entry/code.ts';

type ResultKind = keyof typeof resultFacts;
type Samples = { [K in ResultKind]: (contest: Contest) => LetterFacts<K> };

const named = (c: Contest, n = 12): { code: string; title: string } => ({
  code: formatCode(c.codePrefix, n), title: c.locale === 'vi' ? 'Trợ lý tin nhắn nhắc hẹn trả kết quả thủ tục hành chính' : 'A message that says when your papers are ready',
});
const later = (c: Contest, days: number, hours: number): string => new Date(Date.parse(c.window.closes) + (days * 24 + hours) * 3_600_000).toISOString();
const slot = (c: Contest, days: number): { startsAt: string; minutes: number; place: string } => ({ startsAt: later(c, days, 8.5), minutes: 15, place: c.locale === 'vi' ? 'Hội trường tầng 2, Sở Nội vụ, số 8 đường Ngô Quyền' : 'Assembly room, town hall' });
const round = (c: Contest, n: number): string => c.rounds.at(n)?.name[c.locale] ?? (c.locale === 'vi' ? 'vòng chung kết' : 'the final round');
const paper = (c: Contest): { number: string; date: string } => ({ number: c.locale === 'vi' ? '1234/QĐ-UBND' : '12/2024', date: later(c, 100, 0).slice(0, 10) });
const prizeName = (c: Contest, n: number): string => c.prizes[n]?.name[c.locale] ?? (c.locale === 'vi' ? 'Giải nhất' : 'First prize');

const unit = (c: Contest): string => (c.locale === 'vi' ? 'UBND huyện Mẫu' : 'Example Town Council');
const awardsOf = (c: Contest): LetterFacts<'results-notice'>['awards'] => [{ prize: prizeName(c, 0), title: named(c).title, unit: unit(c) }, { prize: prizeName(c, 1), title: c.locale === 'vi' ? 'Hộp thư góp ý bằng mã QR' : 'A QR code box for remarks', unit: null }];
const modelOf = (c: Contest): LetterFacts<'models-notice'>['models'][number] => ({ ...named(c), unit: unit(c), tags: c.tags.slice(0, 1).map((t) => t.name[c.locale] ?? '') });

export const resultSamples: Samples = {
  'round-result': (c) => ({ ...named(c), round: round(c, 0), next: round(c, -1), advanced: true, replaces: later(c, 60, 9) }),
  'defence-invitation': (c) => ({ ...named(c), round: round(c, -1), slot: slot(c, 90), before: null, cancelled: false, answerBy: later(c, 85, 17) }),
  'defence-answered': (c) => ({ ...named(c), round: round(c, -1), slot: slot(c, 90), answer: 'accepted' }),
  'award-result': (c) => ({ ...named(c), special: { amount: 15_000_000, currency: 'VND', paper: paper(c) }, paper: paper(c), prize: { name: prizeName(c, 0), amount: 10_000_000, currency: 'VND', certificate: c.prizes[0]?.certificate?.[c.locale] ?? null, gift: true }, replaces: null }),
  'follow-up': (c) => ({ ...named(c), since: later(c, 100, 9), months: 3, next: later(c, 280, 9), unit: c.locale === 'vi' ? 'UBND huyện Mẫu' : 'Example Town Council', note: c.locale === 'vi' ? 'nhân rộng ra các xã' : 'use in the other towns' }),
  'final-report': (c) => ({
    group: 'districts', addressee: c.locale === 'vi' ? 'Ủy ban nhân dân huyện Mẫu' : 'Example Town Council', paper: null, registered: 312, eligible: 296, coverage: { known: 21, of: 23 }, round: round(c, -1), finalists: 17,
    prizes: { count: 6, sum: 31_000_000, currency: c.prizes[0]?.currency ?? 'VND' }, byArea: c.areas.map((a, i) => ({ label: a.name[c.locale] ?? '', count: 20 + ((i * 37) % 60) })), byTag: c.tags.map((t, i) => ({ label: t.name[c.locale] ?? '', count: 90 - i * 12 })),
    awards: awardsOf(c), models: [modelOf(c)], signed: true,
  }),
  'models-notice': (c) => ({ agencyId: 'h-mau', addressee: c.locale === 'vi' ? 'Ủy ban nhân dân huyện Mẫu' : 'Example Town Council', models: [modelOf(c), { ...modelOf(c), ...named(c, 15), title: c.locale === 'vi' ? 'Hộp thư góp ý bằng mã QR' : 'A QR code box for remarks', unit: null, tags: [] }], own: [named(c)] }),
  'results-notice': (c) => ({
    audience: 'agency', addressee: c.locale === 'vi' ? 'UBND huyện Mẫu' : 'Example Town Council', paper: paper(c), bonus: [named(c)], replaces: later(c, 110, 9),
    awards: awardsOf(c),
  }),
};
