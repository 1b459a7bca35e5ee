import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBlobs, type Blobs } from '../../src/edges/blobs.ts';
import type { Verdict } from '../../workers/verify.ts';
import { DIVIDED_RULE, HIGH, LOW, openDivided, type Divided } from '../support/divided.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { LAN } from '../support/desk.ts';
import { judge } from '../support/jury.ts';
import { verdictAfter, violated } from '../support/oracle.ts';

let filled: FreshDatabase;
let dataDir: string;
let blobs: Blobs;
let stage: Divided;

/** One further judge was asked, another waits for staff. */
beforeAll(async () => {
  filled = await freshDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'mailroom-oracle-divided-'));
  stage = await openDivided(['Một cửa lưu động', 'Nhắc hẹn bằng tin nhắn'], [1, 2, 3, 4].map((n) => judge(n)), { database: filled, dataDir });
  for (const code of stage.codes) {
    await stage.give(code, 1, 2);
    await stage.scores(1, code, LOW);
    await stage.scores(2, code, HIGH);
  }
  const [first] = await stage.ofKind('further-judge-request', LAN);
  await stage.decides(first!, `DUYỆT ${(first!.facts as { code: string }).code}`);
  await stage.idle();
  blobs = await openBlobs(dataDir);
}, 120_000);
afterAll(async () => {
  await stage.stop();
  await filled.drop();
  await rm(dataDir, { recursive: true, force: true });
});

const afterwards = (change: string): Promise<Verdict> => verdictAfter(filled.url, stage.clock.now(), [change], { blobs, loaded: stage.service.services.loaded });

describe('the oracle on sheets that lie apart', () => {
  it('finds nothing, and has looked at every proposal', async () => {
    const verdict = await stage.verdict();
    expect(verdict.invariants.flatMap((i) => i.violations)).toEqual([]);
    expect(verdict.invariants.find((i) => i.name === DIVIDED_RULE)?.checked).toBe(2);
  });

  it.each([
    ['an approved batch whose judge was not given the entry', `update assignment set member_id = (select id from body_member where emails ? 'gk4@jury.test') where assigned_by = '${LAN}'`, /was approved, and Giám Khảo Thứ 3 was not given CCHC24-0001-I by it/],
    ['two proposals for one entry at once', `update divergence_proposal set entry_id = (select id from entry where code = 'CCHC24-0001-I') where approval_id in (select id from approval where state = 'open'); update approval set state = 'open' where what = 'further-judge'`, /CCHC24-0001-I has 2 open proposals in preliminary/],
    ['a batch of another matter', `update divergence_proposal set ask = 'chair' where approval_id in (select id from approval where state = 'open')`, /asks for a chair of CCHC24-0002-G, and is a batch of further-judge/],
  ])('names %s', async (_what, change, says) => {
    const verdict = await afterwards(change);
    expect(violated(verdict)).toContain(DIVIDED_RULE);
    expect(verdict.invariants.find((i) => i.name === DIVIDED_RULE)?.violations.join('\n')).toMatch(says);
  });
});
