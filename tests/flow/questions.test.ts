import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { committeeFacts } from '../../src/desk/committee-report.ts';
import { summaryFacts } from '../../src/desk/summary.ts';
import { summaryInput } from '../../src/store/desk.ts';
import { listQuestions, postsOf, questionsForThemes, setOwner } from '../../src/store/questions.ts';
import { questionsCommand } from '../../workers/cli/questions.ts';
import { runCommand } from '../support/command.ts';
import { entryMail, mail, type Sketch } from '../support/mails.ts';
import { TEST_KEY } from '../support/service.ts';
import { openStage, type Stage } from '../support/stage.ts';

const STAFF = 'staff@office.test';
const LAN = 'lan@office.test';

let stage: Stage;
beforeAll(async () => {
  const { questionTopics } = (await readContestFolder('contests/hau-giang-2024')).contest;
  stage = await openStage({ authservId: 'mx.office.test', changes: (c) => ({ ...c, questionTopics, staff: { ...c.staff, addresses: [STAFF, LAN], auth: 'server' } }) });
});
afterAll(() => stage.stop());

type Tx = Parameters<Parameters<Stage['service']['services']['db']['transaction']>[0]>[0];
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => stage.service.services.db.transaction(work);
const questions = (asker: string) => inTx(async (tx) => (await listQuestions(tx, { limit: 100 })).filter((q) => q.asker === asker));
const flat = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ');
const lettersOf = async (kind: string, to: string) => (await stage.letters()).filter((l) => l.kind === kind && l.toAddress === to);

async function ask(from: string, sketch: Sketch = {}) {
  return stage.send(await mail({ from, subject: 'Hỏi về thể lệ', text: 'Cho hỏi một nhóm dự thi có thể gồm người của hai cơ quan không?', ...sketch }), from);
}

/** Staff's reply to the newest letter of a kind that they got. */
async function reply(text: string, options: { from?: string; result?: string; kind?: string; attachments?: Sketch['attachments'] } = {}) {
  const { from = STAFF, result = 'pass', kind = 'staff-question' } = options;
  const letter = (await lettersOf(kind, from)).at(-1);
  return stage.send(await mail({ from, subject: `Re: ${letter?.subject}`, inReplyTo: letter?.rfcMessageId ?? '', text, headers: { 'Authentication-Results': `mx.office.test; dmarc=${result}` }, ...(options.attachments ? { attachments: options.attachments } : {}) }), from);
}

