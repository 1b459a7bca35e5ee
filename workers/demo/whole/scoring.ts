/** September: judges score by reply, each in their own way, until the round is locked. */
import type { LetterFacts } from '../../../schemas/letters.ts';
import { grouped } from '../../../src/results/grouped.ts';
import { countingSheets } from '../../../src/store/results/sheets.ts';
import { roundNow } from '../../results/standings.ts';
import { listMessages } from '../../../src/store/messages.ts';
import { read } from '../play.ts';
import { STAFF } from '../scenes.ts';
import { judgeNamed, named } from './cast.ts';
import { acceptSince, giveTo, openNow } from './jury.ts';
import { APART, changed, filled, marksOf, numberOf, type Marks } from './marks.ts';
import { waiting } from './outcome.ts';
import { factsTo, lettersTo, replies, replyTo, staffAnswer, staffReplies, writes, type Act, type Mail, type Story } from './story.ts';
import { expectThat, MAILROOM, STAFF_NAME, tell } from './telling.ts';

export const scoring: Act = {
  title: '4. The preliminary round: scores by reply, due on 30 September', scenes: [
    { name: 'judges score by filling in the form in their reply', at: '2024-09-18T09:00:00+07:00', play: mostScore },
    { name: 'a score out of range and a code of somebody else are answered, and count for nothing', at: '2024-09-19T20:00:00+07:00', play: oneIsMistaken },
    { name: 'where two judges lie 20 points apart, a third is asked once staff approved, and scores by mail', at: '2024-09-20T08:00:00+07:00', play: thirdJudges },
    { name: 'where three judges lie apart, the chair decides by mail, once staff approved the question', at: '2024-09-21T08:00:00+07:00', play: chairDecides },
    { name: 'a judge who is away is left in peace, and staff get names', at: '2024-09-23T09:00:00+07:00', play: oneIsAway },
    { name: 'the judge who is away hears no reminder', at: '2024-09-28T09:00:00+07:00', play: awayHearsNothing },
    { name: 'a judge comes back, says so, and scores in the same mail', at: '2024-09-29T10:00:00+07:00', play: backAgain },
    { name: 'a judge who stays silent is reminded at each step, and staff get a ready replacement', at: '2024-10-04T09:00:00+07:00', play: oneIsSilent },
    { name: 'staff give on what the silent judge left, and it is scored in time', at: '2024-10-04T09:30:00+07:00', play: silentIsReplaced },
    { name: 'a reply after the locking is refused, and changes nothing', at: '2024-10-08T08:30:00+07:00', play: tooLate },
  ],
};

/** Those who score at once. Two entries divide their judges. */
async function mostScore(story: Story): Promise<void> {
  const early = [named.chair, named.conflicted, named.declines, named.afterLock];
  const open = await openNow(story);
  const lower = dividing(open, [...early, named.mistaken], early);
  const packages = (await Promise.all(early.map((name) => lettersTo(story, judgeNamed(name), 'judge-package')))).flat();
  await writes(story, ...packages.map((letter) => replyTo(letter, filled(letter, (code) => (lower.get(code) === letter.toAddress ? changed(marksOf(numberOf(code)), APART.low) : marksOf(numberOf(code)))))));
  const done = (await openNow(story)).filter((a) => a.sheet === 'complete');
  tell(story, `${early.length} judges`, `write their scores into the form and reply: ${done.length} sheets, each echoed line by line with its sum.`);
  expectThat(story, 'whoever filled in the form has complete sheets', done.length > 0 && done.length === open.filter((a) => early.some((name) => name === a.judge)).length);
}

/** Two entries that only `among` judge: for each code the address of one of `early`, who gives much less. */
function dividing(open: Awaited<ReturnType<typeof openNow>>, among: readonly string[], early: readonly string[]): Map<string, string> {
  const judges = grouped(open, (a) => a.code);
  const found = [...judges].filter(([code, own]) => numberOf(code) <= MIDDLE && own.every((a) => among.includes(a.judge)));
  return new Map(found.slice(0, 2).flatMap(([code, own]) => own.filter((a) => early.includes(a.judge)).slice(0, 1).map((a): [string, string] => [code, a.address])));
}
/** Entries up to here go on, even where one judge gives little. */
const MIDDLE = 10;

