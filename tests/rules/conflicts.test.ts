import { describe, expect, it } from 'vitest';
import type { Agency } from '../../schemas/agency.ts';
import { agencyTree } from '../../src/judging/agency-tree.ts';
import { conflictsOf, type EntryFacts, type JudgeFacts, type Said } from '../../src/judging/conflicts.ts';
import { hauGiang, tinyEnglish } from '../support/contests.ts';

const agency = (id: string, name: string, kind: Agency['kind'], parent: string | null = 'hau-giang', aliases: string[] = []): Agency => ({ id, name, kind, parent, aliases, validFrom: null, validTo: null, source: null });
const agencies = [
  agency('hau-giang', 'Tỉnh Hậu Giang', 'province', null, ['UBND tỉnh', 'UBND tỉnh Hậu Giang']), agency('so-tu-phap', 'Sở Tư pháp', 'department'), agency('so-y-te', 'Sở Y tế', 'department'),
  agency('h-vi-thuy', 'Huyện Vị Thuỷ', 'district'), agency('x-vi-thang', 'Xã Vị Thắng', 'commune', 'h-vi-thuy'), agency('h-long-my', 'Huyện Long Mỹ', 'district'), agency('tx-long-my', 'Thị xã Long Mỹ', 'town'),
];
const tree = agencyTree(agencies, '2024-07-01');
const judge = (more: Partial<JudgeFacts> = {}): JudgeFacts => ({ memberId: 'j', name: 'Lê Văn Giám', agency: null, emails: ['giam@stp.test'], phones: ['0900000902'], ...more });
const entry = (more: Partial<EntryFacts> = {}): EntryFacts => ({ entryId: 'e', code: 'T-1', units: [], parties: [], ...more });
const grounds = (j: Partial<JudgeFacts>, e: Partial<EntryFacts>, contest = hauGiang(), said: Said[] = []) => conflictsOf(judge(j), entry(e), said, tree, contest).map((c) => `${c.ground}${c.hard ? '' : '?'}`);

describe('a conflict by agency', () => {
  it.each([
    ['the same, however it is written', 'Sở Tư pháp tỉnh Hậu Giang', 'Phòng Hành chính, Sở Tư pháp', ['agency']],
    ['another department', 'Sở Tư pháp', 'Sở Y tế', []],
    ['above it', 'UBND huyện Vị Thuỷ', 'UBND xã Vị Thắng', ['parent']],
    ['below it', 'UBND xã Vị Thắng', 'Phòng Nội vụ huyện Vị Thủy', ['subordinate']],
    ['two districts of one province', 'UBND huyện Vị Thuỷ', 'UBND huyện Long Mỹ', []],
    ['what may be the judge\'s', 'UBND huyện Long Mỹ', 'Phòng Tư pháp Long Mỹ', ['agency']],
    ['the province is above everybody, which says nothing', 'Văn phòng UBND tỉnh', 'Sở Y tế', []],
    ['what the registry does not know, by its words', 'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh', 'Ban Dân chủ, Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh', ['agency']],
    ['another province', 'Sở Tư pháp', 'Sở Tư pháp tỉnh Kiên Giang', []],
    ['a business', 'Sở Tư pháp', 'Công ty TNHH Phù Sa', []],
  ])('%s', (_what, own, unit, expected) => {
    expect(grounds({ agency: own }, { units: [unit] })).toEqual(expected);
  });

  it('above and below count only where the contest says so', () => {
    const lenient = { ...hauGiang(), conflicts: { parent: false, subordinate: false } };
    expect([grounds({ agency: 'UBND huyện Vị Thuỷ' }, { units: ['UBND xã Vị Thắng'] }, lenient), grounds({ agency: 'UBND xã Vị Thắng' }, { units: ['UBND huyện Vị Thuỷ'] }, lenient), grounds({ agency: 'Sở Y tế' }, { units: ['Sở Y tế'] }, lenient)]).toEqual([[], [], ['agency']]);
  });

  it('is looked for in every unit that the entry names, and not where the judge\'s agency is unknown', () => {
    expect(grounds({ agency: 'Sở Y tế' }, { units: ['Sở Tư pháp', 'Công ty ABC', 'Sở Y tế Hậu Giang'] })).toEqual(['agency']);
    expect(grounds({ agency: null }, { units: ['Sở Y tế'] })).toEqual([]);
  });
});

describe('a conflict by person', () => {
  const party = (name: string | null, emails: string[] = [], phones: string[] = []) => ({ parties: [{ name, emails, phones }] });

  it('is an address or a telephone number in common, in whatever writing', () => {
    expect(grounds({}, party(null, ['GIAM@stp.test ']))).toEqual(['email']);
    expect(grounds({}, party('Ai đó', [], ['+84 900 000 902']))).toEqual(['phone']);
    expect(grounds({}, party('Ai đó', ['khac@stp.test'], ['0900000903']))).toEqual([]);
  });

  it('is a warning where only the name is the same, and nothing where it is merely alike', () => {
    expect(grounds({}, party('LE VAN GIAM'))).toEqual(['name?']);
    expect(grounds({}, party('Lê Văn Giảm'))).toEqual([]);
  });
});

describe('a conflict that was said', () => {
  const said: Said[] = [{ memberId: 'j', entryId: 'e', ground: 'declared', reason: 'tôi hướng dẫn tác giả', at: new Date('2024-08-20T18:00:00Z') }, { memberId: 'k', entryId: 'e', ground: 'declined', reason: 'bận', at: new Date() }, { memberId: 'j', entryId: 'f', ground: 'declined', reason: 'bận', at: new Date() }];

  it('is of this judge and this entry alone, with its day in the contest\'s zone and its reason', () => {
    const [only, second] = conflictsOf(judge(), entry(), said, tree, hauGiang());
    expect(only).toEqual({ ground: 'declared', hard: true, told: 'đã báo xung đột lợi ích ngày 21/8/2024: tôi hướng dẫn tác giả' });
    expect(second).toBeUndefined();
  });

  it('reads in the language of the contest', () => {
    const [agency_] = conflictsOf(judge({ agency: 'Sở Y tế' }), entry({ units: ['Sở Y tế'] }), [], tree, tinyEnglish());
    expect(agency_?.told).toBe('the same agency: “Sở Y tế” (judge: “Sở Y tế”)');
  });
});
