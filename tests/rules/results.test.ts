import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoringSchema } from '../../schemas/scoring.ts';
import { krippendorffAlpha } from '../../src/results/alpha.ts';
import { agreementOf } from '../../src/results/divergence.ts';
import { add, compare, exact, fromHundredths, meanOf, minus, rounded, times, toNumber } from '../../src/results/exact.ts';
import { rank, type Ranking } from '../../src/results/ranking.ts';
import { severityOf, type Score } from '../../src/results/severity.ts';
import { fullMarks, totalOf, type RoundRules, type Sheet } from '../../src/results/sheet.ts';

const rules = (scoring: object = {}, needed = 2): RoundRules => ({
  key: 'one', needed, decimals: 1, scoring: scoringSchema.parse(scoring),
  rubric: [{ key: 'novelty', points: 60, name: { en: 'Novelty' } }, { key: 'effect', points: 40, name: { en: 'Effect' } }],
});
let sheets = 0;
/** Marks in points: novelty, effect. */
const sheet = (entry: string, judge: string, novelty: number, effect: number): Sheet => ({ id: `s${++sheets}`, entryId: entry, judgeId: judge, judge, marks: { novelty: Math.round(novelty * 100), effect: Math.round(effect * 100) } });
const entries = (...codes: string[]) => codes.map((code) => ({ entryId: code, code }));
const places = (r: Ranking) => r.entries.map((e) => [e.code, e.place, e.counts]);

describe('a mean', () => {
  it('is exact until it is rounded, and rounds as the contest says', () => {
    // 77.85 is 77.84999… as a binary number, and (0.1 + 0.2) / 2 is 0.15000000000000002.
    expect(rounded(exact('77.85'), 1)).toBe('77.9');
    expect(rounded(exact('77.85'), 1, 'half-even')).toBe('77.8');
    expect(rounded(exact('77.95'), 1, 'half-even')).toBe('78.0');
    expect(rounded(meanOf([exact(0.1), exact(0.2)]), 1)).toBe('0.2');
    expect(rounded(meanOf([exact('75.4'), exact('80.3')]), 1)).toBe('77.9');
    expect(rounded(meanOf([80, 81, 81].map(exact)), 2)).toBe('80.67');
    expect([rounded(exact('-0.05'), 1), rounded(exact('-0.04'), 1), rounded(exact(99.96), 1), rounded(exact(5), 0)]).toEqual(['-0.1', '0.0', '100.0', '5']);
    for (const text of ['', '7,5', '1e3', 'NaN', '--1']) expect(() => exact(text), text).toThrow(RangeError);
  });

  it('of any hundredths is the one that whole numbers give, in whatever order', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 9 }), (list) => {
      const mean = meanOf(list.map(fromHundredths));
      expect(compare(mean, meanOf(list.toReversed().map(fromHundredths)))).toBe(0);
      // to hundredths, half up, in integers alone
      const sum = BigInt(list.reduce((a, b) => a + b, 0));
      const n = BigInt(list.length);
      const hundredths = (2n * sum + n) / (2n * n);
      expect(rounded(mean, 2)).toBe(`${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`);
    }));
  });

  it('never differs by more than half a step from what it rounds, and keeps the laws of numbers', () => {
    const number = fc.record({ n: fc.bigInt({ min: -1_000_000n, max: 1_000_000n }), d: fc.bigInt({ min: 1n, max: 997n }) });
    fc.assert(fc.property(number, number, fc.integer({ min: 0, max: 4 }), fc.constantFrom('half-up' as const, 'half-even' as const), (a, b, decimals, rule) => {
      const off = minus(exact(rounded(a, decimals, rule)), a);
      expect(compare(times(off, off), { n: 1n, d: 4n * 100n ** BigInt(decimals) })).toBeLessThanOrEqual(0);
      expect(compare(minus(add(a, b), b), a)).toBe(0);
      expect(Math.sign(compare(a, b))).toBe(Math.sign(toNumber(minus(a, b))));
    }));
  });
});

describe('a sheet', () => {
  it('adds up its marks by their weights', () => {
    const weighted = rules({ weights: { effect: 1.5 } });
    expect(rounded(totalOf({ novelty: 4050, effect: 3010 }, weighted), 3)).toBe('85.650');
    expect(rounded(fullMarks(weighted), 1)).toBe('120.0');
  });
});

describe('judges who lie apart', () => {
  const after = (totals: number[], needed = 2, gap: number | null = 20) => agreementOf(totals.map((t) => exact(t)), needed, gap);
  it('bring a third at the gap itself, and not just below it', () => {
    expect([after([60]), after([60, 79.9]), after([60, 80]), after([80, 60]), after([60, 80], 2, null)]).toEqual(['open', 'settled', 'further-judge', 'further-judge', 'settled']);
  });
  it('are settled by a third who agrees with one of them, and go to the chair where he agrees with neither', () => {
    expect([after([50, 90, 75]), after([50, 90, 70]), after([50, 90, 70.5]), after([20, 60, 100])]).toEqual(['settled', 'chair', 'settled', 'chair']);
  });
  it('of a jury that sits together need the chair only where no majority agrees', () => {
    expect([after([70, 71, 72, 73, 74, 75, 20], 7), after([10, 20, 30, 50, 60, 80, 90], 7)]).toEqual(['settled', 'chair']);
  });
});

