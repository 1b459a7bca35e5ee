import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LetterFacts } from '../../schemas/letters.ts';
import { caseFile } from '../../src/desk/case-file.ts';
import { caseInput } from '../../src/store/case-files.ts';
import { entriesByCode, setEntryState, takeTurn } from '../../src/store/entries.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { assignCommand } from '../../workers/cli/assign.ts';
import { decideEntry, entryOnDesk } from '../../workers/desk/apply.ts';
import { approveAssignment, proposeAssignment } from '../../workers/judging/assign.ts';
import { filesToRelease } from '../../workers/judging/release-files.ts';
import { releaseAct, takeTurnToRelease, withdrawAct } from '../../workers/judging/release.ts';
import { approve, hashOf, type Act } from '../../workers/results/act.ts';
import { pdf } from '../../workers/demo/mails.ts';
import { runCommand } from '../support/command.ts';
import { judge, openJuryStage, type JuryStage } from '../support/jury.ts';
import { mail } from '../support/mails.ts';
import { TEST_KEY } from '../support/service.ts';
import { until } from '../support/until.ts';

const [ONE, TWO] = ['CCHC24-0001-I', 'CCHC24-0002-G'] as const;
/** One white point: no machine reads a word in it. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64');
const MACRO = Buffer.from('cuối cùng');
let stage: JuryStage;
const services = () => stage.service.services;
const letters = async (to: string, kind: string): Promise<LetterRow[]> => (await stage.letters()).filter((l) => l.toAddress === to && l.kind === kind && l.state !== 'cancelled');
const reply = (letter: LetterRow, text: string) => mail({ from: letter.toAddress, subject: `Re: ${letter.subject}`, inReplyTo: letter.rfcMessageId, text }).then((raw) => stage.send(raw, letter.toAddress));
const prepared = (code: string, document: string, how: typeof releaseAct = releaseAct): Promise<Act> => stage.inTx(async (tx) => { await takeTurnToRelease(tx); return how(tx, services(), { code, document, round: null }); });
/** Shown, then done by the fingerprint of what was shown. */
const decided = async (code: string, document: string, how: typeof releaseAct = releaseAct): Promise<Act> => {
  const shown = await prepared(code, document, how);
  return stage.inTx(async (tx) => {
    await takeTurnToRelease(tx);
    const act = await how(tx, services(), { code, document, round: null });
    await approve(tx, act, hashOf(shown), { by: 'Chị Lan', reason: 'giám khảo cần xem bản vẽ' });
    return act;
  });
};
const filesOf = async (code: string): Promise<Record<string, [number, string | null, string]>> => {
  const { list } = await stage.inTx((tx) => filesToRelease(tx, code, 'preliminary'));
  return Object.fromEntries(list.map((f) => [f.document.storedName, [f.n, f.why, f.document.sha256]]));
};
/** How many letters that left or wait carry these bytes, by judge. */
const carried = async (sha256: string): Promise<Record<string, number>> => {
  const rows = await stage.database.query<{ to: string; n: number }>(`select to_address as to, count(*)::int as n from letter where state <> 'cancelled' and kind in ('judge-file', 'judge-package') and facts -> 'attached' @> '[{"sha256":"${sha256}"}]' group by 1 order by 1`);
  return Object.fromEntries(rows.map((r) => [r.to, r.n]));
};
const attachmentsTo = async (to: string): Promise<{ filename: string | undefined; content: Buffer }[]> => (await simpleParser(stage.delivered.filter((d) => d.to.includes(to)).at(-1)!.raw)).attachments.map(({ filename, content }) => ({ filename, content }));
const violations = async (): Promise<unknown[]> => (await stage.verdict()).invariants.flatMap((i) => i.violations);

