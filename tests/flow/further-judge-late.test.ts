import { afterEach, describe, expect, it } from 'vitest';
import { calendar } from '../../src/contest/calendar.ts';
import { planJobs } from '../../src/store/jobs.ts';
import { addAbsence } from '../../src/store/judging/members.ts';
import { readSheets } from '../../src/results/sheet-list.ts';
import { rulesOf } from '../../src/results/sheet.ts';
import { approve, hashOf } from '../../workers/results/act.ts';
import { sheetsAct } from '../../workers/results/sheets.ts';
import { HIGH, LOW, openDivided, type Divided } from '../support/divided.ts';
import { LAN } from '../support/desk.ts';
import { judge } from '../support/jury.ts';

let stage: Divided;
afterEach(() => stage.stop());

const flat = (text: string): string => text.replace(/\s+/g, ' ');
const opened = async (now: string, judging: object = {}): Promise<string> => {
  stage = await openDivided(['Một cửa lưu động'], [1, 2, 3, 4].map((n) => judge(n)), { judging });
  await stage.give(stage.codes[0]!, 1, 2);
  stage.clock.set(now);
  return stage.codes[0]!;
};
const divided = async (code: string): Promise<void> => {
  await stage.scores(1, code, LOW);
  await stage.scores(2, code, HIGH);
};
const newest = async () => (await stage.ofKind('further-judge-request', LAN)).at(-1)!;
const codeOf = async (): Promise<string> => ((await newest()).facts as { code: string }).code;
const jump = async (iso: string): Promise<void> => {
  stage.clock.set(iso);
  await stage.inTx((tx) => planJobs(tx, calendar(stage.service.services.loaded.contest)));
  await stage.idle();
};

