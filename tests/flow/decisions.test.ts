import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decisionsOf } from '../../src/store/decisions.ts';
import { entriesByCode } from '../../src/store/entries.ts';
import { listApprovals } from '../../src/store/approvals.ts';
import { nextWorkingMorning } from '../../src/contest/working-days.ts';
import { announceEligibility } from '../../workers/approvals/eligibility.ts';
import { propose } from '../../workers/approvals/propose.ts';
import { planSummary } from '../../workers/desk/plan-summary.ts';
import { deskOf, LAN, MINH, OFFICE } from '../support/desk.ts';
import { entryMail, mail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ authservId: OFFICE, changes: (c) => ({ ...c, checks: { window: c.checks.window, completeness: c.checks.completeness }, staff: { addresses: [LAN, MINH], auth: 'server' } }) });
});
afterAll(() => stage.stop());

const { services, inTx, entry, entered, morning, reply, lettersOf } = deskOf(() => stage);
const violations = async (): Promise<unknown[]> => (await stage.verdict()).invariants.flatMap((i) => i.violations);
const state = async (code: string) => (await entry(code)).state;
const decided = (code: string) => inTx(async (tx) => (await decisionsOf(tx, (await entriesByCode(tx, [code]))[0]!.id)).map((d) => [d.word, d.actor]));

