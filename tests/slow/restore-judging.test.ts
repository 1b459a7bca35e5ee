import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Contest } from '../../schemas/contest.ts';
import { entriesOnDesk } from '../../src/store/decisions.ts';
import { takeTurn } from '../../src/store/entries.ts';
import { openAssignmentsOf } from '../../src/store/judging/assignments.ts';
import { importMembers } from '../../src/store/judging/members.ts';
import { countingSheets } from '../../src/store/results/sheets.ts';
import { openDatabase, type Tx } from '../../src/store/database.ts';
import { beginRestoration } from '../../src/store/restoration.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { decideEntry } from '../../workers/desk/apply.ts';
import { approve, hashOf } from '../../workers/results/act.ts';
import { advanceAct } from '../../workers/results/rounds.ts';
import { approveAssignment, proposeAssignment } from '../../workers/judging/assign.ts';
import { dovecotMissing } from '../support/dovecot.ts';
import { judge, withJudging } from '../support/jury.ts';
import { entryMail, mail } from '../support/mails.ts';
import { openWorld, START, type Backup, type World } from '../support/restored.ts';
import type { TestService } from '../support/service.ts';

if (dovecotMissing !== null) console.log(`not run here: restoring an older database of a judged contest (${dovecotMissing})`);

const DAY = 86_400_000;
const changes = (contest: Contest): Contest => withJudging(contest, { judging: { due: new Date(START + 10 * DAY).toISOString() } });
let world: World;
let test: TestService;

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => test.service.services.db.transaction(work);
const newest = async (to: string, kind: string): Promise<LetterRow> => (await test.letters()).findLast((l) => l.toAddress === to && l.kind === kind) ?? expect.fail(`no ${kind} to ${to}`);
const reply = async (letter: LetterRow, text: string): Promise<void> => {
  await world.deliver(await mail({ from: letter.toAddress, subject: `Re: ${letter.subject}`, inReplyTo: letter.rfcMessageId, text }), letter.toAddress);
  await world.quiet();
};
const violations = async (): Promise<string[]> => (await test.verdict()).invariants.flatMap((i) => i.violations);
const drafts = async (): Promise<string[]> => (await test.letters()).filter((l) => l.state === 'draft').map((l) => `${l.kind} to ${l.toAddress}`).sort();
const lettersSince = (letters: number): string[] => world.sink.letters.slice(letters).map((l) => `${l.to[0]}: ${l.reading.subject}`);

type Standing = { open: unknown[]; sheets: string[] };

/** Who judges what, and every sheet that counts, by names that no restore changes. */
async function standing(): Promise<Standing> {
  return inTx(async (tx) => ({
    open: (await openAssignmentsOf(tx, { round: 'preliminary' })).map((a) => [a.code, a.state, a.sheet]).sort(),
    sheets: (await countingSheets(tx, 'preliminary')).map((s) => JSON.stringify([s.judge, s.marks])).sort(),
  }));
}

type Season = { undecided: Backup; invited: Backup; before: Backup; accepted: Backup; standing: Standing };

/** Two judges of two entries are invited; one accepts and scores, one refuses an entry and scores the other; the round is closed. */
async function season(): Promise<Season> {
  test = await world.start();
  for (const [name, title] of [['an', 'Một cửa điện tử'], ['binh', 'Lưu trữ số']] as const) await world.deliver(await entryMail(title, { from: `${name}@people.test` }), `${name}@people.test`);
  await world.quiet();
  await inTx((tx) => importMembers(tx, [judge(1), judge(2)]));
  const undecided = await backupNow();
  await decideAll();
  const before = await backupNow();
  const row = await proposeAssignment(test.service.services.db, test.service.services, { round: null, seed: 's', perEntry: 2, by: 'lan' });
  await inTx((tx) => approveAssignment(tx, test.service.services, row.n, row.hash, 'lan'));
  const invited = await backupNow();
  await reply(await newest('gk1@jury.test', 'judge-invitation'), 'NHẬN');
  const accepted = await backupNow();
  const [first, second] = await inTx((tx) => openAssignmentsOf(tx, { round: 'preliminary' })).then((all) => [...new Set(all.map((a) => a.code))]);
  await reply(await newest('gk1@jury.test', 'judge-package'), `${first}\n1. 25\n2. 35\n3. 20\n${second}\n1. 20\n2. 30\n3. 25`);
  await reply(await newest('gk1@jury.test', 'judge-read'), `${first}\n1. 26`);
  await reply(await newest('gk2@jury.test', 'judge-invitation'), `TỪ CHỐI ${first}: đi công tác\n${second}\n1. 22\n2. 31\n3. 24`);
  expect(await violations()).toEqual([]);
  const stands = await standing();
  // What came once people had closed the round was not taken, and is not taken afterwards.
  await inTx(async (tx) => {
    const act = await advanceAct(tx, test.service.services.loaded, 'preliminary', [], [first ?? '']);
    await approve(tx, act, hashOf(act), { by: 'lan', reason: 'Biên bản số 02' });
  });
  await reply(await newest('gk1@jury.test', 'judge-read'), `TỪ CHỐI ${second}: tôi bận\n${first}\n1. 5`);
  expect(await standing()).toEqual(stands);
  await world.stopService();
  return { undecided, before, invited, accepted, standing: stands };
}

