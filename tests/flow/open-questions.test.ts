import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvalsByCode, type ApprovalRow } from '../../src/store/approvals.ts';
import type { Tx } from '../../src/store/database.ts';
import { takeTurn } from '../../src/store/entries.ts';
import { decideBatch, type BatchDecided } from '../../workers/approvals/decide.ts';
import { proposeQuestions } from '../../workers/approvals/questions.ts';
import { contestCommand } from '../../workers/cli/contest.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { pdf } from '../../workers/demo/mails.ts';
import { runCommand } from '../support/command.ts';
import { mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

const REFERENCE = 'contests/hau-giang-2024';
const COMMITTEE = 'btc@office.test';
let stage: Stage;
beforeAll(async () => {
  const { contest } = await readContestFolder(REFERENCE);
  // before the opening: the rules are to be decided by then
  stage = await openStage({ now: '2024-06-20T02:00:00Z', changes: (c) => ({ ...c, rounds: contest.rounds, questionsToCommittee: contest.questionsToCommittee, committee: { addresses: [COMMITTEE, COMMITTEE.toUpperCase()] } }) });
});
afterAll(() => stage.stop());

const services = () => stage.service.services;
const contest = () => services().loaded.contest;
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => services().db.transaction(work);
const propose = (): Promise<ApprovalRow> => inTx((tx) => proposeQuestions(tx, services(), 'Chị Lan'));
const approve = ({ code }: ApprovalRow): Promise<BatchDecided> => inTx(async (tx) => { await takeTurn(tx); return decideBatch(tx, services(), (await approvalsByCode(tx, [code]))[0]!, 'approve', 'Chị Lan', null); });
const asked = async () => (await stage.letters()).filter((l) => l.kind === 'open-questions').toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
const flat = (text: string): string => text.replace(/\s+/g, ' ');

describe('what the plan leaves open', () => {
  it('is listed for staff with what the plan says, what happens meanwhile, and the line that decides it', async () => {
    const { said } = await runCommand(contestCommand(), ['questions', '--json'], { CONTEST_DIR: REFERENCE });
    const { questions, others } = JSON.parse(said) as { questions: { key: string; planSays: string; line: string }[]; others: string[] };
    expect(questions.map((q) => q.key)).toEqual(['maxEntriesPerAuthor', 'acceptedFormats', 'blindJudging', 'publishScores', 'complaintDays', 'retentionMonths', 'coverageDenominator', 'rounds.preliminary.judging', 'rounds.defence.judging']);
    expect(questions.find((q) => q.key === 'coverageDenominator')).toMatchObject({ planSays: expect.stringContaining('“Đảm bảo 100% các cơ quan, đơn vị quan tâm tham gia”'), line: 'openQuestions.coverageDenominator: all-agencies hoặc interested-agencies' });
    expect(others.some((o) => o.includes('lệ phí'))).toBe(true);
    expect((await runCommand(contestCommand(), ['questions'], { CONTEST_DIR: REFERENCE })).said).toContain('9 open. `mailroom approvals propose questions` asks the committee.');
  });

  it('is put to the committee in one letter, once a person approved it', async () => {
    const batch = await propose();
    await stage.idle();
    expect([batch.what, batch.letters.length, (await asked()).length]).toEqual(['questions', 1, 0]);
    expect(flat((await stage.letterTo('staff@office.test')).text)).toContain('các điểm Kế hoạch để ngỏ, xin Ban Tổ chức quyết định');
    await expect(propose()).rejects.toThrow(`${batch.code} waits for approval`);
    expect(await approve(batch)).toMatchObject({ state: 'done' });
    await stage.idle();
    const [letter] = await asked();
    expect(letter).toMatchObject({ toAddress: COMMITTEE, state: 'sent', subject: 'Xin Ban Tổ chức quyết định 15 điểm Kế hoạch để ngỏ' });
    expect(flat(letter!.text)).toContain('Xin Ban Tổ chức quyết định trước ngày bắt đầu nhận bài, thứ Hai, ngày 1/7/2024 và trả lời thư này');
    expect(flat(letter!.text)).toContain('Hiện nay: Thư báo kết quả mời nêu ý kiến bằng cách trả lời thư và không nêu thời hạn.');
    expect(flat(letter!.text)).not.toContain('Thư này thay thư');
  });

  it('is asked again only once something changed, without what was decided', async () => {
    await expect(propose()).rejects.toThrow(/asked exactly this already/);
    stage.clock.set('2024-06-25T02:00:00Z');
    contest().openQuestions.complaintDays = 15;
    const stale = await propose();
    contest().openQuestions.publishScores = false;
    expect(await approve(stale)).toEqual({ state: 'moved', moved: [COMMITTEE] });
    await inTx(async (tx) => { await takeTurn(tx); await decideBatch(tx, services(), (await approvalsByCode(tx, [stale.code]))[0]!, 'cancel', 'Chị Lan', 'đã có quyết định khác'); });
    await approve(await propose());
    await stage.idle();
    const [, second, ...more] = await asked();
    expect(more).toEqual([]);
    expect(second!.subject).toBe('Xin Ban Tổ chức quyết định 13 điểm Kế hoạch để ngỏ');
    expect(flat(second!.text)).toContain('Thư này thay thư cùng nội dung gửi thứ Năm, ngày 20/6/2024.');
    expect(second!.text).not.toContain('complaintDays');
  });

  it('is answered by a reply, which staff get, and which decides nothing by itself', async () => {
    const letter = (await asked()).at(-1)!;
    const { message } = await stage.send(await mail({ from: COMMITTEE, subject: `Re: ${letter.subject}`, inReplyTo: letter.rfcMessageId, text: 'Ban Tổ chức quyết định: mỗi tác giả tối đa 3 bài; nhận tệp Word và PDF. Gửi kèm Thể lệ.', attachments: [{ filename: 'The le du thi.pdf', content: pdf('THỂ LỆ CUỘC THI Tên bài dự thi: theo mẫu'), contentType: 'application/pdf' }] }), COMMITTEE);
    expect([message.outcome, (await stage.entries()).length]).toEqual(['question-passed', 0]);
    expect(flat((await stage.letters()).filter((l) => l.kind === 'staff-question').at(-1)!.text)).toContain('mỗi tác giả tối đa 3 bài');
    expect(contest().openQuestions.maxEntriesPerAuthor).toBeUndefined();
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('is refused where nobody can be asked, and where nothing is open', async () => {
    const { committee, questionsToCommittee } = contest();
    contest().committee = { addresses: [] };
    await expect(propose()).rejects.toThrow('contest.yaml names no committee.addresses');
    contest().committee = committee;
    Object.assign(contest(), { questionsToCommittee: { ...questionsToCommittee, others: [] }, rounds: [], openQuestions: { maxEntriesPerAuthor: 3, acceptedFormats: ['pdf'], blindJudging: true, publishScores: false, complaintDays: 15, retentionMonths: 12, coverageDenominator: 'all-agencies' } });
    await expect(propose()).rejects.toThrow('no question is open');
  });
});

describe('how long a result may be contested', () => {
  it('stands in the letters that tell one, once it is decided', () => {
    const { writer } = services();
    const say = (complaintDays?: number) => flat(writer.under({ ...contest(), openQuestions: complaintDays === undefined ? {} : { complaintDays } })
      .write('round-result', { code: 'CCHC24-0001-A', title: null, round: 'Vòng sơ khảo', next: 'Vòng bảo vệ ý tưởng', advanced: false, replaces: null }, new Date('2024-10-01T02:00:00Z')).text);
    expect(say(15)).toContain('xin trả lời thư này trong 15 ngày kể từ ngày nhận được thư và nêu rõ lý do');
    expect(say()).toContain('xin trả lời thư này và nêu rõ lý do');
  });
});
