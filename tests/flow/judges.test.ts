import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMembers } from '../../src/store/judging/members.ts';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { judgesCommand } from '../../workers/cli/judges.ts';
import { runCommand } from '../support/command.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { entryMail } from '../support/mails.ts';
import { openStage } from '../support/stage.ts';

const HEAD = 'name,body,agency,emails,phones,role,areas,max_load,from,to,decision';
let dir: string;
let database: FreshDatabase;
let db: Database;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mailroom-judges-'));
  for (const file of ['contest.yaml', 'agencies.csv']) await writeFile(join(dir, file), await readFile(`contests/hau-giang-2024/${file}`));
  database = await freshDatabase();
  db = openDatabase(database.url, () => new Date('2024-08-20T02:00:00Z'), { poolSize: 2 });
});
afterAll(async () => {
  await db.close();
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

const run = (...args: string[]) => runCommand(judgesCommand(), args, { CONTEST_DIR: dir, DATABASE_URL: database.url });
const list = async (...lines: string[]): Promise<string> => {
  const path = join(dir, 'list.csv');
  await writeFile(path, [HEAD, ...lines].join('\n'));
  return path;
};
const GIAM = 'Lê Văn Giám,jury,Sở Tư pháp tỉnh Hậu Giang,giam@stp.example.vn,0900000902,Trưởng ban,"2;5",45,2024-08-01,,12/QĐ-BTC';
const TO = 'Trần Thị Tổ,organisers,Sở Nội vụ tỉnh Hậu Giang,to@snv.example.vn,,,,,,,';

describe('mailroom judges import', () => {
  it('takes up nothing of a list with a fault, and names each fault by its line', async () => {
    const path = await list(GIAM, 'Không Thư,jury,Sở Y tế,,,,,,,,', 'Sai,juri,,x,,,,,,,');
    await expect(run('import', path)).rejects.toThrow(/nothing was imported:\n\S+list\.csv:3: emails: a judge needs an address[\s\S]*list\.csv:4: body: expected one of organisers, jury, secretariat[\s\S]*list\.csv:4: emails: /);
    expect(await db.transaction((tx) => listMembers(tx))).toEqual([]);
  });

  it('warns of judges whose agency the registry does not know, or of whom none is named', async () => {
    const { said } = await run('import', await list('Vũ Thị Lạ,jury,Hội đồng Khoa học X,la@x.example.vn,,,,,,,', 'Đỗ Văn Trống,jury,,trong@x.example.vn,,,,,,,', GIAM.replace(/giam@/, 'giam2@').replace('Giám', 'Biết')));
    expect(said).toContain('no conflict by agency is seen for Vũ Thị Lạ (Hội đồng Khoa học X), Đỗ Văn Trống (no agency): name an agency of agencies.csv');
    await database.query("delete from body_member");
  });

  it('warns of agencies that the plan names and nobody comes from', async () => {
    const { said } = await run('import', await list(GIAM, TO));
    expect(said).toMatch(/2 members read: 2 new, 0 changed, 0 as before/);
    expect(said).toMatch(/Warning: the plan asks for somebody of Sở Kế hoạch và Đầu tư, Văn phòng UBND tỉnh, Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh;/);
    expect(said).toMatch(/also names Sở Tài chính, Sở Thông tin và Truyền thông;/);
    expect(said).not.toContain('no conflict by agency');
  });

  it('takes no address for two people, and gives nobody the sheets of who had it before', async () => {
    const other = GIAM.replace('Lê Văn Giám', 'Võ Minh Khác').replace('giam@', 'khac@');
    await run('import', await list(other));
    await expect(run('import', await list(GIAM.replace('giam@stp.example.vn', '"giam@stp.example.vn; khac@stp.example.vn"')))).rejects.toThrow('Lê Văn Giám would have addresses of Lê Văn Giám and of Võ Minh Khác');
    // An office's mailbox that a successor takes over: free, until something was given to whoever had it.
    const successor = other.replace('Võ Minh Khác', 'Phan Thị Kế');
    const [{ id }] = await database.query<{ id: string }>(`select id from body_member where name = 'Võ Minh Khác'`) as [{ id: string }];
    await database.query(`with e as (insert into entry (number, code, state, received_at, registered_at) values (9001, 'CCHC24-9001-X', 'eligible', now(), now()) returning id)
      insert into assignment (entry_id, member_id, round, state, assigned_by, assigned_at) select e.id, $1, 'preliminary', 'invited', 'x', now() from e`, [id]);
    await expect(run('import', await list(successor))).rejects.toThrow('khac@stp.example.vn is the address of Võ Minh Khác, who was given entries to judge: Phan Thị Kế needs another one');
    await database.query('delete from assignment');
    expect((await run('import', await list(successor))).said).toMatch(/0 new, 1 changed/);
    await database.query(`delete from body_member where name = 'Phan Thị Kế'`);
    await database.query('delete from entry');
  });

  it('changes who is known by an address, leaves who is not named, and is on record', async () => {
    const { said } = await run('import', await list(GIAM.replace(',45,', ',30,')), '--by', 'lan');
    expect(said).toMatch(/1 members read: 0 new, 1 changed, 0 as before/);
    expect((await run('import', await list(GIAM.replace(',45,', ',30,')))).said).toMatch(/0 new, 0 changed, 1 as before/);
    expect((await db.transaction((tx) => listMembers(tx))).map((m) => [m.name, m.maxLoad])).toEqual([['Lê Văn Giám', 30], ['Trần Thị Tổ', null]]);
    const audit = await database.query<{ actor: string; action: string }>('select t.text as actor, e.action from audit_event e join audit_text t on t.id = e.actor order by e.n');
    expect(audit.slice(-2).map((a) => a.action)).toEqual(['import-members', 'import-members']);
    expect(audit.at(-1)?.actor).toBe('lan');
  });
});

describe('mailroom judges list, show, away and back', () => {
  it('show who is away and until when', async () => {
    await expect(run('away', 'giam@stp.example.vn', '--until', '2024-08-25')).rejects.toThrow(/2024-08-25 is over/);
    await run('away', 'giam@stp.example.vn', '--until', '2099-08-25', '--reason', 'học nước ngoài');
    expect((await run('list')).said).toMatch(/jury +Lê Văn Giám .* 2 5 +30 +away until 2099-08-25 23:59:59/);
    const { members, missingAgencies } = JSON.parse((await run('list', '--json', '--body', 'jury')).said) as { members: { name: string }[]; missingAgencies: unknown[] };
    expect([members.map((m) => m.name), missingAgencies.length]).toEqual([['Lê Văn Giám'], 5]);
    expect((await run('show', 'GIAM@stp.example.vn')).said).toMatch(/Lê Văn Giám, Trưởng ban, Ban Giám khảo[\s\S]*entries at most +30[\s\S]*: học nước ngoài/);
    expect((await run('back', 'giam@stp.example.vn')).said).toMatch(/is back/);
    expect((await run('show', 'giam@stp.example.vn')).said).toMatch(/stands +in office/);
    await expect(run('away', 'to@snv.example.vn', '--until', '2099-08-25')).rejects.toThrow(/no judge has the address/);
  });
});

describe('whoever is imported', () => {
  it('may not enter, as whoever stands in people.csv', async () => {
    const stage = await openStage({ changes: (c) => ({ ...c, checks: { ...c.checks, 'excluded-person': {} }, excludedBodies: [{ key: 'jury', name: { vi: 'Ban Giám khảo' } }] }) });
    try {
      await runCommand(judgesCommand(), ['import', await list('Nguyễn Thị An,jury,UBND xã Vị Thắng,an@people.test,,,,,,,')], { CONTEST_DIR: dir, DATABASE_URL: stage.database.url });
      await stage.send(await entryMail('Một ý tưởng của giám khảo'));
      const [entry] = await stage.entries();
      expect(entry?.version?.findings).toContainEqual(expect.objectContaining({ code: 'excluded-person', severity: 'review' }));
    } finally {
      await stage.stop();
    }
  });
});
