import { describe, expect, it } from 'vitest';
import type { Agency } from '../../schemas/agency.ts';
import { contestSchema, type Contest } from '../../schemas/contest.ts';
import { calendar } from '../../src/contest/calendar.ts';
import { readAgencyContacts } from '../../src/contest/agency-contacts.ts';
import { committeeFacts, type ReportEntry } from '../../src/desk/committee-report.ts';
import { countCoverage, coverageByGroup, denominator } from '../../src/desk/coverage.ts';
import { addressee, planNudges } from '../../src/desk/nudges.ts';
import { hauGiang } from '../support/contests.ts';
import { processorMs } from '../support/processor.ts';

const agency = (id: string, name: string, kind: Agency['kind'], parent: string | null = 'hau-giang', more: Partial<Agency> = {}): Agency => ({ id, name, kind, parent, aliases: [], validFrom: null, validTo: null, source: null, ...more });
const agencies: Agency[] = [
  agency('hau-giang', 'Tỉnh Hậu Giang', 'province', null), agency('so-tu-phap', 'Sở Tư pháp', 'department'), agency('so-y-te', 'Sở Y tế', 'department'), agency('vp', 'Văn phòng UBND tỉnh', 'body'),
  agency('h-vi-thuy', 'Huyện Vị Thuỷ', 'district'), agency('h-phung-hiep', 'Huyện Phụng Hiệp', 'district'), agency('x-vi-thang', 'Xã Vị Thắng', 'commune', 'h-vi-thuy'),
  agency('x-cu', 'Xã Cũ', 'commune', 'h-vi-thuy', { validTo: '2023-12-31' }),
];
const contest = hauGiang();
const counts = (units: string[][], of: Contest = contest): Record<string, number> => Object.fromEntries(countCoverage(units, { contest: of, agencies }).units.map((u) => [u.id, u.entries]));

describe('coverage', () => {
  it('counts an entry once for its agency, and for the agency that one belongs to', () => {
    expect(counts([['Sở Tư pháp tỉnh Hậu Giang', 'So Tu phap'], ['UBND xã Vị Thắng, huyện Vị Thủy'], ['Phòng Nội vụ huyện Vị Thủy']])).toEqual({ 'so-tu-phap': 1, 'so-y-te': 0, vp: 0, 'h-vi-thuy': 2, 'h-phung-hiep': 0, 'x-vi-thang': 1 });
  });

  it('counts an entry of two agencies for both, and leaves out the province and what had ended', () => {
    const { units, outside } = countCoverage([['Sở Tư pháp', 'Sở Y tế'], ['Công ty TNHH Mẫu'], []], { contest, agencies });
    expect(units.filter((u) => u.entries > 0).map((u) => u.id)).toEqual(['so-tu-phap', 'so-y-te']);
    expect(units.map((u) => u.id)).not.toContain('x-cu');
    expect(outside).toBe(2);
  });

  it('is counted over departments and districts, unless the contest says otherwise', () => {
    const { units } = countCoverage([['Sở Tư pháp']], { contest, agencies });
    const ids = (coverageDenominator?: 'all-agencies' | 'interested-agencies'): string[] => denominator(units, { ...contest, openQuestions: { ...contest.openQuestions, ...(coverageDenominator ? { coverageDenominator } : {}) } }).map((u) => u.id);
    expect(ids()).toEqual(['so-tu-phap', 'so-y-te', 'h-vi-thuy', 'h-phung-hiep']);
    expect(ids('all-agencies')).toHaveLength(6);
    expect(ids('interested-agencies')).toEqual(['so-tu-phap']);
    expect(coverageByGroup(units)).toEqual([{ group: 'departments', known: 1, of: 2 }, { group: 'bodies', known: 0, of: 1 }, { group: 'districts', known: 0, of: 2 }, { group: 'communes', known: 0, of: 1 }]);
  });

  it('of 5,000 entries of 400 units takes less than two seconds', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => [`Phòng số ${i % 400}, UBND xã Vị Thắng, huyện Vị Thủy, tỉnh Hậu Giang`, `Trường Mẫu ${i % 400}`]);
    const started = processorMs();
    expect(counts(many)['h-vi-thuy']).toBeGreaterThanOrEqual(0);
    expect(processorMs() - started).toBeLessThan(2_000);
  });
});

