import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAssignmentsOf } from '../../src/store/judging/assignments.ts';
import { enqueue } from '../../src/store/jobs.ts';
import { closeRound } from '../../src/store/results/outcomes.ts';
import { importMembers } from '../../src/store/judging/members.ts';
import { newestSheet } from '../../src/store/judging/sheets.ts';
import { approveAssignment, proposeAssignment } from '../../workers/judging/assign.ts';
import { giveEntry } from '../../workers/judging/give.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { formBook } from '../../src/judging/form-book.ts';
import { judge, openJuryStage, RUBRIC, type JuryStage } from '../support/jury.ts';
import { entryMail, mail } from '../support/mails.ts';

const TITLES = ['Một cửa lưu động của Phòng Thử nghiệm số 1', 'Nhắc hẹn bằng tin nhắn', 'Sổ tay công vụ'];
let stage: JuryStage;
beforeAll(async () => {
  stage = await openJuryStage(TITLES, [1, 2].map((n) => judge(n)));
});
afterAll(() => stage.stop());

const services = () => stage.service.services;
const open = (memberId?: string) => stage.inTx((tx) => openAssignmentsOf(tx, { round: 'preliminary', ...(memberId ? { memberId } : {}) }));
const newest = async (to: string, kind: string): Promise<LetterRow> => (await stage.letters()).filter((l) => l.toAddress === to && l.kind === kind).at(-1)!;
const violations = async (): Promise<unknown[]> => (await stage.verdict()).invariants.flatMap((i) => i.violations);
const quote = (text: string): string => text.split('\n').map((l) => `> ${l}`.trimEnd()).join('\n');
/** The form of an entry in a letter, its lines filled in. */
const fill = (letter: LetterRow, code: string, scores: (string | null)[]): string => {
  let at = -1;
  return letter.text.split('\n').map((line) => {
    if (line.startsWith('MÃ BÀI:')) at = line.includes(code) ? 0 : -1;
    const said = at >= 0 && /^\d\. /.test(line) ? scores[at++] : undefined;
    return said == null ? line : `${line.replace(/:.*$/, ':')} ${said}`;
  }).join('\n');
};
const reply = async (letter: LetterRow, text: string, more: { from?: string; headers?: Record<string, string> } = {}) => {
  const from = more.from ?? letter.toAddress;
  const { message, letters } = await stage.send(await mail({ from, subject: `Re: ${letter.subject}`, inReplyTo: letter.rfcMessageId, text, ...(more.headers ? { headers: more.headers } : {}) }), from);
  // What staff hear of it is looked at where that is meant.
  return { message, letters: letters.filter((l) => l.toAddress !== 'staff@office.test') };
};
const sheets = async (memberId: string) => {
  const found = await open(memberId);
  return stage.inTx(async (tx) => {
    const all: Record<string, unknown> = {};
    for (const a of found) {
      const sheet = await newestSheet(tx, a.id);
      if (sheet) all[a.code] = [sheet.n, sheet.state, sheet.marks];
    }
    return all;
  });
};

