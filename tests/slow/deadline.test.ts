import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { instantOf } from '../../src/contest/deadline-change.ts';
import { listApprovals } from '../../src/store/approvals.ts';
import { deadlineInForce } from '../../src/store/deadlines.ts';
import { setEntryState } from '../../src/store/entries.ts';
import { editEntry } from '../../workers/by-hand/edit.ts';
import { asInForce } from '../../workers/in-force.ts';
import { addOnPaper } from '../../workers/paper/add.ts';
import { replay } from '../../workers/replay.ts';
import { CLOSED, HOST, LAN, LATER, openDeadlineStage, type DeadlineStage } from '../support/deadline.ts';
import { mail } from '../support/mails.ts';
import { startTestService } from '../support/service.ts';

let stage: DeadlineStage;
afterEach(() => stage.stop());

describe('an extension', () => {
  it('leaves what people decided to people, and lets a withdrawn entry come back in time', async () => {
    stage = await openDeadlineStage('2024-08-17T02:00:00Z');
    for (const name of ['an', 'binh']) await stage.enters(name);
    await stage.inTx(async (tx) => { const [an, binh] = (await stage.entries()).map((e) => e.entry); await setEntryState(tx, an!.id, 'ineligible'); await setEntryState(tx, binh!.id, 'withdrawn', 'late'); });
    const { batch, plan } = await stage.propose();
    expect([plan.inTime, plan.decided.length, plan.letters.map((l) => l.to)]).toEqual([[], 1, [LAN]]);
    await stage.approve(batch.code);
    expect((await stage.entries()).map((e) => [e.entry.state, e.entry.stateBeforeWithdrawal, e.version?.findings.some((f) => f.code === 'late')])).toEqual([['ineligible', null, false], ['withdrawn', 'under-check', false]]);
  });

  it('says otherwise in a letter that had not left, and does not write a second one', async () => {
    stage = await openDeadlineStage('2024-08-17T02:00:00Z', { dryRun: true });
    await stage.enters('an');
    expect((await stage.letters()).map((l) => [l.kind, l.state])).toEqual([['late', 'draft']]);
    await stage.approve((await stage.propose()).batch.code);
    const letters = (await stage.letters()).filter((l) => l.toAddress === 'an@people.test');
    expect(letters.map((l) => [l.kind, l.state, l.subject.includes('sau hạn')])).toEqual([['receipt', 'draft', false]]);
    expect(letters[0]?.text).toContain('ngày 23/8/2024');
  });

  it('reaches papers whose receipt waits to be printed, and holds when entries are read again or mended', async () => {
    stage = await openDeadlineStage('2024-08-17T02:00:00Z');
    const typed = { receivedAt: new Date('2024-08-17T01:00:00Z'), channel: 'hand' as const, name: null, email: null, phone: '0900000899', address: null, title: 'Một cửa lưu động', code: null };
    await stage.inTx((tx) => addOnPaper(tx, stage.services, typed, [], { by: LAN, reason: 'nộp tại quầy', again: false, staffMessageId: null }));
    await stage.idle();
    await stage.enters('an');
    expect([await stage.states(), (await stage.to('tel:0900000899', 'late')).map((l) => l.state)]).toEqual([['late', 'late'], ['to-print']]);
    await stage.approve((await stage.propose()).batch.code);
    expect((await stage.to('tel:0900000899', 'receipt')).map((l) => [l.state, l.text.includes('sau hạn')])).toEqual([['to-print', false]]);
    expect(await stage.to('tel:0900000899')).toEqual([]);
    await stage.idle();
    const now = await stage.inTx((tx) => asInForce(tx, stage.services));
    const { entry: { code }, version } = (await stage.entries())[1]!;
    expect(await replay({ ...now, db: stage.services.db }, version!.messageId, null)).toMatchObject({ code, unreadable: null, changes: [] });
    await stage.inTx((tx) => editEntry(tx, now, { by: LAN, reason: 'tên ghi nhầm', letters: false }, code, { title: 'Sáng kiến khác' }));
    expect((await stage.entries()).map((e) => [e.entry.state, e.version?.findings.some((f) => f.check === 'window')])).toEqual([[expect.stringMatching(/^(?!late)/), false], ['under-check', false]]);
    expect(await stage.unsound()).toEqual([]);
  });

  it('that was previewed before more came in is previewed anew, and not done', async () => {
    stage = await openDeadlineStage('2024-08-17T02:00:00Z');
    await stage.enters('an');
    const { batch } = await stage.propose();
    await stage.enters('binh');
    const request = (await stage.to(LAN, 'approval-request'))[0]!;
    const approval = await mail({ from: LAN, subject: `Re: ${request.subject}`, inReplyTo: request.rfcMessageId, text: `DUYỆT ${batch.code}`, headers: { 'Authentication-Results': `${HOST}; dmarc=pass` } });
    const { message, letters } = await stage.send(approval, LAN);
    expect([message.outcomeReason, letters.map((l) => l.text.replace(/\s+/g, ' '))]).toEqual(['0 decisions done, 1 lines not', [expect.stringContaining('thời hạn chưa thay đổi, vì có bài dự thi thay đổi sau khi soạn')]]);
    expect((await stage.to(LAN, 'approval-request')).length).toBe(2);
    expect([await stage.states(), await stage.inTx(deadlineInForce)]).toEqual([['late', 'late'], null]);
    const [renewed] = await stage.inTx((tx) => listApprovals(tx, 'open'));
    expect(await stage.approve(renewed!.code)).toBeNull();
    expect(await stage.states()).toEqual(['under-check', 'under-check']);
    await expect(stage.approve(batch.code)).rejects.toThrow(/is cancelled/);
  });

  it('that two people approve at the same moment takes effect once', async () => {
    stage = await openDeadlineStage('2024-08-17T02:00:00Z');
    await stage.enters('an');
    const { batch } = await stage.propose();
    const both = await Promise.allSettled([stage.approve(batch.code), stage.approve(batch.code), stage.approve(batch.code)]);
    expect(both.map((b) => b.status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await stage.idle();
    expect([await stage.states(), (await stage.to('an@people.test')).length, await stage.unsound()]).toEqual([['under-check'], 1, []]);
  });

  it('to a time that is past, or the same, is refused in a sentence; approved only after its own end it changes nothing, and stops asking', async () => {
    stage = await openDeadlineStage('2024-08-17T02:00:00Z');
    for (const [closes, said] of [['2024-08-16T18:00:00Z', /17 August 2024, 01:00 .* is past .* good faith/], [CLOSED, /closes then already/], ['2024-08-20', /with its offset/]] as const) {
      await expect(stage.propose({ ...LATER, closes: instantOf(closes) })).rejects.toThrow(said);
    }
    expect(await stage.inTx((tx) => listApprovals(tx))).toEqual([]);
    await stage.enters('an');
    const { batch } = await stage.propose();
    stage.clock.set('2024-08-24T02:00:00Z');
    expect(await stage.approve(batch.code)).toContain('is past');
    expect([await stage.states(), await stage.inTx((tx) => listApprovals(tx, 'open'))]).toEqual([['late'], []]);
  });
});

describe('every copy of the service', () => {
  it('goes by the new deadline at once, and so does one that starts afterwards', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'mailroom-copies-'));
    stage = await openDeadlineStage('2024-08-17T02:00:00Z', { only: ['poll'], dataDir });
    const { contest } = stage.services.loaded;
    const other = () => startTestService({ contest, imapUrl: stage.servers.imapUrl, smtpUrl: stage.servers.smtpUrl, now: '2024-08-17T03:00:00Z', authservId: HOST, database: stage.database, dataDir });
    const second = await other();
    try {
      await stage.enters('an');
      expect(await stage.states()).toEqual(['late']);
      await stage.approve((await stage.propose()).batch.code);
      await stage.enters('binh');
      expect([await stage.states(), (await stage.letterTo('binh@people.test')).text]).toEqual([['under-check', 'under-check'], expect.stringContaining('ngày 23/8/2024')]);
    } finally {
      await second.stop();
    }
    const third = await other();
    try {
      await stage.enters('cuong');
      expect([(await stage.states()).at(-1), await stage.planned('remind-gaps')]).toEqual(['under-check', expect.arrayContaining([expect.stringContaining('2024-08-23T17')])]);
    } finally {
      await third.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
