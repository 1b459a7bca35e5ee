import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agency } from '../../schemas/agency.ts';
import { calendar } from '../../src/contest/calendar.ts';
import { contactStates, lastNudges } from '../../src/store/agency-contacts.ts';
import { approvalsByCode } from '../../src/store/approvals.ts';
import { committeeFacts } from '../../src/desk/committee-report.ts';
import { reportEntries } from '../../src/store/report-entries.ts';
import { coverageOf } from '../../src/store/coverage.ts';
import { planJobs } from '../../src/store/jobs.ts';
import { writeNudges } from '../../workers/agencies/nudge.ts';
import { decideBatch } from '../../workers/approvals/decide.ts';
import { registrationForm } from '../../src/papers/registration-form.ts';
import { propose } from '../../workers/approvals/propose.ts';
import { agenciesCommand } from '../../workers/cli/agencies.ts';
import { bounceOf } from '../../workers/demo/mails.ts';
import { runCommand } from '../support/command.ts';
import { entryMail, mail, TO } from '../support/mails.ts';
import { processorMs } from '../support/processor.ts';
import { TEST_KEY } from '../support/service.ts';
import { openStage, type Stage } from '../support/stage.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const agency = (id: string, name: string, kind: Agency['kind'], parent: string | null = 'hau-giang'): Agency => ({ id, name, kind, parent, aliases: [], validFrom: null, validTo: null, source: null });
const agencies = [
  agency('hau-giang', 'Tỉnh Hậu Giang', 'province', null), agency('so-tu-phap', 'Sở Tư pháp', 'department'), agency('so-y-te', 'Sở Y tế', 'department'),
  agency('h-vi-thuy', 'Huyện Vị Thuỷ', 'district'), agency('x-vi-thang', 'Xã Vị Thắng', 'commune', 'h-vi-thuy'),
];
const contacts = [
  { agencyId: 'so-tu-phap', name: 'Văn thư', addresses: ['vanthu@stp.test', 'cchc@stp.test'] as [string, string] }, { agencyId: 'so-y-te', name: 'Văn thư', addresses: ['vanthu@syt.test', 'cchc@syt.test'] as [string, string] },
  { agencyId: 'h-vi-thuy', name: '', addresses: ['noivu@vithuy.test'] as [string] },
];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ changes: (c) => ({ ...c, committee: { addresses: ['committee@office.test'] } }) });
  stage.service.services.loaded.agencies = agencies;
});
afterAll(() => stage.stop());

const services = () => stage.service.services;
type Tx = Parameters<Parameters<Stage['service']['services']['db']['transaction']>[0]>[0];
const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => services().db.transaction(work);
const nudges = async () => (await stage.letters()).filter((l) => l.kind === 'agency-nudge').toSorted((a, b) => (a.toAddress < b.toAddress ? -1 : 1));
const violations = async (): Promise<unknown[]> => (await stage.verdict()).invariants.flatMap((i) => i.violations);
const proposeNudges = () => inTx(async (tx) => {
  const plan = await writeNudges(tx, services(), contacts);
  return { plan, batch: plan.letters.length === 0 ? null : await propose(tx, services(), { what: 'nudges', about: 'đợt 1', letters: plan.letters, askedBy: 'lan' }) };
});
const decide = async (code: string, word: 'approve' | 'cancel') => {
  await inTx(async (tx) => { const [row] = await approvalsByCode(tx, [code]); await decideBatch(tx, services(), row!, word, 'staff@office.test', null); });
  await stage.idle();
};

