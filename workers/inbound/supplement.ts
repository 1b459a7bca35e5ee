/** More for an entry that exists: by our letter's token, by the thread, or by code and known sender. */
import { liveStates } from '../../schemas/states.ts';
import { sendersOf, takeTurn, type EntryRow } from '../../src/store/entries.ts';
import { askRegisteredAddress, askWhichEntry } from './ask.ts';
import type { Effect, Inbound } from './inbound.ts';
import { answerStatus } from './status-query.ts';
import { registerAs, submission } from './submission.ts';

export const supplement: Effect = async (tx, mail) => {
  const meant = entriesMeant(mail);
  const live = meant.filter((e) => liveStates.includes(e.state));
  const [entry] = live;
  if (meant.length > 0 && !entry) return answerStatus(tx, mail, 'a supplement to an entry that was withdrawn');
  if (!entry) return submission(tx, mail);
  if (live.length > 1) return askWhichEntry(tx, mail, live, 'supplement');
  await takeTurn(tx);
  const known = mail.sender !== null && (await sendersOf(tx, entry.id)).includes(mail.sender);
  if (!known || mail.authentication === 'fail') return askRegisteredAddress(tx, mail, entry);
  return registerAs(tx, mail, entry);
};

/** A code in the new text is the sender's own word; the thread comes second, where it names one entry or the code is not given. */
export function entriesMeant(mail: Inbound): EntryRow[] {
  if (mail.namedEntries.length > 0) return mail.namedEntries;
  return mail.threadEntries;
}
