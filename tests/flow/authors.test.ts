import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextWorkingMorning } from '../../src/contest/working-days.ts';
import { entriesCommand } from '../../workers/cli/entries.ts';
import { planSummary } from '../../workers/desk/plan-summary.ts';
import { runCommand } from '../support/command.ts';
import { entryMail } from '../support/mails.ts';
import { TEST_KEY } from '../support/service.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => { stage = await openStage({ changes: (c) => ({ ...c, openQuestions: { maxEntriesPerAuthor: 2 } }) }); });
afterAll(() => stage.stop());

describe('an author of several entries', () => {
  it('is shown by `mailroom entries authors`, and to staff in the morning once they are more than the contest allows', async () => {
    // One clerk sends for her colleague; her own entries and those of others stand apart.
    for (const [i, title] of ['Bản đồ điểm chờ', 'Trợ lý nhắc hồ sơ', 'Hộp thư góp ý'].entries()) await stage.send(await entryMail(title, { from: `vanthu${i}@people.test` }), `vanthu${i}@people.test`);
    const codes = (await stage.entries()).map((e) => e.entry.code).toSorted();
    const run = (...args: string[]) => runCommand(entriesCommand(), ['authors', ...args], { DATABASE_URL: stage.database.url, CONTEST_DIR: 'contests/hau-giang-2024', SECRET_KEY: TEST_KEY });
    expect(JSON.parse((await run('--json')).said)).toEqual([{ name: 'Nguyễn Thị An', unit: 'UBND xã Vị Thắng', codes, entries: 3, overLimit: false }]);
    expect((await run()).said).toMatch(/Nguyễn Thị An +UBND xã Vị Thắng +3[\s\S]*sets no limit/);
    const { contest } = stage.service.services.loaded;
    const at = nextWorkingMorning(stage.clock.now(), contest);
    await stage.service.services.db.transaction(async (tx) => planSummary(tx, contest));
    stage.clock.set(at.toISOString());
    await stage.idle();
    const summary = (await stage.letters()).filter((l) => l.kind === 'staff-summary').at(-1)!;
    expect(summary.text.replace(/\s+/g, ' ')).toMatch(new RegExp(`NHIỀU BÀI HƠN MỨC CHO PHÉP -+ - Nguyễn Thị An, UBND xã Vị Thắng: 3 bài, ${codes.join(', ')}`));
  });
});
