import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenLinks } from '../../src/store/audit.ts';
import { declareConflict } from '../../src/store/judging/assignments.ts';
import { checkInvariants } from '../../src/store/verify.ts';
import { resultsCommand } from '../../workers/cli/results.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { dossierOf } from '../../workers/results/dossier.ts';
import { RESULT_RULES } from '../support/broken-results.ts';
import { runCommand } from '../support/command.ts';
import { firstRoundCsv, judgedContest, JURY, secondRoundCsv, type Judged } from '../support/judged.ts';

let contest: Judged;
beforeAll(async () => { contest = await judgedContest(24); });
afterAll(() => contest.stop());

type Shown = { hash: string; done: boolean; faults: string[]; warnings: string[]; content: Record<string, unknown> };
const results = (...args: string[]) => runCommand(resultsCommand(), args, contest.env);
const shown = async (...args: string[]): Promise<Shown> => JSON.parse((await results(...args, '--json')).said) as Shown;
/** Shows, then approves what was shown. */
const decide = async (...args: string[]): Promise<Shown> => {
  const before = await shown(...args);
  expect(before.faults).toEqual([]);
  return shown(...args, '--approve', before.hash.slice(0, 12), '--by', 'Trần Thị Bích Hạnh', '--reason', 'Biên bản số 03/BB-BGK');
};
type RankingShown = { alpha: string; groups: number; entries: { code: string; place: number | null; counts: string | null; agreement: string; tied: string[]; sheets: unknown[] }[]; closed: { by: string } | null };
const ranking = async (round: string): Promise<RankingShown> => JSON.parse((await results('show', round, '--json')).said) as RankingShown;
const file = async (name: string, text: string): Promise<string> => {
  const path = join(contest.dir, name);
  await writeFile(path, text);
  return path;
};
const code = (n: number): string => contest.codes[n - 1]!;

