import { describe, expect, it } from 'vitest';
import { contestSchema, type Contest, type ExcludedPerson } from '../../schemas/contest.ts';
import { judgedRound, judgingFaults } from '../../src/contest/judged-rounds.ts';
import { availability } from '../../src/judging/availability.ts';
import { everybody, readRoster } from '../../src/judging/roster.ts';
import { hauGiang } from '../support/contests.ts';

const bodies = ['organisers', 'jury', 'secretariat'].map((key) => ({ key, name: { vi: key } }));
const contest: Contest = { ...hauGiang(), excludedBodies: bodies, staff: { addresses: ['staff@office.test'] } };
const HEAD = 'name;body;agency;emails;phones;role;areas;max_load;from;to;decision';
const read = (...lines: string[]) => readRoster([HEAD, ...lines].join('\n'), contest);

describe('a list of the contest\'s bodies', () => {
  it('says of a judge which areas and how many entries, by numbers or by names of areas', () => {
    const { people, faults } = read('Lê Văn Giám;jury;Sở Tư pháp;GIAM@stp.test;0900000902;Trưởng ban;"2;cải cách tài chính công";45;15/8/2024;;12/QĐ-BTC', 'Trần Thị Tổ;organisers;Sở Nội vụ;;;;;;;;');
    expect(faults).toEqual([]);
    expect(people[0]).toEqual({ name: 'Lê Văn Giám', body: 'jury', agency: 'Sở Tư pháp', emails: ['giam@stp.test'], phones: ['0900000902'], role: 'Trưởng ban', areas: [2, 5], maxLoad: 45, from: '2024-08-15', to: null, decision: '12/QĐ-BTC' });
    expect(people[1]).toMatchObject({ emails: [], areas: [], maxLoad: null });
  });

  it.each([
    ['a judge without an address', ['A B;jury;;;;;;;;;'], ['2 emails']],
    ['two judges with one address', ['A B;jury;;a@x.test;;;;;;;', 'C D;jury;;a@x.test;;;;;;;'], ['3 emails']],
    ['one person twice in a body', ['A B;organisers;Sở Nội vụ;;;;;;;;', 'a b;organisers;Sở Nội Vụ;;;;;;;;'], ['3 name']],
    ['the contest\'s own mailbox', ['A B;organisers;;cuocthi@contest.example.vn;;;;;;;'], ['2 emails']],
    ['a judge who is staff', ['A B;jury;;staff@office.test;;;;;;;'], ['2 emails']],
    ['an area that there is not', ['A B;jury;;a@x.test;;;7;;;;', 'C D;jury;;c@x.test;;;phép thuật;;;;'], ['2 areas', '3 areas']],
    ['a load that is none', ['A B;jury;;a@x.test;;;;nhiều;;;', 'C D;jury;;c@x.test;;;;0;;;'], ['2 max_load', '3 max_load']],
    ['a body that there is not, and a wrong date', ['A B;juri;;a@x.test;;;;;32/8/2024;;'], ['2 body', '2 from']],
    ['nobody', [], ['1 ']],
  ])('with %s is refused as a whole, line by line', (_what, lines, faults) => {
    const found = read('Người Đúng;organisers;;dung@x.test;;;;;;;', ...lines).faults;
    const shifted = lines.length === 0 ? readRoster(HEAD, contest).faults : found.map((f) => ({ ...f, line: f.line - 1 }));
    expect(shifted.map((f) => `${f.line} ${f.at}`)).toEqual(faults);
    if (lines.length > 0) expect(read('Người Đúng;organisers;;dung@x.test;;;;;;;', ...lines).people).toEqual([]);
  });

  it('stands beside people.csv without counting anybody twice', () => {
    const person = (name: string, body: string, emails: string[] = [], agency: string | null = null): ExcludedPerson => ({ name, body, agency, emails, phones: [] });
    const all = everybody([person('Lê Văn Giám', 'jury', ['giam@stp.test']), person('Tô Thị Cũ', 'jury', [], 'Sở Y tế'), person('Lê Văn Giám', 'organisers', ['giam@stp.test'])], [person('Lê Văn Giám', 'jury', ['giam@stp.test', 'g@x.test'])]);
    expect(all.map((p) => `${p.name} ${p.body} ${p.emails.length}`)).toEqual(['Lê Văn Giám jury 2', 'Tô Thị Cũ jury 0', 'Lê Văn Giám organisers 1']);
  });
});

describe('a judge', () => {
  const now = new Date('2024-08-20T03:00:00Z');
  const at = (iso: string): Date => new Date(iso);
  const stands = (from: string | null, to: string | null, absences: Parameters<typeof availability>[1] = [], dueAt: Date | null = null) => availability({ from, to }, absences, now, dueAt, 'Asia/Ho_Chi_Minh').state;

  it('is given work while a member, on the days of the contest\'s zone', () => {
    expect([stands(null, null), stands('2024-08-20', '2024-08-20'), stands('2024-08-21', null), stands(null, '2024-08-19')]).toEqual(['free', 'free', 'not-yet', 'over']);
  });

  it('is passed over while away, unless back five days before the work is due', () => {
    const away = [{ from: at('2024-08-19T00:00:00Z'), to: at('2024-08-26T00:00:00Z'), why: 'staff' as const, said: 'công tác' }];
    expect([stands(null, null, away), stands(null, null, away, at('2024-09-10T00:00:00Z')), stands(null, null, away, at('2024-08-29T00:00:00Z'))]).toEqual(['away', 'free', 'away']);
    expect(stands(null, null, [{ ...away[0]!, to: null }], at('2024-12-01T00:00:00Z'))).toBe('away');
    expect(stands(null, null, [{ ...away[0]!, from: at('2024-08-25T00:00:00Z') }])).toBe('free');
  });
});

describe('a round that is judged from the mailbox', () => {
  const judging = { due: '2024-09-10T23:59:00+07:00', rubric: [{ key: 'new', name: { vi: 'Tính mới' }, points: 60 }, { key: 'use', name: { vi: 'Hiệu quả' }, points: 40 }] };
  const withRound = (change: object): Contest => contestSchema.parse({ ...hauGiang(), rounds: [{ key: 'preliminary', name: { vi: 'Vòng sơ khảo' }, judging: { ...judging, ...change } }] });

  it('locks a week after its due date, and is judged blind unless the contest says otherwise', () => {
    const round = judgedRound(withRound({}), null, new Date('2024-08-20T00:00:00Z'));
    expect([round.key, round.judges, round.blind, round.locksAt.toISOString()]).toEqual(['preliminary', 2, true, '2024-09-17T16:59:00.000Z']);
    expect(judgedRound(withRound({ documents: 'full' }), 'preliminary', new Date()).blind).toBe(false);
  });

  it('is named where it is asked for by a wrong name, or where there is none', () => {
    expect(() => judgedRound(withRound({}), 'defense', new Date())).toThrow(/there is preliminary/);
    expect(() => judgedRound(hauGiang(), null, new Date())).toThrow(/no round with `judging`/);
  });

  it('is refused where it locks before it is due, or is due before entries come', () => {
    const faults = (change: object): string[] => judgingFaults(withRound(change)).map((w) => w.path.join('.'));
    expect(faults({})).toEqual([]);
    expect(faults({ locks: '2024-09-09T00:00:00+07:00' })).toEqual(['rounds.0.judging.locks']);
    expect(faults({ due: '2024-06-10T00:00:00+07:00' })).toEqual(['rounds.0.judging.due']);
  });
});
