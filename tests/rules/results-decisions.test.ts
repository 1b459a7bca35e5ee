import { describe, expect, it } from 'vitest';
import { scoringSchema } from '../../schemas/scoring.ts';
import { advanceProposal, advancing } from '../../src/results/advance.ts';
import { calendarFile, type Appointment } from '../../src/results/calendar-file.ts';
import { drawOrder, overlapping, planSlots } from '../../src/results/defence.ts';
import { isHashOf, previewHash } from '../../src/results/preview.ts';
import { judgeGiven, prizeMoney, prizeProposal, type Given, type Prize } from '../../src/results/prizes.ts';
import { rank } from '../../src/results/ranking.ts';
import type { RoundRules } from '../../src/results/sheet.ts';

const rules: RoundRules = { key: 'one', needed: 1, decimals: 1, scoring: scoringSchema.parse({}), rubric: [{ key: 'all', points: 100, name: { en: 'All' } }] };
/** Entries A, B, C … with these totals; null = nobody judged it. */
const ranking = (...totals: (number | null)[]) => rankingOf(totals);
const rankingOf = (totals: (number | null)[], waived = new Set<string>()) => {
  const codes = totals.map((_, i) => String.fromCharCode(65 + i));
  return rank(codes.map((code) => ({ entryId: code, code })), totals.flatMap((t, i) => (t === null ? [] : [{ id: `s${i}`, entryId: codes[i]!, judgeId: 'j', judge: 'J', marks: { all: Math.round(t * 100) } }])), [], rules, waived);
};
const prize = (key: string, count: number, amount: number): Prize => ({ key, count, amount, name: { en: key }, currency: 'VND', gift: true });
const prizes = [prize('first', 1, 10_000_000), prize('second', 1, 7_000_000), prize('third', 1, 5_000_000), prize('encouragement', 3, 3_000_000)];
const all = (n: number): Set<string> => new Set(Array.from({ length: n }, (_, i) => String.fromCharCode(65 + i)));
const short = (given: Given[]): string => given.map((g) => `${g.prize} ${g.slot}: ${g.code ?? 'empty'}`).join(', ');

describe('who goes on', () => {
  it('is who has the points, and of those the best so many', () => {
    expect(advanceProposal(ranking(80, 75, 74.9, 90), { threshold: 75 })).toEqual({ through: ['D', 'A', 'B'], atCut: [], left: 0, out: ['C'], open: [] });
    expect(advanceProposal(ranking(80, 75, 74.9, 90), { top: 2 })).toMatchObject({ through: ['D', 'A'], out: ['B', 'C'] });
    expect(advanceProposal(ranking(80, 75, 74.9, 90), { top: 4, threshold: 75 })).toMatchObject({ through: ['D', 'A', 'B'], left: 1, atCut: [] });
  });

  it('is left to a person where entries stand equal at the cut: two at 77.8 as in Khánh Hòa in 2019', () => {
    const found = advanceProposal(ranking(90, 77.8, 77.8, 60), { top: 2 });
    expect(found).toEqual({ through: ['A'], atCut: ['B', 'C'], left: 1, out: ['D'], open: [] });
    expect(advancing(found, []).faults).toEqual(['a person chooses among B, C for 1 places: name them with --take, or say --take all or --take none']);
    expect(advancing(found, ['C'])).toEqual({ advanced: ['A', 'C'], faults: [] });
    expect(advancing(found, ['B', 'C']).faults).toEqual(['2 are named for 1 places']);
    expect([advancing(found, 'all'), advancing(found, 'none')]).toEqual([{ advanced: ['A', 'B', 'C'], faults: [] }, { advanced: ['A'], faults: [] }]);
    expect(advancing(found, ['A']).faults).toContain('A is not at the cut: it goes on in any case');
    expect(advancing(found, ['D']).faults[0]).toContain('the rule of the contest decides');
    // Two that stand equal and both find room are no question.
    expect(advanceProposal(ranking(90, 77.8, 77.8, 60), { top: 3 })).toMatchObject({ through: ['A', 'B', 'C'], atCut: [] });
  });

  it('is for people alone where the contest has no rule, and nobody goes on while one cannot be ranked', () => {
    expect(advanceProposal(ranking(90, 80), undefined)).toMatchObject({ through: [], atCut: ['A', 'B'], left: null });
    const found = advanceProposal(ranking(90, null), { top: 1 });
    expect(found.open).toEqual([{ code: 'B', why: 'open' }]);
    expect(advancing(found, []).faults).toEqual(['B cannot be ranked: sheets are missing (--waive lets it stand with those it has, or without a place where it has none)']);
  });

  it('closes without whoever did not come, where a person says so: no sheet is no place, and no zero', () => {
    const found = rankingOf([90, null, 80], new Set(['B']));
    expect(found.entries.map((e) => [e.code, e.place, e.agreement])).toEqual([['A', 1, 'settled'], ['C', 2, 'settled'], ['B', null, 'absent']]);
    const proposal = advanceProposal(found, { top: 2 });
    expect(proposal).toEqual({ through: ['A', 'C'], atCut: [], left: 0, out: [], open: [] });
    expect(advancing(proposal, []).faults).toEqual([]);
    expect(short(prizeProposal(prizes, found, all(3)).given)).toContain('first 1: A, second 1: C, third 1: empty');
  });
});

