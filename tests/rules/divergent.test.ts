import { describe, expect, it } from 'vitest';
import { divergentOf, gaveBack, type Looked } from '../../src/judging/divergent.ts';
import { dividedOf, type PutBefore } from '../../src/judging/divided.ts';
import { withJudging } from '../support/jury.ts';
import { hauGiang } from '../support/contests.ts';
import { rulesOf } from '../../src/results/sheet.ts';

const rules = (judges = 2) => rulesOf(withJudging(hauGiang(), { judging: { judges } }), 'preliminary');
/** Totals of a hundred; judge and sheet are named by their place. */
const looked = (totals: number[], more: Partial<Looked> = {}): Looked => ({
  entryId: 'e', code: 'CCHC24-0001-I', title: null, pending: 0, decided: false,
  sheets: totals.map((total, i) => ({ id: `s${i}`, entryId: 'e', judgeId: `j${i}`, judge: `Judge ${i}`, marks: spread(total) })),
  ever: totals.map((_, i) => ({ id: `a${i}`, memberId: `j${i}`, state: 'accepted' as const, ended: false, reason: null })), ...more,
});
const spread = (total: number) => ({ moi: Math.min(30, total) * 100, 'hieu-qua': Math.min(40, Math.max(0, total - 30)) * 100, 'nhan-rong': Math.max(0, total - 70) * 100 });
const asks = (totals: number[], more: Partial<Looked> = {}, locked = false, judges = 2) => divergentOf(looked(totals, more), rules(judges), locked).ask;

describe('whom sheets call for', () => {
  it('is nobody while one is missing or the totals agree, a further judge from the gap on, the chair where that did not settle it', () => {
    expect([asks([50]), asks([50, 69]), asks([50, 70]), asks([50, 70, 60]), asks([40, 60, 90])]).toEqual([null, null, 'further-judge', null, 'chair']);
  });

  it('is nobody while a judge has the entry and may settle it yet, or once the chair has spoken', () => {
    expect([asks([50, 90], { pending: 1 }), asks([10, 50, 90], { decided: true })]).toEqual([null, null]);
  });

  it('is asked at the lock without those who are silent', () => {
    expect([asks([50, 90], { pending: 1 }, true, 3), asks([50, 90], {}, false, 3), asks([50], { pending: 1 }, true)]).toEqual(['further-judge', null, null]);
  });

  it('rests on exactly these sheets and on who was asked', () => {
    const of = (more: Partial<Looked>, totals = [50, 90]) => divergentOf(looked(totals, more), rules(), false).standing;
    const ever = looked([50, 90]).ever;
    const declined = { id: 'a2', memberId: 'j2', state: 'declined' as const, ended: true, reason: 'đi vắng' };
    expect(of({})).toBe(of({ ever: ever.toReversed(), title: 'Another title' }));
    expect(new Set([of({}), of({}, [50, 91]), of({ ever: [...ever, declined] }), of({ ever: [...ever, { ...declined, state: 'invited', ended: false }] }), of({ entryId: 'f' })]).size).toBe(5);
    expect(gaveBack({ ever: [...ever, declined] })).toEqual([{ memberId: 'j2', reason: 'đi vắng' }]);
  });
});

describe('the summary of an entry whose sheets lie apart', () => {
  const names = new Map([['j2', 'Bà Hai'], ['c', 'Ông Trưởng ban']]);
  const stands = (totals: number[], more: Partial<Looked>, put: (d: { standing: string }) => Partial<PutBefore>[]) => {
    const d = divergentOf(looked(totals, more), rules(), false);
    return dividedOf([d], put(d).map((p): PutBefore => ({ entryId: 'e', standing: d.standing, ask: 'further-judge', memberId: 'j2', state: 'open', ...p })), names, 'vi').map(({ stands: said, who }) => [said, who]);
  };
  const asked = [...looked([50, 90]).ever, { id: 'a2', memberId: 'j2', state: 'invited' as const, ended: false, reason: null }];

  it('says who waits for staff, who was asked, and where nobody can be', () => {
    expect([
      stands([50, 90], {}, () => [{}]), stands([50, 90], { ever: asked, pending: 1 }, () => []), stands([50, 90], {}, () => []), stands([50, 90], {}, () => [{ state: 'cancelled' }]), stands([50, 90], {}, () => [{ standing: 'another' }]),
    ]).toEqual([[['judge-proposed', 'Bà Hai']], [['judge-asked', 'Bà Hai']], [['judge-none', null]], [['judge-none', null]], [['judge-none', null]]]);
  });

  it('names the chair from then on, and nobody once it is settled', () => {
    const chair = { ask: 'chair', memberId: 'c' } as const;
    expect([stands([40, 60, 90], {}, () => [chair]), stands([40, 60, 90], {}, () => [{ ...chair, state: 'approved' }]), stands([40, 60, 90], {}, () => []), stands([40, 60, 90], { decided: true }, () => []), stands([50, 60], {}, () => [])])
      .toEqual([[['chair-proposed', 'Ông Trưởng ban']], [['chair-asked', 'Ông Trưởng ban']], [['chair-none', null]], [], []]);
  });
});
