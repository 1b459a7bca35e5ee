/** A new entry, or the next version of the sender's one live entry (intake decision 14). */
import { fold } from '../../src/vietnamese/fold.ts';
import { entriesIn, leftOver, type Part } from '../../src/entry/division.ts';
import { readFields } from '../../src/entry/fields.ts';
import { liveStates } from '../../schemas/states.ts';
import type { EntryFields, MailDocument } from '../../schemas/reading.ts';
import { receivedFiles } from '../../src/letters/files.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesOfSender, takeTurn, titlesOf, type EntryRow } from '../../src/store/entries.ts';
import { alertStaff, postLetter } from '../outbox.ts';
import { registeredBefore } from '../restore/evidence.ts';
import { askRegisteredAddress, askWhichEntry } from './ask.ts';
import { holdReason, type Effect, type Ending, type Inbound } from './inbound.ts';
import { register, type Registered } from './registration.ts';

export const submission: Effect = async (tx, mail) => {
  if (mail.sender === null) return { outcome: 'passed-to-staff', reason: 'an entry without one valid sender address' };
  // Issued together: the entries are read once the turn has come.
  const [, own] = await Promise.all([takeTurn(tx), entriesOfSender(tx, mail.sender)]);
  const live = own.filter((e) => liveStates.includes(e.state));
  const parts = entriesIn(mail.reading, mail.services.loaded.contest);
  if (parts.length > 1) return registerEach(tx, { ...mail, ownEntries: own }, live, parts);
  const fields = readFields(mail.reading, mail.services.loaded.contest);
  const choice = await chooseEntry(tx, live, fields);
  if (choice === 'several') return askWhichEntry(tx, mail, live, 'supplement');
  // A sender whom our own server calls forged may start an entry, held for staff, but not change one.
  if (choice.entry && mail.authentication === 'fail') return askRegisteredAddress(tx, mail, choice.entry);
  return registerAs(tx, { ...mail, ownEntries: own }, choice.entry, choice.mayReplace);
};

/** Registers the mail as the next version of `entry`, or as a new one. Call only after takeTurn. */
export async function registerAs(tx: Tx, mail: Inbound, entry: EntryRow | null, mayReplace: string | null = null): Promise<Ending> {
  if (mail.sender === null) return { outcome: 'passed-to-staff', reason: 'no valid sender address' };
  const made = await registerPart(tx, mail, mail.sender, { form: '', reading: mail.reading, shared: [] }, entry, mayReplace);
  return { outcome: 'registered', reason: `${made.entry.code} version ${made.version.n}`, entryId: made.entry.id };
}

/** What the mail answers about one of several entries, and nothing else of it. Call only after takeTurn. */
export async function registerAnswers(tx: Tx, mail: Inbound, entry: EntryRow): Promise<Ending> {
  if (mail.sender === null) return { outcome: 'passed-to-staff', reason: 'no valid sender address' };
  const part: Part = { form: `answers ${entry.code}`, reading: { ...mail.reading, subject: null, text: '', documents: [] }, shared: [] };
  const made = await registerPart(tx, mail, mail.sender, part, entry, null);
  return { outcome: 'registered', reason: `${made.entry.code} version ${made.version.n}`, entryId: made.entry.id };
}

/** The mail as one entry or as several, whoever answered what about it before. Call only after takeTurn. */
export async function registerNew(tx: Tx, mail: Inbound): Promise<Ending> {
  const parts = entriesIn(mail.reading, mail.services.loaded.contest);
  const live = mail.ownEntries.filter((e) => liveStates.includes(e.state));
  return parts.length > 1 ? registerEach(tx, mail, live, parts) : registerAs(tx, mail, null);
}

/** Each entry of the mail under its own code, all in one receipt. What bears the title of one of the sender's entries is its next version. */
async function registerEach(tx: Tx, mail: Inbound, live: EntryRow[], parts: Part[]): Promise<Ending> {
  if (mail.sender === null) return { outcome: 'passed-to-staff', reason: 'no valid sender address' };
  const titles = await titlesOf(tx, live.map((e) => e.id));
  const chosen = parts.map((part) => ({ part, entry: live.find((e) => isTitle(titles.get(e.id), readFields(part.reading, mail.services.loaded.contest).title.value)) ?? null }));
  if (mail.authentication === 'fail' && chosen.some((c) => c.entry !== null)) return { outcome: 'passed-to-staff', reason: `${parts.length} entries, some of them registered before, from a sender that failed authentication` };
  const made: EntryRow[] = [];
  for (const { part, entry } of chosen) made.push((await registerPart(tx, { ...mail, ownEntries: [...mail.ownEntries, ...made] }, mail.sender, part, entry, null, parts.length)).entry);
  await tellLeftOver(tx, mail, mail.sender, leftOver(parts, mail.reading), made.length);
  return { outcome: 'registered', reason: `${made.length} entries in one mail: ${made.map((e) => e.code).join(', ')}`, ...(made[0] ? { entryId: made[0].id } : {}) };
}

/** The mail holds more entries than are registered of one: whoever sent it can send the others again, and staff look after it. */
async function tellLeftOver(tx: Tx, mail: Inbound, to: string, left: MailDocument[], registered: number): Promise<void> {
  if (left.length === 0) return;
  const { message, reading, services } = mail;
  await postLetter(tx, services, {
    kind: 'entries-left-over', key: `entries-left-over:${message.id}`, to, answers: message, hold: holdReason(mail),
    facts: { subject: reading.subject, receivedAt: message.internalDate.toISOString(), registered, files: receivedFiles(left, services.loaded.contest) },
  });
  await alertStaff(tx, services, { what: 'entries-left-over', detail: `message ${message.id}: ${left.length} files belong to none of its ${registered} entries`, command: `mailroom messages show ${message.id}` }, message.id);
}

function isTitle(known: string | null | undefined, title: string | null): boolean {
  return known != null && title !== null && fold(known) === fold(title);
}

async function registerPart(tx: Tx, mail: Inbound, sender: string, part: Part, entry: EntryRow | null, mayReplace: string | null, among = 1): Promise<Registered> {
  const before = await registeredBefore(tx, { ...mail, reading: part.reading }, entry, part.form);
  return register(tx, mail.services, {
    message: mail.message, part, among, sender, channel: mail.paper?.channel ?? 'mail', entry: before ? before.entry : entry, before, answers: entry === null ? {} : mail.answers.get(entry.id) ?? {}, mayReplace, firstOfSender: mail.ownEntries.length === 0, hold: mail.paper ? null : holdReason(mail),
  });
}

type Choice = { entry: EntryRow | null; mayReplace: string | null } | 'several';

/**
 * Without a title of its own a mail belongs to the sender's one live entry; with several it is asked, never guessed.
 * With the title of one of them it is its next version. With another title it is an entry of its own: taking two ideas
 * for one would lose the first, so the receipt names the other code instead and says how to make it one.
 */
async function chooseEntry(tx: Tx, live: EntryRow[], fields: EntryFields): Promise<Choice> {
  if (live.length === 0) return { entry: null, mayReplace: null };
  const title = fields.title.value === null ? null : fold(fields.title.value);
  if (title === null) return live.length === 1 ? { entry: live[0] ?? null, mayReplace: null } : 'several';
  const titles = await titlesOf(tx, live.map((e) => e.id));
  for (const entry of live) {
    const known = titles.get(entry.id);
    if (known == null ? live.length === 1 : fold(known) === title) return { entry, mayReplace: null };
  }
  return { entry: null, mayReplace: live.length === 1 ? live[0]?.code ?? null : null };
}
