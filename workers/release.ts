/** Staff let letters leave that waited, or that did not arrive. */
import { randomUUID } from 'node:crypto';
import { isOnPaper } from '../src/papers/reach.ts';
import { MOVED_HOLD, unbindLetter } from '../src/store/approved-letters.ts';
import { recordDecision } from '../src/store/audit.ts';
import type { Tx } from '../src/store/database.ts';
import { lockLetter, releaseLetter, type LetterRow } from '../src/store/letters.ts';
import { HELD_SINCE_RESTORE, MAY_BE_ANSWERED } from '../src/store/restoration.ts';
import { BREAKER_HOLD, enqueueSending } from './outbox.ts';

/** On record with what had kept it and whereto it goes. False where it is in no state to be released any more. */
export async function releaseOne(tx: Tx, id: string, { to, by }: { to?: string; by: string }): Promise<boolean> {
  const letter: LetterRow | null = await lockLetter(tx, id);
  const address = to?.toLowerCase() ?? letter?.toAddress ?? '';
  if (letter === null || !(await releaseLetter(tx, id, address, isOnPaper(address) ? 'to-print' : 'due'))) return false;
  // Who lets go what was held for this has seen it; nothing else asks again.
  if (letter.reason === MOVED_HOLD) await unbindLetter(tx, id);
  if (!isOnPaper(address)) enqueueSending(tx, letter, undefined, randomUUID());
  await recordDecision(tx, { actor: by, action: 'release-letter', subject: id, detail: { kind: letter.kind, was: letter.state }, texts: { to: letter.toAddress, newTo: to?.toLowerCase() ?? null, held: letter.reason } });
  return true;
}

/**
 * Letters that answer a flood, may have left before a restore, or are true no more, are no part of "all": who wants them to leave names them, or
 * their kind. Thousands of strangers would get one, and entrants a second.
 */
export function isPartOfAll({ reason, kind }: LetterRow, wanted: string | undefined): boolean {
  if (wanted !== undefined) return kind === wanted;
  return reason !== BREAKER_HOLD && reason !== MOVED_HOLD && reason !== MAY_BE_ANSWERED && reason?.endsWith(HELD_SINCE_RESTORE) !== true;
}
