import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterEach, describe, expect, it } from 'vitest';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import { instantOf } from '../../src/contest/deadline-change.ts';
import { approvalsByCode, listApprovals } from '../../src/store/approvals.ts';
import { brokenLinks } from '../../src/store/audit.ts';
import { deadlineInForce } from '../../src/store/deadlines.ts';
import type { Tx } from '../../src/store/database.ts';
import { enqueue } from '../../src/store/jobs.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { carryOutDeadline } from '../../workers/deadline/carry-out.ts';
import { proposeDeadline } from '../../workers/deadline/propose.ts';
import { handlers } from '../../workers/handlers/index.ts';
import { runJob } from '../../workers/run-job.ts';
import { entryMail, mail } from '../support/mails.ts';
import { startTestService } from '../support/service.ts';
import { openStage, type Stage, type StageOptions } from '../support/stage.ts';

const LAN = 'lan@office.test';
const HOST = 'mx.office.test';
const proven = { 'Authentication-Results': `${HOST}; dmarc=pass header.from=office.test` };
/** contest.yaml: 17 August in Vietnam is too late */
const CLOSED = '2024-08-16T17:00:00Z';
const LATER = { closes: new Date('2024-08-23T17:00:00Z'), reason: 'mưa lũ tại nhiều xã', decisionNo: 'Quyết định số 12/QĐ-BTC' };

let stage: Stage;
afterEach(() => stage.stop());

async function open(now: string, options: StageOptions = {}): Promise<void> {
  stage = await openStage({ now, authservId: HOST, changes: (c) => ({ ...c, checks: { window: c.checks.window, completeness: c.checks.completeness }, staff: { addresses: [LAN], auth: 'server' } }), ...options });
}

const services = () => stage.service.services;
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => services().db.transaction(work);
const propose = (act = LATER) => inTx((tx) => proposeDeadline(tx, services(), act, LAN));
const approve = (code: string) => inTx(async (tx) => { const [row] = await approvalsByCode(tx, [code]); const carried = await carryOutDeadline(tx, services(), row as ApprovalRow, LAN); return carried.done ? null : carried.why; });
const to = async (address: string, kind = 'deadline-changed'): Promise<LetterRow[]> => (await stage.letters()).filter((l) => l.toAddress === address && l.kind === kind);
const states = async (): Promise<string[]> => (await stage.entries()).map((e) => e.entry.state);
const planned = async (name: string): Promise<string[]> => (await stage.database.query<{ key: string }>('select key from job where name = $1 and planned and done_at is null order by due_at', [name])).map((r) => r.key);

async function enters(name: string, at?: string): Promise<void> {
  if (at) stage.clock.set(at);
  const date = DateTime.fromJSDate(stage.clock.now(), { zone: 'utc' }).toRFC2822() ?? '';
  const raw = await entryMail(`Sáng kiến của ${name}`, { from: `${name}@people.test` });
  await stage.send(Buffer.from(raw.toString('latin1').replace(/^Date: .*$/m, `Date: ${date}`), 'latin1'), `${name}@people.test`);
}

async function entersWithoutFiles(name: string): Promise<void> {
  await stage.send(await entryMail(`Sáng kiến của ${name}`, { from: `${name}@people.test`, attachments: [] }), `${name}@people.test`);
}

const sound = async (): Promise<void> => {
  expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  expect((await inTx(brokenLinks)).violations).toEqual([]);
};

