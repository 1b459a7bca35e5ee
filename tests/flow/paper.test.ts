import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PaperTyped } from '../../src/papers/paper-mail.ts';
import { registrationForm } from '../../src/papers/registration-form.ts';
import { caseFile } from '../../src/desk/case-file.ts';
import { caseInput } from '../../src/store/case-files.ts';
import { entriesByCode, sendersOf, versionsOf } from '../../src/store/entries.ts';
import { entriesByChannel, receiptsOfMessage } from '../../src/store/paper.ts';
import { addOnPaper, type Added, type Entered } from '../../workers/paper/add.ts';
import { entriesCommand } from '../../workers/cli/entries.ts';
import { lettersCommand } from '../../workers/cli/letters.ts';
import { runCommand } from '../support/command.ts';
import { entryMail } from '../support/mails.ts';
import { TEST_KEY } from '../support/service.ts';
import { openStage, type Stage } from '../support/stage.ts';

const form = { areas: [2], kind: 'individual' as const, declared: true, unit: 'UBND phường III, thành phố Vị Thanh', authors: [{ name: 'Phạm Thị Hoa', unit: 'UBND phường III, thành phố Vị Thanh', position: 'Công chức' }] };
const typed: PaperTyped = { receivedAt: new Date('2024-07-01T02:30:00Z'), channel: 'hand', name: 'Phạm Thị Hoa', email: null, phone: null, address: null, title: null, code: null };
const lan: Entered = { by: 'Chị Lan', reason: 'nộp tại quầy', again: false, staffMessageId: null };

let stage: Stage;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailroom-paper-'));
  stage = await openStage({ dataDir: folder, changes: (c) => ({ ...c, letters: { ...c.letters, copyToAuthors: true } }) });
});
afterAll(async () => {
  await stage.stop();
  await rm(folder, { recursive: true, force: true });
});

type Tx = Parameters<Parameters<Stage['service']['services']['db']['transaction']>[0]>[0];
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => stage.service.services.db.transaction(work);
const scan = async (title: string, more: object = {}) => ({ name: `Phiếu ${title}.docx`, content: await registrationForm(stage.service.services.loaded.contest, { ...form, title, ...more }) });
const violations = async (): Promise<unknown[]> => (await stage.verdict()).invariants.flatMap((i) => i.violations);

/** Enters papers and waits until the service has registered them. */
async function entered(changes: Partial<PaperTyped>, files: { name: string; content: Buffer }[], who: Partial<Entered> = {}): Promise<Added> {
  const added = await inTx((tx) => addOnPaper(tx, stage.service.services, { ...typed, ...changes }, files, { ...lan, ...who }));
  await stage.idle();
  return added;
}
const named = ({ messageId }: Added) => inTx((tx) => receiptsOfMessage(tx, messageId));

