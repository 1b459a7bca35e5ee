/** September: judges are found for every entry, score by reply, and the first round is closed. */
import { readSheets, type TypedSheet } from '../../../src/results/sheet-list.ts';
import { rulesOf } from '../../../src/results/sheet.ts';
import { readRoster } from '../../../src/judging/roster.ts';
import { openAssignmentsOf } from '../../../src/store/judging/assignments.ts';
import { importMembers, listMembers } from '../../../src/store/judging/members.ts';
import { announceRound } from '../../announce/round.ts';
import { advanceAct } from '../../results/rounds.ts';
import { sheetsAct } from '../../results/sheets.ts';
import { roundNow } from '../../results/standings.ts';
import { read } from '../play.ts';
import { STAFF } from '../scenes.ts';
import { roster } from './cast.ts';
import { assign, judgesAccept, judgesScore } from './judges.ts';
import { chapter, decides, expectThat, lettersTo, staffApprove, tell, until, type Story } from './story.ts';

export async function playPreliminary(story: Story): Promise<void> {
  const { theatre: { service } } = story;
  const { loaded } = service.services;
  chapter(story, '3. The jury, and who judges what');
  await until(story, '2024-08-26T09:00:00+07:00');
  const { people, faults } = readRoster(roster, loaded.contest);
  expectThat(story, `the list of judges is read: ${faults.map((f) => f.told).join('; ')}`, faults.length === 0);
  await read(story.theatre, (tx) => importMembers(tx, people));
  const { row: { result: { pairs, conflicts, loads, proof } } } = await assign(story, '26082024');
  tell(story, `${pairs.length} assignments under the seed 26082024, ${conflicts.length} pairs left out for a conflict; ${Math.min(...loads.map((l) => l.kept + l.fresh))} to ${Math.max(...loads.map((l) => l.kept + l.fresh))} entries a judge, ${proof.status}.`);
  await judgesAccept(story);
  chapter(story, '4. The preliminary round');
  await until(story, '2024-09-18T09:00:00+07:00');
  await score(story);
  await closeRound(story);
}

const LEVEL = [28, 23, 22, 13, 4];

/** Entry 1 divides its judges: a third is needed, as the contest's gap of 20 points says. */
async function score(story: Story): Promise<void> {
  const { loaded } = story.theatre.service.services;
  const { given, jury } = await read(story.theatre, async (tx) => ({ given: await openAssignmentsOf(tx, { round: 'preliminary' }), jury: await listMembers(tx, 'jury') }));
  const lower = jury.find((m) => m.id === given[0]?.memberId)?.emails[0];
  await judgesScore(story, (judge, code, n) => (LEVEL[n - 1] ?? 0) - (n < 4 ? numberOf(code, loaded.contest.codePrefix) * (n === 1 ? 0.4 : 0.2) : 0) - (judge === lower && code === given[0]?.code && n < 3 ? 14 : 0));
  const open = await read(story.theatre, async (tx) => (await roundNow(tx, loaded.contest, 'preliminary')).ranking.entries.filter((e) => e.agreement === 'further-judge').map((e) => e.code));
  expectThat(story, 'one entry needs a third judge', open.length === 1);
  const judged = new Set(given.filter((a) => a.code === open[0]).map((a) => a.memberId));
  const third = jury.find((m) => !judged.has(m.id))?.name ?? '';
  tell(story, `The two judges of ${open[0] ?? '?'} lie more than 20 points apart; a third, ${third}, hands in a sheet on paper.`);
  await decides(story, 'Phiếu chấm lần ba', (tx) => sheetsAct(tx, loaded, 'preliminary', typed(story, 'preliminary', [[open[0] ?? '', third, 27, 22, 21, 13, 4]])));
}

function numberOf(code: string, prefix: string): number {
  return Number(code.slice(prefix.length + 1).split('-')[0]);
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
