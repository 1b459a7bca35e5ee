/** From when on a judge's words change nothing of what is ranked: the lock of the contest file, or the act that closed the round. */
import { outcomeOf } from '../../src/store/results/outcomes.ts';
import type { Tx } from '../../src/store/database.ts';
import type { JudgeMail } from './judge-mail.ts';

/** closed = a person closed the round; locked = the mail arrived after the hour of the contest file; null = in time. Call only after takeResultsTurn, or the round may close meanwhile. */
export async function lateness(tx: Tx, { round, mail }: Pick<JudgeMail, 'round' | 'mail'>): Promise<'closed' | 'locked' | null> {
  if (await outcomeOf(tx, round.key) !== null) return 'closed';
  return mail.message.internalDate >= round.locksAt ? 'locked' : null;
}
