import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LetterRow } from '../../src/store/letters.ts';
import { approve, hashOf, type Act } from '../../workers/results/act.ts';
import { followUpAct } from '../../workers/results/lists.ts';
import type { Tx } from '../../src/store/database.ts';
import { entryMail } from '../support/mails.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => { stage = await openStage(); });
afterAll(() => stage.stop());

const decide = (prepare: (tx: Tx) => Promise<Act>): Promise<void> => stage.service.services.db.transaction(async (tx) => {
  const act = await prepare(tx);
  await approve(tx, act, hashOf(act), { by: 'Chị Lan', reason: 'mô hình hay' });
});
const told = async (): Promise<LetterRow[]> => (await stage.letters()).filter((l) => l.kind === 'follow-up');
const at = async (iso: string): Promise<void> => {
  stage.clock.set(iso);
  await stage.idle();
};

describe('an entry that is followed up', () => {
  it('comes before staff again on the first working morning of each term, and not once it is taken off the list', async () => {
    const { loaded } = stage.service.services;
    await stage.send(await entryMail('Một cửa lưu động'));
    const [{ entry }] = await stage.entries() as [Awaited<ReturnType<Stage['entries']>>[number]];
    await at('2024-08-31T02:00:00Z');
    await decide((tx) => followUpAct(tx, loaded, entry.code, [3, 6], 'nhân rộng ra các xã'));
    await at('2024-11-29T23:00:00Z');
    expect(await told()).toEqual([]);
    // 30 November 2024, the last day of that month, is a Saturday; staff hear of it on Monday.
    await at('2024-12-02T00:30:00Z');
    const [letter, ...others] = await told();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ toAddress: 'staff@office.test', state: 'sent', subject: `Đến hạn xem lại bài dự thi sau 3 tháng [${entry.code}]` });
    expect(letter?.text).toMatch(/“Một cửa lưu động”[\s\S]*nhân rộng ra các xã[\s\S]*thứ Sáu, ngày 28\/2\/2025/);
    await decide((tx) => followUpAct(tx, loaded, entry.code, [], ''));
    await at('2025-03-10T00:30:00Z');
    expect(await told()).toHaveLength(1);
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });
});
