import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LetterFacts } from '../../schemas/letters.ts';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import { listApprovals } from '../../src/store/approvals.ts';
import { setEntryState, takeTurn } from '../../src/store/entries.ts';
import { enqueue } from '../../src/store/jobs.ts';
import { decideBatch } from '../../workers/approvals/decide.ts';
import { announceEligibility } from '../../workers/approvals/eligibility.ts';
import { editEntry } from '../../workers/by-hand/edit.ts';
import { moveDocuments } from '../../workers/by-hand/move-document.ts';
import { undoChange } from '../../workers/by-hand/undo.ts';
import { approvalsCommand } from '../../workers/cli/approvals.ts';
import { entriesCommand } from '../../workers/cli/entries.ts';
import { decideEntry, entryOnDesk } from '../../workers/desk/apply.ts';
import { runCommand } from '../support/command.ts';
import { deskOf, LAN, MINH, OFFICE } from '../support/desk.ts';
import { mail } from '../support/mails.ts';
import { TEST_KEY } from '../support/service.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

let stage: Stage;
const { services, inTx, entry, entered, morning, reply, lettersOf } = deskOf(() => stage);
beforeAll(async () => {
  stage = await openStage({ authservId: OFFICE, changes: (c) => ({ ...c, checks: { window: c.checks.window, completeness: c.checks.completeness }, staff: { addresses: [LAN, MINH], auth: 'server' } }) });
});
afterAll(() => stage.stop());

const by = { by: 'Chị Lan', reason: 'điện thoại với tác giả', letters: false };
const decide = (code: string, word: 'eligible' | 'ineligible' = 'eligible') => inTx(async (tx) => {
  await takeTurn(tx);
  await decideEntry(tx, services(), await entryOnDesk(tx, code), { word, reason: word === 'ineligible' ? 'mục 3 của Thể lệ' : null, by: 'Chị Lan' });
});
const edit = (code: string, title: string) => inTx((tx) => editEntry(tx, services(), by, code, { title }));
const propose = (): Promise<ApprovalRow> => inTx((tx) => announceEligibility(tx, services(), 'Chị Lan'));
const batch = (code: string) => inTx(async (tx) => (await listApprovals(tx)).find((b) => b.code === code)!);
const told = async () => (await lettersOf('eligibility-result')).map((l) => l.toAddress).sort();
const variables = () => ({ DATABASE_URL: stage.database.url, SECRET_KEY: TEST_KEY, CONTEST_DIR: 'contests/hau-giang-2024' });
const violations = async (): Promise<unknown[]> => (await stage.verdict()).invariants.flatMap((i) => i.violations);

