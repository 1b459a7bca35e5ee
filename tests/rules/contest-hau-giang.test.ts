import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadContest } from '../../src/contest/load.ts';
import { withScoring } from '../support/scoring.ts';
import { spokenAmount, spokenDeadline } from '../../src/contest/spoken.ts';

const dir = fileURLToPath(new URL('../../contests/hau-giang-2024', import.meta.url));
const yaml = await readFile(`${dir}/contest.yaml`, 'utf8');
const people = await readFile(`${dir}/people.sample.csv`);
const loaded = loadContest({ dir, yaml: Buffer.from(yaml), people });
const { contest } = loaded;

test('the window is from 1 July to the end of 16 August 2024, Vietnam time', () => {
  expect(new Date(contest.window.opens).toISOString()).toBe('2024-06-30T17:00:00.000Z');
  expect(new Date(contest.window.closes).toISOString()).toBe('2024-08-16T17:00:00.000Z');
  expect(spokenDeadline(contest.window.closes, contest.zone, 'vi')).toBe('hết thứ Sáu, ngày 16/8/2024 (23 giờ 59, giờ Việt Nam)');
});

test('mail from the day of the plan on is held until the opening, and private mail is left alone', () => {
  expect(contest.mailbox).toMatchObject({ address: 'nguyennntc.snv@haugiang.gov.vn', kind: 'personal', since: '2024-05-20T00:00:00+07:00', after: { do: 'leave' } });
});

test('the six areas stand in the order of the plan', () => {
  expect(contest.areas.map((a) => a.name.vi)).toEqual(['Cải cách thể chế', 'Cải cách thủ tục hành chính', 'Cải cách tổ chức bộ máy', 'Cải cách chế độ công vụ',
    'Cải cách tài chính công', 'Xây dựng và phát triển chính quyền điện tử, chính quyền số']);
});

test('one author, groups of two to four, and agencies as a whole may enter', () => {
  const sizes = Object.entries(contest.entrantKinds).map(([kind, k]) => [kind, k?.minAuthors, k?.maxAuthors]);
  expect(sizes).toEqual([['individual', 1, 1], ['group', 2, 4], ['organisation', 0, null]]);
});

test('six prizes of 31.000.000 đồng in all, three of each certificate, each with a gift', () => {
  const count = (certificate: string) => contest.prizes.filter((p) => p.certificate?.vi === certificate).reduce((sum, p) => sum + p.count, 0);
  expect(spokenAmount(contest.prizes.reduce((sum, p) => sum + p.count * p.amount, 0), 'VND', 'vi')).toBe('31.000.000 đồng');
  expect([count('Bằng khen'), count('Giấy khen')]).toEqual([3, 3]);
  expect(contest.prizes.every((p) => p.gift)).toBe(true);
  expect(contest.specialPrize?.decidedBy.vi).toContain('Chủ tịch');
});

test('each index of the plan is a tag, and so is investment, with the place in the plan', () => {
  expect(contest.tags.map((t) => t.key)).toEqual(['par-index', 'sipas', 'papi', 'pci', 'dti', 'investment']);
  expect(contest.indices.map((index) => contest.tags.find((t) => t.name.en?.startsWith(`${index} (`))?.basis?.includes('mục I.1'))).toEqual([true, true, true, true, true]);
  expect(contest.tags.at(-1)?.basis).toBe('Kế hoạch, mục II.2');
});

test('three excluded bodies, two rounds, five indices, four bases, seven agencies of the jury', () => {
  expect(contest.excludedBodies.map((b) => b.name.vi)).toEqual(['Ban Tổ chức', 'Ban Giám khảo', 'Thư ký giúp việc']);
  expect(contest.rounds.map((r) => r.name.vi)).toEqual(['Vòng sơ khảo', 'Vòng bảo vệ ý tưởng']);
  expect(contest.indices).toEqual(['PAR INDEX', 'SIPAS', 'PAPI', 'PCI', 'DTI']);
  expect(contest.legalBases.map((b) => /\d+\/(KH|CTr)-UBND/.exec(b)?.[0])).toEqual(['20/KH-UBND', '04/CTr-UBND', '230/KH-UBND', '35/KH-UBND']);
  expect(contest.juryAgencies.map((a) => a.required)).toEqual([true, true, true, true, false, false, false]);
});

test('what only the rules of the contest can decide is unset, and its commented lines are valid once they are taken up', () => {
  expect(contest.openQuestions).toEqual({});
  const [fixed = '', open = ''] = yaml.split(/^# openQuestions:/m);
  const decided = `${fixed}openQuestions:${open.replace(/^# {3}/gm, '  ')}`;
  expect(Object.keys(loadContest({ dir, yaml: Buffer.from(decided), people }).contest.openQuestions)).toHaveLength(7);
});

test('how the rounds are judged is left to the Thể lệ, and the proposal in the notes is valid once it is taken up', () => {
  expect(contest.rounds.map((r) => r.judging)).toEqual([undefined, undefined]);
  const { rounds } = loadContest({ dir, yaml: Buffer.from(withScoring(yaml)), people }).contest;
  expect(rounds.map((r) => r.judging?.rubric.reduce((sum, c) => sum + c.points, 0))).toEqual([100, 100]);
  expect(rounds.map((r) => [r.judging?.judges, r.scoring.gap, r.scoring.precision, r.scoring.rankBy])).toEqual([[2, 20, 1, 'raw'], [7, null, 1, 'raw']]);
  const refused = (from: string, to: string): string => { try { loadContest({ dir, yaml: Buffer.from(withScoring(yaml).replace(from, to)), people }); return 'taken'; } catch (error) { return String(error); } };
  expect(refused('tieBreak: [effect,', 'tieBreak: [efect,')).toContain('rounds[0].scoring.tieBreak[0]: expected the key of a criterion, one of novelty, effect, reach, evidence, form (found "efect"); did you mean effect?');
  expect(refused('gap: 20 ', 'weights: { reech: 2 } ')).toContain('did you mean reach?');
  expect(refused('key: effect, points', 'key: novelty, points')).toContain('rounds[0].judging.rubric[1].key: expected a key of its own (found "novelty" twice)');
});

test('each text of the contest stands in Vietnamese and in English', () => {
  const texts = JSON.stringify(contest).match(/\{"vi":"(?:[^"\\]|\\.)*"(,"en":)?/g) ?? [];
  expect(texts.length).toBeGreaterThan(40);
  expect(texts.filter((t) => !t.endsWith('"en":'))).toEqual([]);
});

test('the sample list of people shows invented people of each body', () => {
  expect(loaded.people.map((p) => p.body)).toEqual(['organisers', 'jury', 'secretariat']);
  expect(loaded.people.flatMap((p) => p.emails).every((e) => /@([a-z]+\.)*example\.(vn|org)$/.test(e))).toBe(true);
});