describe('the first round', () => {
  it('takes sheets from paper as a list, and says by line what is wrong with one', async () => {
    const wrong = await file('wrong.csv', `code,judge,novelty,effect,reach,evidence,form\n${code(1)},Lê Quang Minh,31,20,20,10,5\n${code(1)},Lê Quang Minh,"20,55",20,20,,5\n`);
    await expect(results('sheet', 'import', 'preliminary', wrong)).rejects.toThrow([
      `${wrong}:2: novelty: expected a number from 0 to 30, with one decimal at most (found "31")`, `${wrong}:3: novelty: expected a number from 0 to 30, with one decimal at most (found "20,55")`,
      `${wrong}:3: evidence: expected a number from 0 to 15, with one decimal at most (found nothing)`, `${wrong}:3: judge: this judge's sheet for ${code(1)} stands already on line 2`].join('\n'));
    const strangers = await file('strangers.csv', `code,judge,novelty,effect,reach,evidence,form\nCCHC24-9999-X,Lê Quang Minh,20,20,20,10,5\n${code(1)},Người Lạ,20,20,20,10,5\n`);
    expect((await shown('sheet', 'import', 'preliminary', strangers)).faults).toEqual(['line 2: CCHC24-9999-X does not take part in the round preliminary', 'line 3: nobody of the jury is called “Người Lạ” today']);
    expect((await ranking('preliminary')).entries.every((e) => e.sheets.length === 0)).toBe(true);
    const list = await file('first.csv', firstRoundCsv(contest.codes));
    expect((await decide('sheet', 'import', 'preliminary', list)).content).toMatchObject({ sheets: expect.objectContaining({ length: 48 }) });
    const found = await ranking('preliminary');
    expect(found.entries.filter((e) => e.agreement !== 'settled').map((e) => [e.code, e.agreement])).toEqual([[code(3), 'further-judge'], [code(4), 'further-judge']]);
    expect(found.entries.slice(0, 2).map((e) => [e.code, e.place, e.counts])).toEqual([[code(1), 1, '92.9'], [code(2), 2, '91.5']]);
  });

  it('brings judges who lie apart a third, then the chair, and closes for nobody before', async () => {
    expect((await shown('advance', 'preliminary')).faults).toEqual([`${code(3)} cannot be ranked: its two judges lie too far apart, and a third must judge it`, `${code(4)} cannot be ranked: its two judges lie too far apart, and a third must judge it`]);
    expect((await shown('chair', 'preliminary', code(4), '--score', '75')).faults).toEqual([`${code(4)} is not before the chair: a third judge judges it first`]);
    const sheet = (n: number, judge: string, ...marks: string[]) => ['sheet', 'add', 'preliminary', code(n), '--judge', judge, '--comment', 'chấm lần ba', ...marks];
    // Entry 3: the third agrees with the higher sheet. Entry 4: with neither.
    await decide(...sheet(3, 'vo minh khoi', 'novelty=25', 'effect=22', 'reach=21', 'evidence=12', 'form=4'));
    await decide(...sheet(4, 'giamkhao2@example.vn', 'novelty=5', 'effect=10,5', 'reach=10', 'evidence=5', 'form=2'));
    expect((await ranking('preliminary')).entries.filter((e) => e.agreement !== 'settled').map((e) => [e.code, e.agreement])).toEqual([[code(4), 'chair']]);
    expect((await shown('chair', 'preliminary', code(4), '--score', '100,5')).faults).toEqual(['--score: the rubric adds up to 100.0']);
    expect((await decide('chair', 'preliminary', code(4), '--score', '86,5')).content).toMatchObject({ hundredths: 8_650 });
    expect((await ranking('preliminary')).entries.find((e) => e.code === code(4))?.counts).toBe('86.5');
    const [of] = (await contest.database.query<{ memberId: string; entryId: string; name: string }>("select a.member_id as \"memberId\", a.entry_id as \"entryId\", m.name from assignment a join body_member m on m.id = a.member_id join entry e on e.id = a.entry_id where e.code = $1 and m.name = 'Lê Quang Minh'", [code(4)]))!;
    await contest.db.transaction((tx) => declareConflict(tx, { ...of!, ground: 'declared', reason: 'cùng nhóm nghiên cứu', actor: 'staff' }));
    expect((await shown('advance', 'preliminary')).warnings.filter((w) => w.includes('there is a conflict'))).toEqual([expect.stringMatching(new RegExp(`^${code(4)}: the sheet of ${of!.name} counts.*cùng nhóm nghiên cứu`))]);
    const id = '00000000-0000-4000-8000-00000000feed';
    await contest.database.query(`insert into message (id, mailbox_id, uidvalidity, uid, internal_date, size, stored_at) select $1, mailbox_id, uidvalidity, 999999, internal_date, size, stored_at from message limit 1`, [id]);
    expect((await shown('advance', 'preliminary')).warnings[0]).toMatch(/^1 mail has come and is not read yet .*: scores in it would no longer count$/);
    await contest.database.query('delete from message where id = $1', [id]);
    await contest.database.query("delete from declared_conflict where reason = 'cùng nhóm nghiên cứu'");
    await expect(results('sheet', 'add', 'preliminary', code(5), '--judge', 'Lê Quang Minh', 'novely=3')).rejects.toThrow('marks: expected novelty=POINTS effect=POINTS');
  });

  it('leaves equals at the cut to a person, who approves exactly what was shown', async () => {
    const before = await shown('advance', 'preliminary');
    const tied = (await ranking('preliminary')).entries.filter((e) => e.tied.length > 0);
    expect(tied.map((e) => [e.code, e.place])).toEqual([[code(17), 17], [code(18), 17]]);
    expect(before.faults).toEqual([`a person chooses among ${code(17)}, ${code(18)} for 1 places: name them with --take, or say --take all or --take none`]);
    expect([(await shown('advance', 'preliminary', '--take', 'all')), (await shown('advance', 'preliminary', '--take', 'none'))].map((s) => [s.faults, (s.content['standings'] as { advanced: boolean }[]).filter((e) => e.advanced).length])).toEqual([[[], 18], [[], 16]]);
    const chosen = await shown('advance', 'preliminary', '--take', code(17));
    expect(chosen.faults).toEqual([]);
    const by = ['--by', 'Trần Thị Bích Hạnh', '--reason', 'Biên bản số 02/BB-BTC'];
    await expect(results('advance', 'preliminary', '--take', code(18), '--approve', chosen.hash, ...by)).rejects.toThrow('something changed since, or it was mistyped');
    await expect(results('advance', 'preliminary', '--take', code(17), '--approve', chosen.hash)).rejects.toThrow('--by and --reason are needed');
    // A sheet that comes in between makes it another ranking.
    await decide('sheet', 'add', 'preliminary', code(24), '--judge', 'giamkhao7@example.vn', 'novelty=15', 'effect=14', 'reach=14', 'evidence=8', 'form=4');
    await expect(results('advance', 'preliminary', '--take', code(17), '--approve', chosen.hash, ...by)).rejects.toThrow('something changed since');
    // Two who approve at once: one closes the round, the other hears that it is closed.
    const again = await shown('advance', 'preliminary', '--take', code(17));
    const both = await Promise.allSettled([1, 2].map(() => results('advance', 'preliminary', '--take', code(17), '--approve', again.hash, ...by)));
    expect(both.map((b) => b.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await ranking('preliminary')).closed).toMatchObject({ by: 'Trần Thị Bích Hạnh' });
    expect((await ranking('defence')).entries).toHaveLength(17);
    // What comes in by mail after that changes nothing of it.
    const closed = (await ranking('preliminary')).entries;
    await contest.database.query(`insert into score_sheet (assignment_id, n, version_id, state, channel, actor, received_at) select assignment_id, 2, version_id, 'complete', 'reply', 'x', now() from score_sheet where n = 1 limit 10`);
    expect((await ranking('preliminary')).entries).toEqual(closed);
    const late = await shown('sheet', 'add', 'preliminary', code(1), '--judge', 'Lê Quang Minh', 'novelty=1', 'effect=1', 'reach=1', 'evidence=1', 'form=1');
    expect(late.faults[0]).toContain('the round preliminary is closed');
  });
});

