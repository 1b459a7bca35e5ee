/** November and December: the defence, the prizes, and the news of them. */
import { advancedEntries } from '../../../src/store/results/outcomes.ts';
import { currentAwards } from '../../../src/store/results/awards.ts';
import { slotsOf } from '../../../src/store/results/slots.ts';
import { announceAwards } from '../../announce/awards.ts';
import { inviteToDefence } from '../../announce/defence.ts';
import { cancelAssignment, proposeAssignment } from '../../judging/assign.ts';
import { awardAct, signAct } from '../../results/prizes.ts';
import { advanceAct } from '../../results/rounds.ts';
import { sheetsAct } from '../../results/sheets.ts';
import { moveAct, planAct } from '../../results/slots.ts';
import { specialAct } from '../../results/special.ts';
import { roundNow } from '../../results/standings.ts';
import { read } from '../play.ts';
import { STAFF } from '../scenes.ts';
import { JUDGES } from './cast.ts';
import { typed } from './preliminary.ts';
import { chapter, decides, expectThat, lettersTo, replies, staffApprove, tell, until, type Story } from './story.ts';

const PLACE = 'Hội trường Sở Nội vụ, số 8 đường Ngô Quyền';

export async function playFinals(story: Story): Promise<void> {
  await playDefence(story);
  await playPrizes(story);
}

async function playDefence(story: Story): Promise<void> {
  const { services } = story.theatre.service;
  const { loaded } = services;
  chapter(story, '5. The defence of ideas');
  await until(story, '2024-11-04T09:00:00+07:00');
  await decides(story, 'Lịch bảo vệ ý tưởng', (tx) => planAct(tx, loaded, 'defence', { starts: new Date('2024-11-26T08:00:00+07:00'), minutes: 20, place: PLACE, seed: '04112024', breaks: [{ from: new Date('2024-11-26T11:30:00+07:00'), to: new Date('2024-11-26T13:30:00+07:00') }] }));
  await invite(story);
  const invited = (await lettersTo(story, null, 'defence-invitation')).toReversed();
  for (const [i, { toAddress }] of invited.entries()) await replies(story, toAddress, 'defence-invitation', i === 3 ? 'ĐỔI LỊCH: tôi chỉ đến được buổi chiều.' : 'ĐỒNG Ý');
  const swap = invited[3];
  tell(story, `${invited.length} finalists were invited, with an entry for their calendar; ${invited.length - 1} replied ĐỒNG Ý, one ĐỔI LỊCH.`);
  const code = (swap?.facts as { code?: string } | undefined)?.code ?? '';
  await decides(story, 'Tác giả xin đổi lịch', (tx) => moveAct(tx, 'defence', code, { startsAt: new Date('2024-11-26T16:40:00+07:00') }));
  await invite(story);
  await replies(story, swap?.toAddress ?? '', 'defence-invitation', 'ĐỒNG Ý');
  const letters = await lettersTo(story, swap?.toAddress ?? '', 'defence-invitation');
  expectThat(story, 'whoever asked for another hour got it, and nobody else heard twice', letters.length === 2 && (await lettersTo(story, null, 'defence-invitation')).length === invited.length + 1);
  await scoreDefence(story);
}

async function invite(story: Story): Promise<void> {
  const batch = await read(story.theatre, (tx) => inviteToDefence(tx, story.theatre.service.services, 'defence', new Date('2024-11-18T17:00:00+07:00'), STAFF));
  await staffApprove(story, batch.code);
}