async function oneIsMistaken(story: Story): Promise<void> {
  const from = judgeNamed(named.mistaken);
  const packages = await lettersTo(story, from, 'judge-package');
  const own = (await openNow(story)).filter((a) => a.judge === named.mistaken).map((a) => a.code);
  const foreign = (await openNow(story)).find((a) => !own.includes(a.code))?.code ?? '';
  const [first = ''] = own;
  const wrong = (code: string): Marks => (code === first ? [35, ...marksOf(numberOf(code)).slice(1)] : marksOf(numberOf(code)));
  const mails = packages.map((letter): Mail => replyTo(letter, filled(letter, wrong)));
  if (mails[0]) mails[0].text = `MÃ BÀI: ${foreign}\n1. 25\n2. 20\n3. 20\n4. 10\n5. 4\n\n${mails[0].text}`;
  await writes(story, ...mails);
  const answers = (await lettersTo(story, from, 'judge-read')).slice(0, mails.length);
  const refused = answers.flatMap((l) => (l.facts as LetterFacts<'judge-read'>).refused.map((r) => `${r.code} ${r.why}`));
  tell(story, named.mistaken, `scores too, but gives one entry 35 of 30 points, and scores ${foreign}, which is not his.`);
  tell(story, MAILROOM, 'takes the rest; its answer says of both what is wrong and what to do.');
  expectThat(story, 'both lines are named, and no other', refused.toSorted().join('; ') === [`${first} out-of-range`, `${foreign} not-yours`].toSorted().join('; '));
  expectThat(story, 'the sheet with the wrong line waits as a draft', (await openNow(story)).filter((a) => a.judge === named.mistaken && a.sheet !== 'complete').map((a) => a.code).join() === first);
  await replies(story, from, 'judge-read', `MÃ BÀI: ${first}\n1. ${String(marksOf(numberOf(first))[0]).replace('.', ',')}`);
  tell(story, named.mistaken, 'corrects the one line by replying.');
  expectThat(story, 'a correction of one line completes the sheet', (await openNow(story)).filter((a) => a.judge === named.mistaken).every((a) => a.sheet === 'complete'));
}

/** Of the two that are asked one agrees with one of the judges before, and one with neither. */
async function thirdJudges(story: Story): Promise<void> {
  const asked = (await lettersTo(story, STAFF, 'further-judge-request')).map((letter) => ({ letter, facts: letter.facts as LetterFacts<'further-judge-request'> })).toSorted((a, b) => (a.facts.entry.code < b.facts.entry.code ? -1 : 1));
  const codes = asked.map((a) => a.facts.entry.code);
  tell(story, MAILROOM, `sees that the judges of ${codes.join(' and of ')} lie more than 20 points apart. It names a third for each to staff, with the letter that would leave.`);
  const before = await lettersTo(story, null, 'judge-invitation');
  for (const { letter, facts } of asked) await staffAnswer(story, letter, `DUYỆT ${facts.code}`);
  tell(story, STAFF_NAME, `reply DUYỆT (approved) to both.`);
  const invited = await acceptSince(story, before);
  const packages = (await lettersTo(story, null, 'judge-package')).slice(0, invited.length);
  await writes(story, ...packages.map((letter) => replyTo(letter, filled(letter, (code) => changed(marksOf(numberOf(code)), code === codes[0] ? APART.agrees : APART.lowest)))));
  for (const [i, { facts }] of asked.entries()) tell(story, facts.asked.name, i === 0 ? `accepts and scores: agrees with one of them, and the mean of all three counts.` : 'accepts and scores: agrees with neither. That goes to the chair.');
  expectThat(story, 'a third judge is asked for two entries, and nobody else', asked.length === 2 && invited.map((l) => l.toAddress).toSorted().join() === asked.map((a) => a.facts.asked.address).toSorted().join());
  expectThat(story, 'one entry is settled by it, and one waits for the chair', (await waiting(story, 'further-judge')).length === 0 && (await waiting(story, 'chair')).join() === codes[1]);
}

async function chairDecides(story: Story): Promise<void> {
  const from = judgeNamed(named.chair);
  const proposal = await factsTo(story, STAFF, 'chair-proposal');
  await staffReplies(story, 'chair-proposal', `DUYỆT ${proposal?.code ?? ''}`);
  await replies(story, from, 'chair-request', '80,5\nNhận xét: sáng kiến rõ, minh chứng còn ít.');
  const code = proposal?.entry.code ?? '';
  tell(story, STAFF_NAME, 'reply DUYỆT to the question to the chair, which shows the totals and not whose they are.');
  tell(story, named.chair, `as chair replies 80,5 for ${code}: that counts, and all sheets stay on record.`);
  const now = await read(story.theatre, async (tx) => (await roundNow(tx, story.theatre.service.services.loaded.contest, 'preliminary')).ranking.entries.find((e) => e.code === code));
  expectThat(story, 'the chair is asked once, and the word counts instead of the mean', (await lettersTo(story, null, 'chair-request')).length === 1 && now?.chair === '80.5' && now.counts === '80.5' && now.sheets.length === 3);
}

async function oneIsAway(story: Story): Promise<void> {
  const [silent, away] = [judgeNamed(named.silent), judgeNamed(named.away)];
  const reminded = await lettersTo(story, null, 'judge-reminder');
  tell(story, MAILROOM, `reminds the ${reminded.length} judges who have something open, a week before it is due.`);
  expectThat(story, 'only who has something open is reminded', reminded.map((l) => l.toAddress).toSorted().join() === [silent, away].toSorted().join());
  const letter = reminded.find((l) => l.toAddress === away);
  if (letter) await writes(story, { ...replyTo(letter, 'Tôi nghỉ phép đến hết ngày 29/9/2024.', { headers: { 'Auto-Submitted': 'auto-replied' } }), subject: `Trả lời tự động: ${letter.subject}` });
  const [newest] = await read(story.theatre, (tx) => listMessages(tx, { limit: 1 }));
  const asked = await factsTo(story, STAFF, 'judge-substitute');
  tell(story, named.away, 'is on leave; the out-of-office reply says until 29/9.');
  tell(story, MAILROOM, `sends no reminders meanwhile, and names somebody for each of ${asked?.entries.length ?? 0} entries to staff, who wait.`);
  expectThat(story, 'an out-of-office reply pauses, and staff get names', newest?.outcome === 'auto-reply-recorded' && asked?.why === 'away' && asked.entries.every((e) => e.substitute !== null));
}