describe('prizes', () => {
  it('are 31.000.000 đồng in six, proposed in the order of the ranking', () => {
    expect(prizeMoney(prizes)).toBe(31_000_000);
    const found = prizeProposal(prizes, ranking(90, 80, 95, 70, 60, 50, 40), all(7));
    expect(short(found.given)).toBe('first 1: C, second 1: A, third 1: B, encouragement 1: D, encouragement 2: E, encouragement 3: F');
    expect(found.undecided).toEqual([]);
  });

  it('are left to people where equals stand across two of them, and stay empty where nobody is left', () => {
    const across = prizeProposal(prizes, ranking(90, 90, 80), all(3));
    expect(short(across.given)).toBe('first 1: empty, second 1: empty, third 1: C, encouragement 1: empty, encouragement 2: empty, encouragement 3: empty');
    expect(across.undecided).toEqual([{ codes: ['A', 'B'], prizes: ['first', 'second'] }]);
    // Equals among the three encouragement prizes are no question; a fourth of them is.
    expect(prizeProposal(prizes, ranking(90, 89, 88, 50, 50, 50), all(6)).undecided).toEqual([]);
    expect(prizeProposal(prizes, ranking(90, 89, 88, 50, 50, 50, 50), all(7)).undecided).toEqual([{ codes: ['D', 'E', 'F', 'G'], prizes: ['encouragement'] }]);
    expect(short(prizeProposal(prizes, ranking(90, 89, 88), new Set(['B'])).given)).toContain('first 1: B, second 1: empty');
  });

  it('are given by people: none twice, none to who did not come so far, and what goes against the ranking is shown', () => {
    const given = (codes: (string | null)[]): Given[] => prizeProposal(prizes, ranking(), new Set()).given.map((g, i) => ({ ...g, code: codes[i] ?? null }));
    const found = ranking(90, 80, 70, 60);
    expect(judgeGiven(prizes, given(['A', 'B', 'C', 'D']), found, all(4))).toEqual({ faults: [], warnings: [] });
    expect(judgeGiven(prizes, given([null, 'A', 'B']), found, all(2))).toEqual({ faults: [], warnings: [] });
    expect(judgeGiven(prizes, given(['A', 'A', 'Z']), found, all(4)).faults).toEqual(['A would get two prizes', 'Z did not reach the last round, or does not take part any more']);
    expect(judgeGiven(prizes, given(['A']).slice(1), found, all(4)).faults).toEqual(['nobody said who gets first 1, or that it stays empty']);
    expect(judgeGiven(prizes, given(['B', 'A', 'D']), found, all(4)).warnings).toEqual(['B gets first on place 2, and A gets second on place 1', 'C stands on place 3 and gets no prize, while entries below it do']);
  });
});

