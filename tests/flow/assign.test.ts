import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { solve } from '../../src/edges/solver.ts';
import { approveAssignment, cancelAssignment, proposeAssignment } from '../../workers/judging/assign.ts';
import { declareConflict, moveAssignments, openAssignmentsOf } from '../../src/store/judging/assignments.ts';
import { importMembers } from '../../src/store/judging/members.ts';
import { assignCommand } from '../../workers/cli/assign.ts';
import { runCommand } from '../support/command.ts';
import { judge, openJuryStage, type JuryStage } from '../support/jury.ts';

const TITLES = ['Một cửa lưu động', 'Nhắc hẹn bằng tin nhắn', 'Sổ tay công vụ', 'Phòng họp không giấy', 'Mã QR tại phòng khám', 'Đặt lịch trực tuyến'];
let stage: JuryStage;
beforeAll(async () => {
  stage = await openJuryStage(TITLES, [1, 2, 3, 4].map((n) => judge(n)));
});
afterAll(() => stage.stop());

const services = () => stage.service.services;
const ask = (more: object = {}) => proposeAssignment(services().db, services(), { round: null, seed: 's', perEntry: null, by: 'lan', ...more });
const approve = (n: number, hash: string) => stage.inTx((tx) => approveAssignment(tx, services(), n, hash, 'chi'));
const open = () => stage.inTx((tx) => openAssignmentsOf(tx, { round: 'preliminary' }));
const violations = async (): Promise<unknown[]> => (await stage.verdict()).invariants.flatMap((i) => i.violations);
const audit = () => stage.database.query<{ action: string; subject: string }>('select action, subject from audit_event order by n');

describe('an assignment', () => {
  it('is proposed with its seed and its proof, the same for the same seed, and assigns nothing by itself', async () => {
    const first = await ask();
    expect(first.result.pairs).toHaveLength(12);
    expect([first.n, first.perEntry, first.seed, first.result.proof.status, first.result.short]).toEqual([1, 2, 's', 'optimal', []]);
    expect(first.result.loads.map((l) => l.fresh)).toEqual([3, 3, 3, 3]);
    const again = await ask();
    expect([again.n, again.hash]).toEqual([2, first.hash]);
    expect((await ask({ seed: 'khác' })).hash).not.toBe(first.hash);
    expect(await open()).toEqual([]);
  });

  it('takes effect by exactly the hash that was shown, once', async () => {
    await expect(approve(9, 'ffffffffffff')).rejects.toThrow(/there is no proposal 9/);
    await expect(approve(1, 'ffffffffffff')).rejects.toThrow(/was cancelled/);
    const row = await ask();
    await expect(approve(row.n, row.hash.slice(0, 7))).rejects.toThrow(/has another hash/);
    const { added, ended } = await approve(row.n, row.hash.slice(0, 12));
    expect([added.length, ended.length]).toEqual([12, 0]);
    await expect(approve(row.n, row.hash)).rejects.toThrow(/was approved by chi/);
    expect((await open()).every((a) => a.state === 'invited' && a.assignedBy === 'chi' && !a.begun)).toBe(true);
    expect((await audit()).at(-1)).toEqual({ action: 'approve-assignment', subject: `assignment-${row.n}` });
    expect(await violations()).toEqual([]);
  });

  it('is worked out anew around what was begun and what was refused, and touches nothing else', async () => {
    const before = await open();
    const [begun, refused] = [before[0]!, before[5]!];
    await stage.inTx(async (tx) => {
      await moveAssignments(tx, [begun.id], ['invited'], 'accepted', null);
      await moveAssignments(tx, [refused.id], ['invited'], 'declined', 'bận');
      await declareConflict(tx, { memberId: refused.memberId, entryId: refused.entryId, ground: 'declined', reason: 'bận', actor: 'gk@jury.test' });
    });
    const row = await ask({ seed: 'lần hai' });
    const key = (p: { entryId: string; memberId: string }): string => `${p.entryId} ${p.memberId}`;
    expect(row.result.pairs.map(key)).toContain(key(begun));
    expect(row.result.pairs.map(key)).not.toContain(key(refused));
    expect(row.result.conflicts.map((c) => c.ground)).toContain('declined');
    // Of the other ten, no more than an exchange that keeps loads equal moves.
    const moved = before.filter((a) => a.id !== refused.id && !row.result.pairs.map(key).includes(key(a)));
    expect(moved.length).toBeLessThanOrEqual(1);
    const { added } = await approve(row.n, row.hash);
    expect(added.length).toBe(1 + moved.length);
    expect((await open()).find((a) => a.id === begun.id)?.state).toBe('accepted');
  });

  it('cannot be approved once somebody withdrew, left, or declared a conflict meanwhile', async () => {
    await stage.inTx((tx) => importMembers(tx, [judge(5)]));
    const row = await ask({ seed: 'lần ba', perEntry: 3 });
    const fresh = row.result.pairs.find((p) => !p.why.includes('kept'))!;
    await stage.inTx((tx) => declareConflict(tx, { memberId: fresh.memberId, entryId: fresh.entryId, ground: 'declared', reason: 'người nhà', actor: 'staff' }));
    await expect(approve(row.n, row.hash)).rejects.toThrow(new RegExp(`${fresh.code}: a conflict of ${fresh.judge}`));
    const next = await ask({ seed: 'lần ba', perEntry: 3 });
    await stage.database.query("update entry set state = 'withdrawn' where id = $1", [next.result.pairs[0]!.entryId]);
    await expect(approve(next.n, next.hash)).rejects.toThrow(/is not judged in this round any more/);
    await stage.database.query("update entry set state = 'eligible'");
    await stage.inTx((tx) => importMembers(tx, [judge(5, { to: '2024-08-01' })]));
    await expect(approve(next.n, next.hash)).rejects.toThrow(/Giám Khảo Thứ 5 cannot be given work now/);
    expect((await stage.inTx((tx) => cancelAssignment(tx, null, 'lan'))).n).toBe(next.n);
  });

  it('keeps what was begun in spite of a conflict that is known only now, and says so; what somebody who left accepted goes to others', async () => {
    const begun = (await open()).find((a) => a.begun)!;
    const judgesOf = (result: { pairs: { code: string; memberId: string }[] }): string[] => result.pairs.filter((p) => p.code === begun.code).map((p) => p.memberId);
    await stage.inTx((tx) => declareConflict(tx, { memberId: begun.memberId, entryId: begun.entryId, ground: 'declared', reason: 'cùng tổ công tác', actor: 'staff' }));
    const row = await ask({ seed: 'lần bốn' });
    expect([judgesOf(row.result), row.result.conflicts.filter((c) => c.kept)]).toEqual([expect.arrayContaining([begun.memberId]), [expect.objectContaining({ code: begun.code, ground: 'declared' })]]);
    await stage.database.query("update body_member set to_day = '2024-08-01' where id = $1", [begun.memberId]);
    const after = await ask({ seed: 'lần năm' });
    expect([judgesOf(after.result).includes(begun.memberId), after.result.dropped.map((d) => d.assignmentId).includes(begun.id)]).toEqual([false, true]);
    await approve(after.n, after.hash);
    expect((await open()).filter((a) => a.entryId === begun.entryId).map((a) => a.memberId).includes(begun.memberId)).toBe(false);
  });

  it('is refused where there is nothing to judge, nobody to do it, or no such round', async () => {
    await expect(ask({ round: 'defence' })).rejects.toThrow(/there is preliminary/);
    await stage.database.query("update entry set state = 'under-check'");
    await expect(ask()).rejects.toThrow(/no entry is eligible/);
    await stage.database.query("update entry set state = 'eligible'");
  });
});

