/** November: finalists are invited, answer, and present; the jury scores on paper. */
import { readSheets, type TypedSheet } from '../../../src/results/sheet-list.ts';
import { rulesOf } from '../../../src/results/sheet.ts';
import type { Appointment } from '../../../src/results/calendar-file.ts';
import { advancedEntries } from '../../../src/store/results/outcomes.ts';
import { answersTo, slotsOf, type SlotRow } from '../../../src/store/results/slots.ts';
import { inviteToDefence } from '../../announce/defence.ts';
import { keyOfSlot } from '../../announce/slot-key.ts';
import { conflictsInRound } from '../../results/conflicts.ts';
import { advanceAct } from '../../results/rounds.ts';
import { sheetsAct } from '../../results/sheets.ts';
import { cancelAct, moveAct, planAct } from '../../results/slots.ts';
import { listMembers } from '../../../src/store/judging/members.ts';
import { read } from '../play.ts';
import { STAFF } from '../scenes.ts';
import { FINALISTS, JUDGES, authorOf } from './cast.ts';
import { asWritten, finalMarks, type Marks } from './marks.ts';
import { decides, lettersTo, replies, replyTo, staffApprove, writes, type Act, type Story } from './story.ts';
import { expectThat, MAILROOM, STAFF_NAME, tell } from './telling.ts';

export const defence: Act = {
  title: '6. The defence of ideas', scenes: [
    { name: 'finalists get an hour by lot, and an entry for their calendar', at: '2024-11-04T09:00:00+07:00', play: finalistsAreInvited },
    { name: 'finalists agree by one word, one says no, and one asks for another hour', at: '2024-11-06T09:00:00+07:00', play: finalistsAnswer },
    { name: 'calendars follow: one hour moves and one is cancelled, each with a higher SEQUENCE', at: '2024-11-07T09:00:00+07:00', play: calendarsFollow },
    { name: 'seven judges score on paper, and the ranking is closed without whoever did not come', at: '2024-11-26T17:30:00+07:00', play: juryScores },
  ],
};

const PLACE = 'Hội trường Sở Nội vụ, số 8 đường Ngô Quyền';

type Slot = SlotRow & { answer: string | null };
/** By hour, with what was answered to the hour as it stands. */
const slots = async ({ theatre }: Story): Promise<Slot[]> => (await read(theatre, async (tx) => {
  const answers = await answersTo(tx, 'defence');
  return (await slotsOf(tx, 'defence')).map((s) => ({ ...s, answer: answers.get(s.id) ?? null }));
})).toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());

async function finalistsAreInvited(story: Story): Promise<void> {
  const { loaded } = story.theatre.service.services;
  const noon = { from: new Date('2024-11-26T11:30:00+07:00'), to: new Date('2024-11-26T13:30:00+07:00') };
  await decides(story, 'Lịch bảo vệ ý tưởng', (tx) => planAct(tx, loaded, 'defence', { starts: new Date('2024-11-26T08:00:00+07:00'), minutes: 20, place: PLACE, seed: '04112024', breaks: [noon] }));
  await invite(story);
  const invited = await lettersTo(story, null, 'defence-invitation');
  tell(story, STAFF_NAME, `draw the order by lot and reply DUYỆT: ${invited.length} finalists are invited, with hour, place and an entry for the calendar.`);
  expectThat(story, 'every finalist is invited once', invited.length === FINALISTS && new Set(invited.map((l) => l.toAddress)).size === FINALISTS);
}

async function invite(story: Story): Promise<void> {
  const batch = await read(story.theatre, (tx) => inviteToDefence(tx, story.theatre.service.services, 'defence', new Date('2024-11-18T17:00:00+07:00'), STAFF));
  await staffApprove(story, batch.code);
}

/** The first in the morning asks for the afternoon, and the last of the day cannot come. */
async function finalistsAnswer(story: Story): Promise<void> {
  const all = await slots(story);
  const [early, last] = [all[0], all.at(-1)];
  const said = (code: string | undefined): string => (code === last?.code ? 'KHÔNG: tôi đi học nước ngoài từ tuần này.' : code === early?.code ? 'ĐỔI LỊCH: tôi ở xa, xin thuyết trình buổi chiều.' : 'ĐỒNG Ý');
  const letters = await lettersTo(story, null, 'defence-invitation');
  await writes(story, ...letters.map((l) => replyTo(l, said((l.facts as { code?: string }).code))));
  const answers = new Map((await slots(story)).map((s) => [s.code, s.answer]));
  const agreed = [...answers.values()].filter((a) => a === 'accepted').length;
  tell(story, `${agreed} finalists`, 'reply ĐỒNG Ý (agreed).');
  tell(story, authorOf(last?.code), 'KHÔNG (no): studies abroad from this week on.');
  tell(story, authorOf(early?.code), 'ĐỔI LỊCH (another hour): lives far away, and 8:00 is too early.');
  tell(story, MAILROOM, 'tells staff of these two, and notes the others.');
  expectThat(story, 'each answer is on record', agreed === FINALISTS - 2 && answers.get(last?.code ?? '') === 'declined' && answers.get(early?.code ?? '') === 'swap');
  expectThat(story, 'staff hear of who does not agree, and of nobody else', (await lettersTo(story, STAFF, 'staff-alert')).filter((l) => (l.facts as { what?: string }).what === 'defence-answer').length === 2);
}