beforeAll(async () => {
  stage = await openJuryStage(['Một cửa lưu động của Phòng Thử nghiệm số 1', 'Nhắc hẹn bằng tin nhắn'], [1, 2, 3].map((n) => judge(n)));
  await stage.send(await mail({
    from: 'tacgia1@people.test', subject: `Bổ sung ${ONE}`, text: `Tôi gửi thêm tệp cho bài ${ONE}.`,
    attachments: [{ filename: 'Sơ đồ của Nguyễn Văn Tác Một.png', content: PNG, contentType: 'image/png' }, { filename: 'CCCD mặt trước.pdf', content: pdf('The'), contentType: 'application/pdf' }, { filename: 'Bảng tính.csv', content: MACRO, contentType: 'text/csv' }],
  }), 'tacgia1@people.test');
  await stage.database.query(`update document set flags = '["macro"]' where filename = 'Bảng tính.csv'`);
  await stage.inTx(async (tx) => { await takeTurn(tx); await decideEntry(tx, services(), await entryOnDesk(tx, ONE), { word: 'eligible', reason: null, by: 'lan' }); });
  const row = await proposeAssignment(services().db, services(), { round: null, seed: 's', perEntry: 3, by: 'lan' });
  await stage.inTx((tx) => approveAssignment(tx, services(), row.n, row.hash, 'lan'));
  await stage.idle();
});
afterAll(() => stage.stop());

const accepts = async (address: string): Promise<void> => {
  await reply((await letters(address, 'judge-invitation'))[0]!, 'NHẬN');
};

describe('the files of an entry that is judged blind', () => {
  it('are numbered, and those that may go to no judge say why', async () => {
    const files = await filesOf(ONE);
    expect(Object.fromEntries(Object.entries(files).map(([name, [, why]]) => [name, why]))).toEqual({ 'Sơ đồ của Nguyễn Văn Tác Một.png': null, 'CCCD mặt trước.pdf': 'id-card', 'Bảng tính.csv': 'macro', 'Bài dự thi.pdf': null });
    expect(Object.values(files).map(([n]) => n).toSorted()).toEqual([1, 2, 3, 4]);
    for (const name of ['CCCD mặt trước.pdf', 'Bảng tính.csv']) expect((await prepared(ONE, name)).faults).toEqual([expect.stringMatching(/^it may go to no judge: (a copy of an identity paper|it carries macros)$/)]);
    await expect(prepared(ONE, '9')).rejects.toMatchObject({ forUser: expect.stringContaining('has no file 9') });
    await expect(decided(ONE, 'Bảng tính.csv')).rejects.toMatchObject({ forUser: expect.stringContaining('cannot be approved') });
  });

  it('are shown with what judges will see in them, or that nobody could look', async () => {
    const plain = await prepared(ONE, 'Bài dự thi.pdf');
    expect(plain.warnings).toEqual([expect.stringMatching(/^judges will see agencies: “Phong Thu nghiem so 1”$/), expect.stringContaining('no machine looked through')]);
    expect(plain.content).toMatchObject({ n: 1, found: { names: 0, agencies: 1, contacts: 0 }, now: [] });
    expect(plain.lines.join('\n')).toMatch(/goes to its judges as CCHC24-0001-I-1\.pdf, as it was sent in\.\nWith their package, if they accept: Giám Khảo Thứ 1 <gk1@jury\.test>, /);
    const picture = await prepared(ONE, 'Sơ đồ của Nguyễn Văn Tác Một.png');
    expect(picture.warnings[0]).toMatch(/could not be looked through, or not wholly: nobody knows which names judges will see; open it first/);
    expect(picture.content['found']).toBeNull();
    expect(JSON.stringify(picture.content)).not.toContain('Tác Một');
    expect(await stage.database.query('select 1 from released_document')).toEqual([]);
  });
});