describe('agencies', () => {
  it('are covered by an entry that names them, or a unit that belongs to them', async () => {
    await stage.send(await entryMail('Tổ công nghệ số đến từng nhà'));
    expect((await inTx((tx) => coverageOf(tx, services().loaded))).map((u) => [u.id, u.entries])).toEqual([['so-tu-phap', 0], ['so-y-te', 0], ['h-vi-thuy', 1]]);
  });

  it('from which nothing came are written to once a week, and only once a person approved it', async () => {
    // Two who ask at once write one batch.
    const asked = await Promise.all([proposeNudges(), proposeNudges()]);
    expect(asked.map((a) => a.batch === null).toSorted()).toEqual([false, true]);
    const { plan, batch } = asked.find((a) => a.batch !== null)!;
    expect(plan.nudges.map((n) => n.to)).toEqual(['vanthu@stp.test', 'vanthu@syt.test']);
    await stage.idle();
    expect(await nudges()).toEqual([]);
    expect((await stage.letterTo('staff@office.test')).kind).toBe('approval-request');
    expect((await proposeNudges()).plan.before.map((u) => u.id)).toEqual(['so-tu-phap', 'so-y-te']);
    await decide(batch!.code, 'approve');
    expect((await nudges()).map((l) => [l.toAddress, l.state])).toEqual([['vanthu@stp.test', 'sent'], ['vanthu@syt.test', 'sent']]);
    const [letter] = await nudges();
    expect(letter?.facts).toMatchObject({ agencyId: 'so-tu-phap', attached: ['registration-form'] });
    expect(letter?.text).toMatch(/Kính gửi Sở Tư pháp,[\s\S]*Phieu-dang-ky-du-thi\.docx/);
    expect(stage.delivered.find((d) => d.to.includes('vanthu@stp.test'))).toBeDefined();
    expect((await proposeNudges()).batch).toBeNull();
  });

  it('have a second contact, written to while the first is away or bounces', async () => {
    const [first, second] = await nudges();
    const { message } = await stage.send(await mail({ from: 'vanthu@stp.test', subject: `Trả lời tự động: ${first?.subject}`, inReplyTo: first!.rfcMessageId, headers: { 'Auto-Submitted': 'auto-replied' }, text: 'Tôi nghỉ phép từ 1/7 đến hết ngày 12/7.' }), 'vanthu@stp.test');
    expect(message).toMatchObject({ outcome: 'auto-reply-recorded', outcomeReason: expect.stringContaining('paused until 2024-07-12T17:00:00.000Z') });
    await stage.send(bounceOf({ to: 'vanthu@syt.test', messageId: second!.rfcMessageId, subject: second!.subject }, TO, 'Tue, 02 Jul 2024 09:00:00 +0700'), '');
    expect((await inTx(contactStates)).map((s) => [s.agencyId, s.why, s.pausedUntil?.toISOString() ?? null]).toSorted()).toEqual([['so-tu-phap', 'auto-reply', '2024-07-12T17:00:00.000Z'], ['so-y-te', 'bounce', null]]);
    stage.clock.set('2024-07-09T02:00:00Z');
    const next = await proposeNudges();
    expect(next.plan.nudges.map((n) => n.to)).toEqual(['cchc@stp.test', 'cchc@syt.test']);
    await decide(next.batch!.code, 'cancel');
    expect(await nudges()).toHaveLength(2);
    // What was given up may be asked for again; who is back is written to.
    stage.clock.set('2024-07-16T02:00:00Z');
    expect((await proposeNudges()).plan.nudges.map((n) => n.to)).toEqual(['vanthu@stp.test', 'cchc@syt.test']);
    expect((await inTx(lastNudges)).size).toBe(2);
    expect(await violations()).toEqual([]);
  });

  it('are not paused by an auto-reply to another letter, nor by a report that nobody signed', async () => {
    const before = await inTx(contactStates);
    await stage.send(await mail({ from: 'an@people.test', subject: 'Trả lời tự động', headers: { 'Auto-Submitted': 'auto-replied' }, text: 'Tôi nghỉ đến 30/7.' }));
    await stage.send(bounceOf({ to: 'cchc@syt.test', messageId: 'agency-nudge.0000.ffff@contest.example.vn', subject: 'x' }, TO, 'Tue, 16 Jul 2024 09:00:00 +0700'), '');
    expect(await inTx(contactStates)).toEqual(before);
  });
});

describe('an agency that answers with an entry', () => {
  it('is registered like anybody, and is no longer silent', async () => {
    const [, letter] = await nudges();
    const content = await registrationForm(services().loaded.contest, {
      title: 'Đặt lịch khám bệnh bằng tin nhắn', areas: [6], kind: 'individual', declared: true, unit: 'Sở Y tế tỉnh Hậu Giang', phone: '0900000812', email: 'hoa@people.test', authors: [{ name: 'Phạm Thị Hoa', unit: 'Sở Y tế tỉnh Hậu Giang', position: 'Chuyên viên' }],
    });
    const { message } = await stage.send(await mail({ from: 'vanthu@syt.test', subject: `Re: ${letter?.subject}`, inReplyTo: letter!.rfcMessageId, text: 'Xin gửi bài dự thi của cơ quan.', attachments: [{ filename: 'Phiếu.docx', content, contentType: DOCX }] }), 'vanthu@syt.test');
    expect(message).toMatchObject({ outcome: 'registered' });
    expect((await inTx((tx) => coverageOf(tx, services().loaded))).find((u) => u.id === 'so-y-te')?.entries).toBe(1);
    expect(await violations()).toEqual([]);
  });
});

