import { describe, expect, it } from 'vitest';
import type { Offered } from '../../schemas/desk.ts';
import type { Finding } from '../../schemas/reading.ts';
import { bind, type Standing } from '../../src/desk/bind.ts';
import { decisionsReadFacts } from '../../src/desk/read-back.ts';
import { standingOf, type EntryStands } from '../../src/desk/standing.ts';
import { formatCode } from '../../src/entry/code.ts';
import { readDecisions } from '../../src/mail/kinds/decisions.ts';
import { hauGiang } from '../support/contests.ts';
import { NOTHING, stated } from '../support/entry-facts.ts';

const contest = hauGiang();
const [A, B, C] = [1, 2, 12].map((n) => formatCode(contest.codePrefix, n)) as [string, string, string];
const names: Record<string, string> = { [A]: 'A', [B]: 'B', [C]: 'C' };
const read = (text: string) => readDecisions(text.replace(/\$([ABC])/g, (_, name: string) => ({ A, B, C })[name] ?? ''), contest);

describe('a decision bound to its letter', () => {
  const finding: Finding = { check: 'agency', severity: 'review', code: 'ambiguous-agency', forEntrant: '', forStaff: 'hai xã' };
  const stands: EntryStands = { version: 1, state: 'under-check', findings: [finding], fields: { ...NOTHING, title: stated('Hộp thư góp ý') }, files: ['Phiếu.docx a1'], lastDecision: null };
  const offer = (code: string, more: Partial<Offered> = {}): Offered => ({ code, version: 1, standing: standingOf(stands), words: ['eligible', 'ineligible', 'supplement'], ...more });
  const now = ({ decided = null, gaps = 1, ...more }: Partial<EntryStands & Pick<Standing, 'decided' | 'gaps'>> = {}): Standing => ({ version: more.version ?? 1, standing: standingOf({ ...stands, ...more }), decided, gaps, moved: [] });
  const bound = (text: string, offered: Offered[], current: [string, Standing][]) => {
    const { apply, stale, notOffered, undoable } = bind(read(text).decisions, offered, new Map(current));
    return {
      ...(undoable.length === 0 ? {} : { undoable: undoable.map((d) => `${names[d.code]} ${d.why}${d.entries === undefined ? '' : `: ${d.entries.map((code) => names[code]).join()}`}`) }),
       apply: apply.map((d) => `${d.word} ${names[d.code]}`), stale: stale.map((d) => `${names[d.code]} ${d.why}`), notOffered: notOffered.map((d) => `${names[d.code]} ${d.why}`) };
  };

  it('counts while the entry stands as the letter showed it', () => {
    expect(bound('HỢP LỆ $A', [offer(A)], [[A, now()]])).toEqual({ apply: ['eligible A'], stale: [], notOffered: [] });
  });

  it.each([
    ['a new version', now({ version: 2 })],
    ['another finding', now({ findings: [finding, { ...finding, code: 'x' }] })],
    ['a finding whose words changed', now({ findings: [{ ...finding, forStaff: 'ba xã' }] })],
    ['a finding that went', now({ findings: [] })],
    ['another state', now({ state: 'withdrawn' })],
    ['a field put right by hand', now({ fields: { ...stands.fields, title: { ...stated('Hộp thư góp ý trực tuyến'), byHand: true } } })],
    ['a field read elsewhere', now({ fields: { ...stands.fields, title: stated('Hộp thư góp ý', 'Phiếu.docx') } })],
    ['a document moved away', now({ files: [] })],
    ['a document of the same name with other words', now({ files: ['Phiếu.docx b2'] })],
    ['another decision meanwhile', now({ decided: 'ineligible', lastDecision: 'd1' })],
    ['a decision meanwhile that lapsed', now({ lastDecision: 'd1' })],
  ])('is stale after %s', (_what, standing) => {
    expect(bound('HỢP LỆ $A', [offer(A)], [[A, standing]])).toEqual({ apply: [], stale: ['A stale'], notOffered: [] });
  });

  it('has no second effect when the reply comes again, or another person decides the same', () => {
    expect(bound('HỢP LỆ $A', [offer(A)], [[A, now({ decided: 'eligible', lastDecision: 'd1' })]])).toEqual({ apply: [], stale: ['A already'], notOffered: [] });
  });

  it('of an entry that is gone is stale', () => {
    expect(bound('HỢP LỆ $A', [offer(A)], [])).toEqual({ apply: [], stale: ['A gone'], notOffered: [] });
  });

  it('counts for nothing that its letter did not offer, nor by a word that it did not', () => {
    expect(bound('HỢP LỆ $B\nDUYỆT $A', [offer(A)], [[A, now()], [B, now()]])).toEqual({ apply: [], stale: [], notOffered: ['B not-offered', 'A other-word'] });
    expect(bound('HỢP LỆ $A', [], [[A, now()]])).toMatchObject({ apply: [], notOffered: ['A not-offered'] });
  });

  it('that asks for more must say what, where the entry lacks nothing that could be asked for', () => {
    expect(bound('BỔ SUNG $A', [offer(A)], [[A, now({ gaps: 1 })]])).toEqual({ apply: ['supplement A'], stale: [], notOffered: [] });
    expect(bound('BỔ SUNG $A\nBỔ SUNG $B: phiếu có chữ ký', [offer(A), offer(B)], [[A, now({ gaps: 0 })], [B, now({ gaps: 0 })]])).toEqual({ apply: ['supplement B'], stale: [], notOffered: [], undoable: ['A needs-reason'] });
  });

  it('lets a batch go only while its entries stand as its letters tell, and names those that do not; it can be given up all the same', () => {
    const batch: Standing = { version: 0, standing: 'hash', decided: null, gaps: 0, moved: [A, B] };
    const offered = offer(C, { version: 0, standing: 'hash', words: ['approve', 'cancel'] });
    expect(bound('DUYỆT $C', [offered], [[C, batch]])).toEqual({ apply: [], stale: [], notOffered: [], undoable: ['C entries-changed: A,B'] });
    expect(bound('HỦY $C', [offered], [[C, batch]])).toMatchObject({ apply: ['cancel C'] });
  });

  it('of a letter that offers one code in two ways is stale', () => {
    expect(bound('HỢP LỆ $A', [offer(A), offer(A, { version: 2 })], [[A, now()]])).toMatchObject({ apply: [], stale: ['A stale'] });
  });

  it('goes one by one: what changed does not hold back the rest', () => {
    expect(bound('HỢP LỆ $A, $B', [offer(A), offer(B)], [[A, now({ version: 2 })], [B, now()]])).toEqual({ apply: ['eligible B'], stale: ['A stale'], notOffered: [] });
  });

  it('stands the same in whatever order findings and documents were read', () => {
    const other = { ...finding, code: 'other' };
    expect(standingOf({ ...stands, findings: [finding, other] })).toBe(standingOf({ ...stands, findings: [other, finding] }));
    expect(standingOf({ ...stands, files: ['a 1', 'b 2'] })).toBe(standingOf({ ...stands, files: ['b 2', 'a 1'] }));
  });
});

