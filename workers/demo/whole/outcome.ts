/** October: a tie at the cut is left to people, and the first round is closed. */
import { announceRound } from '../../announce/round.ts';
import { advanceAct } from '../../results/rounds.ts';
import { roundNow } from '../../results/standings.ts';
import { read } from '../play.ts';
import { STAFF } from '../scenes.ts';
import { FINALISTS } from './cast.ts';
import { decides, lettersTo, shows, staffApprove, type Act, type Story } from './story.ts';
import { expectThat, MAILROOM, STAFF_NAME, tell } from './telling.ts';

export const outcome: Act = {
  title: '5. The end of the preliminary round', scenes: [
    { name: 'a tie at the cut is left to a person', at: '2024-10-08T14:00:00+07:00', play: tieAtTheCut },
    { name: 'entrants hear how the round ended once staff approved the letters', play: roundIsTold },
  ],
};

/** Codes that cannot be ranked yet. */
export const waiting = async ({ theatre }: Story, why: 'further-judge' | 'chair'): Promise<string[]> =>
  read(theatre, async (tx) => (await roundNow(tx, theatre.service.services.loaded.contest, 'preliminary')).ranking.entries.filter((e) => e.agreement === why).map((e) => e.code).toSorted());

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