describe('a ranking', () => {
  it('takes the mean, so that an entry with three sheets does not stand above one with two', () => {
    const found = rank(entries('A', 'B'), [sheet('A', 'j1', 40, 30), sheet('A', 'j2', 42, 30), sheet('A', 'j3', 41, 30), sheet('B', 'j1', 45, 31), sheet('B', 'j2', 46, 31)], [], rules());
    expect(places(found)).toEqual([['B', 1, '76.5'], ['A', 2, '71.0']]);
  });

  it('lets entries share a place whose means are the same as shown, after the tie-break', () => {
    const list = [sheet('A', 'j1', 50, 20), sheet('A', 'j2', 50, 20.04), sheet('B', 'j1', 45, 25), sheet('B', 'j2', 45, 25), sheet('C', 'j1', 45, 25), sheet('C', 'j2', 45, 25), sheet('D', 'j1', 30, 20), sheet('D', 'j2', 30, 20)];
    expect(places(rank(entries('A', 'B', 'C', 'D'), list, [], rules()))).toEqual([['A', 1, '70.0'], ['B', 1, '70.0'], ['C', 1, '70.0'], ['D', 4, '50.0']]);
    const broken = rank(entries('A', 'B', 'C', 'D'), list, [], rules({ tieBreak: ['effect'] }));
    expect(broken.entries.map((e) => [e.code, e.place, e.tied])).toEqual([['B', 1, ['C']], ['C', 1, ['B']], ['A', 3, []], ['D', 4, []]]);
  });

  it('ranks nobody whose sheets are missing or diverge, until a person says so', () => {
    const list = [sheet('A', 'j1', 50, 30), sheet('B', 'j1', 60, 40), sheet('B', 'j2', 30, 30), sheet('C', 'j1', 40, 20), sheet('C', 'j2', 40, 20)];
    const codes = entries('A', 'B', 'C', 'D');
    expect(rank(codes, list, [], rules()).entries.map((e) => [e.code, e.place, e.agreement, e.missing])).toEqual([['C', 1, 'settled', 0], ['A', null, 'open', 1], ['B', null, 'further-judge', 0], ['D', null, 'open', 2]]);
    expect(places(rank(codes, list, [{ entryId: 'B', hundredths: 7_550 }], rules(), new Set(['A', 'D'])))).toEqual([['A', 1, '80.0'], ['B', 2, '75.5'], ['C', 3, '60.0'], ['D', null, null]]);
  });

  it('stays the same whatever the order of sheets and entries, and gives each place once or to equals', () => {
    const sheetsOf = fc.array(fc.record({ e: fc.integer({ min: 0, max: 7 }), j: fc.integer({ min: 0, max: 4 }), a: fc.integer({ min: 0, max: 600 }), b: fc.integer({ min: 0, max: 400 }) }), { maxLength: 40 })
      .map((list) => [...new Map(list.map((s) => [`${s.e} ${s.j}`, s])).values()].map((s) => ({ id: `${s.e} ${s.j}`, entryId: `E${s.e}`, judgeId: `J${s.j}`, judge: `J${s.j}`, marks: { novelty: s.a * 10, effect: s.b * 10 } })));
    fc.assert(fc.property(sheetsOf, fc.boolean(), (list, adjusted) => {
      const codes = entries('E0', 'E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7');
      const by = rules({ rankBy: adjusted ? 'adjusted' : 'raw', tieBreak: ['novelty'] }, 1);
      const one = rank(codes, list, [], by);
      expect(rank(codes.toReversed(), list.toReversed(), [], by)).toEqual(one);
      const ranked = one.entries.filter((e) => e.place !== null);
      for (const [i, e] of ranked.entries()) {
        expect(e.place).toBe(i > 0 && e.tied.includes(ranked[i - 1]!.code) ? ranked[i - 1]!.place : i + 1);
        expect(Number(e.counts)).toBeLessThanOrEqual(Number(ranked[i - 1]?.counts ?? 1e9));
      }
    }));
  });
});