it('the answer to a reply says of each line what was done, and what was not and why', () => {
  const standing = standingOf({ version: 1, state: 'under-check', findings: [], fields: NOTHING, files: [], lastDecision: null });
  const offered = [A, B, C].map((code): Offered => ({ code, version: 1, standing, words: ['eligible', 'ineligible'] }));
  const reply = read('HỢP LỆ $A, $B\nKHÔNG HỢP LỆ $C\nBỔ SUNG $A: phiếu');
  const bound = bind(reply.decisions, offered, new Map([A, B].map((code) => [code, { version: 1, standing, decided: null, gaps: 0, moved: [] }])));
  const facts = decisionsReadFacts({ receivedAt: new Date('2024-07-03T02:00:00Z'), read: reply, bound, done: new Set([B]), titles: new Map([[B, `Một cửa ${A}`]]), prefix: contest.codePrefix });
  expect(facts.done).toEqual([{ code: B, word: 'eligible', reason: null, title: 'Một cửa …', awaitsSecond: false }]);
  expect(facts.refused.map((r) => r.why).toSorted()).toEqual(['needs-reason', 'two-answers', 'two-answers']);
  const late = decisionsReadFacts({ receivedAt: new Date('2024-07-03T02:00:00Z'), read: reply, bound, done: new Set(), titles: new Map(), prefix: contest.codePrefix });
  expect(late.refused[0]).toMatchObject({ code: B, why: 'stale' });
  const failed = new Map([[B, { why: 'entries-changed' as const, entries: Array.from({ length: 23 }, (_, i) => formatCode(contest.codePrefix, i + 1)) }]]);
  const refused = decisionsReadFacts({ receivedAt: new Date('2024-07-03T02:00:00Z'), read: reply, bound, done: new Set(), failed, titles: new Map(), prefix: contest.codePrefix });
  expect([refused.refused[0]?.why, refused.refused[0]?.entries.length, refused.refused[0]?.moreEntries]).toEqual(['entries-changed', 20, 3]);
});