describe('a batch that tells outcomes', () => {
  it('does not leave once one of them no longer holds: the answer names the entry, and staff propose anew', async () => {
    const [one, two] = [await entered('Bản đồ điểm chờ giải quyết hồ sơ', 'an@people.test'), await entered('Trợ lý nhắc hồ sơ sắp đến hạn', 'binh@people.test')];
    await decide(one);
    await decide(two, 'ineligible');
    const row = await propose();
    await stage.idle();
    const [request] = await lettersOf('approval-request', LAN);
    await edit(one, 'Bản đồ giờ chờ giải quyết hồ sơ');
    await reply(request!, `DUYỆT ${row.code}`);
    const answer = (await lettersOf('decisions-read', LAN)).at(-1);
    expect([await told(), (await batch(row.code)).state, answer?.facts]).toMatchObject([[], 'open', { done: [], refused: [{ code: row.code, why: 'entries-changed', entries: [one] }] }]);
    expect(answer?.text.replace(/\s+/g, ' ')).toContain(`sau khi soạn đợt này đã thay đổi: ${one}; xin trả lời HỦY`);
    await expect(runCommand(approvalsCommand(), ['approve', row.code, '--by', 'Chị Lan'], variables())).rejects.toThrow(new RegExp(`${one} changed after ${row.code} was proposed`));
    expect(((await morning()).facts as LetterFacts<'staff-summary'>).decisions.find((d) => d.code === row.code)).toMatchObject({ what: 'batch', words: ['cancel'] });
    await reply(request!, `HỦY ${row.code}`);
    await decide(one, 'ineligible');
    const anew = await propose();
    expect(anew.letters.map((l) => [l.to, l.code])).toEqual([['an@people.test', one], ['binh@people.test', two]]);
    await runCommand(approvalsCommand(), ['approve', anew.code, '--by', 'Chị Lan'], variables());
    expect(await told()).toEqual(['an@people.test', 'binh@people.test']);
    expect((await lettersOf('eligibility-result', 'an@people.test'))[0]?.facts).toMatchObject({ eligible: false });
    expect(await violations()).toEqual([]);
  });

  it('leaves where what changed was put back', async () => {
    const code = await entered('Hộp thư góp ý bằng mã QR', 'chi@people.test');
    await decide(code);
    const row = await propose();
    const change = await edit(code, 'Hộp thư góp ý trực tuyến');
    await inTx((tx) => undoChange(tx, services(), by, change.n));
    await runCommand(approvalsCommand(), ['approve', row.code], variables());
    expect(await told()).toContain('chi@people.test');
  });

  it('is written anew for an author who was told something else before, says so, and is not written where he was told the same', async () => {
    const code = await entered('Tra cứu hồ sơ bằng giọng nói', 'phuong@people.test');
    const leave = async (): Promise<void> => {
      const row = await propose();
      await inTx((tx) => decideBatch(tx, services(), row, 'approve', 'Chị Lan', null));
      // One that has not left is held once its entry is decided again: tests/flow/approved-letters.test.ts.
      await stage.idle();
    };
    await decide(code);
    await leave();
    await edit(code, 'Tra cứu hồ sơ bằng tiếng nói');
    await decide(code);
    await expect(propose()).rejects.toThrow(/no letter to send/);
    await edit(code, 'Tra cứu hồ sơ bằng giọng nói');
    await decide(code, 'ineligible');
    stage.clock.set(new Date(stage.clock.now().getTime() + 60_000).toISOString());
    await leave();
    const [first, second] = await lettersOf('eligibility-result', 'phuong@people.test');
    expect(second?.facts).toMatchObject({ eligible: false, replaces: first?.createdAt.toISOString() });
    expect(second?.text.replace(/\s+/g, ' ')).toContain('Thư này thay cho thư báo kết quả xem xét gửi ngày 3/7/2024; xin Quý vị căn cứ vào thư này.');
    expect(first?.text).not.toContain('thay cho');
  });

  it('does not go to an address that may no longer speak for its entry', async () => {
    const code = await entered('Đặt lịch nộp hồ sơ', 'quyen@people.test');
    await decide(code);
    const row = await propose();
    await stage.database.query("update entry_sender set address = 'quyen@office.test' where address = 'quyen@people.test'");
    await expect(runCommand(approvalsCommand(), ['approve', row.code], variables())).rejects.toThrow(new RegExp(`${code} changed after`));
    await runCommand(approvalsCommand(), ['cancel', row.code], variables());
    const anew = await propose();
    expect(anew.letters.map((l) => l.to)).toEqual(['quyen@office.test']);
    await runCommand(approvalsCommand(), ['cancel', anew.code], variables());
    await stage.database.query("update entry_sender set address = 'quyen@people.test' where address = 'quyen@office.test'");
    await edit(code, 'Đặt lịch hẹn nộp hồ sơ');
  });

  it('tells nothing of an entry that staff asked for more since they decided', async () => {
    const code = await entered('Thùng thư góp ý lưu động', 'sang@people.test');
    await decide(code);
    await inTx(async (tx) => {
      await takeTurn(tx);
      await decideEntry(tx, services(), await entryOnDesk(tx, code), { word: 'supplement', reason: 'phiếu có chữ ký', by: 'Chị Lan' });
    });
    expect((await entry(code)).state).toBe('eligible');
    await expect(propose()).rejects.toThrow(/no letter to send/);
  });

  it('leaves out who waits in another one, and whose receipt is held', async () => {
    const [first, second, held] = [await entered('Mã QR tra cứu thủ tục', 'dung@people.test'), await entered('Tổ công nghệ số cộng đồng', 'em@people.test'), await entered('Lịch trực giải đáp thủ tục', 'giang@people.test')];
    await decide(first);
    const one = await propose();
    await stage.database.query("update letter set state = 'draft', reason = 'a sender that may be forged' where kind = 'receipt' and to_address = 'giang@people.test'");
    await decide(second);
    await decide(held);
    const two = await propose();
    expect([one.letters.map((l) => l.code), two.letters.map((l) => l.code)]).toEqual([[first], [second]]);
    await expect(propose()).rejects.toThrow(new RegExp(`of 3 outcomes that nobody was told of some wait in ${two.code}, ${one.code}, 1 behind a receipt that is held`));
    await stage.database.query("update letter set state = 'sent' where kind = 'receipt' and to_address = 'giang@people.test'");
    expect((await propose()).letters.map((l) => l.code)).toEqual([held]);
  });
});