describe('the list of contacts', () => {
  const read = (text: string) => readAgencyContacts(text, agencies, ['cuocthi@contest.example.vn']);

  it('reads one or two addresses for an agency, in any case and with any separator', () => {
    expect(read('# note\nagency;name;email;second_email\nso-tu-phap;Văn thư;VanThu@example.vn;cchc@example.vn\nso-y-te;;a@example.vn;\n')).toEqual({ faults: [], contacts: [
      { agencyId: 'so-tu-phap', name: 'Văn thư', addresses: ['vanthu@example.vn', 'cchc@example.vn'] }, { agencyId: 'so-y-te', name: '', addresses: ['a@example.vn'] },
    ] });
  });

  it.each<[string, string, RegExp]>([
    ['an agency that is not there', 'agency,email\nso-tu-phat,a@example.vn\n', /^2 agency agencies\.csv has no agency "so-tu-phat"; did you mean so-tu-phap\?$/],
    ['an address that is none', 'agency,email\nso-y-te,vanthu\n', /^2 email expected an email address/],
    ['an agency that stands twice', 'agency,email\nso-y-te,a@example.vn\nso-y-te,b@example.vn\n', /^3 agency "so-y-te" stands already on line 2/],
    ['the same address twice', 'agency,email,second_email\nso-y-te,a@example.vn,A@example.vn\n', /^2 second_email is the first address again$/],
    ['the contest’s own address', 'agency,email\nso-y-te,cuocthi@contest.example.vn\n', /own mailbox/],
    ['a column that is unknown', 'agency,mail\nso-y-te,a@example.vn\n', /unknown column/],
  ])('is refused with its line for %s', (_what, text, told) => {
    const { contacts, faults } = read(text);
    expect(contacts).toEqual([]);
    expect(faults.map((f) => `${f.line} ${f.at} ${f.told}`).join('\n')).toMatch(told);
  });
});

describe('who is written to', () => {
  const now = new Date('2024-07-24T02:00:00Z');
  const { units } = countCoverage([['Sở Tư pháp']], { contest, agencies });
  const contacts = [{ agencyId: 'so-tu-phap', name: '', addresses: ['t@x.test'] as [string] }, { agencyId: 'so-y-te', name: '', addresses: ['a@x.test', 'b@x.test'] as [string, string] }];
  const plan = (more: Partial<Parameters<typeof planNudges>[0]> = {}) => planNudges({ units: denominator(units, contest), contacts, states: [], known: new Set(), now, zone: contest.zone, ...more });

  it('is each silent agency with a contact, once a week', () => {
    expect(plan().nudges.map(({ unit, to, key }) => [unit.id, to, key])).toEqual([['so-y-te', 'a@x.test', 'agency-nudge:so-y-te:2024-W30']]);
    expect(plan().without.map((u) => u.id)).toEqual(['h-vi-thuy', 'h-phung-hiep']);
    const before = plan({ known: new Set(['agency-nudge:so-y-te:2024-W30']) });
    expect([before.nudges, before.before.map((u) => u.id)]).toEqual([[], ['so-y-te']]);
  });

  it('is addressed as an office, where the list names a place', () => {
    expect(addressee({ name: 'Huyện Vị Thuỷ', kind: 'district' }, 'vi')).toBe('Ủy ban nhân dân huyện Vị Thuỷ');
    expect(addressee({ name: 'UBND xã Vị Thắng', kind: 'commune' }, 'vi')).toBe('UBND xã Vị Thắng');
    expect(addressee({ name: 'Sở Y tế', kind: 'department' }, 'vi')).toBe('Sở Y tế');
    expect(addressee({ name: 'Huyện Vị Thuỷ', kind: 'district' }, 'en')).toBe('Huyện Vị Thuỷ');
  });

  it('is the second contact while the first is away, and nobody while both are', () => {
    const away = { agencyId: 'so-y-te', address: 'a@x.test', pausedUntil: new Date(now.getTime() + 1) };
    expect(plan({ states: [away] }).nudges[0]?.to).toBe('b@x.test');
    expect(plan({ states: [{ ...away, pausedUntil: now }] }).nudges[0]?.to).toBe('a@x.test');
    expect(plan({ states: [{ ...away, agencyId: 'so-tu-phap' }] }).nudges[0]?.to).toBe('a@x.test');
    const both = plan({ states: [away, { ...away, address: 'b@x.test', pausedUntil: null }] });
    expect([both.nudges, both.paused.map((u) => u.id)]).toEqual([[], ['so-y-te']]);
  });
});