describe('severity', () => {
  it('is what a textbook finds: blocks are entries, treatments are judges (Montgomery, Design and Analysis of Experiments, balanced incomplete blocks, the catalyst data)', () => {
    const table = [[73, 74, null, 71], [null, 75, 67, 72], [73, 75, 68, null], [75, null, 72, 75]];
    const scores: Score[] = table.flatMap((row, judge) => row.flatMap((total, entry) => (total === null ? [] : [{ judge: `catalyst ${judge + 1}`, entry: `batch ${entry + 1}`, total }])));
    const { severity, groups } = severityOf(scores);
    // by hand: 3 Q / (2 · 4), with Q = -9/3, -7/3, -4/3, 20/3
    expect([...severity.values()].map((v) => Number(v.toFixed(9)))).toEqual([-9 / 8, -7 / 8, -4 / 8, 20 / 8]);
    expect(groups).toHaveLength(1);
  });

  it('leaves the mean as it is where every judge scores every entry, and takes a constant severity away where they do not', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 8 }), fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 3, maxLength: 6 }), fc.integer({ min: 1, max: 1_000 }), (merits, harsh, seed) => {
      const all = merits.flatMap((merit, e) => harsh.map((h, j) => ({ entry: `e${e}`, judge: `j${j}`, total: merit + h })));
      const full = severityOf(all).adjusted;
      for (const e of merits.keys()) expect(full.get(`e${e}`)).toBeCloseTo(all.filter((s) => s.entry === `e${e}`).reduce((sum, s) => sum + s.total, 0) / harsh.length, 6);
      // Some sheets are missing, while the first judge scores all: then all are tied.
      const some = severityOf(all.filter((s, i) => s.judge === 'j0' || (i * 7 + seed) % 3 !== 0));
      if (some.groups.length > 1 || some.severity.size < harsh.length) return;
      for (const e of merits.keys()) expect((some.adjusted.get(`e${e}`) ?? 0) - (some.adjusted.get('e0') ?? 0)).toBeCloseTo((merits[e] ?? 0) - (merits[0] ?? 0), 6);
    }));
  });

  it('says which judges cannot be compared, and moves nobody for it', () => {
    const found = rank(entries('A', 'B', 'C'), [sheet('A', 'j1', 50, 30), sheet('A', 'j2', 40, 30), sheet('B', 'j3', 50, 20), sheet('B', 'j4', 52, 20), sheet('C', 'j5', 50, 20)], [], rules());
    expect(found.groups).toBe(3);
    expect(found.judges.map((j) => [j.judge, j.severity])).toEqual([['j1', '+5.0'], ['j2', '-5.0'], ['j3', '-1.0'], ['j4', '+1.0'], ['j5', null]]);
  });

  it('ranks only where the contest says so', () => {
    // j3 is hard; A had j3 and B had not.
    const list = [sheet('A', 'j1', 50, 30), sheet('A', 'j3', 40, 20), sheet('B', 'j1', 45, 30), sheet('B', 'j2', 45, 30), sheet('C', 'j2', 30, 30), sheet('C', 'j3', 15, 25), sheet('D', 'j1', 30, 30), sheet('D', 'j3', 20, 20)];
    expect(places(rank(entries('A', 'B', 'C', 'D'), list, [], rules({ gap: null }))).slice(0, 2)).toEqual([['B', 1, '75.0'], ['A', 2, '70.0']]);
    expect(places(rank(entries('A', 'B', 'C', 'D'), list, [], rules({ gap: null, rankBy: 'adjusted' }))).slice(0, 2).map((p) => p[0])).toEqual(['A', 'B']);
  });
});

describe("Krippendorff's alpha for intervals", () => {
  it('is 0.849 on the data of his own paper (Computing Krippendorff\'s Alpha-Reliability, 2011: four observers, twelve units)', () => {
    const observers = ['1 2 3 3 2 1 4 1 2 . . .', '1 2 3 3 2 2 4 1 2 5 . 3', '. 3 3 3 2 3 4 2 2 5 1 .', '1 2 3 3 2 4 4 1 2 5 1 .'].map((row) => row.split(' '));
    const units = Array.from({ length: 12 }, (_, u) => observers.flatMap((row) => (row[u] === '.' ? [] : [Number(row[u])])));
    expect(krippendorffAlpha(units)?.toFixed(3)).toBe('0.849');
  });

  it('is 0.811 on the example that reference works compute by hand (three coders, fifteen units)', () => {
    const coders = ['* * * * * 3 4 1 2 1 1 3 3 * 3', '1 * 2 1 3 3 4 3 * * * * * * *', '* * 2 1 3 4 4 * 2 1 1 3 3 * 4'].map((row) => row.split(' '));
    const units = Array.from({ length: 15 }, (_, u) => coders.flatMap((row) => (row[u] === '*' ? [] : [Number(row[u])])));
    expect(krippendorffAlpha(units)?.toFixed(3)).toBe('0.811');
  });

  it('is 1 where all agree, and is not given where it says nothing', () => {
    expect(krippendorffAlpha([[70, 70], [80, 80], [90, 90, 90]])).toBe(1);
    expect([krippendorffAlpha([]), krippendorffAlpha([[70], [80]]), krippendorffAlpha([[70, 72]]), krippendorffAlpha([[70, 70], [70, 70]])]).toEqual([null, null, null, null]);
  });
});