async function calendarsFollow(story: Story): Promise<void> {
  const all = await slots(story);
  const [early, last] = [all[0], all.at(-1)];
  if (!early || !last) return expectThat(story, 'there are slots', false);
  await decides(story, 'Tác giả báo không dự', (tx) => cancelAct(tx, 'defence', last.code));
  await decides(story, 'Tác giả xin đổi lịch', (tx) => moveAct(tx, 'defence', early.code, { startsAt: last.startsAt }));
  await invite(story);
  tell(story, STAFF_NAME, `cancel the one hour and give it to ${authorOf(early.code)}; DUYỆT.`);
  const letters = await lettersTo(story, null, 'defence-invitation');
  const entry = (slot: SlotRow): Partial<Appointment> | undefined => (letters.find((l) => l.key === keyOfSlot({ id: slot.id, sequence: 1 }))?.facts as { attached?: Partial<Appointment>[] } | undefined)?.attached?.find((a) => a.uid !== undefined);
  const [moved, cancelled] = [entry(early), entry(last)];
  tell(story, MAILROOM, 'sends both the news, with calendar entries that replace the old ones (SEQUENCE 1).');
  expectThat(story, 'one calendar entry moves, the other goes', moved?.sequence === 1 && moved.cancelled === false && cancelled?.sequence === 1 && cancelled.cancelled === true);
  const mail = letters.find((l) => l.key === keyOfSlot({ id: early.id, sequence: 1 }));
  await replies(story, mail?.toAddress ?? '', 'defence-invitation', 'ĐỒNG Ý');
  tell(story, authorOf(early.code), 'ĐỒNG Ý.');
  expectThat(story, 'nobody else heard twice, and who moved agrees', letters.length === FINALISTS + 2 && (await slots(story)).find((s) => s.code === early.code)?.answer === 'accepted');
}

/** All seven score all that they may: means, never sums. */
async function juryScores(story: Story): Promise<void> {
  const { loaded } = story.theatre.service.services;
  const absent = (await slots(story)).flatMap((s) => (s.cancelledAt === null ? [] : [s.code]));
  const { rows, short, apart } = await sheetsOnPaper(story, absent);
  await decides(story, 'Phiếu chấm vòng bảo vệ ý tưởng', (tx) => sheetsAct(tx, loaded, 'defence', typed(story, 'defence', rows)));
  tell(story, STAFF_NAME, `type ${rows.length} sheets of ${JUDGES.length} judges from paper; ${apart} pairs stood apart for a conflict.`);
  const asked = await decides(story, 'Biên bản số 03/BB-BGK', (tx) => advanceAct(tx, loaded, 'defence', [], [...short, ...absent]));
  tell(story, 'the jury', `closes the ranking: ${short.length} entries stand with fewer sheets, since means are compared and never sums; who did not come gets no place, and no zero.`);
  expectThat(story, 'whoever did not come has no place', absent.length === 1 && asked.warnings.includes(`${absent[0]} was not judged: it gets no place`));
}

async function sheetsOnPaper({ theatre }: Story, absent: string[]): Promise<{ rows: [string, string, Marks][]; short: string[]; apart: number }> {
  return read(theatre, async (tx) => {
    const finalists = await advancedEntries(tx, 'preliminary');
    const against = await conflictsInRound(tx, theatre.service.services.loaded, 'defence');
    const ids = new Map((await listMembers(tx, 'jury')).map((m) => [m.name, m.id]));
    const may = (entryId: string, judge: string): boolean => !against(ids.get(judge) ?? '', entryId).some((c) => c.hard);
    const pairs = finalists.flatMap((f, i) => (absent.includes(f.code) ? [] : JUDGES.map(([judge], j) => ({ ...f, judge, marks: finalMarks(i, j), may: may(f.entryId, judge) }))));
    const apart = pairs.filter((p) => !p.may);
    return { rows: pairs.filter((p) => p.may).map((p): [string, string, Marks] => [p.code, p.judge, p.marks]), short: [...new Set(apart.map((p) => p.code))], apart: apart.length };
  });
}

/** As staff type a list from paper. */
function typed({ theatre: { service } }: Story, round: string, rows: [string, string, Marks][]): TypedSheet[] {
  const rules = rulesOf(service.services.loaded.contest, round);
  const { sheets, faults } = readSheets(`code;judge;${rules.rubric.map((c) => c.key).join(';')}\n${rows.map(([code, judge, marks]) => [code, judge, ...marks.map(asWritten)].join(';')).join('\n')}\n`, rules);
  if (faults.length > 0) throw new Error(`the play types a sheet that cannot be: ${faults.map((f) => f.told).join('; ')}`);
  return sheets;
}