describe('the report to the committee', () => {
  const reporting = contestSchema.parse({ ...contest, committee: { addresses: ['bgk@x.test'] }, holidays: ['2024-07-15'] });
  const plans = (of: Contest) => calendar(of).filter((job) => job.name === 'committee-report');

  it('is planned for the first working morning of each week, from the week after opening to four weeks after closing', () => {
    expect(plans(contest)).toEqual([]);
    const days = plans(reporting).map((job) => job.dueAt.toISOString());
    expect(days.slice(0, 3)).toEqual(['2024-07-08T00:30:00.000Z', '2024-07-16T00:30:00.000Z', '2024-07-22T00:30:00.000Z']);
    expect(days.at(-1)).toBe('2024-09-09T00:30:00.000Z');
    expect(days).toHaveLength(10);
    expect(plans(reporting)[1]).toMatchObject({ key: 'committee-report:2024-07-15', payload: { week: '2024-07-15', until: '2024-07-21T17:00:00.000Z' } });
  });

  it('counts what takes part, by area, kind and week, and what is missing', () => {
    const now = new Date('2024-07-15T00:30:00Z');
    const gap = (check: string) => ({ check, code: 'x', severity: 'blocking' as const, forEntrant: 'Xin bổ sung.' });
    const entry = (more: Partial<ReportEntry>): ReportEntry => ({ state: 'under-check', receivedAt: new Date('2024-07-03T02:00:00Z'), areas: [1], kind: 'individual', tags: null, findings: [], ...more });
    const facts = committeeFacts({ units: countCoverage([['Sở Tư pháp']], { contest, agencies }).units, entries: [
      entry({}), entry({ receivedAt: new Date('2024-07-14T02:00:00Z'), areas: [1, 2], kind: 'group' }), entry({ state: 'needs-info', kind: null, areas: [], findings: [gap('declaration'), gap('declaration'), gap('evidence')] }),
      entry({ state: 'withdrawn' }), entry({ state: 'merged' }), entry({ state: 'late-borderline' }),
    ] }, contest, now);
    expect(facts).toMatchObject({
      total: 4, fresh: 1, withdrawn: 1, gaps: 1, waiting: 1 + 1, late: 0, borderline: 1, window: { state: 'open', days: 32 },
      coverage: { all: false, known: 1, of: 4, silent: ['Sở Y tế', 'Huyện Vị Thuỷ', 'Huyện Phụng Hiệp'], moreSilent: 0 },
      missing: [{ label: 'Cam kết chưa công bố', count: 1 }, { label: 'Minh chứng', count: 1 }], byWeek: [{ label: '1/7', count: 3 }, { label: '8/7', count: 1 }, { label: '15/7', count: 0 }],
    });
    expect(facts.byArea[0]?.count).toBe(3);
    expect(facts.byKind).toEqual([{ label: 'Cá nhân', count: 2 }, { label: 'Nhóm tác giả', count: 1 }, { label: 'Tập thể cơ quan', count: 0 }, { label: 'Chưa rõ hình thức', count: 1 }]);
  });
});
