/** What becomes of a letter at a bad mail server, and of the evidence that it was taken: drawn from seed, address and try. */
import { randomOf } from './random.ts';

export const fates = [
  'take', // 250
  'drip', // 250, one byte at a time
  'take-drop', // taken, then the line breaks instead of saying so
  'take-hang', // taken, then silence
  'refuse-recipient', // 450 to the entrant; the own copy is taken all the same
  'drop-at-data', // the line breaks in answer to DATA
  'drop-in-body', // the line breaks in the middle of the letter
  'refuse-letter', // 451 after the dot
  'lose-letter', // not taken, the line breaks after the dot
] as const;
export type Fate = (typeof fates)[number];

/** How a letter that was taken shows: the own copy in the inbox at once, after a moment or too late; elsewhere, otherwise, or not at all. */
export const evidences = ['copy', 'copy-soon', 'copy-late', 'none', 'sent-folder', 'reply', 'bounce'] as const;
export type Evidence = (typeof evidences)[number];

const badly: Record<Fate, number> = { take: 910, drip: 10, 'take-drop': 25, 'take-hang': 5, 'refuse-recipient': 8, 'drop-at-data': 8, 'drop-in-body': 6, 'refuse-letter': 12, 'lose-letter': 16 };
const kindly: Record<Fate, number> = { ...badly, take: 1, drip: 0, 'take-drop': 0, 'take-hang': 0, 'refuse-recipient': 0, 'drop-at-data': 0, 'drop-in-body': 0, 'refuse-letter': 0, 'lose-letter': 0 };
const shown: Record<Evidence, number> = { copy: 880, 'copy-soon': 40, 'copy-late': 25, none: 25, 'sent-folder': 20, reply: 5, bounce: 5 };

/** @param attempt how often this address was named to the server */
export function fateOf(seed: string, bad: boolean, address: string, attempt: number): Fate {
  return randomOf(seed, `fate ${address} ${attempt}`).weighted(bad ? badly : kindly);
}

/** How and, in ms after the letter was taken, when its evidence shows. @param waitMs how long the service waits for it */
export function evidenceOf(seed: string, address: string, taken: number, waitMs: number): { evidence: Evidence; afterMs: number } {
  const random = randomOf(seed, `evidence ${address} ${taken}`);
  const evidence = random.weighted(shown);
  if (evidence === 'copy-late') return { evidence, afterMs: waitMs + random.between(1_500, 6_000) };
  return { evidence, afterMs: evidence === 'copy' ? 0 : random.between(50, Math.floor(waitMs / 4)) };
}
