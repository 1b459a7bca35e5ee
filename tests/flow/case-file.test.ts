import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LetterFacts } from '../../schemas/letters.ts';
import { auditHash } from '../../src/audit/chain.ts';
import { sealOf, sealsIn } from '../../src/audit/texts.ts';
import type { AuditRow } from '../../src/store/audit-export.ts';
import { recordDecision } from '../../src/store/audit.ts';
import { eraseAuditTexts } from '../../src/store/audit-texts.ts';
import { entriesByCode, versionsOf } from '../../src/store/entries.ts';
import { editEntry } from '../../workers/by-hand/edit.ts';
import { askEntrant } from '../../workers/by-hand/request.ts';
import { auditCommand } from '../../workers/cli/audit.ts';
import { entriesCommand } from '../../workers/cli/entries.ts';
import { runCommand } from '../support/command.ts';
import { entryMail } from '../support/mails.ts';
import { TEST_KEY } from '../support/service.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
let code: string;
type Tx = Parameters<Parameters<Stage['service']['services']['db']['transaction']>[0]>[0];
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => stage.service.services.db.transaction(work);
const variables = () => ({ DATABASE_URL: stage.database.url, SECRET_KEY: TEST_KEY, CONTEST_DIR: 'contests/hau-giang-2024' });
const entries = (...args: string[]) => runCommand(entriesCommand(), args, variables());
const audit = (...args: string[]) => runCommand(auditCommand(), args, variables());

beforeAll(async () => {
  stage = await openStage();
  await stage.send(await entryMail('Hộp thư góp ý bằng mã QR \u001b[31m', { text: 'Tên bài dự thi: Hộp thư góp ý bằng mã QR\nHọ và tên: Nguyễn Thị An\nĐơn vị: UBND xã Vị Thắng' }));
  code = (await stage.entries())[0]!.entry.code;
  await inTx(async (tx) => {
    const services = stage.service.services;
    await editEntry(tx, services, { by: 'Chị Lan', reason: 'tên bài ghi nhầm', letters: true }, code, { title: 'Hộp thư góp ý' });
    const [entry] = await entriesByCode(tx, [code]);
    await askEntrant(tx, services, 'Chị Lan', entry!, ['Xin gửi phiếu có chữ ký.'], new Date('2024-07-09T10:00:00Z'));
  });
  await inTx(async (tx) => {
    const [entry] = await entriesByCode(tx, [code]);
    const [version] = await versionsOf(tx, entry!.id);
    await stage.database.query('insert into entry_decision (entry_id, version_id, word, reason, actor, at, standing, rules_sha256) values ($1, $2, $3, $4, $5, $6, $7, $8)',
      [entry!.id, version!.id, 'ineligible', 'mục 3 của Thể lệ', 'staff@office.test', '2024-07-03T02:00:00Z', 's', version!.rulesSha256]);
    await recordDecision(tx, { actor: 'staff@office.test', action: 'decide-ineligible', subject: code, detail: {}, texts: { reason: 'mục 3' } });
    await recordDecision(tx, { actor: 'Chị Lan', action: 'replay', subject: code, detail: {} });
  });
  await stage.idle();
});
afterAll(() => stage.stop());

