/** September: judges are found for every entry, score, and the first round is closed. Sheets come on paper in this play, and staff type them in. */
import { readSheets, type TypedSheet } from '../../../src/results/sheet-list.ts';
import { rulesOf } from '../../../src/results/sheet.ts';
import { readRoster } from '../../../src/judging/roster.ts';
import { openAssignmentsOf } from '../../../src/store/judging/assignments.ts';
import { importMembers, listMembers } from '../../../src/store/judging/members.ts';
import { announceRound } from '../../announce/round.ts';
import { approveAssignment, proposeAssignment } from '../../judging/assign.ts';
import { advanceAct } from '../../results/rounds.ts';
import { sheetsAct } from '../../results/sheets.ts';
import { roundNow } from '../../results/standings.ts';
import { read } from '../play.ts';
import { STAFF } from '../scenes.ts';
import { roster } from './cast.ts';
import { chapter, decides, expectThat, lettersTo, staffApprove, tell, until, type Story } from './story.ts';

export async function playPreliminary(story: Story): Promise<void> {
  const { theatre: { service } } = story;
  const { loaded, db } = service.services;
  chapter(story, '3. The jury, and who judges what');
  await until(story, '2024-08-26T09:00:00+07:00');
  const { people, faults } = readRoster(roster, loaded.contest);
  expectThat(story, `the list of judges is read: ${faults.map((f) => f.told).join('; ')}`, faults.length === 0);
  await read(story.theatre, (tx) => importMembers(tx, people));
  const proposal = await proposeAssignment(db, { loaded }, { round: 'preliminary', seed: '26082024', perEntry: null, by: STAFF });
  const { pairs, conflicts, short, loads, proof } = proposal.result;
  tell(story, `${pairs.length} assignments proposed under the seed 26082024, ${conflicts.length} pairs left out for a conflict; ${Math.min(...loads.map((l) => l.kept + l.fresh))} to ${Math.max(...loads.map((l) => l.kept + l.fresh))} entries a judge, ${proof.status}.`);
  expectThat(story, 'every entry has its judges', short.length === 0);
  await read(story.theatre, (tx) => approveAssignment(tx, service.services, proposal.n, proposal.hash, STAFF));
  chapter(story, '4. The preliminary round');
  await until(story, '2024-09-30T09:00:00+07:00');
  await score(story);
  await closeRound(story);
}

/** The second judge of the first entry lies far below the first: a third is needed, as the contest's gap of 20 points says. */
async function score(story: Story): Promise<void> {
  const { loaded } = story.theatre.service.services;
  const { given, names } = await read(story.theatre, async (tx) => ({ given: await openAssignmentsOf(tx, { round: 'preliminary' }), names: new Map((await listMembers(tx, 'jury')).map((m) => [m.id, m.name])) }));
  const [first] = given;
  const sheets = typed(story, 'preliminary', given.map((a, i) => {
    const level = Number(/\d{4}/.exec(a.code)?.[0] ?? 0) * 0.4;
    const down = a.entryId === first?.entryId && a.memberId !== first.memberId ? 14 : 0;
    return [a.code, names.get(a.memberId) ?? '', 28 - level - down, 23 - level / 2 - down, 22 - level / 2 + (i % 3) * 0.5, 13, 4];
  }));
  await decides(story, 'Phiếu chấm đã ký', (tx) => sheetsAct(tx, loaded, 'preliminary', sheets));
  const open = await read(story.theatre, async (tx) => (await roundNow(tx, loaded.contest, 'preliminary')).ranking.entries.filter((e) => e.agreement === 'further-judge').map((e) => e.code));
  expectThat(story, 'one entry needs a third judge', open.length === 1);
  const judged = new Set(given.filter((a) => a.code === open[0]).map((a) => a.memberId));
  const third = [...names].find(([id]) => !judged.has(id))?.[1] ?? '';
  tell(story, `${given.length} sheets are in. The two judges of ${open[0] ?? '?'} lie more than 20 points apart: a third judges it.`);
  await decides(story, 'Phiếu chấm lần ba', (tx) => sheetsAct(tx, loaded, 'preliminary', typed(story, 'preliminary', [[open[0] ?? '', third, 27, 22, 21, 13, 4]])));
}

/** As staff type a list from paper. */
export function typed({ theatre: { service } }: Story, round: string, rows: (string | number)[][]): TypedSheet[] {
  const rules = rulesOf(service.services.loaded.contest, round);
  const { sheets, faults } = readSheets(`code;judge;${rules.rubric.map((c) => c.key).join(';')}\n${rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toFixed(1).replace('.', ',') : cell)).join(';')).join('\n')}\n`, rules);
  if (faults.length > 0) throw new Error(`the play types a sheet that cannot be: ${faults.map((f) => f.told).join('; ')}`);
  return sheets;
}

async function closeRound(story: Story): Promise<void> {
  const { loaded } = story.theatre.service.services;
  await until(story, '2024-10-08T14:00:00+07:00');
  await decides(story, 'Biên bản số 02/BB-BGK', (tx) => advanceAct(tx, loaded, 'preliminary', [], []));
  const batch = await read(story.theatre, (tx) => announceRound(tx, story.theatre.service.services, 'preliminary', STAFF));
  await staffApprove(story, batch.code);
  const told = await lettersTo(story, null, 'round-result');
  const on = told.filter((l) => (l.facts as { advanced?: boolean }).advanced).length;
  tell(story, `The round is closed: ${on} entries go on, ${told.length - on} do not; each was told after DUYỆT ${batch.code}.`);
  expectThat(story, 'seventeen entries go on', on === 17);
}
