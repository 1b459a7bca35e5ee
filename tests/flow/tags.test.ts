import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LetterFacts } from '../../schemas/letters.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesOnDesk } from '../../src/store/decisions.ts';
import { takeTurn } from '../../src/store/entries.ts';
import { editEntry } from '../../workers/by-hand/edit.ts';
import { undoChange } from '../../workers/by-hand/undo.ts';
import { entriesCommand } from '../../workers/cli/entries.ts';
import { decideEntry, entryOnDesk } from '../../workers/desk/apply.ts';
import { runCommand } from '../support/command.ts';
import { entryMail } from '../support/mails.ts';
import { TEST_KEY } from '../support/service.ts';
import { openStage, type Stage } from '../support/stage.ts';

const REFERENCE = 'contests/hau-giang-2024';
let stage: Stage;
let dir: string;
const codes: string[] = [];
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => stage.service.services.db.transaction(work);
const entries = (...args: string[]) => runCommand(entriesCommand(), args, { DATABASE_URL: stage.database.url, SECRET_KEY: TEST_KEY, CONTEST_DIR: REFERENCE });
type Listed = { byTag: { label: string; count: number }[]; none: number; untagged: number; entries: { code: string; tags: string[] | null; hints: { key: string; evidence: string }[] }[] };
const listed = async (...args: string[]) => JSON.parse((await entries('tags', '--json', ...args)).said) as Listed;
const said = async () => (await listed()).entries.map((e) => e.tags);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mailroom-tags-'));
  const { contest } = await readContestFolder(REFERENCE);
  stage = await openStage({ changes: (c) => ({ ...c, tags: contest.tags, committee: { addresses: ['btc@office.test'] } }) });
  for (const [i, line] of ['Nâng chỉ số DTI của xã.', 'Tăng sự hài lòng của người dân, thu hút nhà đầu tư.', 'Rút ngắn thời gian chờ.'].entries()) {
    const from = `${'abc'[i]}@people.test`;
    await stage.send(await entryMail(`Mô hình ${i + 1}`, { from, text: `Tên bài dự thi: Mô hình ${i + 1}\nHọ và tên: Nguyễn Thị An\nĐơn vị: UBND xã Vị Thắng\nHiệu quả: ${line}` }), from);
    codes.push((await stage.entries()).at(-1)!.entry.code);
  }
});
afterAll(async () => {
  await stage.stop();
  await rm(dir, { recursive: true, force: true });
});