describe('an entry that was handed in', () => {
  it('is registered as one by mail is, with its receipt by mail and its time of hand-over', async () => {
    const added = await entered({ email: 'hoa@people.test', phone: '0900000811' }, [await scan('Bản đồ điểm chờ', { email: 'hoa@people.test', phone: '0900000811' })]);
    const [first] = await named(added);
    expect(first).toMatchObject({ version: 1, state: 'under-check', title: 'Bản đồ điểm chờ', to: 'hoa@people.test', letterState: 'sent' });
    const receipt = (await stage.letters()).find((l) => l.id === first?.letterId);
    expect(receipt?.text).toMatch(/Nộp trực tiếp lúc\S*\s+1\/7\/2024, 09 giờ 30/);
    expect(receipt?.text).not.toContain('được in ra');
    expect(receipt?.text).toContain('Các trang đã quét từ bản giấy:');
    const entry = await inTx(async (tx) => (await entriesByCode(tx, [first?.code ?? '']))[0]);
    expect(entry?.receivedAt).toEqual(typed.receivedAt);
    expect(stage.delivered.map((m) => m.to).flat()).toContain('hoa@people.test');
    expect(await violations()).toEqual([]);
  });

  it('is registered once, however often it is entered, and by whomever', async () => {
    const files = [await scan('Một lần là đủ')];
    const first = await entered({ phone: '0900 000 822' }, files);
    const again = await entered({ phone: '0900 000 822' }, files, { by: 'Anh Huy', reason: 'nhập lại' });
    expect([first.fresh, again]).toEqual([true, { messageId: first.messageId, fresh: false }]);
    expect(await named(first)).toHaveLength(1);
  });

  it('is questioned where the same scan, or the same title of the same person, is an entry already', async () => {
    const files = [await scan('Hỏi trước khi ghi hai lần')];
    const [first] = await named(await entered({ phone: '0900000833' }, files));
    await expect(entered({ phone: '0900000833', receivedAt: new Date('2024-07-01T02:31:00Z') }, files)).rejects.toMatchObject({ code: 'wrong-use', forUser: expect.stringContaining(`part of ${first?.code} already`) });
    await expect(entered({ phone: '0900000833', title: 'Hỏi trước khi ghi hai lần' }, [])).rejects.toThrow(new RegExp(`has entered ${first?.code}`));
    const second = await entered({ phone: '0900000833', receivedAt: new Date('2024-07-01T02:31:00Z') }, files, { again: true });
    expect((await named(second))[0]?.code).not.toBe(first?.code);
  });

  it('is refused where nothing could be done with it, in words for the clerk', async () => {
    const files = [await scan('Không nhận')];
    for (const [changes, with_, says] of [
      [{}, files, /how the entrant is reached/], [{ phone: '0900000844' }, [], /name the scanned files/],
      [{ phone: '0900000844', receivedAt: new Date('2024-07-03T00:00:00Z') }, files, /still to come/], [{ code: 'CCHC24-9999-X' }, files, /no entry has the code/],
    ] as const) await expect(entered(changes, [...with_])).rejects.toThrow(says);
  });
});

describe('an entrant without an email address', () => {
  it('gets every letter printed: none leaves by mail, and each says how to answer on paper', async () => {
    const before = stage.delivered.length;
    const [entry] = await named(await entered({ phone: '0900.000.855', name: 'Lê Văn Tám\r\nBcc: tất cả' }, [await scan('Loa phường thông minh')]));
    expect(entry).toMatchObject({ to: 'tel:0900000855', letterState: 'to-print' });
    const receipt = (await stage.letters()).find((l) => l.id === entry?.letterId);
    expect(receipt?.text.replace(/\s+/g, ' ')).toMatch(/báo tin cho Quý vị\..*Thư này được in ra vì Ban Tổ chức không có địa chỉ thư điện tử của Quý vị\./);
    expect(stage.delivered.slice(before).map((m) => m.to).flat()).toEqual([]);
    expect(await inTx(async (tx) => sendersOf(tx, (await entriesByCode(tx, [entry?.code ?? '']))[0]?.id ?? ''))).toEqual(['tel:0900000855']);
    expect(await violations()).toEqual([]);
  });
});

describe('papers that supplement an entry', () => {
  it('become its next version, and its own address hears of them', async () => {
    await stage.send(await entryMail('Kiosk lấy số thứ tự', { from: 'binh@people.test' }), 'binh@people.test');
    const code = (await stage.letterTo('binh@people.test')).text.match(/CCHC24-\d{4}-\w/)?.[0] ?? '';
    const [version] = await named(await entered({ code, channel: 'post' }, [{ name: 'minh chứng.csv', content: Buffer.from('tháng,lượt\n6,120\n') }]));
    expect(version).toMatchObject({ code, version: 2, to: 'binh@people.test', letterState: 'sent', title: 'Kiosk lấy số thứ tự' });
    const file = await inTx(async (tx) => caseFile(await caseInput(tx, (await entriesByCode(tx, [code]))[0] as never), stage.service.services.loaded.contest));
    expect(file.received.map((r) => [r.version, r.channel, r.enteredBy])).toEqual([[2, 'post', 'Chị Lan'], [1, 'mail', null]]);
    expect(await violations()).toEqual([]);
  });
});

