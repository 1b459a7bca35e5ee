import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExcludedPerson } from '../../schemas/contest.ts';
import { nextWorkingMorning } from '../../src/contest/working-days.ts';
import { entriesByCode } from '../../src/store/entries.ts';
import { importMembers } from '../../src/store/judging/members.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { lastRecheck, openRechecks } from '../../src/store/rechecks.ts';
import { decideEntry, entryOnDesk } from '../../workers/desk/apply.ts';
import { planSummary } from '../../workers/desk/plan-summary.ts';
import { planRecheckOfRules } from '../../workers/rechecks.ts';
import { entryMail, mail } from '../support/mails.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { startTestService, type TestService } from '../support/service.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { until } from '../support/until.ts';

const LAN = 'lan@office.test';
const HOST = 'mx.office.test';
const proven = { 'Authentication-Results': `${HOST}; dmarc=pass header.from=office.test; spf=pass; dkim=pass` };

let stage: Stage;
let database: FreshDatabase;
let dataDir: string;
beforeAll(async () => {
  database = await freshDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'mailroom-recheck-'));
  stage = await openStage({
    database, dataDir, authservId: HOST, settings: { planMs: 200 },
    changes: (c) => ({ ...c, checks: { window: c.checks.window, completeness: c.checks.completeness, 'excluded-person': {} }, staff: { addresses: [LAN], auth: 'server' } }),
  });
});
afterAll(async () => {
  await stage.stop();
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

type Tx = Parameters<Parameters<Stage['service']['services']['db']['transaction']>[0]>[0];
const inTx = <T>(work: (tx: Tx) => Promise<T>, of: TestService = stage): Promise<T> => of.service.services.db.transaction(work);
const foundIn = async (code: string, of: TestService = stage) => (await of.entries()).find((e) => e.entry.code === code)!.version!.findings.map((f) => f.code);
const stateOf = (code: string) => inTx(async (tx) => (await entriesByCode(tx, [code]))[0]!.state);
const toEntrants = async (of: TestService = stage) => (await of.letters()).filter((l) => l.toAddress !== LAN).length;

async function entered(title: string, from: string): Promise<string> {
  await stage.send(await entryMail(title, { from }), from);
  return (await stage.entries()).at(-1)!.entry.code;
}

async function morning(of: TestService): Promise<LetterRow> {
  const { loaded: { contest } } = of.service.services;
  const at = nextWorkingMorning(of.clock.now(), contest);
  await inTx(async (tx) => planSummary(tx, contest), of);
  of.clock.set(at.toISOString());
  await of.idle();
  return (await of.letters()).filter((l) => l.kind === 'staff-summary').at(-1)!;
}

const judge = (address: string): ExcludedPerson => ({ name: 'Trần Văn Khác', body: 'jury', agency: null, emails: [address], phones: [], from: null, to: null, decision: null });

describe('a list of people that changes while entries are there', () => {
  it('is held against every entry: staff hear of it, no entrant does, and a decision stands until a person decides anew', async () => {
    const [open, done, other] = [await entered('Bản đồ điểm chờ', 'an@people.test'), await entered('Trợ lý nhắc hồ sơ', 'binh@people.test'), await entered('Hộp thư góp ý', 'chi@people.test')];
    await inTx(async (tx) => decideEntry(tx, stage.service.services, await entryOnDesk(tx, done), { word: 'eligible', reason: null, by: LAN }));
    await morning(stage);
    const letters = await toEntrants();
    await inTx(async (tx) => importMembers(tx, [judge('an@people.test'), { ...judge('binh@people.test'), name: 'Lê Thị Khác' }]));
    await until('the entries to be checked again', async () => ((await foundIn(open)).some((c) => c.startsWith('excluded-person')) && (await foundIn(done)).some((c) => c.startsWith('excluded-person'))) || null);
    await stage.idle();
    expect([await stateOf(open), await stateOf(done), await foundIn(other), await toEntrants()]).toEqual(['under-check', 'eligible', [], letters]);
    const summary = await morning(stage);
    const text = summary.text.replace(/\s+/g, ' ');
    expect(text).toMatch(new RegExp(`DO DANH SÁCH HOẶC QUY ĐỊNH THAY ĐỔI -+ - ${open}: `));
    expect(text).toMatch(new RegExp(`${done} · ĐÃ QUYẾT ĐỊNH, CÓ ĐIỂM MỚI -+ Tên bài: “Trợ lý nhắc hồ sơ” Lý do: Đã quyết định HỢP LỆ; quyết định vẫn giữ nguyên\\.`));
    const reply = await mail({ from: LAN, subject: `Re: ${summary.subject}`, inReplyTo: summary.rfcMessageId, text: `HỢP LỆ ${done}`, headers: proven });
    expect((await stage.send(reply, LAN)).message.outcomeReason).toBe('1 decisions done, 0 lines not');
    expect([...await inTx(openRechecks)]).toHaveLength(1);
    expect((await morning(stage)).text).not.toContain('ĐÃ QUYẾT ĐỊNH, CÓ ĐIỂM MỚI');
  });

  it('is not looked through again as long as it stays as it is', async () => {
    const count = () => inTx(async (tx) => (await tx.run<{ n: number }>("select count(*)::int as n from job where name = 'recheck-entries'"))[0]!.n);
    const before = await count();
    await stage.idle();
    expect([before, await count()]).toEqual([1, 1]);
  });

  it('that is put back to what it was is looked through once more', async () => {
    const [open] = (await stage.entries()).map((e) => e.entry.code);
    await inTx(async (tx) => { await tx.run("delete from body_member"); });
    await until('the finding to go', async () => ((await foundIn(open!)).length === 0) || null);
    expect([...await inTx(openRechecks)].flatMap(([, r]) => r.gone).length).toBeGreaterThan(0);
  });
});

describe('rules that change', () => {
  it('and are taken back before any entry was checked by them leave no work that waits for ever', async () => {
    const { loaded } = stage.service.services;
    const open = () => database.query<{ rules: string }>("select distinct payload ->> 'rules' as rules from job where name like 'recheck-entr%' and done_at is null");
    const waiting = () => database.query("select 1 from job where name = 'recheck-entry' and done_at is null");
    await until('the work of the list above to end', async () => ((await open()).length === 0 ? true : null));
    await inTx((tx) => planRecheckOfRules(tx, { ...loaded, rulesSha256: 'd'.repeat(64) }));
    await until('the jobs of the other rules to wait', async () => ((await waiting()).length > 0 ? true : null));
    await inTx((tx) => planRecheckOfRules(tx, loaded));
    await until('all of them to end', async () => ((await open()).length === 0 ? true : null));
    await inTx((tx) => planRecheckOfRules(tx, loaded));
    expect([await open(), await inTx(lastRecheck)]).toMatchObject([[], { rules: loaded.rulesSha256, open: false }]);
  });

  it('are held against every entry at the next start, which asks no entrant for anything and closes what is complete now', async () => {
    const gappy = await entered('', 'dung@people.test');
    expect(await stateOf(gappy)).toBe('needs-info');
    await stage.idle();
    const letters = await toEntrants();
    await stage.service.stop();
    const { contest } = stage.service.services.loaded;
    const { completeness: _, ...checks } = contest.checks;
    const later = await startTestService({
      contest: { ...contest, checks: { ...checks, declaration: {} } }, rulesSha256: 'e'.repeat(64), database, dataDir, now: stage.clock.now().toISOString(),
      imapUrl: stage.servers.imapUrl, smtpUrl: stage.servers.smtpUrl, authservId: HOST,
    });
    try {
      const codes = (await later.entries()).map((e) => e.entry.code);
      await until('all to be checked by the new rules', async () => ((await later.entries()).every((e) => e.version?.rulesSha256 === 'e'.repeat(64))) || null);
      await later.idle();
      const state = async (code: string) => inTx(async (tx) => (await entriesByCode(tx, [code]))[0]!.state, later);
      expect(await foundIn(gappy, later)).not.toContain('missing-title');
      expect(await Promise.all(codes.map((c) => state(c)))).toEqual(['under-check', 'eligible', 'under-check', expect.stringMatching(/^(?:needs-info|under-check)$/)]);
      expect(await toEntrants(later)).toBe(letters);
    } finally {
      await later.stop();
    }
  });
});
