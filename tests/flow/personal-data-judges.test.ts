import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attachment, LetterFacts } from '../../schemas/letters.ts';
import { moveAssignments, openAssignmentsOf, takeTurnToAssign } from '../../src/store/judging/assignments.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import { approveAssignment, proposeAssignment } from '../../workers/judging/assign.ts';
import { tellJudges } from '../../workers/judging/invite.ts';
import { erasePerson } from '../../workers/personal/erase.ts';
import { forgetExpired } from '../../workers/personal/forget.ts';
import { planErasure } from '../../workers/personal/plan.ts';
import { judge, openJuryStage, type JuryStage } from '../support/jury.ts';
import { mail } from '../support/mails.ts';
import { until } from '../support/until.ts';

let stage: JuryStage;
const [FIRST, SECOND, THIRD] = ['CCHC24-0001-I', 'CCHC24-0002-G', 'CCHC24-0003-E'] as const;
const services = () => stage.service.services;
const packages = async (to: string): Promise<LetterRow[]> => (await stage.letters()).filter((l) => l.kind === 'judge-package' && l.toAddress === to && l.state !== 'cancelled');
const files = (letter: LetterRow): Map<string, string> => new Map(((letter.facts as { attached: Attachment[] }).attached).flatMap((a) => (typeof a !== 'string' && a.kind === 'file' ? [[a.filename, a.sha256] as const] : [])));
const codesIn = (letter: LetterRow): string[] => (letter.facts as LetterFacts<'judge-package'>).entries.map((e) => e.code);
const onDisk = async (hash: string | undefined): Promise<boolean> => (await services().blobs.has(hash ?? '')) !== null;
const asked = (n: number) => ({ addresses: [`tacgia${n}@people.test`], names: [], codes: [] });
const plan = (n: number) => stage.inTx((tx) => planErasure(tx, services(), asked(n)));
const gone = () => until('the bytes to go', async () => { stage.service.wake(); await stage.idle(); return (await stage.database.query('select 1 from doomed_bytes')).length === 0; });
const endAssignments = async (code: string): Promise<void> => {
  await stage.inTx(async (tx) => {
    await takeTurnToAssign(tx);
    const open = (await openAssignmentsOf(tx, {})).filter((a) => a.code === code);
    const ended = await moveAssignments(tx, open.map((a) => a.id), ['accepted'], 'removed', 'rút bài');
    await tellJudges(tx, services(), { added: [], ended, key: code });
  });
  await stage.idle();
};

beforeAll(async () => {
  stage = await openJuryStage(['Một cửa lưu động', 'Nhắc hẹn bằng tin nhắn', 'Sổ tay công vụ'], [1, 2].map((n) => judge(n)));
  const row = await proposeAssignment(services().db, services(), { round: null, seed: 's', perEntry: null, by: 'lan' });
  await stage.inTx((tx) => approveAssignment(tx, services(), row.n, row.hash, 'lan'));
  await stage.idle();
  for (const from of ['gk1@jury.test', 'gk2@jury.test']) {
    const letter = (await stage.letters()).find((l) => l.kind === 'judge-invitation' && l.toAddress === from)!;
    await stage.send(await mail({ from, subject: `Re: ${letter.subject}`, inReplyTo: letter.rfcMessageId, text: 'NHẬN' }), from);
  }
});
afterAll(() => stage.stop());

