import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelOf, pairKey, type AssignmentInput } from '../../src/judging/assignment.ts';
import { proposalOf } from '../../src/judging/proposal.ts';
import { prove } from '../../src/judging/proof.ts';
import { solveProgram, type SolverLoader } from '../../src/judging/solve.ts';

const load = createRequire(import.meta.url)('highs') as SolverLoader;
const entry = (n: number, ...areas: number[]) => ({ entryId: `e${String(n).padStart(3, '0')}`, code: `T-${n}`, areas });
const judge = (n: number, more: { areas?: number[]; maxLoad?: number | null } = {}) => ({ memberId: `j${n}`, name: `Giám khảo ${n}`, areas: more.areas ?? [], maxLoad: more.maxLoad ?? null });
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const inputOf = (more: Partial<AssignmentInput>): AssignmentInput => ({
  perEntry: 2, seed: 'hạt giống', panels: 'prefer', entries: range(6).map((n) => entry(n)), judges: range(4).map((n) => judge(n)), forbidden: new Set(), doubtful: new Set(), kept: [], existing: [], ...more,
});
const names = new Map(range(60).map((n) => [`j${n}`, `Giám khảo ${n}`]));

async function assign(more: Partial<AssignmentInput>) {
  const input = inputOf(more);
  const model = modelOf(input);
  const solution = await solveProgram(load, model.program);
  return { input, model, solution, ...proposalOf(input, model, solution, names) };
}
const of = (pairs: { entryId: string; memberId: string }[], id: string): string[] => pairs.filter((p) => p.entryId === id).map((p) => p.memberId).toSorted();
const loads = (result: Awaited<ReturnType<typeof assign>>): number[] => result.loads.map((l) => l.kept + l.fresh).toSorted((a, b) => a - b);

