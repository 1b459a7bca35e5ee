import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contestSchema } from '../../schemas/contest.ts';
import { enqueue } from '../../src/store/jobs.ts';
import { setEntryState } from '../../src/store/entries.ts';
import type { Tx } from '../../src/store/database.ts';
import { requestsNearDue } from '../../src/store/personal/requests.ts';
import { forgetExpired } from '../../workers/personal/forget.ts';
import { moveRequest, noteRequest } from '../../workers/personal/requests.ts';
import { everythingOf, rowsOf } from '../support/dump.ts';
import { entryMail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

let stage: Stage;
let dataDir: string;
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => stage.service.services.db.transaction(work);
const retention = contestSchema.shape.personalData.parse({ retention: { withdrawnDays: 60, letterTextDays: 400, contestMonths: 12 } });

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mailroom-kept-'));
  // What is due each day is asked for here alone: by itself it would forget in the middle of a test what the test looks at.
  stage = await openStage({ dataDir, settings: { planMs: 3_600_000 }, changes: (contest) => ({ ...contest, holidays: ['2024-07-04'], personalData: retention }) });
  await stage.send(await entryMail('Sổ hẹn qua điện thoại', { from: 'rut@people.test', text: 'Tên bài dự thi: Sổ hẹn qua điện thoại\nHọ và tên: Ngô Thị Rút\nĐơn vị: UBND xã' }), 'rut@people.test');
  await stage.send(await entryMail('Hộp thư góp ý bằng mã QR', { from: 'chi@people.test' }), 'chi@people.test');
  const [withdrawn] = await stage.entries();
  await inTx((tx) => setEntryState(tx, withdrawn!.entry.id, 'withdrawn', withdrawn!.entry.state));
});
afterAll(async () => {
  await stage.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const run = async (day: string): Promise<void> => {
  stage.clock.set(`${day}T02:00:00Z`);
  await inTx(async (tx) => enqueue(tx, 'forget-unrelated', { day }, { key: `forget-unrelated:test:${day}` }));
  await stage.idle();
  await until('the bytes to go', async () => { stage.service.wake(); await stage.idle(); return (await stage.database.query('select 1 from doomed_bytes')).length === 0; });
};
const counts = (write = false) => inTx((tx) => forgetExpired(tx, stage.service.services, write));
const sound = async () => expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);

describe('what the contest keeps no longer', () => {
  it('is counted first, class by class, and nothing is done', async () => {
    stage.clock.set('2024-10-01T02:00:00Z');
    expect(await counts()).toEqual({ held: null, classes: [{ what: 'unrelated', rows: 0 }, { what: 'withdrawn', rows: 1 }, { what: 'letter-texts', rows: 0 }, { what: 'contest', rows: 0 }] });
    expect((await stage.entries()).map((e) => e.entry.state)).toEqual(['withdrawn', expect.not.stringMatching('erased')]);
  });

  it('waits while a hold lasts', async () => {
    const { services } = stage.service;
    const loaded = { ...services.loaded, contest: { ...services.loaded.contest, personalData: { ...retention, legalHold: { reason: { vi: 'đang thanh tra' } } } } };
    expect(await inTx((tx) => forgetExpired(tx, { ...services, loaded }, true))).toEqual({ held: 'đang thanh tra', classes: [] });
    expect(await stage.database.query('select count(*)::int as n from erasure')).toEqual([{ n: 0 }]);
  });

  it('goes once its time is over: a withdrawn entry with its mails and letters, and nothing of another', async () => {
    await run('2024-10-01');
    const all = await everythingOf(stage.database, dataDir);
    for (const word of ['rut@people.test', 'Ngô Thị Rút', 'Sổ hẹn qua điện thoại']) expect(all).not.toContain(word);
    expect(all).toContain('Hộp thư góp ý bằng mã QR');
    expect((await stage.entries()).map((e) => e.entry.state)).toEqual(['erased', expect.not.stringMatching('erased')]);
    await sound();
  });

  it('is everything that got no prize, so many months after the closing', async () => {
    await run('2025-08-20');
    const rows = await rowsOf(stage.database);
    for (const word of ['chi@people.test', 'Nguyễn Thị An', 'mã QR']) expect(rows).not.toContain(word);
    expect((await stage.entries()).map((e) => e.entry.state)).toEqual(['erased', 'erased']);
    expect(await stage.database.query('select reason from erasure order by n')).toEqual([{ reason: 'withdrawn' }, { reason: 'contest' }]);
    await sound();
  });
});

describe('a request about personal data', () => {
  const ask = (receivedAt: string) => inTx((tx) => noteRequest(tx, stage.service.services.loaded.contest, { what: 'erase', address: 'Em@people.test', messageId: null, receivedAt: new Date(receivedAt), withOthers: false, by: 'Chị Lan' }));
  const step = (n: number, how: Parameters<typeof moveRequest>[3]) => inTx((tx) => moveRequest(tx, stage.service.services.loaded.contest, n, how, 'Chị Lan'));

  it('must be answered within two working days and done within fifteen', async () => {
    // Wednesday; Thursday is a holiday.
    const row = await ask('2024-07-03T10:00:00+07:00');
    expect([row.answerDueAt.toISOString(), row.doneDueAt.toISOString()]).toEqual(['2024-07-08T16:59:59.000Z', '2024-07-18T16:59:59.000Z']);
  });

  it('stands in the morning\'s summary when a step is near due, and not any more once it is closed', async () => {
    const due = async (iso: string) => { stage.clock.set(iso); return (await inTx(requestsNearDue)).map(({ step: which, overdue }) => [which, overdue]); };
    expect(await due('2024-07-03T04:00:00Z')).toEqual([]);
    expect(await due('2024-07-08T00:30:00Z')).toEqual([['answer', false]]);
    await step(1, { answered: true });
    expect(await due('2024-07-09T00:30:00Z')).toEqual([]);
    expect(await due('2024-07-17T00:30:00Z')).toEqual([['done', false]]);
    expect(await due('2024-07-19T00:30:00Z')).toEqual([['done', true]]);
    expect((await stage.status()).personal).toMatchObject({ requests: 1, nextDueAt: '2024-07-18T16:59:59.000Z' });
    await step(1, { extend: true });
    await expect(step(1, { extend: true })).rejects.toThrow(/one extension/);
    expect(await due('2024-07-19T00:30:00Z')).toEqual([]);
    await step(1, { refused: 'hồ sơ đang được thanh tra' });
    expect(await due('2024-08-30T00:30:00Z')).toEqual([]);
    await expect(step(1, { done: true })).rejects.toThrow(/is closed/);
    expect(await stage.database.query('select state, address, reason from person_request')).toEqual([{ state: 'refused', address: null, reason: 'hồ sơ đang được thanh tra' }]);
    expect(await stage.database.query("select action from audit_event where action like '%-request' order by n")).toEqual([{ action: 'note-request' }, { action: 'answered-request' }, { action: 'extend-request' }, { action: 'refused-request' }]);
  });
});