describe('an entry that judges got and that is erased', () => {
  it('waits while a package with it is just being sent', async () => {
    await endAssignments(FIRST);
    await stage.database.query("update letter set state = 'sending' where kind = 'judge-package' and to_address = 'gk2@jury.test'");
    expect((await plan(1)).obstacles).toEqual(['a package for a judge with an entry of theirs is just being sent: try again in a minute']);
    await stage.database.query("update letter set state = 'draft', reason = 'dry run' where kind = 'judge-package' and to_address = 'gk2@jury.test'");
    expect((await plan(1)).obstacles).toEqual([]);
  });

  it('takes the masked text and the workbook along, though others stand in it, and staff are told in whose mailboxes it lies', async () => {
    const [[sent], [waiting]] = [await packages('gk1@jury.test'), await packages('gk2@jury.test')];
    const before = files(sent!);
    expect([...before.keys()]).toEqual([`${FIRST}.txt`, `${SECOND}.txt`, `${THIRD}.txt`, 'Phieu-cham-diem.xlsx']);
    const preview = await plan(1);
    expect(preview.stays).toEqual([{ what: 'judges', code: FIRST, count: 1, who: ['gk1@jury.test'] }]);
    await stage.inTx((tx) => erasePerson(tx, services(), asked(1), { by: 'Chị Lan', reason: 'theo yêu cầu', hash: preview.hash }));
    await gone();
    expect(await Promise.all([...before.values()].map(onDisk))).toEqual([false, true, true, false]);
    expect((await stage.letters()).find((l) => l.id === waiting!.id)).toMatchObject({ state: 'cancelled', reason: 'an entry in it is erased; the others are packed anew' });
    const told = (await stage.letters()).find((l) => l.kind === 'person-erased')!;
    expect(told.text.replace(/\s+/g, ' ')).toContain(`Bài ${FIRST} đã gửi đến 1 giám khảo: gk1@jury.test. Thư trong hộp thư của giám khảo không thu hồi được`);
  });

  it('leaves the others in a package that had not left: packed anew, with a workbook of them alone', async () => {
    const [anew, ...more] = await packages('gk2@jury.test');
    expect(more).toEqual([]);
    expect([anew!.state, codesIn(anew!), [...files(anew!).keys()]]).toEqual(['sent', [SECOND, THIRD], [`${SECOND}.txt`, `${THIRD}.txt`, 'Phieu-cham-diem.xlsx']]);
    expect(await Promise.all([...files(anew!).values()].map(onDisk))).toEqual([true, true, true]);
    expect(await stage.database.query('select count(distinct e.code)::int as n from made_of m join entry e on e.id = m.entry_id')).toEqual([{ n: 2 }]);
    expect((await stage.verdict()).invariants.flatMap((i) => i.violations)).toEqual([]);
  });

  it('is found by the same relation in packages that were written before it was kept', async () => {
    await stage.database.query('delete from made_of');
    const statement = (await readFile('schemas/migrations/0022_released_files.sql', 'utf8')).split('--> statement-breakpoint').at(-1)!;
    await stage.database.query(statement);
    const rows = await stage.database.query<{ code: string; n: number }>('select e.code, count(*)::int as n from made_of m join entry e on e.id = m.entry_id group by 1 order by 1');
    // The text of each, the workbook of three that is gone from disk but not from its letter, and that of two.
    expect(rows).toEqual([{ code: FIRST, n: 2 }, { code: SECOND, n: 3 }, { code: THIRD, n: 3 }]);
  });
});

describe('an entry whose time is over', () => {
  it('waits for the next day while a package with it is being sent, and goes then with all that was made of it', async () => {
    const [anew] = await packages('gk2@jury.test');
    const [book, text] = [files(anew!).get('Phieu-cham-diem.xlsx'), files(anew!).get(`${SECOND}.txt`)];
    await endAssignments(SECOND);
    await stage.database.query(`update entry set state = 'withdrawn' where code = '${SECOND}'`);
    await stage.database.query("update letter set state = 'sending' where kind = 'judge-package' and to_address = 'gk2@jury.test' and state = 'sent'");
    const contest = { ...services().loaded.contest, personalData: { ...services().loaded.contest.personalData, retention: { ...services().loaded.contest.personalData.retention, withdrawnDays: 1 } } };
    stage.clock.set('2026-12-30T02:00:00Z');
    const forget = () => stage.inTx(async (tx) => (await forgetExpired(tx, { ...services(), loaded: { ...services().loaded, contest } }, true)).classes.find((c) => c.what === 'withdrawn')?.rows);
    expect(await forget()).toBe(0);
    await stage.database.query("update letter set state = 'sent' where kind = 'judge-package' and to_address = 'gk2@jury.test' and state = 'sending'");
    expect(await forget()).toBe(1);
    await gone();
    expect([await onDisk(book), await onDisk(text)]).toEqual([false, false]);
    expect((await stage.inTx((tx) => openAssignmentsOf(tx, {}))).map((a) => a.code)).toEqual([THIRD, THIRD]);
  });
});
