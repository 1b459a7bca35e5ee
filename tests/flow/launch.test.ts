import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contactStates } from '../../src/store/agency-contacts.ts';
import { approvalsByCode, listApprovals } from '../../src/store/approvals.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import type { AgencyContact } from '../../src/contest/agency-contacts.ts';
import { proposeLaunch } from '../../workers/agencies/launch.ts';
import { readContacts } from '../../workers/cli/agencies-contacts.ts';
import { approvalsCommand } from '../../workers/cli/approvals.ts';
import { decideBatch } from '../../workers/approvals/decide.ts';
import { bounceOf } from '../../workers/demo/mails.ts';
import { runCommand } from '../support/command.ts';
import { TO } from '../support/mails.ts';
import { TEST_KEY } from '../support/service.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let dir: string;
let contacts: AgencyContact[];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mailroom-launch-'));
  const yaml = await readFile('contests/hau-giang-2024/contest.yaml', 'utf8');
  await writeFile(join(dir, 'contest.yaml'), yaml.replace(/^staff:\n(?:[ #].*\n)*/m, 'staff:\n  addresses: [lan@office.test]\n'));
  await writeFile(join(dir, 'agencies.csv'), await readFile('contests/hau-giang-2024/agencies.csv'));
  await writeFile(join(dir, 'agencies-contacts.csv'), 'agency,name,email,second_email\nso-tu-phap,Văn thư Sở Tư pháp,vanthu@stp.test,cchc@stp.test\nh-vi-thuy,Phòng Nội vụ,noivu@vithuy.test,\n');
  // before the opening: the contest is announced when the plan is issued
  stage = await openStage({ now: '2024-06-20T02:00:00Z', changes: (c) => ({ ...c, staff: { addresses: ['lan@office.test'] } }) });
  const folder = await readContestFolder(dir);
  Object.assign(stage.service.services.loaded, { agencies: folder.agencies });
  Object.assign(stage.service.services.loaded.contest, { prizes: folder.contest.prizes, legalBases: folder.contest.legalBases });
  contacts = await readContacts(folder);
});
afterAll(async () => {
  await stage.stop();
  await rm(dir, { recursive: true, force: true });
});

const run = (...args: string[]) => runCommand(approvalsCommand(), args, { DATABASE_URL: stage.database.url, CONTEST_DIR: dir, SECRET_KEY: TEST_KEY });
const inTx = <T>(work: Parameters<Stage['service']['services']['db']['transaction']>[0]) => stage.service.services.db.transaction(work) as Promise<T>;
const propose = () => stage.service.services.db.transaction((tx) => proposeLaunch(tx, stage.service.services, contacts, 'lan'));
const launched = async () => (await stage.letters()).filter((l) => l.kind === 'contest-launch').toSorted((a, b) => (a.toAddress < b.toAddress ? -1 : 1));

describe('mailroom approvals propose launch', () => {
  it('writes to each agency with a contact, names those without one, and sends nothing before a person approved', async () => {
    const plan = await propose();
    expect([plan.batch.what, plan.nudges.map((n) => n.to), plan.without.map((u) => u.name).includes('Sở Y tế')]).toEqual(['launch', ['vanthu@stp.test', 'noivu@vithuy.test'], true]);
    await stage.idle();
    expect(await launched()).toEqual([]);
    const request = await stage.letterTo('lan@office.test');
    expect(request.text.replace(/\s+/g, ' ')).toContain('thông báo phát động đến các cơ quan');
  });

  it('tells window, ways to enter, areas and prizes as the contest has them, with the form, once a person said yes', async () => {
    const [batch] = await inTx<{ code: string }[]>((tx) => listApprovals(tx));
    await inTx(async (tx) => { const [row] = await approvalsByCode(tx, [batch!.code]); await decideBatch(tx, stage.service.services, row!, 'approve', 'lan', null); });
    await stage.idle();
    const [district, department] = await launched();
    expect([district?.toAddress, department?.toAddress, district?.state]).toEqual(['noivu@vithuy.test', 'vanthu@stp.test', 'sent']);
    const text = district!.text.replace(/\s+/g, ' ');
    expect(text).toContain('Kính gửi Ủy ban nhân dân huyện Vị Thuỷ,');
    // plan items 2 and 52: agencies tell their people, and those of their place
    expect(text).toContain('phổ biến đến toàn thể cán bộ, công chức, viên chức, người lao động cùng người dân, doanh nghiệp trên địa bàn; thư này có thể chuyển tiếp nguyên văn');
    expect(text).toMatch(/nhận bài từ thứ Hai, ngày 1\/7\/2024 đến hết thứ Sáu, ngày 16\/8\/2024/);
    expect(text).toContain('Cải cách thủ tục hành chính');
    expect(text).toMatch(/1 [Gg]iải nhất: 10\.000\.000 đồng/);
    expect(text).toContain('Kế hoạch số 20/KH-UBND');
    expect(district?.facts).toMatchObject({ agencyId: 'h-vi-thuy', attached: ['registration-form'] });
  });

  it('tells nobody twice, and a bounce of it pauses the contact', async () => {
    await expect(propose()).rejects.toThrow(/there is no letter to send/);
    const department = (await launched())[1]!;
    await stage.send(bounceOf({ to: 'vanthu@stp.test', messageId: department.rfcMessageId, subject: department.subject }, TO, 'Thu, 20 Jun 2024 09:00:00 +0700'), '');
    expect((await inTx<{ agencyId: string; why: string }[]>(contactStates)).map((s) => [s.agencyId, s.why])).toEqual([['so-tu-phap', 'bounce']]);
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('refuses what it does not know, and a contest that is over', async () => {
    await expect(run('propose', 'prizes')).rejects.toThrow('`eligibility`, `launch` or `questions`');
    // The contest of the folder is over on the clock of this machine.
    await expect(run('propose', 'launch')).rejects.toThrow(/nothing to announce/);
  });
});