/** What the commands of operations.md end with. Every entry is known to this database, and no copy would tell that it is an older one. */
async function saidByHand(): Promise<void> {
  const db = openDatabase(world.database.url, () => new Date(), { poolSize: 1 });
  await db.transaction((tx) => beginRestoration(tx, { reason: 'said by hand', floor: 0 }));
  await db.close();
}

async function backupNow(): Promise<Backup> {
  await world.quiet();
  await world.stopService();
  const backup = await world.backup();
  test = await world.start();
  return backup;
}

async function decideAll(): Promise<void> {
  const { services } = test.service;
  await inTx(async (tx) => {
    await takeTurn(tx);
    for (const entry of await entriesOnDesk(tx)) await decideEntry(tx, services, entry, { word: 'eligible', reason: null, by: 'lan' });
  });
}

describe.skipIf(dovecotMissing !== null)('after an older database of a judged contest was restored, where every letter has its copy', { timeout: 240_000 }, () => {
  let past: Season;
  beforeAll(async () => {
    world = await openWorld({ ownCopy: true, changes });
    past = await season();
  }, 240_000);
  afterAll(() => world.stop());
  beforeEach(() => world.stopService());

  it.each([['before judges were invited', 'before'], ['once judges were invited', 'invited'], ['once a judge had accepted', 'accepted']] as const)('%s, every word and sheet of theirs counts again, and nobody hears anything twice', async (_when, which) => {
    await past[which].restoreDatabase();
    const letters = world.sink.letters.length;
    test = await world.start();
    await world.quiet();
    expect({ ...await standing(), letters: lettersSince(letters), drafts: await drafts(), violations: await violations() })
      .toEqual({ ...past.standing, letters: ['staff@office.test: Cần xem: cơ sở dữ liệu vừa được khôi phục từ bản cũ'], drafts: [], violations: [] });
  });

  it('before entries were decided, words and sheets wait for the decisions, and count with them', async () => {
    await past.undecided.restoreDatabase();
    const letters = world.sink.letters.length;
    test = await world.start();
    await world.quiet();
    await decideAll();
    expect({ ...await standing(), letters: lettersSince(letters).length, drafts: await drafts(), violations: await violations() }).toEqual({ ...past.standing, letters: 1, drafts: [], violations: [] });
  });
});

describe.skipIf(dovecotMissing !== null)('after an older database of a judged contest was restored, without any copy', { timeout: 240_000 }, () => {
  let past: Season;
  beforeAll(async () => {
    world = await openWorld({ ownCopy: false, changes });
    past = await season();
  }, 240_000);
  afterAll(() => world.stop());
  beforeEach(() => world.stopService());

  it('what answers letters that are known counts again, and the rest waits for staff, who hear of it', async () => {
    await past.accepted.restoreDatabase();
    await saidByHand();
    const letters = world.sink.letters.length;
    test = await world.start();
    await world.quiet();
    expect((await standing()).open).toEqual(past.standing.open);
    expect(new Set(lettersSince(letters))).toEqual(new Set(['staff@office.test: Cần xem: cơ sở dữ liệu vừa được khôi phục từ bản cũ', 'staff@office.test: Cần xem: có thư đang chờ duyệt']));
    expect(await drafts()).toEqual(['judge-read to gk1@jury.test', 'judge-read to gk2@jury.test', 'judge-substitute to staff@office.test', 'question-received to gk1@jury.test', 'question-received to gk1@jury.test', 'staff-question to staff@office.test', 'staff-question to staff@office.test']);
    expect(await violations()).toEqual([]);
  });

  it('a package that may have left waits, too', async () => {
    await past.invited.restoreDatabase();
    await saidByHand();
    const letters = world.sink.letters.length;
    test = await world.start();
    await world.quiet();
    expect(lettersSince(letters).filter((l) => !l.startsWith('staff@office.test'))).toEqual([]);
    expect(await drafts()).toContain('judge-package to gk1@jury.test');
    expect(await violations()).toEqual([]);
  });
});
