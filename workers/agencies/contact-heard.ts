/** What machines say of a contact of an agency: away until a day, or not to be reached. The next letter goes to the second contact. */
import { agencyLetterKinds, type LetterFacts } from '../../schemas/letters.ts';
import { returnDateIn } from '../../src/mail/return-date.ts';
import { nudgeTo, pauseContact } from '../../src/store/agency-contacts.ts';
import type { Tx } from '../../src/store/database.ts';
import type { LetterRow } from '../../src/store/letters.ts';
import type { Inbound } from '../inbound/inbound.ts';

const DAY = 86_400_000;
/** An auto-reply that names no letter is about one of so many days; one that names no day pauses for so long. */
const ABOUT = 14 * DAY;
const AWAY = 14 * DAY;
const LONGEST_SAID = 300;

/** An auto-reply to a letter to an agency. @returns until when its contact is paused; null where it is about no such letter */
export async function contactAway(tx: Tx, mail: Inbound): Promise<Date | null> {
  const letter = await nudgeOf(tx, mail);
  const agencyId = agencyOf(letter);
  if (letter === null || agencyId === null) return null;
  const { zone } = mail.services.loaded.contest;
  const at = mail.message.internalDate;
  const said = `${mail.reading.subject ?? ''}\n${mail.reading.text}`;
  const pausedUntil = returnDateIn(said, at, zone) ?? new Date(at.getTime() + AWAY);
  await pauseContact(tx, { agencyId, address: letter.toAddress, why: 'auto-reply', pausedUntil, said: inALine(said), messageId: mail.message.id, at });
  return pausedUntil;
}

/** A letter to an agency bounced: its address is written to no more, until the list names another. Other letters are none of our business. */
export async function contactBounced(tx: Tx, mail: Inbound, letter: LetterRow, said: string): Promise<void> {
  const agencyId = isToAgency(letter) ? agencyOf(letter) : null;
  if (agencyId === null) return;
  await pauseContact(tx, { agencyId, address: letter.toAddress, why: 'bounce', pausedUntil: null, said: inALine(said), messageId: mail.message.id, at: mail.message.internalDate });
}

/** Proven by the letter that it answers; many name none and are known by the address alone, unless that is forged. */
async function nudgeOf(tx: Tx, mail: Inbound): Promise<LetterRow | null> {
  if (mail.letter !== null) return isToAgency(mail.letter) ? mail.letter : null;
  if (mail.sender === null || mail.authentication === 'fail') return null;
  return nudgeTo(tx, mail.sender, new Date(mail.message.internalDate.getTime() - ABOUT));
}

function isToAgency({ kind }: LetterRow): boolean {
  return (agencyLetterKinds as readonly string[]).includes(kind);
}

/** A letter that was taken from its copy after a restore has no facts. */
function agencyOf(letter: LetterRow | null): string | null {
  return (letter?.facts as Partial<LetterFacts<'agency-nudge'>> | undefined)?.agencyId ?? null;
}

function inALine(said: string): string {
  return said.slice(0, 2_000).replace(/\s+/g, ' ').trim().slice(0, LONGEST_SAID);
}