describe('the committee', () => {
  it('hears once of a week, and nothing of weeks that were missed', async () => {
    const jump = async (iso: string) => {
      stage.clock.set(iso);
      await inTx((tx) => planJobs(tx, calendar(services().loaded.contest)));
      await stage.idle();
      return (await stage.letters()).filter((l) => l.kind === 'committee-report');
    };
    const letters = await jump('2024-07-22T01:00:00Z');
    expect(letters.map((l) => l.key)).toEqual(['2024-07-08', '2024-07-15', '2024-07-22'].map((week) => `committee-report:${week}:committee@office.test`));
    expect(letters.at(-1)?.text).toMatch(/2 trong 3 cơ quan, đơn vị\s+được tính \(66 %\)[\s\S]*Chưa có bài: Sở Tư pháp\./);
    expect(await jump('2024-07-23T01:00:00Z')).toHaveLength(3);
    expect((await jump('2024-08-20T01:00:00Z')).slice(3).map((l) => l.key)).toEqual(['committee-report:2024-08-19:committee@office.test']);
  });
});

describe('5,000 entries', () => {
  it('are counted for coverage and for the committee in less than two seconds', async () => {
    await stage.database.query(`with made as (insert into entry (number, code, state, received_at, registered_at) select n, 'T-' || n, 'needs-info', now(), now() from generate_series(1000, 5999) n returning id, number),
      v as (select * from entry_version limit 1)
      insert into entry_version (entry_id, n, message_id, form, received_at, registered_at, fields, findings, rules_sha256)
      select made.id, 1, v.message_id, made.number::text, now(), now(), jsonb_set(v.fields, '{unit,value}', to_jsonb('Phòng số ' || made.number % 500 || ', Sở Tư pháp')), '[{"check": "declaration", "code": "x", "severity": "blocking", "forEntrant": "x", "forStaff": "x"}]', v.rules_sha256 from made, v`);
    const started = processorMs();
    const units = await inTx((tx) => coverageOf(tx, services().loaded));
    const facts = committeeFacts({ entries: await inTx(reportEntries), units }, services().loaded.contest, stage.clock.now());
    const took = processorMs() - started;
    if (process.env['SHOW']) process.stderr.write(`5,000 entries: ${took.toFixed(0)} ms\n`);
    expect([units.find((u) => u.id === 'h-vi-thuy')?.entries, facts.total, facts.missing[0]?.count]).toEqual([5_001, 5_002, 5_000]);
    expect(took).toBeLessThan(2_000);
    await stage.database.query("delete from entry_version where form <> ''");
    await stage.database.query('delete from entry where number >= 1000');
  });
});

describe('mailroom agencies', () => {
  it('shows coverage and contacts, and proposes letters, from the folder of the contest', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mailroom-agencies-'));
    try {
      const yaml = await readFile('contests/hau-giang-2024/contest.yaml', 'utf8');
      await writeFile(join(dir, 'contest.yaml'), yaml);
      await writeFile(join(dir, 'agencies.csv'), await readFile('contests/hau-giang-2024/agencies.csv'));
      await writeFile(join(dir, 'agencies-contacts.csv'), await readFile('contests/hau-giang-2024/agencies-contacts.sample.csv'));
      const run = (...args: string[]) => runCommand(agenciesCommand(), args, { CONTEST_DIR: dir, DATABASE_URL: services().db.url, SECRET_KEY: TEST_KEY });
      const { known, of, units } = JSON.parse((await run('coverage', '--json')).said) as { known: number; of: number; units: { id: string; entries: number }[] };
      expect([known, of, units.find((u) => u.id === 'h-vi-thuy')?.entries]).toEqual([2, 23, 1]);
      expect((await run('coverage')).said).toMatch(/2 of 23 that count take part\./);
      expect((await run('contacts')).said).toMatch(/so-tu-phap +Văn thư Sở Tư pháp +vanthu\.stp@example\.vn/);
      // The contest of the folder is over on the clock of this machine.
      await expect(run('nudge')).rejects.toThrow(/takes no entries now/);
      await writeFile(join(dir, 'agencies-contacts.csv'), 'agency,email\nso-tu-phat,x\n');
      await expect(run('contacts')).rejects.toThrow(/agencies-contacts\.csv:2: agency: [\s\S]*agencies-contacts\.csv:2: email: /);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