describe('an assignment', () => {
  it('gives each entry its judges, and every judge as many entries, give or take one', async () => {
    const result = await assign({ entries: range(7).map((n) => entry(n)) });
    expect(result.short).toEqual([]);
    expect(loads(result)).toEqual([3, 3, 4, 4]);
    expect(result.proof).toEqual({ status: 'optimal' });
    expect(result.pairs.every((p) => p.why.includes('balance'))).toBe(true);
  });

  it('gives entries to judges of their area where the balance allows it, and to no others where the contest says only', async () => {
    const entries = [entry(1, 1), entry(2, 1), entry(3, 2), entry(4, 2)];
    const judges = [judge(1, { areas: [1] }), judge(2, { areas: [1] }), judge(3, { areas: [2] }), judge(4, { areas: [2] })];
    const even = await assign({ entries, judges });
    expect(of(even.pairs, 'e001')).toEqual(['j1', 'j2']);
    expect(even.pairs.every((p) => p.why.includes('panel'))).toBe(true);
    const uneven = [...entries, entry(5, 1), entry(6, 1), entry(7, 1), entry(8, 1)];
    expect(loads(await assign({ entries: uneven, judges }))).toEqual([4, 4, 4, 4]);
    const only = await assign({ entries: uneven, judges, panels: 'only' });
    expect(loads(only)).toEqual([2, 2, 6, 6]);
    expect(only.pairs.some((p) => p.why.includes('other-panel'))).toBe(false);
  });

  it('names the entries that lack judges, how many there could be, and whether conflicts or limits are the cause', async () => {
    const forbidden = new Set(['j1', 'j2', 'j3'].map((j) => pairKey('e002', j)));
    const { short, pairs } = await assign({ forbidden });
    expect(short).toEqual([{ entryId: 'e002', code: 'T-2', wanted: 2, got: 1, possible: 1, cause: 'conflicts' }]);
    expect(of(pairs, 'e002')).toEqual(['j4']);
    const full = await assign({ judges: range(4).map((n) => judge(n, { maxLoad: 2 })) });
    expect(full.short.map((s) => s.cause)).toEqual(full.short.map(() => 'loads'));
    expect(full.short.reduce((sum, s) => sum + s.wanted - s.got, 0)).toBe(4);
    expect((await assign({ judges: [] })).short.map((s) => [s.got, s.possible])).toEqual(range(6).map(() => [0, 0]));
  });

  it('leaves what was begun, counts it into the loads, and changes nothing else without need', async () => {
    const first = await assign({});
    const kept = first.pairs.slice(0, 3).map(({ entryId, memberId }) => ({ entryId, memberId }));
    const existing = first.pairs.slice(3).map(({ entryId, memberId }) => ({ entryId, memberId }));
    const again = await assign({ seed: 'một hạt giống khác', kept, existing });
    const keys = (pairs: { entryId: string; memberId: string }[]): string[] => pairs.map((p) => pairKey(p.entryId, p.memberId)).toSorted();
    expect(keys(again.pairs)).toEqual(keys(first.pairs));
    expect(again.pairs.filter((p) => p.why[0] === 'kept')).toHaveLength(12);
    // One judge goes: their begun work stays, the rest is shared out.
    const gone = kept[0]!.memberId;
    const without = await assign({ judges: inputOf({}).judges.filter((j) => j.memberId !== gone), kept, existing: existing.filter((p) => p.memberId !== gone) });
    expect(without.short).toEqual([]);
    expect(keys(without.pairs)).toEqual(expect.arrayContaining(keys(kept)));
    expect(without.loads.find((l) => l.memberId === gone)).toEqual({ memberId: gone, judge: names.get(gone), kept: kept.filter((p) => p.memberId === gone).length, fresh: 0, limit: null });
  });

  it('avoids whoever has the name of an author, and takes them where there is nobody else', async () => {
    const doubtful = new Set([pairKey('e001', 'j1')]);
    expect(of((await assign({ doubtful })).pairs, 'e001')).not.toContain('j1');
    const few = await assign({ doubtful, judges: [judge(1), judge(2)] });
    expect(of(few.pairs, 'e001')).toEqual(['j1', 'j2']);
  });

  it('holds for any lists and any seed: no conflict, no limit broken, loads within one where nothing stands against it, and the same seed the same pairs', async () => {
    const lists = fc.record({ seed: fc.string(), entries: fc.integer({ min: 1, max: 30 }), judges: fc.integer({ min: 3, max: 9 }), perEntry: fc.integer({ min: 1, max: 3 }), bans: fc.array(fc.tuple(fc.nat(29), fc.nat(8)), { maxLength: 40 }), limit: fc.option(fc.integer({ min: 1, max: 20 })) });
    await fc.assert(fc.asyncProperty(lists, async ({ seed, entries, judges, perEntry, bans, limit }) => {
      const forbidden = new Set(bans.map(([e, j]) => pairKey(entry(e + 1).entryId, `j${j + 1}`)));
      const of_ = { seed, perEntry, forbidden, entries: range(entries).map((n) => entry(n, 1 + (n % 3))), judges: range(judges).map((n) => judge(n, { areas: n % 2 === 0 ? [1 + (n % 3)] : [], maxLoad: n === 1 ? limit : null })) };
      const result = await assign(of_);
      const again = await assign(of_);
      expect(again.pairs).toEqual(result.pairs);
      expect(result.pairs.filter((p) => forbidden.has(pairKey(p.entryId, p.memberId)))).toEqual([]);
      expect(new Set(result.pairs.map((p) => pairKey(p.entryId, p.memberId))).size).toBe(result.pairs.length);
      const total = result.short.reduce((sum, s) => sum + s.wanted - s.got, 0) + result.pairs.length;
      expect(total).toBe(entries * perEntry);
      for (const l of result.loads) expect(l.fresh).toBeLessThanOrEqual(l.limit ?? Infinity);
      if (forbidden.size === 0 && limit === null) expect((loads(result).at(-1) ?? 0) - (loads(result)[0] ?? 0)).toBeLessThanOrEqual(1);
      // With bans: nobody could hand an entry to a judge who has two fewer.
      for (const p of result.pairs) {
        const load_ = (id: string): number => result.loads.find((l) => l.memberId === id)?.fresh ?? 0;
        const other = result.loads.find((l) => (l.limit === null || l.fresh < l.limit) && l.fresh + 2 <= load_(p.memberId) && !forbidden.has(pairKey(p.entryId, l.memberId)) && !of(result.pairs, p.entryId).includes(l.memberId));
        expect(other).toBeUndefined();
      }
    }), { numRuns: 60, seed: 20_240_816 });
  }, 60_000);
});

describe('a solution', () => {
  it('is refused where it breaks a row or a bound or is not whole, and its gap is shown where its prices prove less', async () => {
    const { model: { program }, solution } = await assign({});
    const first = solution.values.findIndex((v) => v === 1);
    const changed = (value: number) => ({ ...solution, values: solution.values.map((v, i) => (i === first ? value : v)) });
    expect(() => prove(program, changed(0))).toThrow(/row \d+ sums up to/);
    expect(() => prove(program, changed(0.5))).toThrow(/not whole/);
    expect(() => prove(program, changed(2))).toThrow(/outside of its bounds/);
    expect(prove(program, solution).gap).toBe(0);
    expect(prove(program, { ...solution, duals: solution.duals.map(() => 0) }).gap).toBeGreaterThan(0.5);
  });
});