describe('an extension', () => {
  it('makes late entries those in time, tells whom it concerns, and moves all that goes by the deadline', async () => {
    await open('2024-08-16T02:00:00Z');
    await enters('cuong');
    await entersWithoutFiles('binh');
    await enters('an', '2024-08-17T02:00:00Z');
    expect(await states()).toEqual(['under-check', 'needs-info', 'late']);
    const before = (await stage.entries()).map((e) => e.version?.rulesSha256);
    const { batch, plan } = await propose();
    const codes = (await stage.entries()).map((e) => e.entry.code);
    expect([plan.inTime, plan.decided, plan.letters.map((l) => [l.kind, l.to])]).toEqual([[codes[2]], [], [['deadline-notice', LAN], ['deadline-changed', 'an@people.test'], ['deadline-changed', 'binh@people.test']]]);
    await stage.idle();
    expect([await states(), await to('an@people.test'), (await to(LAN, 'approval-request'))[0]?.text]).toEqual([['under-check', 'needs-info', 'late'], [], expect.stringContaining('Thời hạn chưa thay đổi')]);

    expect(await approve(batch.code)).toBeNull();
    await stage.idle();
    expect(await states()).toEqual(['under-check', 'needs-info', 'under-check']);
    expect((await to('an@people.test')).map((l) => [l.state, l.subject])).toEqual([['sent', `Bài dự thi được tính là đúng hạn [${codes[2]}]`]]);
    expect((await to('binh@people.test')).map((l) => [l.state, l.text])).toEqual([['sent', expect.stringMatching(/kéo dài đến hết thứ Sáu, ngày\s+23\/8\/2024/)]]);
    expect([await to('cuong@people.test'), (await to(LAN, 'deadline-notice')).length]).toEqual([[], 1]);
    const rules = (await stage.entries()).map((e) => e.version?.rulesSha256);
    expect([new Set(rules).size, rules[0] === before[0], (await stage.database.query('select 1 from rules_version where sha256 = $1', [rules[0]])).length]).toEqual([1, false, 1]);
    expect((await planned('remind-gaps')).map((key) => key.split(':').slice(1, 2).concat(key.split(':').at(-1)!))).toEqual([['2024-08-23T17', '3'], ['2024-08-23T17', '1'], ['2024-08-23T17', '0']]);

    await enters('dung', '2024-08-22T02:00:00Z');
    expect((await stage.letterTo('dung@people.test')).text).toContain('ngày 23/8/2024');
    await enters('em', '2024-08-24T02:00:00Z');
    expect(await states()).toEqual(['under-check', 'needs-info', 'under-check', 'under-check', 'late']);
    expect((await stage.letterTo('em@people.test')).text).toContain('ngày 23/8/2024');
    await sound();
  });

  it('leaves what people decided to people, and lets a withdrawn entry come back in time', async () => {
    await open('2024-08-17T02:00:00Z');
    for (const name of ['an', 'binh']) await enters(name);
    await inTx(async (tx) => { const { setEntryState } = await import('../../src/store/entries.ts'); const [an, binh] = (await stage.entries()).map((e) => e.entry); await setEntryState(tx, an!.id, 'ineligible'); await setEntryState(tx, binh!.id, 'withdrawn', 'late'); });
    const { batch, plan } = await propose();
    expect([plan.inTime, plan.decided.length, plan.letters.map((l) => l.to)]).toEqual([[], 1, [LAN]]);
    await approve(batch.code);
    expect((await stage.entries()).map((e) => [e.entry.state, e.entry.stateBeforeWithdrawal, e.version?.findings.some((f) => f.code === 'late')])).toEqual([['ineligible', null, false], ['withdrawn', 'under-check', false]]);
  });

  it('says otherwise in a letter that had not left, and does not write a second one', async () => {
    await open('2024-08-17T02:00:00Z', { dryRun: true });
    await enters('an');
    expect((await stage.letters()).map((l) => [l.kind, l.state])).toEqual([['late', 'draft']]);
    await approve((await propose()).batch.code);
    const letters = (await stage.letters()).filter((l) => l.toAddress === 'an@people.test');
    expect(letters.map((l) => [l.kind, l.state, l.subject.includes('sau hạn')])).toEqual([['receipt', 'draft', false]]);
    expect(letters[0]?.text).toContain('ngày 23/8/2024');
  });

  it('takes effect once, by a reply of staff, however often it is sent', async () => {
    await open('2024-08-17T02:00:00Z');
    await enters('an');
    const { batch } = await propose();
    await stage.idle();
    const request = (await to(LAN, 'approval-request'))[0]!;
    const reply = () => mail({ from: LAN, subject: `Re: ${request.subject}`, inReplyTo: request.rfcMessageId, text: `DUYỆT ${batch.code}`, headers: proven });
    expect((await stage.send(await reply(), LAN)).message.outcomeReason).toBe('1 decisions done, 0 lines not');
    expect((await stage.send(await reply(), LAN)).message.outcomeReason).toBe('0 decisions done, 1 lines not');
    expect([await states(), (await to('an@people.test')).length, (await inTx(deadlineInForce))?.n]).toEqual([['under-check'], 1, 1]);
    await sound();
  });

  it('that was previewed before more came in is previewed anew, and not done', async () => {
    await open('2024-08-17T02:00:00Z');
    await enters('an');
    const { batch } = await propose();
    await enters('binh');
    expect(await approve(batch.code)).toContain('a new preview waits');
    expect([await states(), await inTx(deadlineInForce)]).toEqual([['late', 'late'], null]);
    const [renewed] = await inTx((tx) => listApprovals(tx, 'open'));
    expect(await approve(renewed!.code)).toBeNull();
    expect(await states()).toEqual(['under-check', 'under-check']);
    await expect(approve(batch.code)).rejects.toThrow(/is cancelled/);
  });

  it('to a time that is past, or the same, is refused in a sentence; approved only after its own end it changes nothing, and stops asking', async () => {
    await open('2024-08-17T02:00:00Z');
    for (const [closes, said] of [['2024-08-16T18:00:00Z', /17 August 2024, 01:00 .* is past .* good faith/], [CLOSED, /closes then already/], ['2024-08-20', /with its offset/]] as const) {
      await expect(propose({ ...LATER, closes: instantOf(closes) })).rejects.toThrow(said);
    }
    expect(await inTx((tx) => listApprovals(tx))).toEqual([]);
    await enters('an');
    const { batch } = await propose();
    stage.clock.set('2024-08-24T02:00:00Z');
    expect(await approve(batch.code)).toContain('is past');
    expect([await states(), await inTx((tx) => listApprovals(tx, 'open'))]).toEqual([['late'], []]);
  });
});