describe('a judge', () => {
  it('is invited in one letter once an assignment is approved', async () => {
    const row = await proposeAssignment(services().db, services(), { round: null, seed: 's', perEntry: null, by: 'lan' });
    const { letters } = await stage.inTx((tx) => approveAssignment(tx, services(), row.n, row.hash, 'lan'));
    await stage.idle();
    expect(letters).toBe(2);
    const letter = await newest('gk1@jury.test', 'judge-invitation');
    expect(letter.state).toBe('sent');
    expect(letter.subject).toBe('Mời chấm 3 bài, Vòng sơ khảo: xin trả lời NHẬN');
    // A title that names the agency is masked.
    expect(letter.text.replace(/\s+/g, ' ')).toMatch(/hạn gửi điểm 10\/9\/2024, 17 giờ 00.*CCHC24-0001-I.*Một cửa lưu động của \[cơ quan được che\]/);
  });

  it('accepts with one word, and gets masked entries, the form and the due date for the calendar', async () => {
    const { message, letters } = await reply(await newest('gk1@jury.test', 'judge-invitation'), `Tôi xin nhận ạ.\n\n${quote('NHẬN\nTỪ CHỐI')}`);
    expect(message).toMatchObject({ kind: 'judge-reply', outcome: 'decided' });
    expect(letters.map((l) => l.kind)).toEqual(['judge-read']);
    expect(letters[0]?.subject).toBe('Đã ghi nhận Quý vị nhận chấm 3 bài, Vòng sơ khảo');
    expect((await open((await stage.judges())[0]!.id)).map((a) => a.state)).toEqual(['accepted', 'accepted', 'accepted']);
    const letter = await newest('gk1@jury.test', 'judge-package');
    expect(letter.text).toMatch(/MÃ BÀI: CCHC24-0001-I\n1\. Tính mới, sáng tạo \(0-30\):\n2\. Tính thiết thực, hiệu quả \(0-40\):\n3\. Khả năng áp dụng, nhân rộng \(0-30\):\nNhận xét:/);
    const sent = await simpleParser(stage.delivered.filter((d) => d.to.includes('gk1@jury.test')).at(-1)!.raw);
    expect(sent.attachments.map((a) => a.filename)).toEqual(['CCHC24-0001-I.txt', 'CCHC24-0002-G.txt', 'CCHC24-0003-E.txt', 'Phieu-cham-diem.xlsx', 'Lich-hen.ics']);
    const text = sent.attachments[0]!.content.toString('utf8');
    expect(text).toContain('[tên được che]');
    expect(text).not.toMatch(/Nguyễn Văn Tác Một|Phòng Thử nghiệm số 1|0900000201|tacgia1@/);
    expect(sent.attachments[4]!.content.toString('utf8')).toMatch(/DTEND:20240910T100000Z/);
    expect(await violations()).toEqual([]);
  });

  it('takes the due date into a calendar, which is no absence', async () => {
    const [first] = await stage.judges();
    const ics = ['BEGIN:VCALENDAR', 'METHOD:REPLY', 'BEGIN:VEVENT', `UID:judging-preliminary-${first!.id}@office.test`, 'SEQUENCE:0', 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:gk1@jury.test', 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
    const { message } = await stage.send(await mail({ from: 'gk1@jury.test', subject: 'Accepted: Hạn gửi điểm', text: '', attachments: [{ filename: 'invite.ics', content: ics, contentType: 'text/calendar; method=REPLY' }] }), 'gk1@jury.test');
    expect(message).toMatchObject({ kind: 'auto-reply', outcome: 'auto-reply-recorded' });
    expect(await stage.database.query('select 1 from judge_absence')).toEqual([]);
  });

  it('scores inside the quotation, in parts; each line is echoed, and a sum shown', async () => {
    const letter = await newest('gk1@jury.test', 'judge-package');
    const { letters } = await reply(letter, `Gửi Ban Tổ chức.\n\nVào T3, 20 thg 8, 2024 Ban Tổ chức đã viết:\n${quote(fill(letter, 'CCHC24-0001-I', ['25', '35,5', '20']).replaceAll('CCHC24-0002-G:', 'CCHC24-0002-G:'))}`);
    expect(await sheets((await stage.judges())[0]!.id)).toEqual({ 'CCHC24-0001-I': [1, 'complete', { moi: 2500, 'hieu-qua': 3550, 'nhan-rong': 2000 }] });
    expect(letters[0]?.text).toMatch(/CCHC24-0001-I: ĐỦ ĐIỂM[\s\S]*Tổng điểm: 80,5 trên 100[\s\S]*1\. Tính mới, sáng tạo \(0-30\): 25\n2\. Tính thiết thực, hiệu quả \(0-40\): 35,5[\s\S]*Chưa đủ điểm: CCHC24-0002-G,\s+CCHC24-0003-E/);
    const part = await reply(letter, 'CCHC24-0002-G\n1. 20\n3: 30,5');
    expect((await sheets((await stage.judges())[0]!.id))['CCHC24-0002-G']).toEqual([1, 'draft', { moi: 2000 }]);
    expect(part.letters[0]?.text).toMatch(/CCHC24-0002-G, dòng “3: 30,5”: điểm cao hơn mức tối đa[\s\S]*CÒN THIẾU ĐIỂM[\s\S]*1\. Tính mới, sáng tạo \(0-30\): 20\n2\. Tính thiết thực, hiệu quả \(0-40\):\n/);
  });

  it('corrects by replying again, to the echo or to the form, and what was quoted of old says nothing new', async () => {
    const [first] = await stage.judges();
    const echo = await newest('gk1@jury.test', 'judge-read');
    await reply(echo, quote(fill(echo, 'CCHC24-0002-G', [null, '30', '25'])));
    expect((await sheets(first!.id))['CCHC24-0002-G']).toEqual([2, 'complete', { moi: 2000, 'hieu-qua': 3000, 'nhan-rong': 2500 }]);
    const { message, letters } = await reply(await newest('gk1@jury.test', 'judge-package'), 'CCHC24-0001-I\n1. 26');
    expect(message.outcome).toBe('decided');
    expect((await sheets(first!.id))['CCHC24-0001-I']).toEqual([2, 'complete', { moi: 2600, 'hieu-qua': 3550, 'nhan-rong': 2000 }]);
    expect(letters[0]?.text).toMatch(/Tổng điểm: 81,5 trên 100/);
    // The same once more changes nothing.
    const again = await reply(await newest('gk1@jury.test', 'judge-package'), 'CCHC24-0001-I\n1. 26');
    expect(again.message.outcome).toBe('asked');
    expect((await sheets(first!.id))['CCHC24-0001-I']).toEqual([2, 'complete', expect.anything()]);
  });

  it('is held to the newest mail, though an older one is read behind it', async () => {
    const [first] = await stage.judges();
    const letter = await newest('gk1@jury.test', 'judge-package');
    const before = stage.clock.now().toISOString();
    stage.clock.set('2024-08-20T01:30:00Z');
    const changed = await reply(letter, 'CCHC24-0001-I\n1. 12\nCCHC24-0003-E\n1. 21');
    stage.clock.set('2024-08-20T01:00:00Z');
    const older = await reply(letter, 'CCHC24-0003-E\n1. 7\n2. 30');
    stage.clock.set(before);
    const kept = await sheets(first!.id);
    expect(kept['CCHC24-0001-I']).toEqual([2, 'complete', { moi: 2600, 'hieu-qua': 3550, 'nhan-rong': 2000 }]);
    expect(changed.letters[0]?.text.replace(/\s+/g, ' ')).toContain('CCHC24-0001-I: điểm của bài này đã được ghi lại sau khi thư này đến; điểm ghi sau được giữ');
    // What the newer mail left open is taken.
    expect(kept['CCHC24-0003-E']).toEqual([2, 'draft', { moi: 2100, 'hieu-qua': 3000 }]);
    expect(older.letters[0]?.text.replace(/\s+/g, ' ')).toContain('CCHC24-0003-E: điểm của bài này đã được ghi lại');
    expect(await violations()).toEqual([]);
  });

  it('scores in the workbook that came along', async () => {
    const [first] = await stage.judges();
    const rows = [['0', '28'], ['1', '31,5'], ['2', '22']].map(([i, score]) => ({ n: Number(i) + 1, name: RUBRIC[Number(i)]!.name.vi, points: RUBRIC[Number(i)]!.points, score: score! }));
    const { filename, content } = formBook([{ code: 'CCHC24-0003-E', title: 'Sổ tay công vụ', rows }], 'vi');
    const letter = await newest('gk1@jury.test', 'judge-package');
    const { message, letters } = await stage.send(await mail({ from: 'gk1@jury.test', subject: `Re: ${letter.subject}`, inReplyTo: letter.rfcMessageId, text: 'Tôi gửi phiếu trong tệp.', attachments: [{ filename, content, contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }] }), 'gk1@jury.test');
    expect(message.outcome).toBe('decided');
    expect((await sheets(first!.id))['CCHC24-0003-E']).toEqual([3, 'complete', { moi: 2800, 'hieu-qua': 3150, 'nhan-rong': 2200 }]);
    expect(await stage.database.query("select channel from score_sheet order by received_at desc limit 1")).toEqual([{ channel: 'xlsx' }]);
    expect(letters.find((l) => l.kind === 'judge-read')?.text).toMatch(/Tổng điểm: 81,5 trên 100[\s\S]*Quý vị đã xong mọi bài/);
  });

  it('gives back what they cannot judge with a reason, which counts from then on, and accepts the rest in the same mail', async () => {
    const [, second] = await stage.judges();
    const letter = await newest('gk2@jury.test', 'judge-invitation');
    const { letters } = await reply(letter, 'XUNG ĐỘT CCHC24-0001-I: tôi đã góp ý cho tác giả\nTỪ CHỐI CCHC24-0002-G\nNHẬN');
    // What a line means to give back is not accepted by NHẬN, though its reason is missing.
    expect((await open(second!.id)).map((a) => [a.code, a.state])).toEqual([['CCHC24-0002-G', 'invited'], ['CCHC24-0003-E', 'accepted']]);
    expect(letters[0]?.text).toMatch(/CCHC24-0002-G, dòng “TỪ CHỐI CCHC24-0002-G”: xin nêu lý do[\s\S]*CCHC24-0001-I: xung đột lợi ích \(“tôi đã góp ý cho tác giả”\)/);
    const next = await proposeAssignment(services().db, services(), { round: null, seed: 't', perEntry: null, by: 'lan' });
    expect(next.result.short).toMatchObject([{ code: 'CCHC24-0001-I', got: 1, possible: 1, cause: 'conflicts' }]);
    expect(next.result.conflicts[0]?.told).toMatch(/đã báo xung đột lợi ích ngày 20\/8\/2024: tôi đã góp ý/);
  });

  it('accepts nothing while it is unclear what the same mail gives back, all that is open by a reply to an echo, and hears why once more changes nothing', async () => {
    const [, second] = await stage.judges();
    const states = async () => (await open(second!.id)).map((a) => [a.code, a.state]);
    const unclear = await reply(await newest('gk2@jury.test', 'judge-invitation'), 'NHẬN\nXUNG ĐỘT CCHC24-0002-H: em tôi');
    expect(await states()).toEqual([['CCHC24-0002-G', 'invited'], ['CCHC24-0003-E', 'accepted']]);
    expect(unclear.letters[0]?.text.replace(/\s+/g, ' ')).toMatch(/mã bài không đúng.*dòng “NHẬN”: chưa nhận bài nào, vì chưa rõ Quý vị không chấm bài nào/);
    await reply(await newest('gk2@jury.test', 'judge-read'), 'NHẬN');
    expect(await states()).toEqual([['CCHC24-0002-G', 'accepted'], ['CCHC24-0003-E', 'accepted']]);
    const again = await reply(await newest('gk2@jury.test', 'judge-invitation'), 'NHẬN');
    expect(again.letters[0]?.text.replace(/\s+/g, ' ')).toMatch(/Lý do nêu dưới đây.*dòng “NHẬN”: đã được ghi như vậy từ trước/);
  });

  it('pauses and goes on', async () => {
    const letter = await newest('gk2@jury.test', 'judge-invitation');
    const { letters } = await reply(letter, 'TẠM DỪNG, tôi đi học');
    expect(letters[0]?.subject).toMatch(/^Đã tạm dừng nhắc việc chấm bài/);
    // Staff hear what is left, as the letters to judges promise.
    expect((await newest('staff@office.test', 'judge-substitute')).text.replace(/\s+/g, ' ')).toMatch(/Giám Khảo Thứ 2 vắng mặt chưa rõ đến khi nào, không kịp hạn gửi điểm.*CCHC24-0002-G, “.*CCHC24-0003-E, “/);
    expect(await stage.database.query('select 1 from judge_absence where ended_at is null')).toHaveLength(1);
    await reply(letter, 'Tiếp tục');
    expect(await stage.database.query('select 1 from judge_absence where ended_at is null')).toEqual([]);
  });
});

describe('what changes nothing, and is answered clearly', () => {
  const unchanged = async (work: () => Promise<{ message: { outcome: string | null }; letters: LetterRow[] }>) => {
    const state = async () => JSON.stringify([await stage.database.query('select id, state, reason from assignment order by id'), await stage.database.query('select id from score_sheet order by id')]);
    const before = await state();
    const result = await work();
    expect(await state()).toBe(before);
    const told = result.letters.find((l) => !l.kind.startsWith('staff-'));
    return { outcome: result.message.outcome, kind: told?.kind ?? null, to: told?.toAddress ?? null, text: told?.text ?? '' };
  };
  const form = () => newest('gk1@jury.test', 'judge-package');

  it('a delegate, or whoever else a form was passed on to', async () => {
    expect(await unchanged(async () => reply(await form(), 'CCHC24-0001-I\n1. 30', { from: 'thuky@people.test' }))).toMatchObject({ outcome: 'passed-to-staff', kind: 'judge-refused', to: 'thuky@people.test', text: expect.stringContaining('Nếu Quý vị trả lời thay giám khảo') });
    // Staff get what was written.
    expect(await newest('staff@office.test', 'staff-question')).toMatchObject({ facts: { from: 'thuky@people.test' }, text: expect.stringContaining('1. 30') });
  });

  it('a colleague of the jury who replies to another judge\'s letter', async () => {
    expect(await unchanged(async () => reply(await form(), 'CCHC24-0001-I\n1. 30', { from: 'gk2@jury.test' }))).toMatchObject({ outcome: 'passed-to-staff', kind: 'judge-refused', to: 'gk2@jury.test' });
  });

  it('a judge\'s address without a letter of ours: a question for staff, whatever it says', async () => {
    const { outcome, kind } = await unchanged(async () => stage.send(await mail({ from: 'gk1@jury.test', subject: 'Điểm', text: 'CCHC24-0001-I\n1. 30' }), 'gk1@jury.test'));
    expect([outcome, kind]).toEqual(['question-passed', 'question-received']);
  });

  it('a code that is not theirs, one that they gave back, and one that is mistyped', async () => {
    const { text, outcome } = await unchanged(async () => reply(await newest('gk2@jury.test', 'judge-package'), 'CCHC24-0001-I\n1. 30\nMÃ BÀI: CCHC24-0003-F\n1. 20\nCCHC24-0009-2\n1. 5'));
    expect(outcome).toBe('asked');
    expect(text.replace(/\s+/g, ' ')).toMatch(/CCHC24-0001-I: bài này không còn được phân công cho Quý vị/);
    expect(text.replace(/\s+/g, ' ')).toMatch(/mã bài không đúng.*CCHC24-0009-2: bài này không được phân công cho Quý vị/);
  });

  it('an entry that was withdrawn', async () => {
    await stage.database.query("update entry set state = 'withdrawn' where code = 'CCHC24-0003-E'");
    expect((await unchanged(async () => reply(await form(), 'CCHC24-0003-E\n1. 30'))).text.replace(/\s+/g, ' ')).toContain('bài này không còn dự thi');
    await stage.database.query("update entry set state = 'eligible' where code = 'CCHC24-0003-E'");
  });

  it('a mail that arrives once the round is locked', async () => {
    const before = stage.clock.now().toISOString();
    stage.clock.set('2024-09-17T10:00:00Z');
    expect((await unchanged(async () => reply(await form(), 'CCHC24-0003-E\n1. 30'))).text.replace(/\s+/g, ' ')).toMatch(/CCHC24-0003-E: điểm đã khóa từ 17\/9\/2024/);
    stage.clock.set(before);
  });

  it('words that end or begin an assignment once the round is locked: the sheet goes on counting, and staff hear of a conflict', async () => {
    const before = stage.clock.now().toISOString();
    stage.clock.set('2024-09-17T10:00:00Z');
    const declined = await unchanged(async () => reply(await form(), 'TỪ CHỐI CCHC24-0001-I: tôi bận\nNHẬN CCHC24-0002-G'));
    expect(declined.text.replace(/\s+/g, ' ')).toMatch(/CCHC24-0001-I, dòng “TỪ CHỐI CCHC24-0001-I: tôi bận”: điểm đã khóa từ 17\/9\/2024/);
    const late = await unchanged(async () => reply(await form(), 'XUNG ĐỘT CCHC24-0001-I: tác giả là em họ tôi'));
    expect(late).toMatchObject({ outcome: 'question-passed', kind: 'judge-read' });
    expect(late.text.replace(/\s+/g, ' ')).toMatch(/báo xung đột này đến sau khi điểm đã khóa, nên điểm đã gửi chưa thay đổi; Ban Tổ chức đã nhận được/);
    expect(await newest('staff@office.test', 'staff-question')).toMatchObject({ facts: { from: 'gk1@jury.test', code: 'CCHC24-0001-I' }, text: expect.stringContaining('tác giả là em họ tôi') });
    // Later rounds keep the two apart.
    expect(await stage.database.query("select ground, reason from declared_conflict where reason like '%em họ%'")).toEqual([{ ground: 'declared', reason: 'tác giả là em họ tôi' }]);
    await stage.database.query("delete from declared_conflict where reason like '%em họ%'");
    stage.clock.set(before);
  });

  it('scores and words once a person has closed the round, though its hour has not come', async () => {
    const waits = await proposeAssignment(services().db, services(), { round: null, seed: 'u', perEntry: 2, by: 'lan' });
    await stage.inTx((tx) => closeRound(tx, { round: 'preliminary', hash: 'f'.repeat(64), actor: 'lan', reason: 'Biên bản' }, []));
    // Nor is work given out of which no answer would be taken.
    await expect(stage.inTx((tx) => approveAssignment(tx, services(), waits.n, waits.hash, 'lan'))).rejects.toThrow(/the round preliminary is closed since/);
    await expect(proposeAssignment(services().db, services(), { round: null, seed: 'v', perEntry: 2, by: 'lan' })).rejects.toThrow(/is closed since/);
    await expect(stage.inTx((tx) => giveEntry(tx, services(), { code: 'CCHC24-0001-I', to: 'gk2@jury.test', from: null, round: null, by: 'lan' }))).rejects.toThrow(/is closed since/);
    const { text } = await unchanged(async () => reply(await form(), 'TỪ CHỐI CCHC24-0002-G: tôi bận\n\nCCHC24-0003-E\n1. 30'));
    expect(text.replace(/\s+/g, ' ').match(/vòng này đã kết thúc việc chấm/g)).toHaveLength(2);
    // Nobody is asked for scores that are not taken any more.
    expect(text.replace(/\s+/g, ' ')).toContain('Việc chấm Vòng sơ khảo đã kết thúc; Quý vị không phải gửi thêm gì.');
    expect(text).not.toMatch(/Hạn gửi điểm|Muốn sửa điểm/);
    await stage.database.query('delete from round_outcome');
  });

  it('an entry that was withdrawn before the judge accepted it, or before its papers were made', async () => {
    const [, second] = await stage.judges();
    const [own] = (await open(second!.id)).filter((a) => a.code === 'CCHC24-0002-G');
    await stage.database.query("update assignment set state = 'invited' where id = $1", [own!.id]);
    await stage.database.query("update entry set state = 'withdrawn' where code = 'CCHC24-0002-G'");
    expect((await unchanged(async () => reply(await newest('gk2@jury.test', 'judge-invitation'), 'NHẬN CCHC24-0002-G'))).text.replace(/\s+/g, ' ')).toContain('bài này không còn dự thi');
    await stage.database.query("update assignment set state = 'accepted' where id = $1", [own!.id]);
    const sent = async (): Promise<number> => (await stage.letters()).filter((l) => l.kind === 'judge-package').length;
    const before = await sent();
    await stage.inTx(async (tx) => enqueue(tx, 'judge-package', { memberId: second!.id, assignmentIds: own!.id }, { key: 'judge-package:withdrawn' }));
    await stage.idle();
    expect(await sent()).toBe(before);
    await stage.database.query("update entry set state = 'eligible' where code = 'CCHC24-0002-G'");
  });

  it('a judge who has left the jury meanwhile', async () => {
    await stage.inTx((tx) => importMembers(tx, [judge(1, { to: '2024-08-19' })]));
    expect(await unchanged(async () => reply(await form(), 'CCHC24-0003-E\n1. 30'))).toMatchObject({ outcome: 'passed-to-staff', kind: 'judge-refused', text: expect.stringContaining('Hiện Quý vị không có trong danh') });
    await stage.inTx((tx) => importMembers(tx, [judge(1)]));
    expect(await violations()).toEqual([]);
  });
});

describe('an entry that a judge sends for a colleague', () => {
  it('is registered like anybody\'s, with a receipt, and is no reply to a letter for judges', async () => {
    const title = 'Tủ hồ sơ dùng chung của tổ dân phố';
    const { message, letters } = await stage.send(await entryMail(title, { from: 'gk2@jury.test' }), 'gk2@jury.test');
    expect(message).toMatchObject({ kind: 'submission', outcome: 'registered' });
    expect(letters.filter((l) => l.toAddress === 'gk2@jury.test').map((l) => l.kind)).not.toContain('question-received');
    const [entry] = await stage.database.query<{ code: string; sender: string }>("select e.code, s.address as sender from entry e join entry_sender s on s.entry_id = e.id join entry_version v on v.entry_id = e.id where v.fields #>> '{title,value}' = $1", [title]);
    expect(entry).toMatchObject({ sender: 'gk2@jury.test' });
    expect(letters.find((l) => l.toAddress === 'gk2@jury.test')?.text).toContain(entry!.code);
    expect(await violations()).toEqual([]);
  });
});