describe('the defence', () => {
  it('gives each finalist a slot by a lot that anybody can draw again, moved and cancelled in calendars', async () => {
    const plan = ['slots', 'plan', 'defence', '--start', '2024-11-26T08:00:00+07:00', '--minutes', '15', '--place', 'Hội trường Sở Nội vụ', '--seed', '26112024', '--break', '2024-11-26T11:30:00+07:00/2024-11-26T13:30:00+07:00'];
    const { content } = await decide(...plan);
    expect((content['slots'] as { startsAt: string }[]).map((s) => s.startsAt.slice(11, 16)).slice(12, 16)).toEqual(['04:00', '04:15', '06:30', '06:45']);
    const [first, second] = (content['slots'] as { code: string }[]).map((s) => s.code);
    expect((await shown(...plan)).warnings).toEqual(['17 entries have a slot already: each gets the new one, and its calendar entry moves']);
    expect((await shown('slots', 'move', 'defence', first!, '--start', '2024-11-26T08:20:00+07:00')).warnings).toHaveLength(2);
    await decide('slots', 'move', 'defence', first!, '--start', '2024-11-26T16:00:00+07:00', '--place', 'Phòng họp số 2');
    await decide('slots', 'cancel', 'defence', second!);
    await results('slots', 'ics', 'defence', join(contest.dir, 'ics'));
    const read = async (name: string): Promise<string> => (await readFile(join(contest.dir, 'ics', `${name}.ics`), 'utf8')).replace(/\r\n /g, '');
    expect(await read(first!)).toMatch(/METHOD:REQUEST\r\n[\s\S]*SEQUENCE:1\r\n[\s\S]*DTSTART:20241126T090000Z\r\n[\s\S]*LOCATION:Phòng họp số 2\r\n/);
    expect(await read(second!)).toMatch(/METHOD:CANCEL\r\n[\s\S]*SEQUENCE:1\r\n[\s\S]*STATUS:CANCELLED/);
    await decide('slots', 'move', 'defence', second!, '--place', 'Hội trường Sở Nội vụ');
  });

  it('takes the sheets of seven judges, less those in conflict, and means do not suffer from it', async () => {
    const finalists = (await ranking('defence')).entries.map((e) => e.code).toSorted();
    const conflicts: [string, string][] = [[finalists[2]!, JURY[4][0]], [finalists[6]!, JURY[5][0]]];
    for (const [c, j] of conflicts) await contest.database.query(`insert into declared_conflict (member_id, entry_id, ground, reason, actor, at) select m.id, e.id, 'declared', 'cùng đơn vị', 'giám khảo', now() from body_member m, entry e where m.name = $1 and e.code = $2`, [j, c]);
    const refused = await file('second-all.csv', secondRoundCsv(finalists));
    expect((await shown('sheet', 'import', 'defence', refused)).faults.map((f) => f.replace(/^line \d+: (.*) ngày .*$/, '$1'))).toEqual(conflicts.map(([c, j]) => `${j} may not judge ${c}: đã báo xung đột lợi ích`));
    // The same rules as for an assignment: a judge of the entry's own agency, too.
    const [{ fields }] = await contest.database.query<{ fields: { unit: { value: string } } }>('select v.fields from entry_version v join entry e on e.id = v.entry_id where e.code = $1', [finalists[4]]) as [{ fields: { unit: { value: string } } }];
    const unit = (value: string) => contest.database.query('update entry_version v set fields = jsonb_set(fields, $2, to_jsonb($3::text)) from entry e where e.id = v.entry_id and e.code = $1', [finalists[4], ['unit', 'value'], value]);
    await unit('Phòng Phổ biến pháp luật, Sở Tư pháp tỉnh Hậu Giang');
    expect((await shown('sheet', 'add', 'defence', finalists[4]!, '--judge', JURY[4][0], 'content=50', 'talk=15', 'answers=15')).faults[0]).toMatch(/^line 1: Đặng Văn Phúc may not judge .*Sở Tư pháp/);
    // Staff may take it all the same, with a reason that goes on record.
    const allTheSame = (why: string) => shown('sheet', 'add', 'defence', finalists[4]!, '--judge', JURY[4][0], 'content=50', 'talk=15', 'answers=15', '--despite-conflict', why);
    expect((await allTheSame(' ')).faults).toHaveLength(1);
    const taken = await allTheSame('Biên bản số 04: Hội đồng đồng ý');
    expect(taken.faults).toEqual([]);
    expect(taken.warnings[0]).toMatch(/^Đặng Văn Phúc judges .* in spite of a conflict: .*Sở Tư pháp/);
    expect(taken).toMatchObject({ content: { overridden: [{ code: finalists[4] }] }, texts: { despite: 'Biên bản số 04: Hội đồng đồng ý' } });
    await unit(fields.unit.value);
    // One judge by name and by address is one judge.
    const twice = await file('twice.csv', `code,judge,content,talk,answers\n${finalists[0]},${JURY[0][0]},50,15,15\n${finalists[0]},giamkhao1@example.vn,40,15,15\n`);
    expect((await shown('sheet', 'import', 'defence', twice)).faults).toEqual([`line 3: the sheet of ${JURY[0][0]} for ${finalists[0]} stands already on line 2, where the judge is written “${JURY[0][0]}”`]);
    // Who refused once may have thought better of it: a second look.
    await contest.database.query(`insert into declared_conflict (member_id, entry_id, ground, reason, actor, at) select m.id, e.id, 'declined', 'bận', 'giám khảo', now() from body_member m, entry e where m.name = $1 and e.code = $2`, [JURY[0][0], finalists[0]]);
    const again = await shown('sheet', 'add', 'defence', finalists[0]!, '--judge', JURY[0][0], 'content=50', 'talk=15', 'answers=15');
    expect([again.faults, again.warnings]).toEqual([[], [expect.stringMatching(/^Trần Thị Bích Hạnh and .*từ chối.*bận/)]]);
    await contest.database.query(`delete from declared_conflict where ground = 'declined'`);
    expect((await results('sheet', 'template', 'defence')).said.trim().split('\n')).toHaveLength(1 + 17 * 7 - 2);
    await decide('sheet', 'import', 'defence', await file('second.csv', secondRoundCsv(finalists, conflicts)));
    const found = await ranking('defence');
    expect(found.groups).toBe(1);
    expect(Number(found.alpha)).toBeGreaterThan(0.8);
    // Two have six sheets: a person says that they stand with those.
    expect(found.entries.filter((e) => e.place === null).map((e) => e.code)).toEqual([finalists[2], finalists[6]]);
    expect((await shown('advance', 'defence')).faults).toHaveLength(2);
    await decide('advance', 'defence', '--waive', `${finalists[2]},${finalists[6]}`);
    expect((await ranking('defence')).closed).not.toBeNull();
    expect((await shown('reopen', 'preliminary')).faults).toEqual(['the round defence is closed on top of it: that one first']);
  });
});