describe('an early closing', () => {
  it('condemns nothing that came before it, and tells those who still lack something', async () => {
    await open('2024-08-05T02:00:00Z');
    await enters('an');
    await entersWithoutFiles('binh');
    const { batch, plan } = await propose({ ...LATER, closes: new Date('2024-08-10T17:00:00Z') });
    expect([plan.inTime, plan.letters.map((l) => l.to)]).toEqual([[], [LAN, 'binh@people.test']]);
    await approve(batch.code);
    await stage.idle();
    expect((await to('binh@people.test'))[0]).toMatchObject({ state: 'sent', text: expect.stringContaining('sớm hơn hạn đã báo') });
    await enters('cuong', '2024-08-10T16:00:00Z');
    await enters('dung', '2024-08-10T18:00:00Z');
    expect(await states()).toEqual(['under-check', 'needs-info', 'under-check', 'late']);
    await sound();
  });
});

describe('every copy of the service', () => {
  it('goes by the new deadline at once, and so does one that starts afterwards', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'mailroom-copies-'));
    await open('2024-08-17T02:00:00Z', { only: ['poll'], dataDir });
    const { contest } = services().loaded;
    const other = () => startTestService({ contest, imapUrl: stage.servers.imapUrl, smtpUrl: stage.servers.smtpUrl, now: '2024-08-17T03:00:00Z', authservId: HOST, database: stage.database, dataDir });
    const second = await other();
    try {
      await enters('an');
      expect(await states()).toEqual(['late']);
      await approve((await propose()).batch.code);
      await enters('binh');
      expect([await states(), (await stage.letterTo('binh@people.test')).text]).toEqual([['under-check', 'under-check'], expect.stringContaining('ngày 23/8/2024')]);
    } finally {
      await second.stop();
    }
    const third = await other();
    try {
      await enters('cuong');
      expect([(await states()).at(-1), await planned('remind-gaps')]).toEqual(['under-check', expect.arrayContaining([expect.stringContaining('2024-08-23T17')])]);
    } finally {
      await third.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('does work again that was begun under the old one and ends under the new', async () => {
    await open('2024-08-17T02:00:00Z', { only: ['poll'] });
    const { batch } = await propose();
    const id = await inTx(async (tx) => {
      enqueue(tx, 'read-message', { messageId: '00000000-0000-0000-0000-000000000000' }, { key: 'begun-before' });
      return tx.run<{ id: string }>("select id from job where key = 'begun-before'").then((rows) => rows[0]!.id);
    });
    const seen: string[] = [];
    await runJob(services(), { ...handlers, 'read-message': async (_payload, work) => {
      if (seen.length === 0) await approve(batch.code);
      seen.push(work.loaded.contest.window.closes);
      await work.finish(async () => undefined);
    } }, id);
    expect(seen.map((closes) => new Date(closes).toISOString())).toEqual([new Date(CLOSED).toISOString(), LATER.closes.toISOString()]);
    expect(await stage.database.query('select 1 from job where key = $1 and done_at is not null', ['begun-before'])).toHaveLength(1);
  });
});