describe('what a person approves', () => {
  it('has a fingerprint that any change changes, typed by its first twelve digits or more', () => {
    const hash = previewHash('advance', { through: ['A'], out: ['B'] });
    expect(previewHash('advance', { out: ['B'], through: ['A'] })).toBe(hash);
    expect([previewHash('advance', { through: ['B'], out: ['A'] }), previewHash('award', { through: ['A'], out: ['B'] })]).not.toContain(hash);
    expect([isHashOf(hash.slice(0, 12).toUpperCase(), hash), isHashOf(hash, hash), isHashOf(hash.slice(0, 11), hash), isHashOf('', hash), isHashOf('000000000000', hash)]).toEqual([true, true, false, false, false]);
  });
});

describe('the slots of the defence', () => {
  const at = (time: string): Date => new Date(`2024-11-26T${time}:00+07:00`);
  it('follow each other in an order that is drawn under a seed, and leave the breaks alone', () => {
    const codes = ['A', 'B', 'C', 'D', 'E'];
    const order = drawOrder(codes, '2024');
    expect(drawOrder(codes.toReversed(), '2024')).toEqual(order);
    expect(order.toSorted()).toEqual(codes);
    expect(new Set(Array.from({ length: 40 }, (_, i) => drawOrder(codes, `seed ${i}`)[0]))).toEqual(new Set(codes));
    const plan = planSlots(order, { starts: at('08:00'), minutes: 15, breaks: [{ from: at('08:40'), to: at('09:00') }] });
    expect(plan.map((s) => s.startsAt.toISOString().slice(11, 16))).toEqual(['01:00', '01:15', '02:00', '02:15', '02:30']);
    const placed = plan.map((s) => ({ ...s, minutes: 15, place: 'hall' }));
    expect(overlapping(placed)).toEqual([]);
    expect(overlapping([{ ...placed[0]!, minutes: 20 }, placed[1]!, { ...placed[1]!, code: 'X', place: 'room 2' }])).toEqual([[placed[0]!.code, placed[1]!.code]]);
  });

  it('go into calendars as a file that moves and cancels by its sequence, however hostile a title is', () => {
    const slot: Appointment = {
      uid: 'slot-1@contest.example', sequence: 0, cancelled: false, startsAt: at('08:00'), minutes: 15, summary: 'Bảo vệ ý tưởng; "Một cửa", số 1\r\nATTENDEE:mailto:evil@x.test', place: 'Hội trường Sở Nội vụ, số 8 đường Ngô Quyền, khu vực 4, phường V, thành phố Vị Thanh',
      description: 'Trình bày 10 phút\nHỏi đáp 5 phút', organiser: { name: 'Ban "Tổ chức"', address: 'cuocthi@contest.example' }, attendees: ['an@people.test'], saidAt: at('07:00'),
    };
    const file = calendarFile(slot);
    const unfolded = file.replace(/\r\n /g, '');
    expect(file.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(file.replace(/\r\n/g, '')).not.toMatch(/[\r\n]/);
    expect(unfolded.split('\r\n')).toEqual(expect.arrayContaining(['METHOD:REQUEST', 'SEQUENCE:0', 'DTSTART:20241126T010000Z', 'DTEND:20241126T011500Z', 'STATUS:CONFIRMED', 'UID:slot-1@contest.example',
      String.raw`SUMMARY:Bảo vệ ý tưởng\; "Một cửa"\, số 1\nATTENDEE:mailto:evil@x.test`, String.raw`DESCRIPTION:Trình bày 10 phút\nHỏi đáp 5 phút`, 'ORGANIZER;CN="Ban  Tổ chức ":mailto:cuocthi@contest.example']));
    expect(unfolded.match(/^ATTENDEE/gm)).toHaveLength(1);
    const moved = calendarFile({ ...slot, sequence: 1, startsAt: at('09:00') });
    expect(moved).toMatch(/SEQUENCE:1[\s\S]*DTSTART:20241126T020000Z/);
    expect(calendarFile({ ...slot, sequence: 2, cancelled: true })).toMatch(/METHOD:CANCEL[\s\S]*SEQUENCE:2[\s\S]*STATUS:CANCELLED/);
  });
});
