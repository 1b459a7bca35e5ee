/** Late August: the jury is taken up, who judges what is worked out and approved, and judges answer the invitation. */
import type { LetterFacts } from '../../../schemas/letters.ts';
import { readRoster } from '../../../src/judging/roster.ts';
import type { LetterRow } from '../../../src/store/letters.ts';
import { openAssignmentsOf } from '../../../src/store/judging/assignments.ts';
import { importMembers, listMembers } from '../../../src/store/judging/members.ts';
import { approveAssignment, proposeAssignment } from '../../judging/assign.ts';
import { giveEntry } from '../../judging/give.ts';
import { idle, read } from '../play.ts';
import { STAFF } from '../scenes.ts';
import { ASSIGNED, judgeNamed, JUDGES, named, roster } from './cast.ts';
import { factsTo, lettersTo, replyTo, writes, type Act, type Story } from './story.ts';
import { expectThat, MAILROOM, STAFF_NAME, tell } from './telling.ts';

export const jury: Act = {
  title: '3. The jury, and who judges what', scenes: [
    { name: 'judges are found for every entry, as evenly as conflicts and limits allow', at: '2024-08-26T09:00:00+07:00', play: judgesAreFound },
    { name: 'judges accept by one word', at: '2024-08-27T10:00:00+07:00', play: mostAccept },
    { name: 'a judge declines one entry with a reason, and a substitute takes it over', play: oneDeclines },
    { name: 'a judge declares a conflict, and the assignment is made anew around it', play: oneIsInConflict },
  ],
};

async function judgesAreFound(story: Story): Promise<void> {
  const { loaded } = story.theatre.service.services;
  const { people, faults } = readRoster(roster, loaded.contest);
  expectThat(story, `the list of judges is read: ${faults.map((f) => f.told).join('; ')}`, faults.length === 0);
  await read(story.theatre, (tx) => importMembers(tx, people));
  const { row: { result: { pairs, conflicts, loads, proof } } } = await assign(story, '26082024');
  const most = loads.map((l) => l.kept + l.fresh);
  tell(story, STAFF_NAME, `take up a jury of ${JUDGES.length} from a list, and ask who judges what.`);
  tell(story, MAILROOM, `proposes two judges for each entry, ${Math.min(...most)} to ${Math.max(...most)} entries a judge; proven ${proof.status}, and ${conflicts.length} pairs are kept apart for a conflict.`);
  tell(story, STAFF_NAME, 'approve exactly what was shown; one invitation goes to each judge.');
  const invited = await lettersTo(story, null, 'judge-invitation');
  expectThat(story, 'every judge is invited, and nobody beyond the limit', pairs.length === ASSIGNED && invited.length === JUDGES.length && loads.every((l) => l.judge !== named.silent || l.kept + l.fresh <= 3));
}

/** Proposed under a seed, and approved by the hash that was shown. */
async function assign(story: Story, seed: string): Promise<Awaited<ReturnType<typeof approveAssignment>>> {
  const { services } = story.theatre.service;
  const proposal = await proposeAssignment(services.db, services, { round: 'preliminary', seed, perEntry: null, by: STAFF });
  expectThat(story, 'every entry has its judges', proposal.result.short.length === 0);
  const approved = await read(story.theatre, (tx) => approveAssignment(tx, services, proposal.n, proposal.hash, STAFF));
  await idle(story.theatre);
  return approved;
}

/** All but those of whom the story has more to tell. */
async function mostAccept(story: Story): Promise<void> {
  const apart = [named.silent, named.declines, named.conflicted].map(judgeNamed);
  const letters = (await lettersTo(story, null, 'judge-invitation')).filter((l) => !apart.includes(l.toAddress));
  await writes(story, ...letters.map((l) => replyTo(l, 'NHẬN')));
  tell(story, `${letters.length} judges`, 'reply NHẬN (accepted); the entries follow at once, with names masked, a score form and the due date for the calendar.');
  expectThat(story, 'whoever accepts gets the entries', (await Promise.all(letters.map((l) => lettersTo(story, l.toAddress, 'judge-package')))).every((l) => l.length > 0));
}

