/** More for an entry that exists: by our letter's token, by the thread, or by code and known sender. */
import { liveStates } from '../../schemas/states.ts';
import { sendersOf, takeTurn, type EntryRow } from '../../src/store/entries.ts';
import { askRegisteredAddress, askWhichEntry } from './ask.ts';
import { entriesIn } from '../../src/entry/division.ts';
import type { Tx } from '../../src/store/database.ts';
import type { Effect, Ending, Inbound } from './inbound.ts';
import { answerStatus } from './status-query.ts';
import { registerAnswers, registerAs, submission } from './submission.ts';

export const supplement: Effect = async (tx, mail) => {
  const meant = entriesMeant(mail);
  const live = meant.filter((e) => liveStates.includes(e.state));
  const [entry] = live;
  if (meant.length > 0 && !entry) return answerStatus(tx, mail, 'a supplement to an entry that was withdrawn');
  // Several forms are several entries, also in a reply: what bears a known title is the next version of that one.
  if (!entry || entriesIn(mail.reading, mail.services.loaded.contest).length > 1) return submission(tx, mail);
  if (live.length > 1 && mail.answers.size > 0 && mail.reading.documents.length === 0) return answersOfSeveral(tx, mail, live);
  if (live.length > 1) return askWhichEntry(tx, mail, live, 'supplement');
  await takeTurn(tx);
  const known = mail.sender !== null && (await sendersOf(tx, entry.id)).includes(mail.sender);
  if (!known || mail.authentication === 'fail') return askRegisteredAddress(tx, mail, entry);
  return registerAs(tx, mail, entry);
};

/** Answers below the codes of a letter that listed several entries: a version of each that was answered. */
async function answersOfSeveral(tx: Tx, mail: Inbound, live: EntryRow[]): Promise<Ending> {
  await takeTurn(tx);
  const { sender } = mail;
  const own = sender === null || mail.authentication === 'fail' ? [] : await ownAmong(tx, live.filter((e) => mail.answers.has(e.id)), sender);
  if (own.length === 0) return askWhichEntry(tx, mail, live, 'supplement');
  const endings: Ending[] = [];
  for (const entry of own) endings.push(await registerAnswers(tx, mail, entry));
  return { outcome: 'registered', reason: endings.map((e) => e.reason).join('; '), ...(own[0] ? { entryId: own[0].id } : {}) };
}

async function ownAmong(tx: Tx, entries: EntryRow[], sender: string): Promise<EntryRow[]> {
  const known = await Promise.all(entries.map(async (e) => ((await sendersOf(tx, e.id)).includes(sender) ? [e] : [])));
  return known.flat();
}

/** A code in the new text is the sender's own word; the thread comes second, where it names one entry or the code is not given. */
export function entriesMeant(mail: Inbound): EntryRow[] {
  if (mail.namedEntries.length > 0) return mail.namedEntries;
  return mail.threadEntries;
}