describe('the summary in the morning', () => {
  it('lists what waits, and one word by reply decides it; the answer says what was done', async () => {
    const [one, two] = [await entered('Bản đồ điểm chờ giải quyết hồ sơ', 'an@people.test'), await entered('Trợ lý nhắc hồ sơ sắp đến hạn', 'binh@people.test')];
    const summary = await morning();
    expect(summary.text).toContain(one);
    expect(summary.subject).toContain('2 việc cần quyết định');
    const { message, letters } = await reply(summary, `HỢP LỆ ${one}\nKHÔNG HỢP LỆ ${two}: Điều 4 khoản 2 của Thể lệ`);
    expect(message).toMatchObject({ kind: 'staff-reply', outcome: 'decided', outcomeReason: '2 decisions done, 0 lines not' });
    expect([await state(one), await state(two), await decided(one), await decided(two)]).toEqual(['eligible', 'ineligible', [['eligible', LAN]], [['ineligible', LAN]]]);
    expect(letters.map((l) => l.kind)).toEqual(['decisions-read']);
    expect((await stage.letters()).filter((l) => l.kind === 'eligibility-result')).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  it('is not sent on a morning that has nothing to tell', async () => {
    const before = (await lettersOf('staff-summary')).length;
    await morning();
    const after = (await lettersOf('staff-summary')).length;
    await morning();
    expect([after - before, (await lettersOf('staff-summary')).length - after]).toEqual([0, 0]);
  });

  it('counts in the afternoon, too, but not for what changed since, nor a second time', async () => {
    const code = await entered('Lịch hẹn trực tuyến cho người cao tuổi', 'chi@people.test');
    const other = await entered('Hộp thư góp ý bằng mã QR', 'dung@people.test');
    const summary = await morning();
    await stage.send(await entryMail('Lịch hẹn trực tuyến cho người cao tuổi', { from: 'chi@people.test', text: 'Tên bài dự thi: Lịch hẹn trực tuyến cho người cao tuổi\nĐiện thoại: 0900000999' }), 'chi@people.test');
    const text = `HỢP LỆ: ${code}, ${other}`;
    await reply(summary, text);
    expect([await state(code), await state(other)]).toEqual(['under-check', 'eligible']);
    const [answer] = (await lettersOf('decisions-read', LAN)).slice(-1);
    expect(answer?.facts).toMatchObject({ done: [{ code: other }], refused: [{ code, why: 'stale' }] });
    await reply(summary, `${text}\n\nGửi lại.`);
    expect([await state(code), await decided(other)]).toEqual(['under-check', [['eligible', LAN]]]);
  });

  it('decides nothing for a stranger, a forger, or somebody our server cannot vouch for', async () => {
    const code = await entered('Tổ công nghệ số cộng đồng', 'em@people.test');
    const summary = await morning();
    const strange = await reply(summary, `HỢP LỆ ${code}`, 'ke@elsewhere.test');
    const forged = await reply(summary, `HỢP LỆ ${code}`, MINH, { 'Authentication-Results': `${OFFICE}; dmarc=fail` });
    const unknown = await reply(summary, `HỢP LỆ ${code}`, MINH, { 'Authentication-Results': 'evil.test; dmarc=pass; spf=pass; dkim=pass' });
    expect([strange.message.outcome, forged.message.outcome, unknown.message.outcome, await state(code), await decided(code)]).toEqual([expect.not.stringMatching('decided'), 'passed-to-staff', 'decided', 'under-check', []]);
    expect((await lettersOf('decisions-read', MINH)).at(-1)?.facts).toMatchObject({ done: [], refused: [{ code, why: 'not-proven' }] });
  });

  it('asks the entrant where staff say what is missing, and the entry leaves the queue until the answer', async () => {
    const code = await entered('Mã QR tra cứu thủ tục', 'phuc@people.test');
    const summary = await morning();
    await reply(summary, `BỔ SUNG ${code}: xin gửi phiếu đăng ký có chữ ký`);
    const [request] = await lettersOf('staff-request', 'phuc@people.test');
    expect(request?.text.replace(/\s+/g, ' ')).toContain('xin gửi phiếu đăng ký có chữ ký');
    expect((await morning())?.text ?? '').not.toContain(`${code} ·`);
  });
});

describe('letters that wait for approval', () => {
  it('leave in exactly the words that were previewed, once, whoever approves twice', async () => {
    const row = await services().db.transaction((tx) => announceEligibility(tx, services(), 'Chị Lan'));
    await stage.idle();
    const [request] = await lettersOf('approval-request', LAN);
    const [same] = await lettersOf('approval-request', MINH);
    expect(request?.text).toContain(row.code);
    expect(await lettersOf('eligibility-result')).toEqual([]);
    await Promise.all([reply(request!, `DUYỆT ${row.code}`), reply(same!, `DUYỆT ${row.code}`, MINH)]);
    await stage.idle();
    const left = await lettersOf('eligibility-result');
    expect(left.map((l) => [l.state, l.toAddress, l.text]).sort()).toEqual(row.letters.map((l) => ['sent', l.to, l.text]).sort());
    const [batch] = await services().db.transaction((tx) => listApprovals(tx));
    expect(batch?.state).toBe('approved');
    await reply(request!, `HỦY ${row.code}`);
    expect((await services().db.transaction((tx) => listApprovals(tx)))[0]?.state).toBe('approved');
    await expect(services().db.transaction((tx) => announceEligibility(tx, services(), 'Chị Lan'))).rejects.toThrow(/no letter to send/);
    expect(await violations()).toEqual([]);
  });

  it('are refused where there is nobody to write to', async () => {
    await expect(services().db.transaction((tx) => propose(tx, services(), { what: 'other', about: 'x', letters: [], askedBy: 'x' }))).rejects.toThrow(/nothing was proposed/);
  });
});

describe('where the contest asks for a confirmation', () => {
  let careful: Stage;
  beforeAll(async () => { careful = await openStage({ changes: (c) => ({ ...c, checks: { window: c.checks.window, completeness: c.checks.completeness }, staff: { addresses: [LAN] } }) }); });
  afterAll(() => careful.stop());

  it('does nothing before the owner of the address says yes to all of it, and then all of it', async () => {
    const db = careful.service.services.db;
    await careful.send(await entryMail('Sổ tay nghiệp vụ điện tử', { from: 'giang@people.test' }), 'giang@people.test');
    const code = (await careful.entries())[0]!.entry.code;
    await db.transaction(async (tx) => planSummary(tx, careful.service.services.loaded.contest));
    careful.clock.set(nextWorkingMorning(careful.clock.now(), careful.service.services.loaded.contest).toISOString());
    await careful.idle();
    const summary = (await careful.letters()).find((l) => l.kind === 'staff-summary')!;
    const asked = await careful.send(await mail({ from: LAN, subject: 'Re: tin sáng', inReplyTo: summary.rfcMessageId, text: `HỢP LỆ ${code}` }), LAN);
    expect([asked.message.outcome, (await careful.entries())[0]!.entry.state, asked.letters.map((l) => l.kind)]).toEqual(['asked', 'under-check', ['decision-confirm']]);
    const confirm = asked.letters[0]!;
    const yes = async () => careful.send(await mail({ from: LAN, subject: 'Re: xác nhận', inReplyTo: confirm.rfcMessageId, text: 'ĐỒNG Ý' }), LAN);
    expect((await yes()).message.outcome).toBe('decided');
    expect((await careful.entries())[0]!.entry.state).toBe('eligible');
    expect((await yes()).message.outcomeReason).toBe('0 decisions done, 1 lines not');
  });
});