describe('a file that staff release', () => {
  it('goes at once to who has the package, under a name that names nobody, and nobody else hears of it', async () => {
    await accepts('gk1@jury.test');
    const act = await decided(ONE, 'Sơ đồ của Nguyễn Văn Tác Một.png');
    expect(act.lines.join('\n')).toMatch(/At once, in a letter of its own: Giám Khảo Thứ 1 <gk1@jury\.test>\.\nWith their package, if they accept: Giám Khảo Thứ 2/);
    await stage.idle();
    const [letter, ...more] = await letters('gk1@jury.test', 'judge-file');
    expect([more, letter!.state, letter!.subject]).toEqual([[], 'sent', `Thêm tệp nguyên bản để chấm, Vòng sơ khảo [${ONE}]`]);
    expect(letter!.text.replace(/\s+/g, ' ')).toMatch(/Trong tệp này không che tên.*xin trả lời XUNG ĐỘT kèm mã bài và lý do/);
    expect(letter!.text + letter!.html).not.toContain('Tác Một');
    expect(await attachmentsTo('gk1@jury.test')).toEqual([{ filename: `${ONE}-1.png`, content: PNG }]);
    expect(await letters('gk2@jury.test', 'judge-file')).toEqual([]);
    expect(await stage.database.query(`select action, detail ->> 'n' as n from audit_event where action = 'release-document'`)).toEqual([{ action: 'release-document', n: '1' }]);
    expect(JSON.stringify(await stage.database.query('select * from audit_event'))).not.toContain('Tác Một');
    expect(await violations()).toEqual([]);
  });

  it('is released once, and only as it was shown', async () => {
    expect((await prepared(ONE, 'Sơ đồ của Nguyễn Văn Tác Một.png')).faults).toEqual([`it is released already, as ${ONE}-1.png`]);
    const shown = await prepared(ONE, 'Bài dự thi.pdf');
    await accepts('gk3@jury.test');
    // Another judge would get it at once by now.
    await expect(stage.inTx(async (tx) => { await takeTurnToRelease(tx); await approve(tx, await releaseAct(tx, services(), { code: ONE, document: 'Bài dự thi.pdf', round: null }), hashOf(shown), { by: 'Chị Lan', reason: 'x' }); })).rejects.toMatchObject({ forUser: expect.stringContaining('something changed since') });
    expect(await stage.database.query('select n from released_document')).toEqual([{ n: 1 }]);
  });

  it('lies in the package of who accepts later, and is named in it', async () => {
    expect((await attachmentsTo('gk3@jury.test')).map((a) => a.filename)).toEqual([`${ONE}.txt`, `${ONE}-1.png`, `${TWO}.txt`, 'Phieu-cham-diem.xlsx', 'Lich-hen.ics']);
    const [letter] = await letters('gk3@jury.test', 'judge-package');
    expect(letter!.text.replace(/\s+/g, ' ')).toContain(`${ONE}-1.png (Ban Tổ chức cho xem; trong tệp không che tên)`);
    expect(await carried((await filesOf(ONE))['Sơ đồ của Nguyễn Văn Tác Một.png']![2])).toEqual({ 'gk1@jury.test': 1, 'gk3@jury.test': 1 });
  });

  it('comes exactly once to a judge whose package is being made at that moment', async () => {
    const [, , sha256] = (await filesOf(TWO))['Bài dự thi.pdf']!;
    const { blobs } = services();
    const { put } = blobs;
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => { go = resolve; });
    let packing = 0;
    blobs.put = async (content, ...more: unknown[]) => {
      // The masked text of the package; raw mail goes by the same way.
      if (Buffer.isBuffer(content) && content.toString().startsWith('\ufeffCCHC24')) { packing++; await held; }
      return (put as (...args: unknown[]) => ReturnType<typeof put>)(content, ...more);
    };
    const [invitation] = await letters('gk2@jury.test', 'judge-invitation');
    const accepted = reply(invitation!, `NHẬN ${ONE}, ${TWO}`);
    await until('the package to be in the making', async () => packing > 0 && (await stage.database.query("select 1 from job where name = 'judge-package' and done_at is null and leased_until is not null")).length > 0);
    const act = await decided(TWO, 'Bài dự thi.pdf');
    expect(act.lines.join('\n')).toMatch(/At once, in a letter of its own: Giám Khảo Thứ 1 .*Giám Khảo Thứ 3 .*\nWith their package, which is being made: Giám Khảo Thứ 2/);
    blobs.put = put;
    go();
    await accepted;
    await stage.idle();
    expect(await carried(sha256)).toEqual({ 'gk1@jury.test': 1, 'gk2@jury.test': 1, 'gk3@jury.test': 1 });
    expect(await letters('gk2@jury.test', 'judge-file')).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  it('may be answered as every letter to a judge: with a conflict that only this file showed', async () => {
    const [letter] = (await letters('gk3@jury.test', 'judge-file')).filter((l) => (l.facts as LetterFacts<'judge-file'>).entries[0]?.code === TWO);
    const { message } = await reply(letter!, `XUNG ĐỘT ${TWO}: tôi nhận ra tác giả`);
    expect(message.outcome).toBe('decided');
    expect(await stage.database.query("select ground, reason from declared_conflict")).toEqual([{ ground: 'declared', reason: 'tôi nhận ra tác giả' }]);
  });

  it('stands in the case file, and in the list of the command', async () => {
    const page = await stage.inTx(async (tx) => caseFile(await caseInput(tx, (await entriesByCode(tx, [ONE]))[0]!), services().loaded.contest));
    expect(page.released).toMatchObject([{ file: 'Sơ đồ của Nguyễn Văn Tác Một.png', name: `${ONE}-1.png`, round: 'Vòng sơ khảo', by: 'Chị Lan', withdrawnAt: null }]);
    const said = services().writer.write('case-file', page, stage.clock.now()).text.replace(/\s+/g, ' ');
    expect(said).toContain(`Chị Lan cho giám khảo Vòng sơ khảo xem nguyên bản tệp Sơ đồ của Nguyễn Văn Tác Một.png (${ONE}-1.png)`);
  });
});

describe('a file that comes after the scores', () => {
  it('is shown to staff as such, and its judge reads that the scores stand and may be corrected', async () => {
    await reply((await letters('gk1@jury.test', 'judge-package'))[0]!, `${ONE}\n1. 20\n2. 30\n3. 20`);
    const act = await decided(ONE, 'Bài dự thi.pdf');
    expect(act.warnings.at(-1)).toBe('Giám Khảo Thứ 1 scored the entry without this file');
    await stage.idle();
    const said = async (to: string): Promise<string> => (await letters(to, 'judge-file')).find((l) => (l.facts as LetterFacts<'judge-file'>).entries[0]?.file === `${ONE}-2.pdf`)!.text.replace(/\s+/g, ' ');
    expect(await said('gk1@jury.test')).toContain('Điểm Quý vị đã gửi vẫn được giữ; nếu tệp này làm thay đổi nhận định của Quý vị, xin trả lời lại với điểm mới, chậm nhất 17/9/2024');
    expect(await said('gk3@jury.test')).toContain('phiếu chấm điểm không thay đổi, hạn gửi điểm vẫn là 10/9/2024, 17 giờ 00');
    await decided(ONE, `${ONE}-2.pdf`, withdrawAct);
  });
});

describe('a release that is taken back', () => {
  it('stops letters that have not left, packs packages anew without the file, and says who has it', async () => {
    const [, , sha256] = (await filesOf(TWO))['Bài dự thi.pdf']!;
    await stage.database.query("update letter set state = 'draft', reason = 'dry run' where (kind = 'judge-file' and to_address = 'gk1@jury.test' or kind = 'judge-package' and to_address = 'gk2@jury.test')");
    const act = await decided(TWO, `${TWO}-1.pdf`, withdrawAct);
    expect(act.warnings).toEqual(['gk3@jury.test got it, or may have: what lies in their mailboxes nobody can call back']);
    expect(act.lines[1]).toBe('2 letters with it have not left: they are cancelled, and packages are packed anew without it.');
    await stage.idle();
    expect(await carried(sha256)).toEqual({ 'gk3@jury.test': 1 });
    const [anew, ...more] = await letters('gk2@jury.test', 'judge-package');
    expect([more, anew!.state, (anew!.facts as LetterFacts<'judge-package'>).entries.map((e) => [e.code, e.released])]).toEqual([[], 'sent', [[ONE, [`${ONE}-1.png`]], [TWO, []]]]);
    await expect(prepared(TWO, 'Bài dự thi.pdf', withdrawAct)).rejects.toMatchObject({ forUser: expect.stringContaining('is not released: nothing to take back') });
    expect(await violations()).toEqual([]);
  });

  it('may be released again, under a number that was never given, for those who do not have it', async () => {
    const { content, lines } = await prepared(TWO, 'Bài dự thi.pdf');
    expect(content['n']).toBe(2);
    // The third judge has it, and gave the entry back meanwhile.
    expect(lines[1]).toBe('At once, in a letter of its own: Giám Khảo Thứ 1 <gk1@jury.test>, Giám Khảo Thứ 2 <gk2@jury.test>.');
    await decided(TWO, 'Bài dự thi.pdf');
    await stage.idle();
    await decided(TWO, 'Bài dự thi.pdf', withdrawAct);
    expect((await prepared(TWO, 'Bài dự thi.pdf')).lines[1]).toBe('Have it since it was released before: Giám Khảo Thứ 1 <gk1@jury.test>, Giám Khảo Thứ 2 <gk2@jury.test>.');
  });
});

describe('what is refused', () => {
  const faults = async (code: string, document: string): Promise<string[]> => (await prepared(code, document)).faults;

  it('an entry that was withdrawn meanwhile, also between the preview and the act', async () => {
    const { id } = (await stage.inTx((tx) => entriesByCode(tx, [TWO])))[0]!;
    const shown = await prepared(TWO, 'Bài dự thi.pdf');
    await stage.inTx(async (tx) => { await takeTurn(tx); await setEntryState(tx, id, 'withdrawn', 'eligible'); });
    expect(await faults(TWO, 'Bài dự thi.pdf')).toEqual([`${TWO} is withdrawn: it does not take part, and nothing of it goes to judges`]);
    await expect(stage.inTx((tx) => shown.perform(tx, { by: 'Chị Lan', reason: 'x', hash: '' }))).rejects.toMatchObject({ forUser: `${TWO} does not take part any more: nothing was released` });
    await stage.inTx((tx) => setEntryState(tx, id, 'erased'));
    await expect(prepared(TWO, 'Bài dự thi.pdf')).rejects.toMatchObject({ forUser: `${TWO} was erased: nothing of it is left to release` });
    await stage.inTx((tx) => setEntryState(tx, id, 'eligible'));
  });

  it('a round that is not judged blind, and one whose scores are locked', async () => {
    const { contest } = services().loaded;
    const open = { ...services(), loaded: { ...services().loaded, contest: { ...contest, rounds: contest.rounds.map((r) => ({ ...r, judging: { ...r.judging!, documents: 'full' as const } })) } } };
    expect((await stage.inTx((tx) => releaseAct(tx, open, { code: TWO, document: 'Bài dự thi.pdf', round: null }))).faults).toEqual(['the round preliminary is not judged blind: its judges get every file with their package']);
    const before = stage.clock.now().toISOString();
    stage.clock.set('2024-09-17T10:00:00Z');
    expect(await faults(TWO, 'Bài dự thi.pdf')).toEqual(['the scores of preliminary are locked since 2024-09-17T10:00:00.000Z: nobody judges in it any more']);
    stage.clock.set(before);
  });
});

describe('mailroom assign release', () => {
  it('lists, shows, does exactly what was shown, and takes it back', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mailroom-release-'));
    try {
      const yaml = await readFile('contests/hau-giang-2024/contest.yaml', 'utf8');
      await writeFile(join(dir, 'contest.yaml'), yaml.replace('name: { vi: Vòng sơ khảo, en: Preliminary round }', '$&\n    judging: { judges: 2, due: "2040-09-10T17:00:00+07:00", rubric: [{ key: moi, name: { vi: Tính mới }, points: 100 }] }'));
      const run = async (...args: string[]) => (await runCommand(assignCommand(), ['release', ...args], { CONTEST_DIR: dir, DATABASE_URL: services().db.url, SECRET_KEY: TEST_KEY })).said;
      expect(await run(ONE)).toMatch(/number +file +size +may go to judges +released\n1 +Sơ đồ của Nguyễn Văn Tác Một\.png +1 kB +yes +as CCHC24-0001-I-1\.png by Chị Lan[\s\S]*CCCD mặt trước\.pdf +1 kB +no: a copy of an identity paper +-/);
      const shown = await run(ONE, '--document', 'bài dự thi.pdf');
      expect(shown).toMatch(/LOOK.*judges will see agencies: “Phong Thu nghiem so 1”[\s\S]*Nothing has changed\./);
      const hash = /--approve ([0-9a-f]{12})/.exec(shown)![1]!;
      await expect(run(ONE, '--document', 'bài dự thi.pdf', '--approve', hash)).rejects.toThrow(/--by and --reason are needed/);
      expect(await run(ONE, '--document', 'bài dự thi.pdf', '--approve', hash, '--by', 'Chị Lan', '--reason', 'theo đề nghị')).toMatch(/done.*release-document CCHC24-0001-I/);
      expect(await run(ONE, '--document', `${ONE}-3`, '--withdraw')).toMatch(/CCHC24-0001-I-3, released by Chị Lan, goes to no judge from now on[\s\S]*Nothing has changed/);
      await expect(run(ONE, '--withdraw')).rejects.toThrow(/--document is needed/);
      const all = (await runCommand(assignCommand(), ['show'], { CONTEST_DIR: dir, DATABASE_URL: services().db.url })).said;
      expect(all).toMatch(/Files released to judges as they were sent in:[\s\S]*CCHC24-0001-I-1 +Chị Lan[\s\S]*CCHC24-0002-G-1 +Chị Lan/);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
