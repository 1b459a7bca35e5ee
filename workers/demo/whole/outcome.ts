/** October: where judges lie apart others decide, a tie at the cut is left to people, and the first round is closed. */
import { readSheets, type TypedSheet } from '../../../src/results/sheet-list.ts';
import { rulesOf } from '../../../src/results/sheet.ts';
import { listMembers } from '../../../src/store/judging/members.ts';
import { announceRound } from '../../announce/round.ts';
import { eligibleEntries } from '../../../src/store/results/outcomes.ts';
import { conflictsInRound } from '../../results/conflicts.ts';
import { advanceAct, chairAct } from '../../results/rounds.ts';
import { sheetsAct } from '../../results/sheets.ts';
import { roundNow } from '../../results/standings.ts';
import { read } from '../play.ts';
import { STAFF } from '../scenes.ts';
import { FINALISTS, named } from './cast.ts';
import { openNow } from './jury.ts';
import { APART, asWritten, changed, marksOf, numberOf, type Marks } from './marks.ts';
import { decides, lettersTo, shows, staffApprove, type Act, type Story } from './story.ts';
import { expectThat, MAILROOM, STAFF_NAME, tell } from './telling.ts';

export const outcome: Act = {
  title: '5. The end of the preliminary round', scenes: [
    { name: 'a third judge is asked where two lie 20 points apart', at: '2024-10-08T10:00:00+07:00', play: thirdJudges },
    { name: 'the chair decides where three judges lie apart', play: chairDecides },
    { name: 'a tie at the cut is left to a person', at: '2024-10-08T14:00:00+07:00', play: tieAtTheCut },
    { name: 'entrants hear how the round ended once staff approved the letters', play: roundIsTold },
  ],
};

const waiting = async ({ theatre }: Story, why: 'further-judge' | 'chair'): Promise<string[]> =>
  read(theatre, async (tx) => (await roundNow(tx, theatre.service.services.loaded.contest, 'preliminary')).ranking.entries.filter((e) => e.agreement === why).map((e) => e.code).toSorted());

async function thirdJudges(story: Story): Promise<void> {
  const { loaded } = story.theatre.service.services;
  const apart = await waiting(story, 'further-judge');
  const open = await openNow(story);
  const { jury, against, ids } = await read(story.theatre, async (tx) => ({
    jury: await listMembers(tx, 'jury'), against: await conflictsInRound(tx, loaded, 'preliminary'), ids: new Map((await eligibleEntries(tx)).map((e) => [e.code, e.entryId])),
  }));
  const third = (code: string): string => jury.find((m) => against(m.id, ids.get(code) ?? '').length === 0 && !open.some((a) => a.code === code && a.judge === m.name))?.name ?? '';
  tell(story, MAILROOM, `cannot rank ${apart.join(' and ')}: their two judges lie more than 20 points apart.`);
  const rows = apart.map((code, i): [string, string, Marks] => [code, third(code), changed(marksOf(numberOf(code)), i === 0 ? APART.agrees : APART.lowest)]);
  await decides(story, 'Phiếu chấm lần ba', (tx) => sheetsAct(tx, loaded, 'preliminary', typed(story, 'preliminary', rows)));
  for (const [code, judge] of rows) tell(story, judge, `scores ${code} too, on paper.`);
  expectThat(story, 'two entries needed a third judge, and one of them is settled by it', apart.length === 2 && (await waiting(story, 'chair')).join() === apart[1]);
}

/** As staff type a list from paper. */
export function typed({ theatre: { service } }: Story, round: string, rows: [string, string, Marks][]): TypedSheet[] {
  const rules = rulesOf(service.services.loaded.contest, round);
  const { sheets, faults } = readSheets(`code;judge;${rules.rubric.map((c) => c.key).join(';')}\n${rows.map(([code, judge, marks]) => [code, judge, ...marks.map(asWritten)].join(';')).join('\n')}\n`, rules);
  if (faults.length > 0) throw new Error(`the play types a sheet that cannot be: ${faults.map((f) => f.told).join('; ')}`);
  return sheets;
}

async function chairDecides(story: Story): Promise<void> {
  const { loaded } = story.theatre.service.services;
  const [code = ''] = await waiting(story, 'chair');
  await decides(story, 'Biên bản hội ý số 01', (tx) => chairAct(tx, loaded, 'preliminary', code, '80,5'));
  tell(story, named.chair, `as chair gives ${code} 80,5 points: its third judge agreed with neither. All sheets stay on record.`);
  expectThat(story, 'nobody waits for the chair any more', (await waiting(story, 'chair')).length === 0);
}

async function tieAtTheCut(story: Story): Promise<void> {
  const { loaded } = story.theatre.service.services;
  const asked = await shows(story, (tx) => advanceAct(tx, loaded, 'preliminary', [], []));
  const equal = await read(story.theatre, async (tx) => (await roundNow(tx, loaded.contest, 'preliminary')).ranking.entries.filter((e) => e.place === FINALISTS).map((e) => e.code));
  tell(story, MAILROOM, `shows the ranking: ${equal.join(' and ')} stand equal in everything, for the last of ${FINALISTS} places. It chooses neither.`);
  expectThat(story, 'the round cannot be closed before a person chose', equal.length === 2 && asked.faults.length === 1 && equal.every((code) => asked.faults[0]?.includes(code)));
  const [, taken = ''] = equal;
  await decides(story, 'Biên bản số 02/BB-BGK, biểu quyết 5/7', (tx) => advanceAct(tx, loaded, 'preliminary', [taken], []));
  tell(story, 'the jury', `votes for ${taken}, on record with the minutes; the round is closed.`);
}

async function roundIsTold(story: Story): Promise<void> {
  const batch = await read(story.theatre, (tx) => announceRound(tx, story.theatre.service.services, 'preliminary', STAFF));
  await staffApprove(story, batch.code);
  const told = await lettersTo(story, null, 'round-result');
  const on = told.filter((l) => (l.facts as { advanced?: boolean }).advanced).length;
  tell(story, STAFF_NAME, `reply DUYỆT: ${on} entrants hear that they go on, ${told.length - on} that they do not. No letter tells points.`);
  expectThat(story, 'seventeen entries go on', on === FINALISTS);
}
