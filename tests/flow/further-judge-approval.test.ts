import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { readSheets } from '../../src/results/sheet-list.ts';
import { rulesOf } from '../../src/results/sheet.ts';
import { writerOf } from '../../workers/cli/context.ts';
import { listApprovals } from '../../src/store/approvals.ts';
import { openAssignmentsOf } from '../../src/store/judging/assignments.ts';
import { approvalsCommand } from '../../workers/cli/approvals.ts';
import { lookAtDivergence } from '../../workers/judging/divergence.ts';
import { sheetsAct } from '../../workers/results/sheets.ts';
import { runCommand } from '../support/command.ts';
import { HIGH, LOW, openDivided, type Divided } from '../support/divided.ts';
import { LAN, MINH } from '../support/desk.ts';
import { decided, firstRoundCsv, judgedContest } from '../support/judged.ts';
import { judge } from '../support/jury.ts';

let stage: Divided | null = null;
afterEach(async () => {
  await stage?.stop();
  stage = null;
});

describe('a further judge who is proposed', () => {
  it('is asked once two of staff approved, where the contest asks for two', async () => {
    stage = await openDivided(['Một cửa lưu động'], [1, 2, 3].map((n) => judge(n)), { staff: { addresses: [LAN, MINH], fourEyes: ['further-judge'] } });
    const [code] = stage.codes;
    await stage.give(code!, 1, 2);
    await stage.scores(1, code!, LOW);
    await stage.scores(2, code!, HIGH);
    const [request] = await stage.ofKind('further-judge-request', LAN);
    const word = `DUYỆT ${(request!.facts as { code: string }).code}`;
    expect(request!.text.replace(/\s+/g, ' ')).toContain('Số người duyệt: cần hai người; thư gửi đi khi người thứ hai duyệt');
    await stage.decides(request!, word);
    await stage.idle();
    expect(await stage.ofKind('judge-invitation', 'gk3@jury.test')).toEqual([]);
    const [second] = await stage.ofKind('approval-request', MINH);
    expect(second!.text).toContain('thư mời thêm giám khảo');
    await stage.decides(second!, word, MINH);
    await stage.idle();
    expect((await stage.ofKind('judge-invitation', 'gk3@jury.test')).map((l) => l.state)).toEqual(['sent']);
    expect((await stage.openOf(code!)).map((a) => a.assignedBy).toSorted()).toEqual(['lan', 'lan', MINH]);
    expect(await stage.violations()).toEqual([]);
  }, 60_000);

  it('is asked by the command line, too, which says why where it cannot be any more', async () => {
    const contest = await judgedContest(4);
    try {
      // The command line goes by the clock of the machine.
      const file = join(contest.dir, 'contest.yaml');
      await writeFile(file, (await readFile(file, 'utf8')).replace('due: 2024-09-30T', 'due: 2099-09-30T'));
      const loaded = await readContestFolder(contest.dir);
      const { codes, db, env } = contest;
      const services = { loaded, writer: await writerOf(loaded), secretKeys: [env['SECRET_KEY'] ?? ''], dryRun: false };
      await decided(contest, (tx) => sheetsAct(tx, loaded, 'preliminary', readSheets(firstRoundCsv(codes), rulesOf(loaded.contest, 'preliminary')).sheets));
      const look = () => db.transaction((tx) => lookAtDivergence(tx, services, 'preliminary', null, new Map()));
      await look();
      await look();
      const open = (await db.transaction((tx) => listApprovals(tx, 'open'))).toSorted((a, b) => a.n - b.n);
      expect(open.map((b) => [b.what, b.letters[0]?.kind])).toEqual([['further-judge', 'judge-invitation'], ['further-judge', 'judge-invitation']]);
      expect(await runCommand(approvalsCommand(), ['approve', open[0]!.code, '--by', 'Chị Lan'], env)).toMatchObject({ said: expect.stringMatching(/^CCHC24D-0001-T is approved: its letter to giamkhao\d@example\.vn leaves as soon as a service runs\.\n$/) });
      expect((await db.transaction((tx) => openAssignmentsOf(tx, { round: 'preliminary' }))).filter((a) => a.state === 'invited').map((a) => [a.code, a.assignedBy])).toEqual([[codes[2], 'Chị Lan']]);
      const mended = `code,judge,novelty,effect,reach,evidence,form\n${codes[3]},giamkhao4@example.vn,27,22,21,13,4\n`;
      await decided(contest, (tx) => sheetsAct(tx, loaded, 'preliminary', readSheets(mended, rulesOf(loaded.contest, 'preliminary')).sheets));
      await expect(runCommand(approvalsCommand(), ['approve', open[1]!.code, '--by', 'Chị Lan'], env)).rejects.toThrow(new RegExp(`scores or judges changed for ${codes[3]} after ${open[1]!.code} was proposed: nobody is asked`));
    } finally {
      await contest.stop();
    }
  }, 60_000);
});