describe('the solver', () => {
  it('is ended where it takes too long, and says so', async () => {
    const program = { costs: [1], upper: [1], rows: [{ terms: [[0, 1]] as [number, number][], value: 1 }] };
    await expect(solve(program, { deadlineMs: 1 })).rejects.toMatchObject({ code: 'assignment', forStaff: 'the solver was ended: deadline' });
    expect(await solve(program)).toMatchObject({ values: [1] });
    await expect(solve({ ...program, rows: [{ terms: [[0, 1]], value: 5 }] })).rejects.toMatchObject({ forStaff: expect.stringContaining('Infeasible') });
  });
});

describe('mailroom assign', () => {
  it('shows why each, what could not be and the loads, and gives lists for a spreadsheet program', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mailroom-assign-'));
    try {
      const yaml = await readFile('contests/hau-giang-2024/contest.yaml', 'utf8');
      await writeFile(join(dir, 'contest.yaml'), yaml.replace('name: { vi: Vòng sơ khảo, en: Preliminary round }', '$&\n    judging: { judges: 2, due: "2024-09-10T17:00:00+07:00", rubric: [{ key: moi, name: { vi: Tính mới }, points: 100 }] }'));
      const run = async (...args: string[]) => (await runCommand(assignCommand(), args, { CONTEST_DIR: dir, DATABASE_URL: services().db.url })).said;
      const proposed = await run('propose', '--seed', 'một', '--per-entry', '4', '--by', 'lan');
      expect(proposed).toMatch(/Proposal \d+, Vòng sơ khảo: open\. \d+ assignments, 4 judges for each entry\. Asked by lan,[\s\S]*Seed một; proven: none is better; hash [0-9a-f]{64}/);
      // One of the four refused an entry; whether it is they who declared a conflict with another, chance decides.
      expect(proposed).toMatch(/\d entr(?:y lacks|ies lack) judges:[\s\S]*4 +3 +only 3 judges may judge it/);
      expect(proposed).toMatch(/judge +begun +new +together +at most[\s\S]*mailroom assign approve \d+ --hash [0-9a-f]{12}/);
      expect(await run('show', '--conflicts')).toMatch(/declined +đã từ chối bài này ngày 20\/8\/2024: bận/);
      expect(await run('show', '--csv')).toMatch(/^\ufeff"entry","judge","why"\r\n"CCHC24-0001-I","Giám Khảo Thứ \d","/);
      expect(await run('export')).toMatch(/"CCHC24-0001-I","Một cửa lưu động","Giám Khảo Thứ \d","gk\d@jury\.test","(invited|accepted)"/);
      await expect(run('propose', '--per-entry', 'x')).rejects.toThrow(/--per-entry/);
      await expect(run('show', '99')).rejects.toThrow(/there is no proposal 99/);
      expect(await run('cancel')).toMatch(/is cancelled/);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