describe('what an entry serves', () => {
  it('is hinted at by its own words with the line, and is nothing until a person says so', async () => {
    const { entries: all, untagged, byTag } = await listed();
    expect(all.map((e) => [e.code, e.tags, e.hints.map((h) => h.key)])).toEqual([[codes[0], null, ['dti']], [codes[1], null, ['sipas', 'investment']], [codes[2], null, []]]);
    expect(all[0]!.hints[0]!.evidence).toBe('nội dung thư, dòng 4: “Hiệu quả: Nâng chỉ số DTI của xã.”');
    expect([untagged, byTag.reduce((sum, b) => sum + b.count, 0)]).toEqual([3, 0]);
    const file = JSON.parse((await entries('case', codes[1]!, '--json')).said) as LetterFacts<'case-file'>;
    expect(file.tags).toMatchObject({ said: null, hints: [{ name: 'SIPAS (hài lòng về sự phục vụ hành chính)' }, { name: 'Thu hút doanh nghiệp, vốn đầu tư' }] });
    expect((await entries('case', codes[1]!)).said.replace(/\s+/g, ' ')).toContain('Chưa ai xác nhận. Bài có nhắc đến:');
  });

  it('is said by a person for one or several, tells nobody, and lets a decision stand', async () => {
    await inTx(async (tx) => { await takeTurn(tx); await decideEntry(tx, stage.service.services, await entryOnDesk(tx, codes[0]!), { word: 'eligible', reason: null, by: 'Chị Lan' }); });
    const letters = (await stage.letters()).length;
    expect((await entries('tag', codes[0]!, 'papi', 'dti', '--by', 'Chị Lan')).said).toContain(`${codes[0]}: papi, dti\nChange 1.`);
    await entries('tag', codes[1]!, '--suggested', '--by', 'Chị Lan');
    await entries('tag', codes[2]!, '--none', '--by', 'Chị Lan', '--reason', 'chỉ rút ngắn thời gian');
    expect(await said()).toEqual([['papi', 'dti'], ['sipas', 'investment'], []]);
    expect((await inTx((tx) => entriesOnDesk(tx))).map((e) => e.decided)).toEqual(['eligible', null, null]);
    await stage.idle();
    expect((await stage.letters()).length).toBe(letters);
    const file = (await entries('case', codes[2]!)).said.replace(/\s+/g, ' ');
    expect(file).toContain('Không thuộc chỉ số, mục tiêu nào (Chị Lan xác nhận,');
    expect(file).toContain('Chị Lan sửa bằng tay (số 3): gắn chỉ số, mục tiêu, chỉ rút ngắn thời gian');
  });

  it('is filled in as a list, and a list with a fault changes nothing', async () => {
    const file = join(dir, 'tags.csv');
    await writeFile(file, (await entries('tags', '--csv')).said.replace('papi dti', 'dti').replace('"none"', '"par-index"'));
    const row = JSON.parse((await entries('tag', '--from', file, '--json')).said) as { change: number; after: { tags: string[] }[] };
    expect([row.change, row.after.map((s) => s.tags)]).toEqual([4, [['dti'], ['sipas', 'investment'], ['par-index']]]);
    await writeFile(file, `code,tags\n${codes[0]},papi\n${codes[1]},pappi\n`);
    await expect(entries('tag', '--from', file)).rejects.toThrow(/tags\.csv:3: tags: expected some of par-index/);
    await expect(entries('tag', `${codes[0]},CCHC24-0999-X`, 'papi')).rejects.toThrow('no entry has the code CCHC24-0999-X');
    await expect(entries('tag', codes[0]!, 'pappi')).rejects.toThrow('did you mean papi?');
    await expect(entries('tag', codes[0]!)).rejects.toThrow('expected CODE TAG…');
    await expect(entries('tag', codes[2]!, '--suggested')).rejects.toThrow('hint at no tag');
    expect(await said()).toEqual([['dti'], ['sipas', 'investment'], ['par-index']]);
  });

  it('is taken back by the number of the change, the last one first, whatever else was put right meanwhile', async () => {
    const edit = await inTx((tx) => editEntry(tx, stage.service.services, { by: 'Chị Lan', reason: 'ghi nhầm', letters: false }, codes[0]!, { title: 'Mô hình một' }));
    await stage.idle();
    await expect(entries('undo', '1', '--reason', 'nhầm')).rejects.toThrow(/changed after change 1/);
    await entries('undo', '4', '--reason', 'danh sách cũ');
    expect(await said()).toEqual([['papi', 'dti'], ['sipas', 'investment'], []]);
    await entries('undo', '3', '--reason', 'xem lại');
    expect(await said()).toEqual([['papi', 'dti'], ['sipas', 'investment'], null]);
    // Tags that came on top of an edit do not keep it from being undone.
    await entries('tag', codes[0]!, 'dti');
    await inTx((tx) => undoChange(tx, stage.service.services, { by: 'Chị Lan', reason: 'đúng như cũ', letters: false }, edit.n));
    expect((await stage.entries()).map(({ version }) => version?.fields.title.value)[0]).toBe('Mô hình 1');
    expect(await said()).toEqual([['dti'], ['sipas', 'investment'], null]);
    await stage.idle();
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('reaches the committee in its weekly report, counted, with what nobody looked at', async () => {
    stage.clock.set('2024-07-08T00:30:00Z');
    await stage.idle();
    const report = await stage.letterTo('btc@office.test');
    expect((report.facts as LetterFacts<'committee-report'>).tags).toMatchObject({ none: 0, untagged: 1 });
    const text = report.text.replace(/\s+/g, ' ');
    expect(text).toContain('Thư ký đã xem 2 trong 3 bài.');
    expect(text).toMatch(/DTI \(chuyển đổi số\)[^A-Z]* 1 /);
    expect(text).not.toContain('Các chỉ số mà cuộc thi hướng tới');
  });
});
