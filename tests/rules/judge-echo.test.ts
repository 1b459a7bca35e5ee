import { describe, expect, it } from 'vitest';
import { readTemplates } from '../../src/edges/templates.ts';
import { notTaken } from '../../src/judging/answered-before.ts';
import { createLetterWriter } from '../../src/letters/render.ts';
import { hauGiang } from '../support/contests.ts';

const row = { n: 1, name: 'Tính mới', points: 30, score: '25' };
const facts = {
  judge: 'Lê Văn Bình', round: 'preliminary', roundName: 'Vòng sơ khảo', dueAt: '2024-09-10T10:00:00Z', locksAt: '2024-09-17T10:00:00Z', receivedAt: '2024-09-01T10:00:00Z',
  accepted: [{ code: 'CCHC24-0004-C', title: 'Sổ tay' }], declined: [{ code: 'CCHC24-0005-A', title: null, reason: 'CCHC24-0006-8, dòng “bận” của tôi' }], conflicts: [{ code: 'CCHC24-0009-2', title: null, reason: 'cùng phòng' }], paused: false, resumed: false,
  sheets: ['CCHC24-0001-I', 'CCHC24-0002-G'].map((code) => ({ code, title: 'Một cửa', complete: true, sum: '25', total: 30, rows: [row], comment: null })),
  refused: [{ line: 'CCHC24-0003-E', code: 'CCHC24-0003-E', why: 'closed' as const }, { line: 'NHẬN CCHC24-0008-4', code: 'CCHC24-0008-4', why: 'withdrawn' as const }, { line: '2: 99', code: 'CCHC24-0002-G', why: 'out-of-range' as const }, { line: 'x', code: null, why: 'no-code' as const }],
  unanswered: 0, unscored: ['CCHC24-0007-6'], moreUnscored: 0, over: false,
};

describe('the copy of our answer to a judge', () => {
  it.each(['vi', 'en'] as const)('says of which entries nothing was taken (%s): not of those it shows a sheet of', async (locale) => {
    const contest = { ...hauGiang(), locale };
    const { text } = createLetterWriter(await readTemplates('templates', 'tests', locale), contest).write('judge-read', facts, new Date('2024-09-01T10:00:00Z'));
    expect([...notTaken(text)]).toEqual(['CCHC24-0003-E', 'CCHC24-0008-4']);
  });
});
