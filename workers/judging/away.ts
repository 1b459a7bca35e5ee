/** An auto-reply of a judge: no reminders until they are back, and, where that is too late for what is open, somebody else is looked for. */
import { judgedRound } from '../../src/contest/judged-rounds.ts';
import { availability } from '../../src/judging/availability.ts';
import { chairLetters } from '../../src/judging/chair.ts';
import { dueOf } from '../../src/judging/further-due.ts';
import { JURY } from '../../src/judging/roster.ts';
import { returnDateIn } from '../../src/mail/return-date.ts';
import type { Tx } from '../../src/store/database.ts';
import { openAssignmentsOf } from '../../src/store/judging/assignments.ts';
import { addAbsence, membersByAddress, openAbsences } from '../../src/store/judging/members.ts';
import type { Inbound } from '../inbound/inbound.ts';
import { askForSubstitute } from './substitute.ts';

const DAY = 86_400_000;
/** One that names no day pauses for so long. */
const AWAY = 7 * DAY;
const LONGEST_SAID = 300;

/** It must answer a letter to this judge, or come from their address while no letter is named; never where that is forged. @returns until when; null where it is no judge's */
export async function judgeAway(tx: Tx, mail: Inbound): Promise<Date | null> {
  const { letter, sender, services, message, reading } = mail;
  const toJudge = letter !== null && (letter.kind.startsWith('judge-') || (chairLetters as readonly string[]).includes(letter.kind)) && letter.kind !== 'judge-substitute' && letter.kind !== 'judge-refused';
  if ((letter !== null && !toJudge) || mail.authentication === 'fail') return null;
  const address = letter?.toAddress.toLowerCase() ?? sender;
  const [member] = address === null ? [] : await membersByAddress(tx, JURY, address);
  if (!member) return null;
  const { contest } = services.loaded;
  const said = `${reading.subject ?? ''}\n${reading.text}`;
  const at = message.internalDate;
  const until = returnDateIn(said, at, contest.zone) ?? new Date(at.getTime() + AWAY);
  if (until <= tx.now) return null;
  const known = (await openAbsences(tx, member.id)).some((a) => a.to === null || a.to >= until);
  if (!known) await addAbsence(tx, { memberId: member.id, from: at, to: until, why: 'auto-reply', said: said.slice(0, 2_000).replace(/\s+/g, ' ').trim().slice(0, LONGEST_SAID), messageId: message.id });
  await replace(tx, mail, member.id, until);
  return until;
}

async function replace(tx: Tx, mail: Inbound, memberId: string, until: Date): Promise<void> {
  const { contest } = mail.services.loaded;
  const open = (await openAssignmentsOf(tx, { memberId })).filter((a) => a.sheet !== 'complete');
  for (const key of new Set(open.map((a) => a.round))) {
    const round = judgedRound(contest, key, tx.now);
    const [member] = await membersByAddress(tx, JURY, mail.letter?.toAddress.toLowerCase() ?? mail.sender ?? '');
    if (!member || tx.now >= round.locksAt) continue;
    const absences = await openAbsences(tx, memberId);
    const entries = open.filter((a) => a.round === key && availability(member, absences, tx.now, dueOf(a, round), contest.zone).state === 'away');
    await askForSubstitute(tx, mail.services, { member, round, why: 'away', until, entries, key: `away:${memberId}:${key}:${until.toISOString().slice(0, 10)}` });
  }
}
