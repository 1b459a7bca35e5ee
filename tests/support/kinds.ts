/** Classifying a mail of somebody nobody knows. */
import type { Contest } from '../../schemas/contest.ts';
import type { KindContext } from '../../src/mail/kinds/kind.ts';

export function stranger(contest: Contest, known: Partial<KindContext> = {}): KindContext {
  return { contest, thread: { ours: false, letterKind: null, entryCode: null, answers: false }, codes: [], knownSender: false, judge: false, staff: false, ownAddress: false, ownLetter: false, ...known };
}
