/** A letter to a judge came to nothing: it goes to another address of theirs, where there is one, and staff hear who could take over what is open. */
import { judgeLetterKinds } from '../../schemas/letters.ts';
import { judgedRound } from '../../src/contest/judged-rounds.ts';
import { JURY } from '../../src/judging/roster.ts';
import type { Tx } from '../../src/store/database.ts';
import { openAssignmentsOf } from '../../src/store/judging/assignments.ts';
import { membersByAddress, type MemberRow } from '../../src/store/judging/members.ts';
import { loadLetter, triedAt, type LetterRow } from '../../src/store/letters.ts';
import type { ByHand } from '../by-hand/change.ts';
import { postWritten } from '../outbox.ts';
import { askForSubstitute } from './substitute.ts';

const LONGEST_SAID = 200;

export async function seekJudge(tx: Tx, services: ByHand, letterId: string): Promise<void> {
  const letter = await loadLetter(tx, letterId);
  if (letter === null || letter.erasureId !== null || !(judgeLetterKinds as readonly string[]).includes(letter.kind) || (letter.state !== 'bounced' && letter.state !== 'rejected')) return;
  const address = letter.toAddress.toLowerCase();
  const [member] = await membersByAddress(tx, JURY, address);
  if (!member) return;
  const other = await sendElsewhere(tx, services, letter, member);
  await lookForOthers(tx, services, member, { address, said: (letter.reason ?? letter.smtpReply ?? '').slice(0, LONGEST_SAID), other });
}

/** The same letter, to the first address that it was not sent to yet. @returns which */
async function sendElsewhere(tx: Tx, services: ByHand, letter: LetterRow, member: MemberRow): Promise<string | null> {
  const key = letter.key.replace(/^again:[^:]*:/, '');
  const tried = await triedAt(tx, key);
  const other = member.emails.find((e) => !tried.includes(e));
  if (other === undefined) return null;
  const { subject, text, html, facts } = letter;
  await postWritten(tx, services, { kind: letter.kind, key: `again:${other}:${key}`, to: other, ...(letter.entryId === null ? {} : { entryId: letter.entryId }), facts, words: { subject, text, html } });
  return other;
}

/** As for one who is away too long: nothing changes before staff say so. Told once of each address. */
async function lookForOthers(tx: Tx, services: ByHand, member: MemberRow, unreached: { address: string; said: string; other: string | null }): Promise<void> {
  const open = (await openAssignmentsOf(tx, { memberId: member.id })).filter((a) => a.sheet !== 'complete');
  for (const key of new Set(open.map((a) => a.round))) {
    const round = judgedRound(services.loaded.contest, key, tx.now);
    if (tx.now >= round.locksAt) continue;
    await askForSubstitute(tx, services, { member, round, why: 'unreachable', unreached, entries: open.filter((a) => a.round === key), key: `unreachable:${member.id}:${key}:${unreached.address}` });
  }
}
