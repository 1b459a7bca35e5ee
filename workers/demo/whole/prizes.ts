/** December: prizes are given and signed for, the special one waits for the Chairman, the results are told at once, and the papers written. */
import { allPapers } from '../../../src/papers/all.ts';
import { prizeMoney } from '../../../src/results/prizes.ts';
import { currentAwards } from '../../../src/store/results/awards.ts';
import { announceAwards } from '../../announce/awards.ts';
import { dossierOf } from '../../results/dossier.ts';
import { awardAct, signAct } from '../../results/prizes.ts';
import { specialAct } from '../../results/special.ts';
import { roundNow } from '../../results/standings.ts';
import { reasonOf } from '../../../src/problem.ts';
import { read } from '../play.ts';
import { STAFF } from '../scenes.ts';
import { FINALISTS } from './cast.ts';
import { decides, lettersTo, shows, staffApprove, type Act, type Story } from './story.ts';
import { expectThat, MAILROOM, STAFF_NAME, tell } from './telling.ts';

export const prizes: Act = {
  title: '7. The prizes', scenes: [
    { name: 'a tie between two prizes is resolved by the tie-break, and a tie at the last one by a person', at: '2024-12-02T09:00:00+07:00', play: prizesAreGiven },
    { name: 'the special prize keeps all results back', play: specialKeepsBack },
    { name: 'the Chairman approves the special prize, and every prize is signed for', at: '2024-12-10T09:00:00+07:00', play: allIsSigned },
    { name: 'everybody hears the results together, once', play: resultsAreTold },
    { name: 'the papers of the award are written', play: papersAreWritten },
  ],
};

const places = async ({ theatre }: Story) => read(theatre, async (tx) => (await roundNow(tx, theatre.service.services.loaded.contest, 'defence')).ranking.entries.filter((e) => e.place !== null));

async function prizesAreGiven(story: Story): Promise<void> {
  const { loaded } = story.theatre.service.services;
  const [first, second, third, fourth, fifth, sixth, seventh] = await places(story);
  if (!first || !second || !third || !fourth || !fifth || !sixth || !seventh) return expectThat(story, 'seven entries have a place', false);
  tell(story, MAILROOM, `proposes six prizes by the ranking. ${second.code} and ${third.code} have the same mean; the criterion that counts first, content, parts them.`);
  expectThat(story, 'the tie-break parts the second from the third', second.counts === third.counts && second.place === 2 && third.place === 3);
  const asked = await shows(story, (tx) => awardAct(tx, loaded, []));
  tell(story, '', `leaves one open: ${sixth.code} and ${seventh.code} are equal in everything, for one prize.`);
  expectThat(story, 'prizes cannot be given before a person chose', sixth.place === 6 && seventh.place === 6 && asked.faults.length === 1 && [sixth, seventh].every((e) => asked.faults[0]?.includes(e.code)));
  await decides(story, 'Biên bản họp Ban Tổ chức số 05, biểu quyết 6/7', (tx) => awardAct(tx, loaded, [`first=${first.code}`, `second=${second.code}`, `third=${third.code}`, `encouragement=${fourth.code},${fifth.code},${seventh.code}`]));
  tell(story, 'the committee', `votes for ${seventh.code}, and gives the prizes: ${spoken(prizeMoney(loaded.contest.prizes))} đồng in all.`);
}

function spoken(amount: number): string {
  return String(amount).replace(/\B(?=(\d{3})+$)/g, '.');
}

async function specialKeepsBack(story: Story): Promise<void> {
  const { services } = story.theatre.service;
  const [best] = await places(story);
  const code = best?.code ?? '';
  await decides(story, 'Biên bản họp Ban Tổ chức số 05', (tx) => specialAct(tx, services.loaded, code, { step: 'propose' }));
  await decides(story, 'Tờ trình', (tx) => specialAct(tx, services.loaded, code, { step: 'submit', paper: { number: '210/TTr-SNV', date: '2024-12-03' } }));
  tell(story, 'the committee', `proposes a special prize for ${code}; the Chairman of the province decides.`);
  const refused = await read(story.theatre, (tx) => announceAwards(tx, services, [], STAFF)).then(() => '', reasonOf);
  tell(story, STAFF_NAME, 'ask to tell the results now.');
  tell(story, MAILROOM, 'refuses: six prizes are not signed for, and the special prize waits for its answer.');
  expectThat(story, 'nothing is told before every decision has its paper', /special prize waits/.test(refused) && /not signed for/.test(refused) && (await lettersTo(story, null, 'award-result')).length === 0);
}

async function allIsSigned(story: Story): Promise<void> {
  const { services } = story.theatre.service;
  const { loaded } = services;
  const [best] = await places(story);
  for (const [i, keys] of byAuthority(loaded.contest.prizes.map((p) => ({ key: p.key, signedBy: p.signedBy?.vi ?? '' }))).entries()) await decides(story, 'Quyết định', (tx) => signAct(tx, loaded, keys, { number: i === 0 ? '2102/QĐ-UBND' : '345/QĐ-SNV', date: '2024-12-09' }));
  const refused = await read(story.theatre, (tx) => announceAwards(tx, services, [], STAFF)).then(() => '', reasonOf);
  expectThat(story, 'the special prize alone keeps all results back', /special prize waits/.test(refused) && !/not signed for/.test(refused));
  await decides(story, 'Quyết định', (tx) => specialAct(tx, loaded, best?.code ?? '', { step: 'approve', paper: { number: '2101/QĐ-UBND', date: '2024-12-09' }, amount: '15.000.000' }));
  tell(story, 'the Chairman', 'signs 2102/QĐ-UBND for three prizes, and approves 15.000.000 đồng for the special one by 2101/QĐ-UBND.');
  tell(story, 'the Director', 'of Home Affairs signs 345/QĐ-SNV for the others.');
  const awards = await read(story.theatre, (tx) => currentAwards(tx));
  expectThat(story, 'six prizes are given and signed for', awards.filter((a) => a.entryId !== null && a.state === 'signed').length === 6);
}

/** Each authority signs one decision. */
function byAuthority(prizes: { key: string; signedBy: string }[]): string[][] {
  return [...new Set(prizes.map((p) => p.signedBy))].map((authority) => prizes.filter((p) => p.signedBy === authority).map((p) => p.key));
}

async function resultsAreTold(story: Story): Promise<void> {
  const batch = await read(story.theatre, (tx) => announceAwards(tx, story.theatre.service.services, [], STAFF));
  await staffApprove(story, batch.code);
  const told = await lettersTo(story, null, 'award-result');
  tell(story, STAFF_NAME, `reply DUYỆT: ${told.length} finalists, ${(await lettersTo(story, null, 'results-notice')).length} judges and newsrooms hear it in the same minute.`);
  expectThat(story, 'every finalist was told once, by a letter that left', told.length === FINALISTS && new Set(told.map((l) => l.toAddress)).size === FINALISTS && told.every((l) => l.state === 'sent'));
}

async function papersAreWritten(story: Story): Promise<void> {
  const papers = await read(story.theatre, async (tx) => allPapers(await dossierOf(tx, story.theatre.service.services.loaded)));
  tell(story, STAFF_NAME, `export ${papers.length} papers: minutes, submissions, ranking, certificates, budget, press; the last names where each figure comes from.`);
  expectThat(story, 'minutes, submissions and lists are written, each with its sources', papers.length >= 10 && papers.some((p) => p.name.startsWith('01-')) && papers.every((p) => p.bytes.length > 1_000));
}