describe('a closed round', () => {
  it('is not ranked anew by a contest file that was changed after it: it is said, and no paper states it', async () => {
    const path = join(contest.dir, 'contest.yaml');
    const [yaml, before] = [await readFile(path, 'utf8'), await ranking('defence')];
    await writeFile(path, yaml.replace(/precision: 1/g, 'precision: 2'));
    const drifted = JSON.parse((await results('show', 'preliminary', '--json')).said) as { drift: string[] };
    expect(drifted.drift[0]).toMatch(/^contest\.yaml of today ranks the closed round preliminary otherwise than was approved: .* had place 1 with 92\.9, and would have 1 with 92\.8\d/);
    await expect(contest.db.transaction(async (tx) => dossierOf(tx, await readContestFolder(contest.dir)))).rejects.toThrow('otherwise than was approved');
    await writeFile(path, yaml);
    expect(await ranking('defence')).toEqual(before);
  });
});

describe('prizes', () => {
  it('are proposed from the ranking and given by a person, slot by slot; one may stay empty', async () => {
    const proposal = await shown('award');
    const given = proposal.content['given'] as { prize: string; slot: number; code: string }[];
    expect(given.map((g) => g.prize)).toEqual(['first', 'second', 'third', 'encouragement', 'encouragement', 'encouragement']);
    const [first, second, third, e1, e2] = given.map((g) => g.code);
    const typed = ['--give', `first=${first}`, '--give', `second=${second}`, '--give', `third=${third}`];
    expect((await shown('award', ...typed, '--give', `encouragement=${e1},${e2}`)).faults).toEqual(['nobody said who gets encouragement 3, or that it stays empty']);
    expect((await shown('award', ...typed, '--give', `encouragement=${code(24)},${e2},empty`)).faults).toEqual([`${code(24)} did not reach the last round, or does not take part any more`]);
    await contest.database.query(`update entry set state = 'withdrawn' where code = $1`, [first]);
    expect((await shown('award', ...typed, '--give', `encouragement=${e1},${e2},empty`)).faults).toEqual([`${first} did not reach the last round, or does not take part any more`]);
    await contest.database.query(`update entry set state = 'eligible' where code = $1`, [first]);
    expect((await decide('award', ...typed, '--give', `encouragement=${e1},${e2},empty`)).warnings).toEqual([]);
    expect(JSON.parse((await results('show', '--json')).said)).toMatchObject({ awards: [{ prize: 'encouragement', slot: 1, code: e1, state: 'approved' }, { code: e2 }, { code: null }, { prize: 'first', code: first }, { prize: 'second' }, { prize: 'third' }] });
    expect((await shown('reopen', 'defence')).faults[0]).toContain('prizes rest on it');
    // The committee changes its mind while nothing is signed.
    await decide('award');
  });

  it('are signed for by one authority each, and handed over only then', async () => {
    const paper = (number: string) => ['--document', number, '--date', '2024-12-05'];
    expect((await shown('hand-over', 'first', '--to', 'Bà An')).faults).toEqual(['first 1 is approved: it is handed over once it is signed for']);
    expect((await shown('sign', 'first', 'encouragement', ...paper('2001/QĐ-UBND'))).faults[0]).toContain('each signs a decision of its own');
    expect((await shown('sign', 'first', '--document', ' ', '--date', '5/12/2024')).faults).toEqual(['--document: expected the number of the paper, as 1234/QĐ-UBND', '--date: expected a day as 2024-12-05 (found "5/12/2024")']);
    await decide('sign', 'first', 'second', 'third', ...paper('2001/QĐ-UBND'));
    await decide('hand-over', 'first', '--to', 'Bà An');
    // A number that was mistyped is put right, and stays handed over; the same again is no decision.
    expect((await shown('sign', 'first', 'second', 'third', ...paper('2001/QĐ-UBND'))).faults[0]).toContain('already, by 2001/QĐ-UBND');
    expect((await decide('sign', 'first', 'second', 'third', ...paper('2010/QĐ-UBND'))).warnings[0]).toContain('was signed for by 2001/QĐ-UBND');
    expect((JSON.parse((await results('show', '--json')).said) as { awards: object[] }).awards).toEqual(expect.arrayContaining([expect.objectContaining({ prize: 'first', state: 'handed-over', document: '2010/QĐ-UBND' })]));
    expect((await shown('sign', 'third', '--document', '1/QĐ', '--date', '2024-02-30')).faults).toEqual(['--date: expected a day as 2024-12-05 (found "2024-02-30")']);
    expect((await shown('award', '--revoke')).faults).toContain('first 1 is handed-over');
  });

  it('that are signed for stay, while one that a decision takes back is given anew', async () => {
    const paper = ['--document', '2050/QĐ-UBND', '--date', '2024-12-20'];
    const held = async () => (JSON.parse((await results('show', '--json')).said) as { awards: { prize: string; slot: number; code: string | null; state: string }[] }).awards;
    const of = async (prize: string) => (await held()).find((a) => a.prize === prize && a.slot === 1)!;
    const [third, next] = [(await of('third')).code!, (await held()).find((a) => a.prize === 'encouragement' && a.slot === 1)!.code!];
    expect((await shown('award')).faults).toContain('3 prizes are signed for and stay: name who gets the others with --give');
    expect((await shown('award', '--give', `third=${next}`, '--give', 'encouragement=empty')).faults).toContain(`third 1 is signed and goes to ${third}: \`results annul\` takes it back first`);
    expect((await shown('annul', 'encouragement', ...paper)).faults[0]).toContain('encouragement 1 is not signed for');
    expect((await decide('annul', 'third', ...paper)).content).toMatchObject({ code: third });
    expect([await of('third'), await of('first')]).toMatchObject([{ code: null }, { state: 'handed-over' }]);
    await decide('award', '--give', `third=${next}`, '--give', 'encouragement=empty');
    expect([await of('third'), await of('encouragement'), (await of('first')).state]).toMatchObject([{ code: next, state: 'approved' }, { code: null }, 'handed-over']);
  });

  it('of special excellence go to whom the plan names, and come back with a number, a date and an amount', async () => {
    const winner = ((await shown('award')).content['given'] as { code: string }[])[0]!.code;
    const paper = (number: string) => ['--document', number, '--date', '2024-12-02'];
    expect((await shown('special', 'approve', winner, '--amount', '15.000.000', ...paper('9/QĐ-UBND'))).faults).toEqual([`${winner} was not proposed`]);
    await contest.database.query(`update entry set state = 'withdrawn' where code = $1`, [winner]);
    expect((await shown('special', 'propose', winner)).faults).toEqual([`${winner} does not take part any more`]);
    await contest.database.query(`update entry set state = 'eligible' where code = $1`, [winner]);
    await decide('special', 'propose', winner);
    expect((await shown('special', 'approve', winner, '--amount', '15.000.000', ...paper('9/QĐ-UBND'))).faults).toEqual([`${winner} is proposed; only what is submitted can be approved`]);
    await decide('special', 'submit', winner, ...paper('88/TTr-BTC'));
    expect((await shown('special', 'approve', winner, '--amount', 'mười lăm triệu', ...paper('9/QĐ-UBND'))).faults[0]).toContain('--amount: expected whole units');
    await decide('special', 'approve', winner, '--amount', '15.000.000', ...paper('2002/QĐ-UBND'));
    expect(JSON.parse((await results('show', '--json')).said)).toMatchObject({ special: [{ code: winner, state: 'approved', amount: 15_000_000, document: '2002/QĐ-UBND', documentDate: '2024-12-02' }] });
    // An amount that was mistyped is put right; a decision may be taken back.
    expect((await decide('special', 'approve', winner, '--amount', '16.000.000', ...paper('2003/QĐ-UBND'))).warnings[0]).toContain('approved by 2002/QĐ-UBND of 2024-12-02 with 15000000');
    await decide('special', 'decline', winner, ...paper('2004/QĐ-UBND'));
    expect(JSON.parse((await results('show', '--json')).said)).toMatchObject({ special: [{ state: 'declined', amount: null, document: '2004/QĐ-UBND' }] });
  });

  it('leave room for others who deserve thanks, and for entries that are looked at again', async () => {
    await decide('commend', 'collective', 'Sở Thông tin và Truyền thông');
    await decide('commend', 'person', 'Nguyễn Văn Mẫu', '--unit', 'Sở Nội vụ');
    await decide('commend', 'remove', '1');
    await expect(results('commend', 'remove', '1')).rejects.toThrow('there is no commendation 1');
    await decide('follow-up', code(2), '--note', 'nhân rộng ra toàn tỉnh');
    expect((await shown('follow-up', code(2))).faults).toEqual([`${code(2)} is on the list already`]);
    expect((await shown('follow-up', code(9), '--stop')).faults).toEqual([`${code(9)} is not on the list`]);
  });

  it('and all other decisions stand in the unbroken record with who, why and what', async () => {
    const rows = await contest.database.query<{ action: string; actor: string; reason: string; hash: string }>(`select e.action, a.text as actor, r.text as reason, e.detail ->> 'hash' as hash from audit_event e
      join audit_text a on a.id = e.actor join audit_text r on r.id = e.detail #>> '{texts,reason}' order by e.n`);
    expect(new Set(rows.map((r) => r.action))).toEqual(new Set(['add-sheets', 'chair-decides', 'close-round', 'plan-slots', 'move-slot', 'cancel-slot', 'give-prizes', 'sign-prizes', 'hand-over-prize', 'special-prize-propose', 'special-prize-submit', 'special-prize-approve', 'special-prize-decline', 'annul-prize', 'add-commendation', 'remove-commendation', 'follow-up']));
    expect(rows.every((r) => r.actor === 'Trần Thị Bích Hạnh' && r.reason.startsWith('Biên bản') && /^[0-9a-f]{64}$/.test(r.hash))).toBe(true);
    expect((await contest.db.transaction((tx) => brokenLinks(tx))).violations).toEqual([]);
    const rules = (await contest.db.transaction((tx) => checkInvariants(tx))).filter((i) => RESULT_RULES.includes(i.name));
    expect(rules.map((r) => [r.checked > 0, r.violations])).toEqual([[true, []], [true, []], [true, []]]);
  });
});
