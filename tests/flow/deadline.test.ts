import { afterEach, describe, expect, it } from 'vitest';
import { deadlineInForce } from '../../src/store/deadlines.ts';
import { enqueue } from '../../src/store/jobs.ts';
import { handlers } from '../../workers/handlers/index.ts';
import { runJob } from '../../workers/run-job.ts';
import { CLOSED, HOST, LAN, LATER, openDeadlineStage, type DeadlineStage } from '../support/deadline.ts';
import { entryMail, mail } from '../support/mails.ts';

const proven = { 'Authentication-Results': `${HOST}; dmarc=pass header.from=office.test` };
let stage: DeadlineStage;
afterEach(() => stage.stop());

describe('an extension', () => {
  it('makes late entries those in time, tells whom it concerns, and moves all that goes by the deadline', async () => {
    stage = await openDeadlineStage('2024-08-16T02:00:00Z');
    await stage.enters('cuong');
    await stage.send(await entryMail('Sáng kiến của binh', { from: 'binh@people.test', attachments: [] }), 'binh@people.test');
    await stage.enters('an', '2024-08-17T02:00:00Z');
    expect(await stage.states()).toEqual(['under-check', 'needs-info', 'late']);
    const before = (await stage.entries()).map((e) => e.version?.rulesSha256);
    const { batch, plan } = await stage.propose();
    const codes = (await stage.entries()).map((e) => e.entry.code);
    expect([plan.inTime, plan.decided, plan.letters.map((l) => [l.kind, l.to])]).toEqual([[codes[2]], [], [['deadline-notice', LAN], ['deadline-changed', 'an@people.test'], ['deadline-changed', 'binh@people.test']]]);
    await stage.idle();
    expect([await stage.states(), await stage.to('an@people.test'), (await stage.to(LAN, 'approval-request'))[0]?.text]).toEqual([['under-check', 'needs-info', 'late'], [], expect.stringContaining('Thời hạn chưa thay đổi')]);

    expect(await stage.approve(batch.code)).toBeNull();
    await stage.idle();
    expect(await stage.states()).toEqual(['under-check', 'needs-info', 'under-check']);
    expect((await stage.to('an@people.test')).map((l) => [l.state, l.subject])).toEqual([['sent', `Bài dự thi được tính là đúng hạn [${codes[2]}]`]]);
    expect((await stage.to('binh@people.test')).map((l) => [l.state, l.text])).toEqual([['sent', expect.stringMatching(/kéo dài đến hết thứ Sáu, ngày\s+23\/8\/2024/)]]);
    expect([await stage.to('cuong@people.test'), (await stage.to(LAN, 'deadline-notice')).length]).toEqual([[], 1]);
    const rules = (await stage.entries()).map((e) => e.version?.rulesSha256);
    expect([new Set(rules).size, rules[0] === before[0], (await stage.database.query('select 1 from rules_version where sha256 = $1', [rules[0]])).length]).toEqual([1, false, 1]);
    expect((await stage.planned('remind-gaps')).map((key) => key.split(':').slice(1, 2).concat(key.split(':').at(-1)!))).toEqual([['2024-08-23T17', '3'], ['2024-08-23T17', '1'], ['2024-08-23T17', '0']]);

    await stage.enters('dung', '2024-08-22T02:00:00Z');
    expect((await stage.letterTo('dung@people.test')).text).toContain('ngày 23/8/2024');
    await stage.enters('em', '2024-08-24T02:00:00Z');
    expect(await stage.states()).toEqual(['under-check', 'needs-info', 'under-check', 'under-check', 'late']);
    expect((await stage.letterTo('em@people.test')).text).toContain('ngày 23/8/2024');
    expect(await stage.unsound()).toEqual([]);
  });

  it('takes effect once, by a reply of staff, however often it is sent', async () => {
    stage = await openDeadlineStage('2024-08-17T02:00:00Z');
    await stage.enters('an');
    const { batch } = await stage.propose();
    await stage.idle();
    const request = (await stage.to(LAN, 'approval-request'))[0]!;
    const reply = () => mail({ from: LAN, subject: `Re: ${request.subject}`, inReplyTo: request.rfcMessageId, text: `DUYỆT ${batch.code}`, headers: proven });
    expect((await stage.send(await reply(), LAN)).message.outcomeReason).toBe('1 decisions done, 0 lines not');
    expect((await stage.send(await reply(), LAN)).message.outcomeReason).toBe('0 decisions done, 1 lines not');
    expect([await stage.states(), (await stage.to('an@people.test')).length, (await stage.inTx(deadlineInForce))?.n]).toEqual([['under-check'], 1, 1]);
    expect(await stage.unsound()).toEqual([]);
  });
});

describe('an early closing', () => {
  it('condemns nothing that came before it, and tells those who lack something when it is approved', async () => {
    stage = await openDeadlineStage('2024-08-05T02:00:00Z');
    await stage.enters('an');
    await stage.send(await entryMail('Sáng kiến của binh', { from: 'binh@people.test', attachments: [] }), 'binh@people.test');
    const { batch, plan } = await stage.propose({ ...LATER, closes: new Date('2024-08-10T17:00:00Z') });
    expect([plan.inTime, plan.letters.map((l) => l.to)]).toEqual([[], [LAN, 'binh@people.test']]);
    await stage.send(await entryMail('Sáng kiến của em', { from: 'em@people.test', attachments: [] }), 'em@people.test');
    expect(await stage.approve(batch.code)).toBeNull();
    await stage.idle();
    expect((await stage.to('em@people.test')).map((l) => l.state)).toEqual(['sent']);
    expect((await stage.to('binh@people.test'))[0]).toMatchObject({ state: 'sent', text: expect.stringContaining('sớm hơn hạn đã báo') });
    await stage.enters('cuong', '2024-08-10T16:00:00Z');
    await stage.enters('dung', '2024-08-10T18:00:00Z');
    expect(await stage.states()).toEqual(['under-check', 'needs-info', 'needs-info', 'under-check', 'late']);
    expect(await stage.unsound()).toEqual([]);
  });
});

describe('every copy of the service', () => {
  it('does work again that was begun under the old one and ends under the new', async () => {
    stage = await openDeadlineStage('2024-08-17T02:00:00Z', { only: ['poll'] });
    const { batch } = await stage.propose();
    const id = await stage.inTx(async (tx) => {
      enqueue(tx, 'read-message', { messageId: '00000000-0000-0000-0000-000000000000' }, { key: 'begun-before' });
      return tx.run<{ id: string }>("select id from job where key = 'begun-before'").then((rows) => rows[0]!.id);
    });
    const seen: string[] = [];
    await runJob(stage.services, { ...handlers, 'read-message': async (_payload, work) => {
      if (seen.length === 0) await stage.approve(batch.code);
      seen.push(work.loaded.contest.window.closes);
      await work.finish(async () => undefined);
    } }, id);
    expect(seen.map((closes) => new Date(closes).toISOString())).toEqual([new Date(CLOSED).toISOString(), LATER.closes.toISOString()]);
    expect(await stage.database.query('select 1 from job where key = $1 and done_at is not null', ['begun-before'])).toHaveLength(1);
  });
});