describe('the postmark', () => {
  it('rules where it lies within the window, however late the papers are entered', async () => {
    stage.clock.set('2024-08-20T02:00:00Z');
    const inTime = await named(await entered({ channel: 'post', address: '12 Ngô Quyền, Vị Thanh', receivedAt: new Date('2024-08-16T16:00:00Z') }, [await scan('Gửi trước hạn')]));
    expect(inTime[0]).toMatchObject({ to: 'post:12 Ngô Quyền, Vị Thanh', state: 'needs-info' });
    const late = await named(await entered({ channel: 'post', email: 'muon@people.test', receivedAt: new Date('2024-08-19T02:00:00Z') }, [await scan('Gửi sau hạn')]));
    expect(late[0]?.state).toBe('late');
    expect((await stage.letterTo('muon@people.test')).text.replace(/\s+/g, ' ')).toContain('tính theo dấu bưu điện');
    expect(await inTx(entriesByChannel)).toMatchObject({ post: 2 });
  });
});

describe('a database that was lost', () => {
  it('learns of entries on paper from DATA_DIR, under the codes they had', async () => {
    const [first] = await named(await entered({ channel: 'hand', phone: '0900000866' }, [await scan('Còn mãi với thời gian')]));
    await stage.service.stop();
    const later = await openStage({ dataDir: folder, now: '2024-08-20T03:00:00Z' });
    try {
      await later.idle();
      const found = (await later.entries()).find(({ version }) => version?.fields.title.value === 'Còn mãi với thời gian');
      expect([found?.entry.code, found?.entry.receivedAt]).toEqual([first?.code, typed.receivedAt]);
      const versions = await later.service.services.db.transaction((tx) => versionsOf(tx, found?.entry.id ?? ''));
      expect(versions).toHaveLength(1);
      expect((await later.verdict()).invariants.find((i) => i.name.startsWith('every entry on paper that'))).toMatchObject({ violations: [] });
    } finally {
      await later.stop();
    }
  });
});

describe('mailroom entries add', () => {
  it('answers with the code, prints the receipt, and says what is wrong', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mailroom-counter-'));
    const counter = await openStage({ dataDir: dir, now: new Date(Date.now() + 3_600_000).toISOString() });
    const env = { DATABASE_URL: counter.database.url, DATA_DIR: dir, SECRET_KEY: TEST_KEY };
    try {
      const file = join(dir, 'phiếu.docx');
      await writeFile(file, await registrationForm(counter.service.services.loaded.contest, { ...form, title: 'Quầy một cửa lưu động' }));
      const args = ['add', file, '--received', '2024-08-10 09:30', '--from-name', 'Phạm Thị Hoa', '--phone', '0900 000 877', '--by', 'Chị Lan'];
      const receipt = join(dir, 'receipt.html');
      const added = await runCommand(entriesCommand(), [...args, '--receipt', receipt, '--json'], env);
      const answer = JSON.parse(added.said) as { entries: { code: string }[]; receipt: { letter: string } };
      expect([added.code, answer]).toMatchObject([0, { fresh: true, outcome: 'registered', entries: [{ version: 1, title: 'Quầy một cửa lưu động' }], receipt: { to: 'tel:0900000877', file: receipt } }]);
      expect(await readFile(receipt, 'utf8')).toContain(answer.entries[0]?.code);
      const again = await runCommand(entriesCommand(), args, env);
      expect([again.code, again.said]).toEqual([0, expect.stringMatching(/entered before[\s\S]*CCHC24-/)]);
      expect((await runCommand(entriesCommand(), ['show', answer.entries[0]?.code ?? ''], env)).said).toMatch(/điện thoại 0900000877[\s\S]*on paper, by hand/);
      expect((await runCommand(entriesCommand(), ['list', '--json'], env)).said).toContain('"channel":"hand"');
      expect((await runCommand(lettersCommand(), ['print', answer.receipt.letter, '--out', join(dir, 'again.txt')], env)).said).toContain('again.txt');
      expect(await readFile(join(dir, 'again.txt'), 'utf8')).toContain('Quầy một cửa lưu động');
      await expect(runCommand(entriesCommand(), ['add', file, '--received', 'hôm qua'], env)).rejects.toThrow(/no time/);
      await expect(runCommand(entriesCommand(), ['add', file, '--received', '2024-08-10', '--channel', 'bồ câu', '--phone', '0900000877'], env)).rejects.toThrow(/hand or post/);
      expect((await counter.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
    } finally {
      await counter.stop();
      await rm(dir, { recursive: true, force: true });
    }
  });
});