async function awayHearsNothing(story: Story): Promise<void> {
  const reminded = await lettersTo(story, null, 'judge-reminder');
  const to = (name: string): number => reminded.filter((l) => l.toAddress === judgeNamed(name)).length;
  tell(story, MAILROOM, `reminds ${named.silent} again, and leaves ${named.away} in peace.`);
  expectThat(story, 'who is away hears no reminder', to(named.silent) === 2 && to(named.away) === 1);
}

async function backAgain(story: Story): Promise<void> {
  const from = judgeNamed(named.away);
  const left = new Set((await openNow(story)).filter((a) => a.judge === named.away && a.sheet !== 'complete').map((a) => a.code));
  const forms = (await lettersTo(story, from, 'judge-package')).map((letter) => ({ letter, form: filled(letter, (code) => (left.has(code) ? marksOf(numberOf(code)) : null)) })).filter((f) => f.form !== '');
  await writes(story, ...forms.map(({ letter, form }, i) => replyTo(letter, `${i === 0 ? 'TIẾP TỤC\n\n' : ''}${form}`)));
  const own = (await openNow(story)).filter((a) => a.judge === named.away);
  const resumed = (await lettersTo(story, from, 'judge-read')).some((l) => (l.facts as LetterFacts<'judge-read'>).resumed);
  tell(story, named.away, `is back early: TIẾP TỤC (resume), and all ${left.size} sheets at once.`);
  expectThat(story, 'who is back is taken up again, with all that the mail says', resumed && own.every((a) => a.sheet === 'complete'));
}

async function oneIsSilent(story: Story): Promise<void> {
  const reminded = await lettersTo(story, judgeNamed(named.silent), 'judge-reminder');
  const asked = await factsTo(story, STAFF, 'judge-substitute');
  tell(story, MAILROOM, `has reminded ${named.silent} ${reminded.length} times by now, 7 and 2 days before and 1 and 4 working days after: no answer.`);
  tell(story, '', `tells staff, with somebody ready for each of the ${asked?.entries.length ?? 0} entries.`);
  const open = (await openNow(story)).filter((a) => a.judge === named.silent);
  expectThat(story, 'the silent judge was reminded at each step', reminded.length === 4);
  expectThat(story, 'staff get somebody for each entry, and nothing changed by itself', asked?.why === 'late' && asked.entries.length === open.length && asked.entries.every((e) => e.substitute !== null) && open.length > 0);
}

async function silentIsReplaced(story: Story): Promise<void> {
  const from = judgeNamed(named.silent);
  const asked = await factsTo(story, STAFF, 'judge-substitute');
  const given = (asked?.entries ?? []).flatMap((e) => (e.substitute ? [{ code: e.code, to: e.substitute.address, from }] : []));
  const invited = await giveTo(story, given);
  const packages = (await lettersTo(story, null, 'judge-package')).slice(0, invited.length);
  const codes = new Set(given.map((g) => g.code));
  await writes(story, ...packages.map((letter) => replyTo(letter, filled(letter, (code) => (codes.has(code) ? marksOf(numberOf(code)) : null)))));
  const open = await openNow(story);
  tell(story, STAFF_NAME, `give them to ${new Set(given.map((g) => g.to)).size} others, who accept and score before the round locks.`);
  tell(story, MAILROOM, `tells ${named.silent} that nothing is left to do.`);
  expectThat(story, 'what was left is scored by others', open.every((a) => a.sheet === 'complete') && !open.some((a) => a.judge === named.silent));
  expectThat(story, 'the silent judge hears that it is over', (await lettersTo(story, from, 'judge-released')).length > 0);
}

async function tooLate(story: Story): Promise<void> {
  const from = judgeNamed(named.afterLock);
  const [code = ''] = (await openNow(story)).filter((a) => a.judge === named.afterLock).map((a) => a.code);
  const sheets = async (): Promise<string> => JSON.stringify((await read(story.theatre, (tx) => countingSheets(tx, 'preliminary'))).map((s) => [s.id, s.marks]).toSorted());
  const before = await sheets();
  await replies(story, from, 'judge-read', `MÃ BÀI: ${code}\n1. 5`);
  const answer = await factsTo(story, from, 'judge-read');
  tell(story, named.afterLock, 'wants to lower a score a day after the locking.');
  tell(story, MAILROOM, 'says that scores were taken until 7/10, 17:00, and takes nothing.');
  expectThat(story, 'the reply is refused as too late', answer?.over === true && answer.refused.some((r) => r.why === 'locked') && answer.sheets.length === 0);
  expectThat(story, 'no sheet came of it', await sheets() === before);
}
