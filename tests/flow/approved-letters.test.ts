import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contestSchema } from '../../schemas/contest.ts';
import type { ApprovalRow } from '../../src/store/approvals.ts';
import { entriesByCode, setEntryState, takeTurn, updateFindings, versionsOf } from '../../src/store/entries.ts';
import { recordDecision } from '../../src/store/audit.ts';
import type { Tx } from '../../src/store/database.ts';
import { closeRound, outcomeOf } from '../../src/store/results/outcomes.ts';
import { announceRound } from '../../workers/announce/round.ts';
import { decideBatch } from '../../workers/approvals/decide.ts';
import { announceEligibility } from '../../workers/approvals/eligibility.ts';
import { editEntry } from '../../workers/by-hand/edit.ts';
import { lettersCommand } from '../../workers/cli/letters.ts';
import { decideEntry, entryOnDesk } from '../../workers/desk/apply.ts';
import { runCommand } from '../support/command.ts';
import { deskOf, LAN, MINH, OFFICE } from '../support/desk.ts';
import { TEST_KEY } from '../support/service.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

const ROUNDS = contestSchema.shape.rounds.parse([{ key: 'preliminary', name: { vi: 'Vòng sơ khảo' } }, { key: 'defence', name: { vi: 'Vòng bảo vệ ý tưởng' } }]);

let stage: Stage;
const { services, inTx, entry, entered, lettersOf } = deskOf(() => stage);
beforeAll(async () => {
  stage = await openStage({ authservId: OFFICE, changes: (c) => ({ ...c, rounds: ROUNDS, checks: { window: c.checks.window, completeness: c.checks.completeness }, staff: { addresses: [LAN, MINH], auth: 'server' } }) });
});
afterAll(() => stage.stop());

const by = { by: 'Chị Lan', reason: 'điện thoại với tác giả', letters: false };
const decide = (code: string, word: 'eligible' | 'ineligible' = 'eligible') => inTx(async (tx) => {
  await takeTurn(tx);
  await decideEntry(tx, services(), await entryOnDesk(tx, code), { word, reason: word === 'ineligible' ? 'mục 3 của Thể lệ' : null, by: 'Chị Lan' });
});
const variables = () => ({ DATABASE_URL: stage.database.url, SECRET_KEY: TEST_KEY, CONTEST_DIR: 'contests/hau-giang-2024' });
const violations = async (): Promise<unknown[]> => (await stage.verdict()).invariants.flatMap((i) => i.violations);
const outcome = async (to: string, kind = 'eligibility-result') => (await lettersOf(kind, to)).at(-1)!;
const alerts = async () => (await lettersOf('staff-alert', LAN)).filter((l) => (l.facts as { what: string }).what === 'letters-moved');
const approved = (row: ApprovalRow) => inTx(async (tx) => {
  await takeTurn(tx);
  expect(await decideBatch(tx, services(), row, 'approve', 'Chị Lan', null)).toEqual({ state: 'done', moved: [] });
  // Its letters set out in an hour, as they do behind thousands of others.
  await tx.run(`update job set due_at = $1 where name = 'send-letter' and done_at is null`, [new Date(tx.now.getTime() + 3_600_000)]);
});
/** What waited sets out. */
const leave = async (): Promise<void> => {
  await stage.database.query(`update job set due_at = '${stage.clock.now().toISOString()}', relayed_at = null where name = 'send-letter' and done_at is null`);
  await stage.idle();
};
const propose = (): Promise<ApprovalRow> => inTx((tx) => announceEligibility(tx, services(), 'Chị Lan'));
const later = (): void => stage.clock.set(new Date(stage.clock.now().getTime() + 3_700_000).toISOString());