/** All seven score all that they may: means, never sums. */
async function scoreDefence(story: Story): Promise<void> {
  const { services } = story.theatre.service;
  const { loaded } = services;
  await until(story, '2024-11-26T17:30:00+07:00');
  const finalists = await read(story.theatre, (tx) => advancedEntries(tx, 'preliminary'));
  const slots = await read(story.theatre, (tx) => slotsOf(tx, 'defence'));
  expectThat(story, 'every finalist has a slot', slots.length === finalists.length);
  const apart = await conflicts(story);
  const rows = finalists.flatMap(({ code }, i) => JUDGES.flatMap(([name], j) => (apart.has(`${code} ${name}`) ? [] : [[code, name, 56 - i * 1.1 + (j % 3) * 0.5, 18 - i * 0.2, 18.5 - i * 0.2 - (j === 5 ? 1 : 0)]])));
  const short = finalists.filter(({ code }) => JUDGES.some(([name]) => apart.has(`${code} ${name}`))).map((f) => f.code);
  await decides(story, 'Phiếu chấm vòng bảo vệ ý tưởng', (tx) => sheetsAct(tx, loaded, 'defence', typed(story, 'defence', rows)));
  await decides(story, 'Biên bản số 03/BB-BGK', (tx) => advanceAct(tx, loaded, 'defence', [], short));
  tell(story, `${rows.length} sheets of seven judges, typed from paper; ${apart.size} pairs stood apart for a conflict, and the chair lets ${short.length} entries stand with fewer sheets. The ranking is closed.`);
}

/** "CODE name" of pairs that must not be, as a proposal finds them. */
async function conflicts(story: Story): Promise<Set<string>> {
  const { services } = story.theatre.service;
  const { n, result } = await proposeAssignment(services.db, services, { round: 'defence', seed: '26112024', perEntry: null, by: STAFF });
  await read(story.theatre, (tx) => cancelAssignment(tx, n, STAFF));
  return new Set(result.conflicts.filter((c) => c.ground !== 'name').map((c) => `${c.code} ${c.judge}`));
}

async function playPrizes(story: Story): Promise<void> {
  const { services } = story.theatre.service;
  const { loaded } = services;
  chapter(story, '6. The prizes');
  await until(story, '2024-12-02T09:00:00+07:00');
  await decides(story, 'Biên bản họp Ban Tổ chức số 05', (tx) => awardAct(tx, loaded, []));
  const best = await read(story.theatre, async (tx) => (await roundNow(tx, loaded.contest, 'defence')).ranking.entries[0]?.code ?? '');
  await decides(story, 'Biên bản họp Ban Tổ chức số 05', (tx) => specialAct(tx, loaded, best, { step: 'propose' }));
  const early = await read(story.theatre, (tx) => announceAwards(tx, services, [], STAFF)).then(() => '', (error: Error) => error.message);
  expectThat(story, 'nothing is told before every decision has its paper', /special prize waits/.test(early) && /not signed for/.test(early));
  tell(story, `Six prizes are proposed, and a special one for ${best}. Asked to tell the results now, the machine refuses: papers are missing.`);
  await decides(story, 'Tờ trình', (tx) => specialAct(tx, loaded, best, { step: 'submit', paper: { number: '210/TTr-SNV', date: '2024-12-03' } }));
  await until(story, '2024-12-10T09:00:00+07:00');
  await decides(story, 'Quyết định', (tx) => specialAct(tx, loaded, best, { step: 'approve', paper: { number: '2101/QĐ-UBND', date: '2024-12-09' }, amount: '15.000.000' }));
  for (const [i, keys] of byAuthority(loaded.contest.prizes.map((p) => ({ key: p.key, signedBy: p.signedBy?.vi ?? '' }))).entries()) await decides(story, 'Quyết định', (tx) => signAct(tx, loaded, keys, { number: i === 0 ? '2102/QĐ-UBND' : '345/QĐ-SNV', date: '2024-12-09' }));
  const batch = await read(story.theatre, (tx) => announceAwards(tx, services, [], STAFF));
  await staffApprove(story, batch.code);
  const told = await lettersTo(story, null, 'award-result');
  const awards = await read(story.theatre, (tx) => currentAwards(tx));
  tell(story, `DUYỆT ${batch.code}: ${told.length} finalists, ${(await lettersTo(story, null, 'results-notice')).length} judges and newsrooms hear of it together.`);
  expectThat(story, 'six prizes are given and signed for', awards.filter((a) => a.entryId !== null && a.state === 'signed').length === 6);
  expectThat(story, 'every finalist was told once, by a letter that left', told.length === 17 && told.every((l) => l.state === 'sent'));
}

/** Each authority signs one decision. */
function byAuthority(prizes: { key: string; signedBy: string }[]): string[][] {
  return [...new Set(prizes.map((p) => p.signedBy))].map((authority) => prizes.filter((p) => p.signedBy === authority).map((p) => p.key));
}
