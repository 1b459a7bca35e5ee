import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contestCommand } from '../../workers/cli/contest.ts';
import { runCommand } from '../support/command.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { TEST_KEY } from '../support/service.ts';

let dir: string;
let database: FreshDatabase;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mailroom-deadline-'));
  database = await freshDatabase();
  await writeFile(join(dir, 'contest.yaml'), `${await readFile('tests/fixtures/contests/tiny-english/contest.yaml', 'utf8')}\nstaff:\n  addresses: [office@riverside.example.org]\n`);
});
afterAll(async () => {
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

const deadline = (...args: string[]) => runCommand(contestCommand(), ['deadline', ...args], { DATABASE_URL: database.url, CONTEST_DIR: dir, SECRET_KEY: TEST_KEY });
const ACT = ['--reason', 'the bridge was closed', '--decision-no', 'Decision 7', '--by', 'Ann'];
type Shown = { closes: string; written: string; rules: string; changes: { n: number | null; state: string }[] };
const shown = async (): Promise<Shown> => JSON.parse((await deadline('show', '--json')).said) as Shown;

describe('mailroom contest deadline', () => {
  it('goes from the file to a proposal, its notice, and the deadline in force', async () => {
    expect((await deadline('show')).said).toMatch(/^Entries are taken until .*, as contest\.yaml says\.\n$/);
    const before = await shown();
    const { said } = await deadline('propose', '--closes', '2099-05-01T00:00:00-04:00', ...ACT);
    expect(said).toMatch(/In time {4}0 entries.*Letters {4}about 1, .* \(1 deadline-notice\).*Decision 7.*the bridge was closed.*Nothing changed yet/s);
    const hash = /Hash +([0-9a-f]{64})/.exec(said)?.[1] ?? '';
    expect(await shown()).toMatchObject({ closes: before.closes, changes: [{ n: null, state: 'open' }] });

    const out = join(dir, 'notice.txt');
    await deadline('notice', hash.slice(0, 10), '--out', out);
    expect((await readFile(out, 'utf8')).replace(/\s+/g, ' ')).toMatch(/^NOTICE: MORE TIME TO ENTER .*until the end of Thursday, 30 April 2099/);

    expect(await deadline('approve', hash.slice(0, 12), '--by', 'Ann')).toMatchObject({ code: 0, said: expect.stringContaining('In force now') });
    const after = await shown();
    expect([new Date(after.closes).toISOString(), after.written, after.rules === before.rules, after.changes]).toEqual(['2099-05-01T04:00:00.000Z', before.closes, false, [expect.objectContaining({ n: 1, state: 'approved' })]]);
    await expect(deadline('approve', hash.slice(0, 12))).rejects.toThrow(/is approved since/);
  });

  it('refuses in a sentence what makes no sense, and writes nothing', async () => {
    const refusals = [
      [['propose', '--closes', '2020-01-01T00:00:00Z', ...ACT], /is past/],
      [['propose', '--closes', '2099-06-01', ...ACT], /with its offset/],
      [['propose', '--closes', '2099-05-01T00:00:00-04:00', ...ACT], /closes then already/],
      [['propose', '--closes', '2099-06-01T00:00:00Z', '--reason', ' ', '--decision-no', 'x'], /needs its reason/],
      [['approve', 'abc'], /at least 6 characters/],
      [['approve', 'abcdef'], /no change of the deadline has a hash/],
    ] as const;
    const { changes } = await shown();
    for (const [args, says] of refusals) await expect(deadline(...args)).rejects.toThrow(says);
    expect((await shown()).changes).toEqual(changes);
  });

  it('gives a proposal up', async () => {
    const { hash } = JSON.parse((await deadline('propose', '--closes', '2098-06-01T00:00:00Z', ...ACT, '--json')).said) as { hash: string };
    expect((await deadline('cancel', hash, '--reason', 'not needed')).said).toContain('the deadline stays');
    expect((await shown()).changes[0]).toMatchObject({ n: null, state: 'cancelled' });
  });
});