describe('an approved letter that has not left yet', () => {
  it('is held once its entry is decided otherwise, alone of its batch, and staff hear of it once', async () => {
    const [one, two, three] = [await entered('Bản đồ điểm chờ giải quyết hồ sơ', 'an@people.test'), await entered('Trợ lý nhắc hồ sơ sắp đến hạn', 'binh@people.test'), await entered('Đặt lịch nộp hồ sơ', 'chi@people.test')];
    for (const code of [one, two, three]) await decide(code);
    const row = await propose();
    await stage.idle();
    await approved(row);
    await decide(one, 'ineligible');
    await inTx(async (tx) => { await takeTurn(tx); await setEntryState(tx, (await entriesByCode(tx, [three]))[0]!.id, 'withdrawn', 'eligible'); });
    await leave();
    expect([await outcome('an@people.test'), await outcome('binh@people.test'), await outcome('chi@people.test')].map((l) => [l.state, l.reason])).toEqual([
      ['draft', 'what it tells has changed since it was approved'], ['sent', null], ['draft', 'what it tells has changed since it was approved']]);
    expect(stage.delivered.filter((d) => d.to.includes('an@people.test'))).toHaveLength((await stage.letters()).filter((l) => l.toAddress === 'an@people.test' && l.state === 'sent').length);
    const [alert, ...more] = await alerts();
    expect(more).toEqual([]);
    expect(alert?.text.replace(/\s+/g, ' ')).toMatch(new RegExp(`có bài dự thi đã thay đổi nên thư về bài đó không còn đúng.*${row.code}: CCHC24`));
    expect(await violations()).toEqual([]);
  });

  it('is no part of all drafts that are released, counts as not told, and comes to nothing once the new outcome is approved', async () => {
    const { code } = await entry((await stage.entries())[0]!.entry.code);
    await expect(runCommand(lettersCommand(), ['release', '--all'], variables())).rejects.toThrow(/nothing to release/);
    later();
    const anew = await propose();
    expect(anew.letters).toMatchObject([{ code, facts: { eligible: false, replaces: null } }]);
    await approved(anew);
    expect((await lettersOf('eligibility-result', 'an@people.test')).map((l) => l.state)).toEqual(['cancelled', 'due']);
    await leave();
    expect((await outcome('an@people.test')).state).toBe('sent');
  });

  it('leaves where a person lets go of exactly this letter all the same', async () => {
    const held = await outcome('chi@people.test');
    await runCommand(lettersCommand(), ['release', held.id, '--by', 'Chị Lan'], variables());
    await leave();
    expect((await outcome('chi@people.test')).state).toBe('sent');
  });

  it('is held where its reader may no longer speak for the entry, or the entry was changed by hand', async () => {
    const [one, two] = [await entered('Mã QR tra cứu thủ tục', 'dung@people.test'), await entered('Tổ công nghệ số cộng đồng', 'em@people.test')];
    for (const code of [one, two]) await decide(code);
    await approved(await propose());
    await stage.database.query("update entry_sender set address = 'dung@office.test' where address = 'dung@people.test'");
    await inTx((tx) => editEntry(tx, services(), by, two, { title: 'Tổ công nghệ số của ấp' }));
    await leave();
    expect([(await outcome('dung@people.test')).state, (await outcome('em@people.test')).state, (await entry(two)).state]).toEqual(['draft', 'draft', 'under-check']);
  });

  it('leaves where nothing but what the checks say has changed', async () => {
    const code = await entered('Lịch trực giải đáp thủ tục', 'giang@people.test');
    await decide(code);
    await approved(await propose());
    await inTx(async (tx) => {
      await takeTurn(tx);
      const version = (await versionsOf(tx, (await entriesByCode(tx, [code]))[0]!.id)).at(-1)!;
      await updateFindings(tx, version.id, [...version.findings, { check: 'similarity', code: 'near-idea', severity: 'info', forEntrant: 'x', forStaff: 'y' }]);
    });
    await leave();
    expect((await outcome('giang@people.test')).state).toBe('sent');
  });

  it('waits for whoever changes its entry at that moment', async () => {
    const code = await entered('Sổ tay nghiệp vụ điện tử', 'hoa@people.test');
    await decide(code);
    await approved(await propose());
    const { id } = await entry(code);
    await inTx(async (tx) => {
      await takeTurn(tx);
      await stage.database.query(`update job set due_at = '${stage.clock.now().toISOString()}', relayed_at = null where name = 'send-letter' and done_at is null`);
      stage.service.wake();
      await waiting(tx);
      await setEntryState(tx, id, 'withdrawn', 'eligible');
    });
    await stage.idle();
    expect((await outcome('hoa@people.test')).state).toBe('draft');
  });

  it('on paper is not printed once it is true no more', async () => {
    const code = await entered('Phiếu hẹn bằng tin nhắn', 'nam@people.test');
    await decide(code);
    const row = await propose();
    await approved(row);
    await stage.database.query("update letter set state = 'to-print' where kind = 'eligibility-result' and to_address = 'nam@people.test'");
    await decide(code, 'ineligible');
    await expect(runCommand(lettersCommand(), ['print', (await outcome('nam@people.test')).id, '--out', join(tmpdir(), 'never.txt')], variables())).rejects.toThrow(/what it tells has changed since/);
    expect((await outcome('nam@people.test')).state).toBe('draft');
    await leave();
  });
});

describe('an approved letter about a round', () => {
  it('is held once the round is opened again', async () => {
    const [code, other] = [await entered('Hộp thư góp ý bằng mã QR', 'phuc@people.test'), await entered('Xe lưu động', 'quy@people.test')];
    for (const one of [code, other]) await decide(one);
    await inTx(async (tx) => {
      await recordDecision(tx, { actor: 'Chị Lan', action: 'close-round', subject: 'preliminary', detail: { hash: 'h' } });
      const ids = (await entriesByCode(tx, [code, other])).map((e) => e.id);
      await closeRound(tx, { round: 'preliminary', hash: 'h', actor: 'Chị Lan', reason: 'Biên bản' }, ids.map((entryId, i) => ({ entryId, place: i + 1, mean: '90', adjusted: null, sheets: [], advanced: i === 0 })));
    });
    await approved(await inTx((tx) => announceRound(tx, services(), 'preliminary', 'Chị Lan')));
    await stage.database.query(`update round_outcome set reopened_at = now() where id = '${(await inTx((tx) => outcomeOf(tx, 'preliminary')))!.id}'`);
    await leave();
    expect([(await outcome('phuc@people.test', 'round-result')).state, (await outcome('quy@people.test', 'round-result')).state]).toEqual(['draft', 'draft']);
  });
});

/** Asked in the transaction that has the turn: one that idles for long is ended by the server. */
async function waiting(tx: Tx): Promise<void> {
  await until('somebody waits for the turn', async () => (await tx.run<{ n: number }>("select count(*)::int as n from pg_locks where locktype = 'advisory' and not granted and objid = 745201984"))[0]!.n > 0);
}