/** Somebody else has the turn, and lets it go once `waiting` stands behind it, with `change` done. */
async function inAnothersTurn(change: (tx: Parameters<Parameters<typeof inTx>[0]>[0]) => Promise<void>, waiting: () => Promise<unknown>): Promise<PromiseSettledResult<unknown>> {
  const { later } = await inTx(async (tx) => {
    await takeTurn(tx);
    const later = waiting();
    later.catch(() => undefined);
    // Asked in the same transaction: one that idles for long is ended by the server.
    await until('somebody waits for the turn', async () => (await tx.run<{ n: number }>("select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted and objid = 745201984"))[0]!.n > 0);
    await change(tx);
    // In an object: a promise alone would be waited for before the turn is let go.
    return { later };
  });
  const [ended] = await Promise.allSettled([later]);
  return ended!;
}

describe('what staff do while somebody else is at it', () => {
  it('asks nothing about an entry that is withdrawn at that moment', async () => {
    const code = await entered('Sổ tay nghiệp vụ điện tử', 'hoa@people.test');
    const { id } = await entry(code);
    const ended = await inAnothersTurn((tx) => setEntryState(tx, id, 'withdrawn', 'under-check'), () => runCommand(entriesCommand(), ['ask', code, '--question', 'Xin gửi phiếu có chữ ký.', '--due', '2030-08-25'], variables()));
    expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'wrong-use', forUser: expect.stringContaining(`${code} is withdrawn`) } });
    expect(await lettersOf('staff-request', 'hoa@people.test')).toEqual([]);
  });

  it('releases no batch of which an entry changes at that moment, and proposes none', async () => {
    const code = await entered('Một cửa lưu động', 'khanh@people.test');
    await decide(code);
    const row = await propose();
    const { id } = await entry(code);
    const released = await inAnothersTurn((tx) => setEntryState(tx, id, 'withdrawn', 'eligible'), () => runCommand(approvalsCommand(), ['approve', row.code], variables()));
    expect(released).toMatchObject({ status: 'rejected', reason: { forUser: expect.stringContaining(`${code} changed after`) } });
    await runCommand(approvalsCommand(), ['cancel', row.code], variables());
    await inTx((tx) => setEntryState(tx, id, 'eligible'));
    const proposed = await inAnothersTurn((tx) => setEntryState(tx, id, 'withdrawn', 'eligible'), propose);
    expect(proposed).toMatchObject({ status: 'rejected', reason: { forUser: expect.not.stringContaining(row.code) } });
  });

  it('reminds nobody of what is put right at that moment', async () => {
    await stage.send(await mail({ from: 'lam@people.test', subject: 'Bài dự thi', text: 'Tên bài dự thi: Phiếu hẹn điện tử\nHọ và tên: Nguyễn Thị Lam', attachments: [{ filename: 'bài.txt', content: 'Phiếu hẹn điện tử', contentType: 'text/plain' }] }), 'lam@people.test');
    const { entry: row } = (await stage.entries()).at(-1)!;
    expect(row.state).toBe('needs-info');
    await inAnothersTurn((tx) => setEntryState(tx, row.id, 'under-check'), async () => {
      await inTx(async (tx) => { enqueue(tx, 'remind-gaps', { days: '3', until: '2024-08-15T00:00:00Z' }, { key: 'remind:test' }); });
      await stage.idle();
    });
    expect(await lettersOf('gap-reminder', 'lam@people.test')).toEqual([]);
  });
});

describe('a document that is moved back', () => {
  it('is told to who sent the entry that has it again, whichever was registered first', async () => {
    const older = await entered('Phiếu hẹn bằng tin nhắn', 'nam@people.test');
    await stage.send(await mail({ from: 'oanh@people.test', subject: 'Đăng ký dự thi', text: 'Tên bài dự thi: Quét mã nhận số thứ tự\nHọ và tên: Trần Thị Oanh', attachments: [{ filename: 'bài.csv', content: 'a,b\n1,2\n', contentType: 'text/csv' }, { filename: 'số liệu.csv', content: 'c,d\n3,4\n', contentType: 'text/csv' }] }), 'oanh@people.test');
    const newer = (await stage.entries()).at(-1)!.entry.code;
    const change = await inTx((tx) => moveDocuments(tx, services(), by, newer, ['3'], older));
    await inTx((tx) => undoChange(tx, services(), { ...by, letters: true }, change.n));
    const letter = (await lettersOf('entry-changed')).at(-1);
    expect(letter?.facts).toMatchObject({ code: newer, other: { code: older }, undone: true });
    expect(letter?.text.replace(/\s+/g, ' ')).toContain(`các tệp đó lại thuộc bài dự thi ${newer}`);
  });
});
