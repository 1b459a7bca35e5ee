import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoadedContest } from '../../schemas/contest.ts';
import { calendar } from '../../src/contest/calendar.ts';
import { openBlobs, type Blobs } from '../../src/edges/blobs.ts';
import { recordDecision } from '../../src/store/audit.ts';
import { planJobs } from '../../src/store/jobs.ts';
import { importMembers } from '../../src/store/judging/members.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { approveAssignment, proposeAssignment } from '../../workers/judging/assign.ts';
import { giveEntry } from '../../workers/judging/give.ts';
import { releaseAct, takeTurnToRelease } from '../../workers/judging/release.ts';
import { approve, hashOf } from '../../workers/results/act.ts';
import { advanceAct } from '../../workers/results/rounds.ts';
import { sheetsAct } from '../../workers/results/sheets.ts';
import type { Verdict } from '../../workers/verify.ts';
import { brokenJudging, JUDGING_RULES } from '../support/broken-judging.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { judge, openJuryStage, type JuryStage } from '../support/jury.ts';
import { mail } from '../support/mails.ts';
import { verdictAfter, violated } from '../support/oracle.ts';

const ROUND = 'preliminary';
const CODES = ['CCHC24-0001-I', 'CCHC24-0002-G', 'CCHC24-0003-E'] as const;
let filled: FreshDatabase;
let dataDir: string;
let blobs: Blobs;
let loaded: LoadedContest;
let stage: JuryStage;

const services = () => stage.service.services;
const newest = async (to: string, kind: string): Promise<LetterRow> => (await stage.letters()).findLast((l) => l.toAddress === to && l.kind === kind) ?? expect.fail(`no ${kind} to ${to}`);
const reply = async (letter: LetterRow, text: string) => stage.send(await mail({ from: letter.toAddress, subject: `Re: ${letter.subject}`, inReplyTo: letter.rfcMessageId, text }), letter.toAddress);
const scores = (code: string, ...marks: number[]): string => `${code}\n${marks.map((mark, i) => `${i + 1}. ${mark}`).join('\n')}\n`;
const give = (code: string, to: string, from: string | null) => stage.inTx((tx) => giveEntry(tx, services(), { code, to, from, round: null, by: 'lan' }));

/** One judge accepts, scores and corrects; one refuses an entry, loses another and leaves the third unanswered; two come in for that, one of them on paper. The round is closed. */
beforeAll(async () => {
  filled = await freshDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'mailroom-oracle-judging-'));
  stage = await openJuryStage(['Một cửa lưu động', 'Nhắc hẹn bằng tin nhắn', 'Sổ tay công vụ'], [1, 2].map((n) => judge(n)), { database: filled, dataDir });
  const row = await proposeAssignment(services().db, services(), { round: null, seed: 's', perEntry: null, by: 'lan' });
  await stage.inTx((tx) => approveAssignment(tx, services(), row.n, row.hash, 'lan'));
  await stage.inTx((tx) => importMembers(tx, [judge(3), judge(4)]));
  await stage.idle();
  await reply(await newest('gk1@jury.test', 'judge-invitation'), 'NHẬN');
  await reply(await newest('gk1@jury.test', 'judge-package'), scores(CODES[0], 24, 35, 20) + scores(CODES[1], 20, 30, 20) + scores(CODES[2], 15, 25, 20));
  await reply(await newest('gk1@jury.test', 'judge-package'), scores(CODES[0], 25));
  await stage.inTx(async (tx) => {
    await takeTurnToRelease(tx);
    const act = await releaseAct(tx, services(), { code: CODES[0], document: 'Bài dự thi.pdf', round: null });
    await approve(tx, act, hashOf(act), { by: 'lan', reason: 'theo đề nghị' });
  });
  await reply(await newest('gk2@jury.test', 'judge-invitation'), `TỪ CHỐI ${CODES[0]}: đi công tác`);
  await give(CODES[0], 'gk3@jury.test', null);
  await give(CODES[1], 'gk4@jury.test', 'gk2@jury.test');
  stage.clock.set('2024-09-03T01:00:00Z');
  await stage.inTx((tx) => planJobs(tx, calendar(services().loaded.contest)));
  await stage.idle();
  await reply(await newest('gk3@jury.test', 'judge-invitation'), scores(CODES[0], 27, 36, 22));
  const typed = { line: 2, code: CODES[1], judge: 'gk4@jury.test', marks: { moi: 2100, 'hieu-qua': 3100, 'nhan-rong': 2000 }, comment: null };
  stage.clock.set('2024-09-04T01:00:00Z');
  await stage.inTx(async (tx) => {
    const act = await sheetsAct(tx, services().loaded, ROUND, [typed]);
    await approve(tx, act, hashOf(act), { by: 'lan', reason: 'phiếu giấy' });
    await recordDecision(tx, { actor: 'lan', action: 'withdraw', subject: CODES[1], detail: {} });
  });
  stage.clock.set('2024-09-18T01:00:00Z');
  await stage.inTx(async (tx) => {
    const act = await advanceAct(tx, services().loaded, ROUND, [], [CODES[2]]);
    await approve(tx, act, hashOf(act), { by: 'lan', reason: 'Biên bản số 02' });
  });
  await stage.idle();
  loaded = services().loaded;
  blobs = await openBlobs(dataDir);
});
afterAll(async () => {
  await stage.stop();
  await filled.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const afterwards = (changes: string[]): Promise<Verdict> => verdictAfter(filled.url, new Date('2024-09-18T02:00:00Z'), changes, { blobs, loaded });

describe('the oracle on a round that was judged and closed', () => {
  it('finds nothing, and has looked at something of everything', async () => {
    const verdict = await stage.verdict();
    expect(verdict.invariants.flatMap((i) => i.violations)).toEqual([]);
    expect(verdict.invariants.filter((i) => JUDGING_RULES.includes(i.name) && i.checked === 0)).toEqual([]);
    expect(verdict.listed.map((l) => l.items.length)).toEqual([0, 0, 0]);
  });

  it.each(brokenJudging)('names %s', async (_what, names, says, changes) => {
    const verdict = await afterwards(changes);
    expect(violated(verdict).sort()).toEqual([...names].sort());
    expect(verdict.invariants.find((i) => i.name === names[0])?.violations.join('\n')).toMatch(says);
  });

  it('breaks every rule of judging', () => {
    expect([...new Set(brokenJudging.flatMap(([, names]) => names))].sort()).toEqual([...JUDGING_RULES].sort());
  });

  it('shows what came to light since the assignment to people, and is content all the same', async () => {
    const verdict = await afterwards([`update body_member set phones = '["0900000201"]', changed_at = '2024-09-10' where emails ? 'gk3@jury.test'`]);
    expect(violated(verdict)).toEqual([]);
    expect(verdict.listed.at(-1)?.items).toEqual([expect.stringMatching(/^Giám Khảo Thứ 3 judges CCHC24-0001-I in preliminary: .*0900000201.*; `mailroom assign give CCHC24-0001-I --from gk3@jury.test --to …` gives it to somebody else$/)]);
  });

  it('asks nobody about the rules of rounds where the contest folder is not there', async () => {
    const verdict = await verdictAfter(filled.url, new Date('2024-09-18T02:00:00Z'), [], { blobs });
    expect(verdict.invariants.filter((i) => i.note === 'not checked: the contest folder was not asked')).toHaveLength(3);
  });
});