async function oneDeclines(story: Story): Promise<void> {
  const from = judgeNamed(named.declines);
  const [letter, code] = await invitationOf(story, from);
  await writes(story, replyTo(letter, `TỪ CHỐI ${code} tôi không am hiểu lĩnh vực này\nNHẬN`));
  const asked = await factsTo(story, STAFF, 'judge-substitute');
  const ready = asked?.entries[0]?.substitute;
  tell(story, named.declines, `TỪ CHỐI ${code} (declined), with a reason; NHẬN for the rest.`);
  if (!ready || asked?.why !== 'declined') return expectThat(story, 'staff get somebody ready to take over', false);
  tell(story, MAILROOM, `names somebody ready to staff: ${ready.name}, who has ${ready.load} entries and no conflict.`);
  await giveTo(story, [{ code, to: ready.address, from: null }]);
  tell(story, STAFF_NAME, `give it; ${ready.name} replies NHẬN.`);
  const open = await openNow(story);
  expectThat(story, 'the substitute has the entry, and who declined it does not', open.some((a) => a.code === code && a.judge === ready.name && a.state === 'accepted') && !open.some((a) => a.code === code && a.judge === named.declines));
}

async function oneIsInConflict(story: Story): Promise<void> {
  const from = judgeNamed(named.conflicted);
  const [letter, code] = await invitationOf(story, from);
  const before = await lettersTo(story, null, 'judge-invitation');
  await writes(story, replyTo(letter, `XUNG ĐỘT ${code} tôi đã góp ý cho bài này\nNHẬN`));
  tell(story, named.conflicted, `XUNG ĐỘT ${code} (conflict): gave advice on it. NHẬN for the rest.`);
  const { added, ended } = await assign(story, '27082024');
  const silent = judgeNamed(named.silent);
  await writes(story, ...(await lettersTo(story, null, 'judge-invitation')).filter((l) => l.toAddress !== silent && !before.some((b) => b.id === l.id)).map((l) => replyTo(l, 'NHẬN')));
  tell(story, STAFF_NAME, 'ask for a new assignment: somebody else is found and accepts. What was accepted before stays.');
  const open = await openNow(story);
  expectThat(story, 'somebody is added, and nobody loses what they accepted', added.length > 0 && ended.every((a) => a.answeredAt === null) && open.length === ASSIGNED);
  expectThat(story, 'who declared a conflict does not judge that entry', !open.some((a) => a.code === code && a.judge === named.conflicted));
  expectThat(story, 'every judge but one has accepted', open.every((a) => a.state === (a.judge === named.silent ? 'invited' : 'accepted')));
}

/** As `mailroom assign give` does, and whoever is asked accepts. @returns their invitations */
export async function giveTo(story: Story, given: { code: string; to: string; from: string | null }[]): Promise<LetterRow[]> {
  const { services } = story.theatre.service;
  const before = await lettersTo(story, null, 'judge-invitation');
  for (const { code, to, from } of given) await read(story.theatre, (tx) => giveEntry(tx, services, { code, to, from, round: 'preliminary', by: STAFF }));
  await idle(story.theatre);
  return acceptSince(story, before);
}

/** @param before invitations that were there; @returns the others, which are accepted by now */
export async function acceptSince(story: Story, before: LetterRow[]): Promise<LetterRow[]> {
  const invited = (await lettersTo(story, null, 'judge-invitation')).filter((l) => !before.some((b) => b.id === l.id));
  await writes(story, ...invited.map((l) => replyTo(l, 'NHẬN')));
  return invited;
}

/** Who judges what now, by name. */
export async function openNow({ theatre }: Pick<Story, 'theatre'>): Promise<{ code: string; judge: string; address: string; state: string; sheet: string | null }[]> {
  return read(theatre, async (tx) => {
    const members = new Map((await listMembers(tx, 'jury')).map((m) => [m.id, m]));
    return (await openAssignmentsOf(tx, { round: 'preliminary' })).map((a) => ({ code: a.code, judge: members.get(a.memberId)?.name ?? '', address: members.get(a.memberId)?.emails[0] ?? '', state: a.state, sheet: a.sheet }));
  });
}

/** The first that the judge got, and the code that it names first. */
async function invitationOf(story: Story, address: string): Promise<[LetterRow, string]> {
  const letter = (await lettersTo(story, address, 'judge-invitation')).at(-1);
  if (!letter) throw new Error(`${address} was not invited`);
  return [letter, (letter.facts as LetterFacts<'judge-invitation'>).entries[0]?.code ?? ''];
}

