import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendar } from '../../src/contest/calendar.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { summaryInput } from '../../src/store/desk.ts';
import { planJobs } from '../../src/store/jobs.ts';
import { openAssignmentsOf } from '../../src/store/judging/assignments.ts';
import { approveAssignment, proposeAssignment } from '../../workers/judging/assign.ts';
import { giveEntry } from '../../workers/judging/give.ts';
import { judge, openJuryStage, type JuryStage } from '../support/jury.ts';
import { mail } from '../support/mails.ts';

let stage: JuryStage;
beforeAll(async () => {
  stage = await openJuryStage(['Một cửa lưu động', 'Nhắc hẹn bằng tin nhắn'], [1, 2, 3, 4].map((n) => judge(n, n === 4 ? { agency: 'Phòng Thử nghiệm số 1' } : {})));
  const { services } = stage.service;
  const row = await proposeAssignment(services.db, services, { round: null, seed: 's', perEntry: 2, by: 'lan' });
  await stage.inTx((tx) => approveAssignment(tx, services, row.n, row.hash, 'lan'));
  await stage.idle();
});
afterAll(() => stage.stop());

const services = () => stage.service.services;
const open = () => stage.inTx((tx) => openAssignmentsOf(tx, { round: 'preliminary' }));
const ofKind = async (kind: string): Promise<LetterRow[]> => (await stage.letters()).filter((l) => l.kind === kind);
const addressOf = async (memberId: string): Promise<string> => (await stage.judges()).find((j) => j.id === memberId)!.emails[0]!;
const reply = (letter: LetterRow, text: string, more: object = {}) => mail({ from: letter.toAddress, subject: `Re: ${letter.subject}`, inReplyTo: letter.rfcMessageId, text, ...more }).then((raw) => stage.send(raw, letter.toAddress));
const jump = async (iso: string): Promise<void> => {
  stage.clock.set(iso);
  await stage.inTx((tx) => planJobs(tx, calendar(services().loaded.contest)));
  await stage.idle();
};

describe('judges with something open', () => {
  it('who give back an entry are replaced by whom staff choose, and staff get somebody ready', async () => {
    const [first] = await open();
    const invitation = (await ofKind('judge-invitation')).find((l) => l.key.endsWith(first!.memberId))!;
    const { letters } = await reply(invitation, `TỪ CHỐI ${first!.code}: đi công tác dài ngày`);
    const asked = (await ofKind('judge-substitute')).at(-1)!;
    expect(letters.map((l) => l.kind)).toContain('judge-substitute');
    expect(asked.toAddress).toBe('staff@office.test');
    const [, to] = /--to (\S+)/.exec(asked.text.replace(/\s+/g, ' ')) ?? [];
    expect(asked.text.replace(/\s+/g, ' ')).toContain(`${first!.code}, “`);
    expect(asked.text.replace(/\s+/g, ' ')).toMatch(/Lý do: đi công tác dài ngày\. Có thể giao: Giám Khảo Thứ \d, đang có \d bài/);
    expect((await open()).some((a) => a.entryId === first!.entryId && a.memberId === first!.memberId)).toBe(false);
    const given = await stage.inTx((tx) => giveEntry(tx, services(), { code: first!.code, to: to!, from: null, round: null, by: 'lan' }));
    await stage.idle();
    expect((await ofKind('judge-invitation')).at(-1)).toMatchObject({ toAddress: to, state: 'sent' });
    expect(given.judge).toMatch(/^Giám Khảo Thứ \d$/);
    await expect(stage.inTx((tx) => giveEntry(tx, services(), { code: first!.code, to: invitation.toAddress, from: null, round: null, by: 'lan' }))).rejects.toThrow(/may not judge .*đã từ chối bài này/);
    await expect(stage.inTx((tx) => giveEntry(tx, services(), { code: first!.code, to: to!, from: null, round: null, by: 'lan' }))).rejects.toThrow(/has .* already/);
  });

  it('are reminded in one letter of all that is open, but for those who are done', async () => {
    const all = await open();
    const done = all[0]!;
    const doneAddress = await addressOf(done.memberId);
    const mine = all.filter((a) => a.memberId === done.memberId);
    const invitation = (await ofKind('judge-invitation')).findLast((l) => l.toAddress === doneAddress)!;
    await reply(invitation, `NHẬN\n${mine.map((a) => `${a.code}\n1. 25\n2. 30\n3. 20`).join('\n')}`);
    await jump('2024-09-03T01:00:00Z');
    const reminded = await ofKind('judge-reminder');
    const left = new Set((await open()).filter((a) => a.sheet !== 'complete').map((a) => a.memberId));
    expect(reminded.map((l) => l.toAddress).toSorted()).toEqual((await Promise.all([...left].map(addressOf))).toSorted());
    expect(reminded.map((l) => l.toAddress)).not.toContain(doneAddress);
    expect(reminded[0]?.subject).toMatch(/^Nhắc hạn gửi điểm: còn \d bài, Vòng sơ khảo$/);
    expect(reminded[0]?.text.replace(/\s+/g, ' ')).toMatch(/hạn 10\/9\/2024, 17 giờ 00.*Tình trạng: chưa trả lời/);
    await jump('2024-09-03T02:00:00Z');
    expect(await ofKind('judge-reminder')).toHaveLength(reminded.length);
  });

  it('are left in peace while their mailbox says that they are away, and somebody else is proposed where they come back too late', async () => {
    const [away] = await ofKind('judge-reminder');
    const { message } = await reply(away!, 'Tôi đi công tác, trở lại làm việc ngày 12/9/2024.', { subject: `Trả lời tự động: ${away!.subject}`, headers: { 'Auto-Submitted': 'auto-replied' } });
    expect(message).toMatchObject({ outcome: 'auto-reply-recorded', outcomeReason: expect.stringContaining('the judge is away until 2024-09-11T17:00:00.000Z') });
    const asked = (await ofKind('judge-substitute')).at(-1)!;
    expect(asked.text.replace(/\s+/g, ' ')).toMatch(/vắng mặt đến thứ Năm, ngày 12\/9\/2024, không kịp hạn gửi điểm.*Chưa có gì thay đổi/);
    const before = (await ofKind('judge-reminder')).length;
    await jump('2024-09-08T01:00:00Z');
    const after = (await ofKind('judge-reminder')).slice(before);
    expect(after.map((l) => l.toAddress)).not.toContain(away!.toAddress);
  });

  it('reach staff four working days after scores were due, each with somebody ready; a step that was missed is not made up for', async () => {
    const before = (await ofKind('judge-substitute')).length;
    await jump('2024-09-16T01:00:00Z');
    const late = (await ofKind('judge-substitute')).slice(before);
    expect(late.length).toBeGreaterThan(0);
    expect(late[0]?.text.replace(/\s+/g, ' ')).toMatch(/đã quá hạn gửi điểm \(10\/9\/2024, 17 giờ 00/);
    expect((await ofKind('judge-reminder')).filter((l) => l.key.includes(':1:'))).toEqual([]);
    expect((await ofKind('judge-reminder')).at(-1)?.subject).toMatch(/^Đã quá hạn gửi điểm/);
    const summary = await stage.inTx((tx) => summaryInput(tx, services().loaded));
    expect(summary.judging).toMatchObject({ assigned: 4, late: true, entries: 2 });
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });
});
