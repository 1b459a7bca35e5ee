/** Asking before doing: which entry is meant, or whether the registered address agrees. */
import { liveStates } from '../../schemas/states.ts';
import type { LetterFacts } from '../../schemas/letters.ts';
import { receivedFiles } from '../../src/letters/files.ts';
import type { Tx } from '../../src/store/database.ts';
import { sendersOf, titlesOf, type EntryRow } from '../../src/store/entries.ts';
import { maySay, postLetter, type NewLetter } from '../outbox.ts';
import { holdReason, type Ending, type Inbound } from './inbound.ts';
import type { LetterKind } from '../../schemas/letters.ts';

/** Entries that one letter asks about, the newest: a list of hundreds is no question. */
const CANDIDATES = 50;

/** Asks the sender which of several entries the mail is about; the mail waits with its files. */
export async function askWhichEntry(tx: Tx, mail: Inbound, candidates: EntryRow[], purpose: 'supplement' | 'withdrawal'): Promise<Ending> {
  // Only the sender's own: a list would tell a stranger other people's titles, and the answer would change their entries.
  const own = new Set(mail.ownEntries.map((e) => e.id));
  const asked = candidates.filter((e) => liveStates.includes(e.state) && own.has(e.id)).slice(-CANDIDATES);
  const titles = await titlesOf(tx, asked.map((e) => e.id));
  const named = asked.map((e) => ({ code: e.code, title: titles.get(e.id) ?? null }));
  if (named.length < 2) return { outcome: 'passed-to-staff', reason: `names ${candidates.length} entries, of which ${named.length} are the sender's` };
  return ask(tx, mail, mail.sender, {
    kind: 'which-entry', key: `which-entry:${mail.message.id}`,
    facts: { subject: mail.reading.subject, receivedAt: mail.message.internalDate.toISOString(), files: receivedFiles(mail.reading.documents, mail.services.loaded.contest), candidates: named, purpose },
  }, 'asked', `asked which of ${named.length} entries is meant`);
}

/** A change that comes from an address we do not know is confirmed at the one we do. */
export async function askRegisteredAddress(tx: Tx, mail: Inbound, entry: EntryRow): Promise<Ending> {
  const [known] = await sendersOf(tx, entry.id);
  const facts: LetterFacts<'change-confirm'> = {
    ...await nameOf(tx, entry), requestedFrom: mail.sender ?? '', receivedAt: mail.message.internalDate.toISOString(), files: receivedFiles(mail.reading.documents, mail.services.loaded.contest),
  };
  return ask(tx, mail, known ?? null, { kind: 'change-confirm', key: `change-confirm:${mail.message.id}`, facts, entryId: entry.id },
    'asked', `${entry.code}: asked the registered address about a change from another one`);
}

export async function askToConfirmWithdrawal(tx: Tx, mail: Inbound, entry: EntryRow): Promise<Ending> {
  const senders = await sendersOf(tx, entry.id);
  const to = mail.sender !== null && senders.includes(mail.sender) ? mail.sender : senders[0] ?? null;
  const facts = { ...await nameOf(tx, entry), requestedFrom: mail.sender ?? '', receivedAt: mail.message.internalDate.toISOString() };
  return ask(tx, mail, to, { kind: 'withdrawal-confirm', key: `withdrawal-confirm:${mail.message.id}`, facts, entryId: entry.id },
    'withdrawal-requested', `${entry.code}: asked the registered address to confirm`);
}

/** Code and title of an entry as its newest version states it. */
export async function nameOf(tx: Tx, entry: EntryRow): Promise<{ code: string; title: string | null }> {
  return { code: entry.code, title: (await titlesOf(tx, [entry.id])).get(entry.id) ?? null };
}

type Question = 'which-entry' | 'change-confirm' | 'withdrawal-confirm';

async function ask<K extends Question & LetterKind>(
  tx: Tx, mail: Inbound, to: string | null, letter: Omit<NewLetter<K>, 'to' | 'answers' | 'hold'>, outcome: Ending['outcome'], reason: string,
): Promise<Ending> {
  if (to === null) return { outcome: 'passed-to-staff', reason: `${reason}: no address to ask` };
  const may = await maySay(tx, mail.services, to, letter.kind);
  if (!may.say) return { outcome: 'passed-to-staff', reason: may.reason };
  await postLetter(tx, mail.services, { ...letter, to, answers: mail.message, hold: may.hold ?? holdReason(mail) });
  return { outcome, reason, ...(letter.entryId ? { entryId: letter.entryId } : {}) };
}
