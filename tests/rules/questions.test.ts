import { describe, expect, it } from 'vitest';
import { hoursOnWorkingDays } from '../../src/contest/working-days.ts';
import { themesOf, type AskedQuestion } from '../../src/desk/themes.ts';
import { waitingQuestions } from '../../src/desk/waiting-questions.ts';
import { bareSubject } from '../../src/mail/kinds/bare-subject.ts';
import { readClosing } from '../../src/mail/kinds/closing-word.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';

const { contest } = await readContestFolder('contests/hau-giang-2024');
const at = (local: string): Date => new Date(`${local}+07:00`);

describe('hours on working days', () => {
  it.each([
    ['within a working day', '2024-07-02T08:00', '2024-07-02T17:00', 9],
    ['over a weekend: from Friday 16:00 to Monday 8:00', '2024-07-05T16:00', '2024-07-08T08:00', 16],
    ['over the public holiday of 2 and 3 September', '2024-08-30T12:00', '2024-09-04T06:00', 18],
    ['on a weekend alone', '2024-07-06T08:00', '2024-07-07T20:00', 0],
    ['backwards', '2024-07-03T08:00', '2024-07-02T08:00', 0],
  ])('%s', (_what, from, to, hours) => {
    expect(hoursOnWorkingDays(at(from), at(to), contest)).toBe(hours);
  });
});

describe('questions that wait', () => {
  const asked = (local: string, more: object = {}) => ({ from: 'an@people.test', subject: 'Hỏi', askedAt: at(local), ...more });

  it('are told once over a working day has passed, the oldest first, with number and owner', () => {
    const friday = asked('2024-07-05T16:00', { n: 3, owner: 'lan@office.test' });
    expect(waitingQuestions([friday], contest, at('2024-07-08T07:30')).questions).toEqual([]);
    expect(waitingQuestions([asked('2024-07-08T06:00', { n: 4 }), friday], contest, at('2024-07-09T07:30')).questions.map((q) => [q.n, q.owner, q.hours])).toEqual([[3, 'lan@office.test', 87], [4, null, 25]]);
  });

  it('are counted beyond the first six, however many and however old', () => {
    const { questions, moreQuestions } = waitingQuestions(Array.from({ length: 5_000 }, () => asked('1970-01-01T00:00')), contest, at('2024-07-09T07:30'));
    expect([questions.length, moreQuestions]).toEqual([6, 4_994]);
  });

  it('bring no code into the letter that a reply could be taken for', () => {
    expect(JSON.stringify(waitingQuestions([asked('2024-07-01T08:00', { subject: 'HỢP LỆ CCHC24-0012-4' })], contest, at('2024-07-09T07:30')).questions)).not.toContain('CCHC24-0012-4');
  });
});

describe('themes', () => {
  const asked = (text: string, state: AskedQuestion['state'] = 'answered'): AskedQuestion => ({ text, state, askedAt: at('2024-07-02T08:00') });

  it('are counted by the words of the contest, with or without diacritics, and no word counts inside another', () => {
    expect(themesOf([asked('Hạn nộp là ngày nào?'), asked('han nop co gia han khong', 'open'), asked('Nhóm có bao nhiêu người, hạn nộp khi nào?'), asked('Cho hỏi chỗ đậu xe?', 'open')], contest)).toEqual([
      { label: 'Thời hạn', count: 3, open: 1 }, { label: 'Nhóm và tác giả', count: 1, open: 0 }, { label: 'Chủ đề khác', count: 1, open: 1 },
    ]);
    expect(themesOf([asked('What information platforms do you inform?')], { ...contest, locale: 'en' })).toEqual([{ label: 'Other', count: 1, open: 0 }]);
  });

  it('are all "other" where the contest names no topics, and none where nobody asked', () => {
    expect([themesOf([asked('Hạn nộp?')], { ...contest, questionTopics: [] }).map((t) => t.label), themesOf([], contest)]).toEqual([['Chủ đề khác'], []]);
  });
});

describe('small words of a thread', () => {
  it.each([['Re: Fwd: Hỏi về thể lệ', 'hoi ve the le'], ['TL: re:  Hỏi   về thể lệ ', 'hoi ve the le'], ['Regarding: x', 'regarding: x'], [null, ''], ['Re:', '']])('%s is %s', (subject, bare) => {
    expect(bareSubject(subject)).toBe(bare);
  });

  it.each([['ĐÓNG', ''], ['đóng.', ''], ['\n CLOSE: thư quảng cáo\nhết', 'thư quảng cáo'], ['Đóng góp của nhóm được tính.', null], ['Close to the deadline, yes.', null], ['', null]])('%j closes: %j', (text, reason) => {
    expect(readClosing(text)).toBe(reason);
  });
});