describe('a further judge who is asked late', () => {
  it('has three working days of their own, before the lock, in every letter, and is chased by them', async () => {
    // Wednesday, a day after scores were due; they lock on the 17th at 17:00.
    const code = await opened('2024-09-11T02:00:00Z');
    await divided(code);
    const request = await newest();
    expect(flat(request.text)).toContain('Hạn gửi điểm: 16/9/2024, 17 giờ 00 (giờ Việt Nam), riêng cho người này; khóa điểm 17/9/2024, 17 giờ 00');
    await stage.decides(request, `DUYỆT ${await codeOf()}`);
    await stage.idle();
    const [invited] = await stage.ofKind('judge-invitation', 'gk3@jury.test');
    expect(flat(invited!.text)).toContain('hạn gửi điểm 16/9/2024, 17 giờ 00');
    await stage.says(3, 'NHẬN');
    const [packed] = await stage.ofKind('judge-package', 'gk3@jury.test');
    const [read] = await stage.ofKind('judge-read', 'gk3@jury.test');
    expect([packed, read].map((l) => (l!.facts as { dueAt: string }).dueAt)).toEqual(['2024-09-16T10:00:00.000Z', '2024-09-16T10:00:00.000Z']);
    expect(packed!.facts).toMatchObject({ attached: expect.arrayContaining([expect.objectContaining({ kind: 'appointment', startsAt: '2024-09-16T09:00:00.000Z' })]) });
    await jump('2024-09-15T10:00:00Z');
    expect((await stage.ofKind('judge-reminder', 'gk3@jury.test')).map((l) => flat(l.subject))).toEqual(['Nhắc hạn gửi điểm: còn 1 bài, Vòng sơ khảo']);
    await jump('2024-09-16T10:00:00Z');
    expect((await stage.ofKind('judge-reminder', 'gk3@jury.test')).map((l) => (l.facts as { late: boolean }).late)).toEqual([false, true]);
    expect((await stage.ofKind('judge-substitute', LAN)).at(-1)?.facts).toMatchObject({ why: 'late', judge: 'Giám Khảo Thứ 3', entries: [{ code, substitute: { name: 'Giám Khảo Thứ 4' } }] });
    await stage.scores(3, code, [13, 20, 13]);
    expect(await stage.violations()).toEqual([]);
    expect(await stage.ofKind('divergence-open')).toEqual([]);
  });

  it('is not asked where less than a day would be left: staff hear once what they can do, and at the lock no second time', async () => {
    const code = await opened('2024-09-16T09:30:00Z');
    await divided(code);
    expect(await stage.ofKind('further-judge-request')).toEqual([]);
    const [told] = await stage.ofKind('divergence-open', LAN);
    expect(flat(told!.text)).toMatch(new RegExp(`${code}.*lệch 50 điểm.*Không còn đủ một ngày để mời thêm người trước khi khóa điểm, 17/9/2024, 17 giờ 00.*locks trong contest.yaml.*mailroom results sheet add preliminary ${code}`));
    await jump('2024-09-17T10:00:00Z');
    expect(await stage.ofKind('divergence-open', LAN)).toHaveLength(1);
  });

  it('is nobody after the lock: what was proposed falls, and what was left unscored counts as it lies', async () => {
    const code = await opened('2024-09-12T02:00:00Z', { judges: 3 });
    await stage.give(code, 3);
    await divided(code);
    expect(await stage.ofKind('further-judge-request')).toEqual([]);
    await jump('2024-09-17T10:00:00Z');
    const [told] = await stage.ofKind('divergence-open', LAN);
    expect(told?.facts).toMatchObject({ locked: true, entries: [{ code, spread: '50', why: 'too-late' }] });
    expect(flat(told!.text)).toContain('Điểm đã khóa từ 17/9/2024, 17 giờ 00');
  });

  it('is somebody else, with a later date, where staff approve once the first is away or the time has run out', async () => {
    const code = await opened('2024-09-05T02:00:00Z');
    await divided(code);
    const [first, batch] = [await newest(), await codeOf()];
    const third = (await stage.judges()).find((j) => j.name.endsWith('3'))!;
    await stage.inTx((tx) => addAbsence(tx, { memberId: third.id, from: stage.clock.now(), to: null, why: 'staff', said: 'ốm' }));
    const answer = await stage.decides(first, `DUYỆT ${batch}`);
    await stage.idle();
    expect(answer.facts).toMatchObject({ refused: [{ why: 'judging-changed', entries: [code] }] });
    expect((await newest()).facts).toMatchObject({ asked: { name: 'Giám Khảo Thứ 4' }, own: false });
    const [second, itsBatch] = [await newest(), await codeOf()];
    await jump('2024-09-09T11:00:00Z');
    // Less than a day is left: whether the look of that day or the reply comes first, that proposal holds no more.
    await stage.decides(second, `DUYỆT ${itsBatch}`);
    await stage.idle();
    expect((await newest()).facts).toMatchObject({ asked: { name: 'Giám Khảo Thứ 4' }, own: true, dueAt: '2024-09-12T10:00:00.000Z' });
    expect(await stage.ofKind('judge-invitation', 'gk4@jury.test')).toEqual([]);
    expect(await stage.violations()).toEqual([]);
  });
});

describe('sheets on paper', () => {
  it('bring a further judge as those by mail do, and settle it', async () => {
    const code = await opened('2024-08-28T02:00:00Z');
    const { contest } = stage.service.services.loaded;
    const type = (csv: string): Promise<void> => stage.inTx(async (tx) => {
      const act = await sheetsAct(tx, stage.service.services.loaded, 'preliminary', readSheets(`code,judge,moi,hieu-qua,nhan-rong\n${csv}`, rulesOf(contest, 'preliminary')).sheets);
      await approve(tx, act, hashOf(act), { by: 'Chị Lan', reason: 'phiếu giấy' });
    });
    await type(`${code},gk1@jury.test,12,20,12\n${code},gk2@jury.test,28,38,28\n`);
    await stage.idle();
    expect((await stage.batches()).map((b) => [b.what, b.state])).toEqual([['further-judge', 'open']]);
    await type(`${code},gk4@jury.test,27,37,27\n`);
    await stage.idle();
    expect((await stage.batches()).map((b) => [b.what, b.state])).toEqual([['further-judge', 'cancelled']]);
    expect(await stage.violations()).toEqual([]);
  });
});