describe('a case file', () => {
  it('tells what was received, understood, found, asked, decided, by whom, when, under which rules', async () => {
    const facts = JSON.parse((await entries('case', code, '--json')).said) as LetterFacts<'case-file'>;
    expect(facts).toMatchObject({
      code, version: 1, title: 'Hộp thư góp ý', senders: ['an@people.test'], received: [{ version: 1, from: 'an@people.test', files: [{ name: 'Bài dự thi.pdf', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }] }],
      decided: [{ by: 'staff@office.test', word: 'ineligible', reason: 'mục 3 của Thể lệ', version: 1 }], changes: [{ n: 1, by: 'Chị Lan', action: 'edit', reason: 'tên bài ghi nhầm', undone: false }],
      record: [{ by: 'Chị Lan', action: 'replay' }], rules: [{ sha256: 'f'.repeat(64), versions: [1] }],
    });
    expect(facts.understood.find((u) => u.field === 'authors')?.value).toContain('Nguyễn Thị An');
    expect(facts.found.find((f) => /cam kết/.test(f.says))?.items.length).toBeGreaterThan(0);
    expect(facts.asked.map((a) => a.dueAt)).toContain('2024-07-09T10:00:00.000Z');
    expect(facts.asked.flatMap((a) => a.points)).toContain('Xin gửi phiếu có chữ ký.');
    expect(facts.letters.length).toBeGreaterThanOrEqual(3);
  });

  it('is a page in the terminal, and does nothing to it', async () => {
    const { said } = await entries('case', code.toLowerCase());
    expect(said).toMatch(/ĐÃ NHẬN[\s\S]*ĐÃ HIỂU[\s\S]*ĐÃ PHÁT HIỆN[\s\S]*ĐÃ HỎI[\s\S]*ĐÃ QUYẾT ĐỊNH[\s\S]*KHÔNG HỢP LỆ, bản 1[\s\S]*THƯ ĐÃ GỬI/);
    expect(said).not.toContain('\u001b');
    expect(said.split('\n').length).toBeLessThan(110);
    if (process.env['SHOW']) process.stderr.write(said);
    await expect(entries('case', 'CCHC24-9999-X')).rejects.toThrow(/no entry has the code/);
  });

  it('goes to staff as a letter, and is no part of the next one', async () => {
    stage.service.services.loaded.contest.staff.addresses = ['staff@office.test'];
    await expect(entries('case', code, '--send')).rejects.toThrow(/names no staff\.addresses/);
    const before = JSON.parse((await entries('case', code, '--json')).said) as LetterFacts<'case-file'>;
    const dir = await mkdtemp(join(tmpdir(), 'mailroom-case-'));
    try {
      const yaml = (await readFile('contests/hau-giang-2024/contest.yaml', 'utf8')).replace(/^(staff:\n(?:[ #].*\n)*)/m, '');
      await writeFile(join(dir, 'contest.yaml'), `${yaml}\nstaff:\n  addresses: [staff@office.test]\n`);
      await runCommand(entriesCommand(), ['case', code, '--send'], { ...variables(), CONTEST_DIR: dir });
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
    const letter = await stage.letterTo('staff@office.test');
    expect([letter.kind, letter.subject]).toEqual(['case-file', `Hồ sơ bài dự thi [${code}]`]);
    const after = JSON.parse((await entries('case', code, '--json')).said) as LetterFacts<'case-file'>;
    expect(after.letters).toEqual(before.letters);
  });
});

describe('mailroom audit', () => {
  it('exports every row with what its hash covers, and the head of the chain last', async () => {
    const lines = (await audit('export')).said.trim().split('\n').map((line) => JSON.parse(line) as AuditRow);
    const { rows, head } = lines.at(-1) as unknown as { rows: number; head: string };
    expect([rows, head]).toEqual([lines.length - 1, lines.at(-2)?.hash]);
    for (const { n, at, actor, action, subject, detail, prevHash, hash } of lines.slice(0, -1)) expect(auditHash(prevHash, { n, at, actor, action, subject, detail })).toBe(hash);
    const { said, code: ended } = await audit('verify', '--head', head);
    expect([ended, said]).toEqual([0, expect.stringContaining(`${rows} audit events, head ${head}`)]);
  });

  it('holds ids alone in its chain: who decided and why is sealed beside it', async () => {
    const rows = (await audit('export')).said.trim().split('\n').slice(0, -1).map((line) => JSON.parse(line) as AuditRow);
    const said = rows.flatMap((row) => Object.values(row.texts).map((t) => t?.text ?? ''));
    expect(said).toEqual(expect.arrayContaining(['Chị Lan', 'tên bài ghi nhầm', 'Xin gửi phiếu có chữ ký.', 'staff@office.test', 'mục 3']));
    const chain = rows.map(({ texts: _beside, ...row }) => JSON.stringify(row)).join('\n');
    for (const words of said) expect(chain).not.toContain(words);
    for (const row of rows) for (const [name, seal] of Object.entries(sealsIn(row))) expect(sealOf(row.texts[name]!.salt, row.texts[name]!.text)).toBe(seal);
    await expect(inTx((tx) => recordDecision(tx, { actor: 'x', action: 'x', subject: 'x', detail: { deep: [{ to: 'an@people.test' }] } }))).rejects.toThrow(/deep\.0\.to holds words/);
    await expect(inTx((tx) => recordDecision(tx, { actor: 'x', action: 'x', subject: 'an@people.test', detail: {} }))).rejects.toThrow(/subject holds words/);
  });

  it('stays whole where words of it were erased, and the export says that they were', async () => {
    const before = (await audit('export')).said.trim().split('\n').slice(0, -1).map((line) => JSON.parse(line) as AuditRow);
    const gone = await inTx((tx) => eraseAuditTexts(tx, { subjects: [code], addresses: ['Staff@office.test'] }));
    const after = (await audit('export')).said.trim().split('\n').slice(0, -1).map((line) => JSON.parse(line) as AuditRow);
    expect(after.map((row) => row.hash)).toEqual(before.map((row) => row.hash));
    expect(after.find((row) => row.action === 'decide-ineligible')?.texts).toEqual({ actor: null, reason: null });
    expect(after.find((row) => row.action === 'ask-entrant')?.texts).toEqual({ actor: { text: 'Chị Lan', salt: expect.any(String) }, asked: null });
    expect([gone, (await audit('verify')).code]).toEqual([4, 0]);
    const facts = JSON.parse((await entries('case', code, '--json')).said) as LetterFacts<'case-file'>;
    expect(facts.record.map((r) => r.by)).toEqual(['Chị Lan']);
  });

  it('exports the days that were asked for, into a file of its owner alone', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mailroom-audit-'));
    try {
      const out = join(dir, 'audit.jsonl');
      await audit('export', '--from', '2024-07-02', '--to', '2024-07-02', '--out', out);
      expect((await stat(out)).mode & 0o777).toBe(0o600);
      expect(await readdir(dir)).toEqual(['audit.jsonl']);
      expect((await readFile(out, 'utf8')).trim().split('\n')).toHaveLength(5);
      expect((await audit('export', '--to', '2024-07-01')).said.trim().split('\n')).toHaveLength(1);
      await expect(audit('export', '--from', '2024-07-03', '--to', '2024-07-01')).rejects.toThrow(/before/);
      await expect(audit('export', '--from', 'yesterday')).rejects.toThrow(/is no day/);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('names the row that was changed, and the end that was cut, and ends with 1', async () => {
    const head = (JSON.parse((await audit('verify', '--json')).said) as { head: { hash: string } }).head.hash;
    await stage.database.query("update audit_event set detail = '{\"reason\": \"x\"}' where n = 3");
    const changed = await audit('verify');
    expect([changed.code, changed.said]).toEqual([1, expect.stringContaining('audit event 3 was changed after it was written')]);
    await stage.database.query('delete from audit_event where n > 2');
    expect((await audit('verify')).code).toBe(0);
    const cut = await audit('verify', '--head', head);
    expect([cut.code, cut.said]).toEqual([1, expect.stringContaining('the end of the record was cut')]);
  });
});
