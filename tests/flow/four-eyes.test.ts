import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LetterFacts } from '../../schemas/letters.ts';
import { approvalsByCode, listApprovals, type ApprovalRow } from '../../src/store/approvals.ts';
import { takeTurn } from '../../src/store/entries.ts';
import { decideBatch } from '../../workers/approvals/decide.ts';
import { announceEligibility } from '../../workers/approvals/eligibility.ts';
import { decideEntry, entryOnDesk } from '../../workers/desk/apply.ts';
import { deskOf, LAN, MINH, OFFICE } from '../support/desk.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
const { services, inTx, entered, morning, reply, lettersOf } = deskOf(() => stage);
beforeAll(async () => {
  stage = await openStage({ authservId: OFFICE, changes: (c) => ({ ...c, checks: { window: c.checks.window, completeness: c.checks.completeness }, staff: { addresses: [LAN, MINH], auth: 'server', fourEyes: ['eligibility'] } }) });
});
afterAll(() => stage.stop());

const batch = async (code: string) => (await inTx((tx) => listApprovals(tx))).find((b) => b.code === code)!;
const told = async (to: string) => (await lettersOf('eligibility-result', to)).length;
const read = async (to: string) => (await lettersOf('decisions-read', to)).at(-1)!;
const onlyLine = (text: string) => text.replace(/\s+/g, ' ');
/** As `mailroom approvals approve CODE --by NAME` does it. */
const command = (code: string, by: string) => inTx(async (tx) => {
  await takeTurn(tx);
  return decideBatch(tx, services(), (await approvalsByCode(tx, [code]))[0]!, 'approve', by, null);
});

/** The outcome of one entry, as a batch of which staff were told. */
async function proposed(title: string, from: string): Promise<ApprovalRow> {
  const code = await entered(title, from);
  const row = await inTx(async (tx) => {
    await takeTurn(tx);
    await decideEntry(tx, services(), await entryOnDesk(tx, code), { word: 'eligible', reason: null, by: LAN });
    return announceEligibility(tx, services(), LAN);
  });
  await stage.idle();
  return row;
}

describe('a batch that two people have to approve', () => {
  it('leaves with the second approval: the first is kept and answered, and the others are asked once more', async () => {
    const { code } = await proposed('Bản đồ điểm chờ', 'an@people.test');
    const [request] = await lettersOf('approval-request', LAN);
    expect(onlyLine(request!.text)).toContain('Đợt này cần hai người duyệt.');
    await reply(request!, `DUYỆT ${code}`);
    expect([await told('an@people.test'), await batch(code)]).toMatchObject([0, { state: 'open', firstBy: LAN, decidedBy: null }]);
    expect([(await read(LAN)).facts, onlyLine((await read(LAN)).text)]).toMatchObject([{ done: [{ code, awaitsSecond: true }], refused: [] }, expect.stringContaining('thư chỉ được gửi khi có thêm một người khác duyệt')]);
    expect(((await morning()).facts as LetterFacts<'staff-summary'>).decisions.find((d) => d.code === code)?.reason).toContain(`đã được ${LAN} duyệt, còn chờ một người khác`);
    const again = (await lettersOf('approval-request', MINH)).at(-1)!;
    expect([(await lettersOf('approval-request', LAN)).length, again.facts, onlyLine(again.text)]).toMatchObject([1, { code, first: { by: LAN } }, expect.stringContaining(`${LAN} đã duyệt lúc`)]);
    await reply(again, `DUYỆT ${code}`, MINH);
    expect([await told('an@people.test'), await batch(code)]).toMatchObject([1, { state: 'approved', firstBy: LAN, decidedBy: MINH }]);
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('does not leave by the same person twice, by mail or by command, nor by a name that is no address of staff', async () => {
    const { code } = await proposed('Trợ lý nhắc hồ sơ', 'binh@people.test');
    const request = (await lettersOf('approval-request', LAN)).at(-1)!;
    await reply(request, `DUYỆT ${code}`);
    await reply(request, `DUYỆT ${code}`);
    expect([(await read(LAN)).facts, onlyLine((await read(LAN)).text)]).toMatchObject([{ done: [], refused: [{ code, why: 'second-person' }] }, expect.stringContaining('Quý vị đã duyệt đợt này trước đó')]);
    await expect(command(code, LAN)).rejects.toMatchObject({ forUser: expect.stringContaining('another of staff has to approve it') });
    await expect(command(code, 'Chị Minh')).rejects.toMatchObject({ forUser: expect.stringContaining('address that stands in staff.addresses') });
    expect([await told('binh@people.test'), (await batch(code)).state]).toEqual([0, 'open']);
    await command(code, MINH.toUpperCase());
    await stage.idle();
    expect(await told('binh@people.test')).toBe(1);
  });

  it('is given up by one', async () => {
    const { code } = await proposed('Hộp thư góp ý', 'chi@people.test');
    await reply((await lettersOf('approval-request', LAN)).at(-1)!, `DUYỆT ${code}`);
    await reply((await lettersOf('approval-request', MINH)).at(-1)!, `HỦY ${code}`, MINH);
    expect([await told('chi@people.test'), (await batch(code)).state]).toEqual([0, 'cancelled']);
  });
});
