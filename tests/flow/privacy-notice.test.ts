import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contest } from '../../schemas/contest.ts';
import { contestSchema } from '../../schemas/contest.ts';
import { entriesCommand } from '../../workers/cli/entries.ts';
import { runCommand } from '../support/command.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { entryMail, mail } from '../support/mails.ts';
import { TEST_KEY } from '../support/service.ts';
import { openStage } from '../support/stage.ts';

let database: FreshDatabase;
beforeAll(async () => { database = await freshDatabase(); });
afterAll(() => database.drop());

const under = (version: string, text: string) => (contest: Contest): Contest => ({ ...contest, personalData: { ...contest.personalData, notice: { version, text: { vi: text } } } });

describe('a privacy notice', () => {
  it('stands in the receipt and is recorded with the version; another one later is not claimed for what came before', async () => {
    const first = await openStage({ database, changes: under('2024-1', 'Dữ liệu chỉ dùng để tổ chức cuộc thi.') });
    const { letters: [receipt] } = await first.send(await entryMail('Một cửa điện tử'));
    await first.stop();
    expect(receipt?.text.replace(/\s+/g, ' ')).toContain('Về dữ liệu cá nhân (thông báo 2024-1): Dữ liệu chỉ dùng để tổ chức cuộc thi.');
    const later = await openStage({ database, now: '2024-07-03T02:00:00Z', changes: under('2024-2', 'Dữ liệu được lưu đến hết năm 2025.') });
    try {
      const { letters: [second] } = await later.send(await mail({ subject: `Re: ${receipt?.subject}`, inReplyTo: receipt?.rfcMessageId ?? '', text: 'Xin bổ sung.', attachments: [{ filename: 'Phụ lục.txt', content: 'phụ lục', contentType: 'text/plain' }] }));
      expect(second?.text.replace(/\s+/g, ' ')).toContain('(thông báo 2024-2): Dữ liệu được lưu đến hết năm 2025.');
      expect(await database.query('select n, notice_version as notice from entry_version order by n')).toEqual([{ n: 1, notice: '2024-1' }, { n: 2, notice: '2024-2' }]);
      const [entry] = await later.entries();
      const { said } = await runCommand(entriesCommand(), ['show', entry?.entry.code ?? ''], { DATABASE_URL: database.url, SECRET_KEY: TEST_KEY, CONTEST_DIR: 'contests/hau-giang-2024' });
      expect(said).toMatch(/Version 1,.*privacy notice 2024-1/);
      expect(said).toMatch(/Version 2,.*privacy notice 2024-2/);
    } finally {
      await later.stop();
    }
  });

  it('is refused without a version, and in any but plain words', () => {
    const shape = contestSchema.shape.personalData;
    expect(shape.safeParse({ notice: { text: { vi: 'x' } } }).success).toBe(false);
    expect(shape.safeParse({ notice: { version: 'bản một', text: { vi: 'x' } } }).success).toBe(false);
    expect(shape.safeParse({ notice: { version: '1', text: { vi: 'x' }, link: 'http://example.org' } }).success).toBe(false);
    expect(shape.safeParse({ notice: { version: '1', text: { vi: 'x' }, link: 'https://example.org/thong-bao' } }).success).toBe(true);
  });
});
