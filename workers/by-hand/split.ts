/** What was registered as one entry holds another: some of its documents become an entry of their own. */
import type { GivenCode } from '../../src/edges/given-codes.ts';
import { formatCode, numberOf } from '../../src/entry/code.ts';
import { stateAfter } from '../../src/entry/state.ts';
import { registeredFacts } from '../../src/letters/facts.ts';
import { wrongUse } from '../../src/problem.ts';
import type { ChangeRow } from '../../src/store/changes.ts';
import type { Tx } from '../../src/store/database.ts';
import { addEntry, addVersion, entriesByCode, sendersOf, takeTurn, versionsOf, versionsOfMessage, type EntryRow, type VersionRow } from '../../src/store/entries.ts';
import { nameVersions, receiptWaits } from '../../src/store/letters.ts';
import { loadMessage, readingOf, type DocumentRow } from '../../src/store/messages.ts';
import { nameOf } from '../inbound/ask.ts';
import { understand } from '../inbound/understanding.ts';
import { postLetter } from '../outbox.ts';
import { changed, entryToChange, type ByHand, type Who } from './change.ts';
import { documentsNamed, placeOf, takeAway } from './places.ts';
import { recheck } from './recheck.ts';

export type Split = { change: ChangeRow; code: string; given: GivenCode };

/**
 * The new entry was received when the mail of its documents was. Its letter, which names it, always leaves: a code nobody knows is none.
 * @param names of documents, all of one mail; the first is taken for its form
 * @param given codes by the content of their mail (DATA_DIR): what was split off before an older database was restored gets its code again
 */
export async function splitEntry(tx: Tx, services: ByHand, who: Who, code: string, names: string[], given: Map<string, GivenCode[]> = new Map()): Promise<Split> {
  await takeTurn(tx);
  const entry = await entryToChange(tx, code);
  const taken = await documentsNamed(tx, entry, names);
  const [first] = taken;
  const form = taken.find((d) => d.part === names[0]?.replace(/^.*:/, '').trim()) ?? first;
  if (!form || taken.some((d) => d.messageId !== form.messageId)) throw wrongUse('an entry is split off from one mail: name documents of one of them');
  const made: { entry: EntryRow | null; given: GivenCode | null } = { entry: null, given: null };
  const change = await changed(tx, services, who, 'split', [entry], async () => {
    await takeAway(tx, entry, taken);
    const registered = await registerApart(tx, services, entry, form, taken, given);
    await recheck(tx, services, entry);
    Object.assign(made, registered);
    return [registered.entry.id];
  });
  if (!made.entry || !made.given) throw new Error('a split made no entry');
  return { change, code: made.entry.code, given: made.given };
}

async function registerApart(tx: Tx, services: ByHand, from: EntryRow, form: DocumentRow, taken: DocumentRow[], given: Map<string, GivenCode[]>): Promise<{ entry: EntryRow; given: GivenCode }> {
  const { contest, rulesSha256 } = services.loaded;
  const message = await loadMessage(tx, form.messageId);
  const reading = message ? await readingOf(tx, message) : null;
  if (!message || !reading) throw wrongUse('the mail of these documents was not kept as read');
  if ((await versionsOfMessage(tx, message.id)).some((v) => v.form === form.part)) throw wrongUse(`${form.part} is the form of an entry already: name another document first`);
  const own = new Set(taken.map((d) => d.part));
  const part = { ...reading, subject: null, text: '', documents: reading.documents.filter((d) => own.has(d.part)) };
  // Who sent these documents speaks for the new entry; others who spoke for the old one do not.
  const sender = message.fromAddress ?? (await sendersOf(tx, from.id))[0] ?? '';
  const { fields, findings } = await understand(tx, services, { message, reading: part, sender }, []);
  const entry = await addEntry(tx, { number: await givenBefore(tx, contest.codePrefix, given.get(message.contentSha256 ?? '')?.find((g) => g.form === form.part)), codeOf: (number) => formatCode(contest.codePrefix, number), state: stateAfter(null, findings), receivedAt: message.internalDate, sender });
  const version = addVersion(tx, { entryId: entry.id, n: 1, messageId: message.id, form: form.part, documents: taken.map(placeOf), receivedAt: message.internalDate, fields, findings, rulesSha256, noticeVersion: await noticeOf(tx, from, message.id) });
  const letterId = await tellSplit(tx, services, await heldWith(tx, from), from, entry, version, part.documents, sender);
  return { entry, given: { code: entry.code, version: 1, content: message.contentSha256, form: form.part, letter: letterId } };
}

/** Null where none was, or where another entry has it by now. */
async function givenBefore(tx: Tx, prefix: string, before: GivenCode | undefined): Promise<number | null> {
  const number = before ? numberOf(before.code) : null;
  if (!before || number === null || formatCode(prefix, number) !== before.code) return null;
  return (await entriesByCode(tx, [before.code])).length > 0 ? null : number;
}

/** Of the mail that it came with: a notice that changed since was never given to its sender. */
async function noticeOf(tx: Tx, from: EntryRow, messageId: string): Promise<string | null> {
  return (await versionsOf(tx, from.id)).find((v) => v.messageId === messageId)?.noticeVersion ?? null;
}

/** Why the receipt of what it was split off from still waits: its sender may be forged. */
async function heldWith(tx: Tx, from: EntryRow): Promise<string | null> {
  const newest = (await versionsOf(tx, from.id)).at(-1);
  return newest ? receiptWaits(tx, newest.id) : null;
}

async function tellSplit(tx: Tx, services: ByHand, hold: string | null, from: EntryRow, entry: EntryRow, version: VersionRow, documents: Parameters<typeof registeredFacts>[0]['documents'], to: string): Promise<string> {
  const facts = registeredFacts({ code: entry.code, n: 1, fields: version.fields, findings: version.findings, documents, receivedAt: version.receivedAt, mayReplace: null, notice: version.noticeVersion }, services.loaded.contest);
  const letter = await postLetter(tx, services, { kind: 'entry-split', key: `receipt:${version.id}`, newKey: true, to, entryId: entry.id, hold, facts: { from: await nameOf(tx, from), entries: [facts] } });
  if (!letter) throw new Error('the letter of a split existed before the entry');
  nameVersions(tx, letter.id, [version.id]);
  return letter.id;
}