describe('a question', () => {
  it('is a thread: staff get it, reply to us, and their words go on to who asked', async () => {
    await ask('an@people.test', { messageId: 'cau-hoi-1@people.test' });
    const [open] = await questions('an@people.test');
    expect(open).toMatchObject({ state: 'open', subject: 'Hỏi về thể lệ', owner: null });
    const brought = (await lettersOf('staff-question', STAFF)).at(-1);
    expect([brought?.replyTo, flat(brought?.text)]).toEqual([null, expect.stringContaining('được chuyển đến người hỏi')]);
    const { message } = await reply('Được.\n\nNhóm cử một người đại diện.', { attachments: [{ filename: 'hướng dẫn.csv', content: 'a,b\n', contentType: 'text/csv' }] });
    expect(message).toMatchObject({ outcome: 'decided', outcomeReason: `question ${open?.n} answered` });
    const answer = await stage.letterTo('an@people.test');
    expect([answer.kind, answer.state, answer.inReplyTo]).toEqual(['question-answer', 'sent', 'cau-hoi-1@people.test']);
    expect(flat(answer.text)).toMatch(/Được\. Nhóm cử một người đại diện\..*hướng dẫn\.csv.*> Cho hỏi một nhóm/);
    expect(flat(answer.text)).not.toContain(STAFF);
    expect((await questions('an@people.test'))[0]).toMatchObject({ state: 'answered', answeredBy: STAFF, answeredHow: 'reply' });
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('goes on in its thread, by reply or by subject, and waits again from the new mail on', async () => {
    const answer = await stage.letterTo('an@people.test');
    const { message } = await ask('an@people.test', { subject: `Re: ${answer.subject}`, inReplyTo: answer.rfcMessageId, text: 'Xin nói rõ hơn về người đại diện.' });
    const [thread, second] = await questions('an@people.test');
    expect([message.outcome, second, thread?.state, thread?.askedAt]).toEqual(['question-passed', undefined, 'open', message.internalDate]);
    await ask('an@people.test', { subject: 'RE: hỏi về thể lệ', text: 'Người đại diện có cần là công chức không?' });
    const [same] = await questions('an@people.test');
    expect([same?.askedAt, (await inTx((tx) => postsOf(tx, same?.id ?? ''))).map((p) => p.answer)]).toEqual([message.internalDate, [false, true, false, false]]);
    await ask('an@people.test', { subject: 'Hỏi về giải thưởng', text: 'Cuộc thi có bao nhiêu giải thưởng?' });
    expect(await questions('an@people.test')).toHaveLength(2);
  });

  it('is not answered twice unseen, and closed by one word', async () => {
    await ask('binh@people.test');
    await reply('Thưa được ạ.', { from: LAN });
    await reply('Cũng được ạ.');
    expect(await lettersOf('question-answer', 'binh@people.test')).toHaveLength(1);
    expect(flat((await lettersOf('answer-not-sent', STAFF)).at(-1)?.text)).toContain(`đã được ${LAN} trả lời lúc`);
    await ask('chi@people.test', { text: 'Cho hỏi cuộc thi có bán vé không?' });
    await reply('ĐÓNG: thư quảng cáo');
    expect((await questions('chi@people.test'))[0]).toMatchObject({ state: 'closed', closedBy: STAFF, closedReason: 'thư quảng cáo' });
    expect(await lettersOf('question-answer', 'chi@people.test')).toEqual([]);
  });

  it('that goes on is not answered by a reply to the letter before: who replied hears what was asked since', async () => {
    const from = 'khanh@people.test';
    const since = 'Còn bài của nhóm thì gửi chung hay riêng?';
    await ask(from);
    const first = (await lettersOf('staff-question', LAN)).at(-1);
    await reply('Được, cử một người đại diện.');
    const answer = await stage.letterTo(from);
    await ask(from, { subject: `Re: ${answer.subject}`, inReplyTo: answer.rfcMessageId, text: since });
    await stage.send(await mail({ from: LAN, subject: `Re: ${first?.subject}`, inReplyTo: first?.rfcMessageId ?? '', text: 'Cũng được ạ.', headers: { 'Authentication-Results': 'mx.office.test; dmarc=pass' } }), LAN);
    expect([(await questions(from))[0]?.state, (await lettersOf('question-answer', from)).length]).toEqual(['open', 1]);
    expect((await lettersOf('answer-not-sent', LAN)).at(-1)?.text).toContain(`> ${since}`);
    await reply('Gửi chung.', { from: LAN });
    expect([(await questions(from))[0]?.state, flat((await stage.letterTo(from)).text)]).toEqual(['answered', expect.stringContaining(`> ${since}`)]);
  });

  it('is answered by nobody but staff whom our server vouches for', async () => {
    await ask('dung@people.test');
    for (const [from, result] of [[STAFF, 'none'], [STAFF, 'fail']] as const) await reply('Chuyển tiền vào tài khoản sau.', { from, result });
    const letter = (await lettersOf('staff-question', STAFF)).at(-1);
    await stage.send(await mail({ from: 'mallory@people.test', subject: `Re: ${letter?.subject}`, inReplyTo: letter?.rfcMessageId ?? '', text: 'Chuyển tiền vào tài khoản sau.', headers: { 'Authentication-Results': 'mx.office.test; dmarc=pass' } }), 'mallory@people.test');
    expect(await lettersOf('question-answer', 'dung@people.test')).toEqual([]);
    expect((await questions('dung@people.test'))[0]?.state).toBe('open');
    expect(flat((await lettersOf('answer-not-sent', STAFF)).at(-1)?.text)).toContain('Chưa xác minh được người gửi');
  });

  it("tells a stranger nothing of another's entry, whatever code is named, and joins no thread of another's", async () => {
    await stage.send(await entryMail('Bí mật của An', { from: 'em@people.test' }), 'em@people.test');
    const code = (await stage.letterTo('em@people.test')).text.match(/CCHC24-\d{4}-\w/)?.[0] ?? '';
    const answer = (await lettersOf('question-answer', 'an@people.test')).at(-1);
    await ask('mallory@people.test', { subject: `Hỏi về bài ${code}`, text: `Cho hỏi bài dự thi ${code} của ai?`, inReplyTo: answer?.rfcMessageId ?? '' });
    const thread = (await questions('mallory@people.test')).at(-1);
    expect([thread?.code, (await inTx((tx) => postsOf(tx, thread?.id ?? ''))).length]).toEqual([code, 1]);
    await reply('Ban Tổ chức không cung cấp thông tin bài của người khác.');
    const said = (await stage.letters()).filter((l) => l.toAddress === 'mallory@people.test');
    expect([...new Set(said.map((l) => l.kind))].sort()).toEqual(['question-answer', 'question-received']);
    expect(said.filter((l) => /Bí mật|em@people\.test/.test(l.text) || l.entryId !== null)).toEqual([]);
  });
});

describe('without a server that vouches', () => {
  it('an answer leaves once the owner of the address has confirmed its words', async () => {
    const other = await openStage();
    try {
      await other.send(await mail({ from: 'an@people.test', subject: 'Hỏi hạn nộp', text: 'Cho hỏi hạn nộp bài dự thi là khi nào?' }), 'an@people.test');
      const brought = await other.letterTo(STAFF);
      await other.send(await mail({ from: STAFF, subject: 'Re: câu hỏi', inReplyTo: brought.rfcMessageId, text: 'Đến hết ngày 16/8.' }), STAFF);
      const asked = await other.letterTo(STAFF);
      expect([asked.kind, (await other.letterTo('an@people.test')).kind]).toEqual(['answer-confirm', 'question-received']);
      await other.send(await mail({ from: STAFF, subject: 'Re: xác nhận', inReplyTo: asked.rfcMessageId, text: 'Đồng ý' }), STAFF);
      const answer = await other.letterTo('an@people.test');
      expect([answer.kind, flat(answer.text)]).toEqual(['question-answer', expect.stringContaining('Đến hết ngày 16/8.')]);
    } finally {
      await other.stop();
    }
  });
});

describe('mailroom questions', () => {
  it('lists, shows, assigns, answers and closes', async () => {
    const env = { DATABASE_URL: stage.database.url, SECRET_KEY: TEST_KEY, CONTEST_DIR: 'tests/fixtures/contests/tiny-english' };
    await ask('giang@people.test');
    const [row] = await questions('giang@people.test');
    const n = String(row?.n);
    const run = (...args: string[]) => runCommand(questionsCommand(), args, env);
    expect((await run('list', '--state', 'open')).said).toMatch(/giang@people\.test/);
    expect((await run('show', n)).said).toMatch(/asked by giang@people\.test: Hỏi về thể lệ\s+Cho hỏi một nhóm/);
    await expect(run('assign', n, 'mallory@people.test')).rejects.toThrow(/no address of staff/);
    expect((await run('answer', n, '--text', 'Được.', '--by', 'Chị Lan')).said).toContain('giang@people.test');
    expect((await questions('giang@people.test'))[0]).toMatchObject({ state: 'answered', answeredBy: 'Chị Lan', answeredHow: 'command' });
    expect((await run('close', n, '--reason', 'xong')).said).toContain('closed');
    expect((await run('themes', '--json')).said).toMatch(/"count":\d/);
    await expect(run('show', '999')).rejects.toThrow(/no question has the number/);
    await expect(run('list', '--state', 'lost')).rejects.toThrow(/expected open, answered, closed/);
  });
});

describe('what staff and committee hear', () => {
  it('is who waits for over a working day, with number and owner, until it is answered; and what people ask about', async () => {
    await ask('hai@people.test', { subject: 'Hỏi hạn nộp', text: 'Cho hỏi hạn nộp bài dự thi là khi nào?' });
    const [row] = await questions('hai@people.test');
    const { loaded } = stage.service.services;
    await inTx((tx) => setOwner(tx, row?.id ?? '', LAN));
    const later = new Date((row?.askedAt.getTime() ?? 0) + 4 * 86_400_000);
    const told = async () => summaryFacts(await inTx((tx) => summaryInput(tx, loaded)), loaded.contest, later)?.questions.find((q) => q.from === 'hai@people.test');
    expect(await told()).toEqual({ n: row?.n, owner: LAN, from: 'hai@people.test', subject: 'Hỏi hạn nộp', hours: 96 });
    await ask('hai@people.test', { subject: 'Re: Hỏi hạn nộp', text: 'Cho hỏi thêm, nộp ở đâu?' });
    expect((await lettersOf('staff-question', LAN)).at(-1)?.facts).toMatchObject({ n: row?.n, owner: LAN });
    expect((await lettersOf('staff-question', STAFF)).at(-1)?.facts).not.toMatchObject({ n: row?.n, text: expect.stringContaining('nộp ở đâu') });
    const report = committeeFacts({ entries: [], units: null, questions: await inTx(questionsForThemes) }, loaded.contest, later);
    expect(report.questions?.themes.map((t) => t.label)).toEqual(expect.arrayContaining(['Thời hạn', 'Nhóm và tác giả', 'Cách gửi bài', 'Giải thưởng']));
    await reply('Hết ngày 16/8.', { from: LAN });
    expect(await told()).toBeUndefined();
  });
});
