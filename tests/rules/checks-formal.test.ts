import { describe, expect, it } from 'vitest';
import { agreement } from '../../src/checks/agreement.ts';
import { openGaps, stateAfter } from '../../src/entry/state.ts';
import { author, contestWith, document, factsOf, findingsOf, stated } from '../support/entry-facts.ts';

const codes = (findings: { code: string }[]): string[] => findings.map((f) => f.code);

describe('the window', () => {
  const at = (received: string, sent: { dateHeader?: string; topReceivedAt?: Date } = {}, settings = {}) =>
    findingsOf(factsOf({}, { receivedAt: new Date(received), dateHeader: null, topReceivedAt: null, ...sent }), { contest: contestWith({ window: settings }) });

  it.each([
    ['2024-06-30T23:59:59+07:00', ['early']], ['2024-07-01T00:00:00+07:00', []], ['2024-08-16T23:59:59.999+07:00', []], ['2024-08-17T00:00:00+07:00', ['late']],
    ['2024-06-30T17:00:00Z', []], ['2024-08-16T17:00:00Z', ['late']],
  ])('received at %s: %j', (received, expected) => expect(codes(at(received))).toEqual(expected));

  it('leaves to people what was sent in time and arrived late, with the three clocks', () => {
    expect(codes(at('2024-08-17T03:00:00+07:00', { dateHeader: 'Fri, 16 Aug 2024 22:00:00 +0700' }))).toEqual(['late-borderline']);
    const [found] = at('2024-08-17T03:00:00+07:00', { topReceivedAt: new Date('2024-08-16T16:00:00Z') });
    expect(found).toMatchObject({ code: 'late-borderline', severity: 'review', evidence: 'INTERNALDATE 2024-08-16T20:00:00.000Z; Date -; Received 2024-08-16T16:00:00.000Z' });
    expect(codes(at('2024-08-17T03:00:00+07:00', { dateHeader: 'Mon, 1 Jan 2024 08:00:00 +0700' }))).toEqual(['late']);
    expect(codes(at('2024-08-17T00:10:00+07:00', {}, { borderlineMinutes: 15 }))).toEqual(['late-borderline']);
  });
});

describe('entrant kind and size', () => {
  const of = (kind: 'individual' | 'group' | 'organisation' | null, count: number) => findingsOf(factsOf({
    ...(kind === null ? {} : { entrantKind: stated(kind, 'phieu.docx') }), ...(count === 0 ? {} : { authors: stated(Array.from({ length: count }, (_, i) => author(`Tác Giả ${i}`)), 'phieu.docx') }),
  }), { contest: contestWith({ 'group-size': {} }) });

  it.each([
    ['individual', 1, []], ['individual', 2, ['several-authors']], ['individual', 5, ['group-too-large']], ['group', 1, ['group-too-small']], ['group', 2, []], ['group', 4, []], ['group', 5, ['group-too-large']],
    ['organisation', 0, []], ['organisation', 40, []], [null, 1, []], [null, 4, []], [null, 5, ['group-too-large']], [null, 0, []],
  ] as const)('%s of %i', (kind, count, expected) => expect(codes(of(kind, count))).toEqual(expected));

  it('shows where it is stated, and asks before the deadline', () => {
    const [found] = of('group', 5);
    expect(found?.evidence).toContain('tệp “phieu.docx”, hàng 4: group');
    expect(found?.forEntrant).toContain('16/8/2024');
  });
});

describe('content areas, declaration and completeness', () => {
  it('one area of the six at least, and none that is not there', () => {
    const of = (areas: number[] | null) => codes(findingsOf(factsOf(areas === null ? {} : { areas: stated(areas) }), { contest: contestWith({ 'content-area': { atLeast: 1 } }) }));
    expect([of(null), of([]), of([6]), of([1, 2]), of([7]), of([0])]).toEqual([['missing-area'], ['missing-area'], [], [], ['unknown-area'], ['unknown-area']]);
  });

  it('the declaration is asked for, and what was withheld is shown with its place', () => {
    const of = (value: boolean | null) => findingsOf(factsOf(value === null ? {} : { declaration: stated(value, 'phieu.docx') }), { contest: contestWith({ declaration: {} }) });
    expect([of(true), of(false), of(null)].map(codes)).toEqual([[], ['missing-declaration'], ['missing-declaration']]);
    expect(of(false)[0]?.evidence).toBe('tệp “phieu.docx”, hàng 4');
  });

  it('gaps of form, one question each; a collective need not list its people', () => {
    const contest = contestWith({ completeness: { required: ['title', 'authors', 'unit', 'contact', 'documents'] } });
    expect(codes(findingsOf(factsOf(), { contest }))).toEqual(['missing-title', 'missing-authors', 'missing-unit', 'missing-contact', 'missing-documents']);
    const collective = factsOf({ title: stated('Một cửa'), entrantKind: stated('organisation'), unit: stated('Sở Y tế'), phone: stated('0900000000') }, { documents: [document('a.docx', 'x')] });
    expect(findingsOf(collective, { contest })).toEqual([]);
  });

  it('two places that disagree are both shown', () => {
    const contest = contestWith({ agreement: {} });
    const title = { ...stated('Một cửa', 'phieu.docx'), others: [{ value: 'Hai cửa', source: 'subject' }] };
    expect(findingsOf(factsOf({ title }), { contest })).toMatchObject([{ code: 'title-disagrees', severity: 'review', evidence: 'tệp “phieu.docx”, hàng 4: Một cửa; tiêu đề thư: Hai cửa' }]);
    expect(agreement.planItems.length).toBeGreaterThan(0);
  });
});

describe('what findings do to an entry', () => {
  it('only what the entrant can mend makes it wait for them', () => {
    const gap = findingsOf(factsOf({ authors: stated([author('A', { share: 60 }), author('B', { share: 30 })]) }), { contest: contestWith({ 'author-shares': {} }) });
    expect([openGaps(gap).length, stateAfter(null, gap)]).toEqual([1, 'needs-info']);
    const staffOnly = findingsOf(factsOf({}, { overlaps: [{ with: { code: null, label: 'Sổ tay', kind: 'known' }, words: 500, share: 0.9, passages: [] }] }), { contest: contestWith({ originality: {} }) });
    expect([openGaps(staffOnly).length, stateAfter(null, staffOnly)]).toEqual([0, 'under-check']);
  });
});

describe('a copy of an identity paper among the files', () => {
  it('is shown to staff, asked of nobody, and quoted nowhere', () => {
    const card = document('CCCD mặt sau.jpg', null, { part: '3' });
    const found = findingsOf(factsOf({}, { documents: [card] }), { contest: contestWith({ completeness: { required: [] } }) }).find((f) => f.code === 'id-card');
    expect(found).toMatchObject({ check: 'completeness', severity: 'info', forEntrant: '', evidence: '3' });
    expect(JSON.stringify(found)).not.toContain('CCCD');
  });
});
