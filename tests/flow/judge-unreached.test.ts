import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enqueue } from '../../src/store/jobs.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { bounceOf } from '../../workers/demo/mails.ts';
import { openDivided, type Divided } from '../support/divided.ts';
import { LAN } from '../support/desk.ts';
import { judge } from '../support/jury.ts';
import { TO } from '../support/mails.ts';

const [FIRST, SECOND] = ['gk1@jury.test', 'gk1.rieng@jury.test'];
let stage: Divided;
beforeAll(async () => {
  stage = await openDivided(['Một cửa lưu động', 'Nhắc hẹn bằng tin nhắn'], [judge(1, { emails: [FIRST, SECOND] }), judge(2), judge(3)]);
  await stage.give(stage.codes[0]!, 1, 2);
}, 120_000);
afterAll(() => stage.stop());

const flat = (text: string): string => text.replace(/\s+/g, ' ');
let bounces = 0;
const bounce = async ({ toAddress, rfcMessageId, subject }: LetterRow) => {
  const raw = bounceOf({ to: toAddress, messageId: rfcMessageId.replace(/[<>]/g, ''), subject }, TO, stage.clock.now().toUTCString()).toString().replace('<bounce-1@', `<bounce-${++bounces}@`);
  return stage.send(Buffer.from(raw), 'mailer-daemon@mx.example.org');
};
const invitations = () => stage.ofKind('judge-invitation').then((all) => all.filter((l) => l.toAddress !== 'gk2@jury.test'));
const asked = async () => (await stage.ofKind('judge-substitute', LAN)).filter((l) => (l.facts as { why: string }).why === 'unreachable');

describe('a letter to a judge that bounces', () => {
  it('goes to the judge\'s other address in the same words, and staff hear at once who could take over', async () => {
    const [invitation] = await invitations();
    const { message } = await bounce(invitation!);
    expect(message.outcome).toBe('bounce-recorded');
    const [first, again, ...more] = await invitations();
    expect(more).toEqual([]);
    expect([first?.state, first?.toAddress, again?.state, again?.toAddress, again?.text === first?.text]).toEqual(['bounced', FIRST, 'sent', SECOND, true]);
    const [told, ...others] = await asked();
    expect(others).toEqual([]);
    expect(flat(told!.text)).toMatch(new RegExp(`Giám Khảo Thứ 1 không nhận được thư tại ${FIRST} \\(máy chủ trả lời: .*550 5\\.1\\.1 no such user.*\\); thư đã được gửi lại đến ${SECOND}\\. Người này đang giữ 1 bài dưới đây.*Có thể giao: Giám Khảo Thứ 3.*mailroom assign give ${stage.codes[0]} --to gk3@jury.test --from ${FIRST}`));
    expect(await stage.violations()).toEqual([]);
  });

  it('is answered from there as from anywhere else, and what follows goes there', async () => {
    const [, again] = await invitations();
    await stage.says(1, 'NHẬN', again);
    expect((await stage.openOf(stage.codes[0]!)).map((a) => a.state).toSorted()).toEqual(['accepted', 'invited']);
    expect((await stage.ofKind('judge-package')).map((l) => l.toAddress)).toEqual([SECOND]);
    await stage.give(stage.codes[1]!, 1);
    expect((await invitations()).at(-1)?.toAddress).toBe(SECOND);
    expect(await stage.violations()).toEqual([]);
  });

  it('is told of as one that reaches nobody where the other bounces, too: once, and staff are to telephone', async () => {
    const [, again] = await invitations();
    await bounce(again!);
    expect((await asked()).map((l) => (l.facts as { address: string; other: string | null })).map(({ address, other }) => [address, other])).toEqual([[FIRST, SECOND], [SECOND, null]]);
    expect(flat((await asked()).at(-1)!.text)).toContain('danh sách không có địa chỉ nào khác, xin gọi điện cho giám khảo');
    await stage.inTx(async (tx) => enqueue(tx, 'judge-unreached', { letterId: again!.id }, { key: 'once-more' }));
    await stage.idle();
    expect(await asked()).toHaveLength(2);
    expect((await invitations()).filter((l) => l.key.startsWith('again:'))).toHaveLength(1);
    expect(await stage.violations()).toEqual([]);
  });

  it('to somebody who has nothing open asks for nobody', async () => {
    const before = (await asked()).length;
    await stage.scores(2, stage.codes[0]!, [25, 30, 20]);
    const [read] = await stage.ofKind('judge-read', 'gk2@jury.test');
    await bounce(read!);
    expect((await asked()).length).toBe(before);
  });
});
