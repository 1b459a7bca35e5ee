/** A withdrawal is only ever asked for by mail: a second reply from the registered address makes it true. */
import { liveStates } from '../../schemas/states.ts';
import { askToConfirmWithdrawal, askWhichEntry } from './ask.ts';
import type { Effect } from './inbound.ts';
import { answerStatus } from './status-query.ts';
import { entriesMeant } from './supplement.ts';

export const withdrawal: Effect = async (tx, mail) => {
  const meant = entriesMeant(mail);
  const candidates = (meant.length > 0 ? meant : mail.ownEntries).filter((e) => liveStates.includes(e.state));
  const [entry] = candidates;
  if (!entry) return answerStatus(tx, mail, 'a withdrawal without an entry that could be withdrawn');
  if (candidates.length > 1) return askWhichEntry(tx, mail, candidates, 'withdrawal');
  return askToConfirmWithdrawal(tx, mail, entry);
};
