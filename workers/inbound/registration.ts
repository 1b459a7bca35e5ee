/** Registering: a mail becomes an entry or its next version, is checked, and is named in a receipt. */
import type { EntryFields, Finding, MailReading } from '../../schemas/reading.ts';
import type { EntryState } from '../../schemas/states.ts';
import { runChecks } from '../../src/checks/index.ts';
import { formatCode, numberOf } from '../../src/entry/code.ts';
import { readFields } from '../../src/entry/fields.ts';
import { mergeFields } from '../../src/entry/merge.ts';
import { stateAfter } from '../../src/entry/state.ts';
import type { Tx } from '../../src/store/database.ts';
import { addEntry, addSender, addVersion, setEntryState, versionsOf, type EntryRow, type VersionRow } from '../../src/store/entries.ts';
import { isStillToBeDone } from '../../src/store/jobs.ts';
import { asMailDocument, documentsOf, type MessageRow } from '../../src/store/messages.ts';
import type { Services } from '../services.ts';
import type { Before } from '../restore/evidence.ts';
import { takeUp } from '../take-up.ts';
import { nameInReceipt } from './receipt.ts';

export type Registration = {
  message: MessageRow;
  reading: MailReading;
  sender: string;
  /** null = a new entry */
  entry: EntryRow | null;
  /** code of an entry this one may have been meant to replace */
  mayReplace?: string | null;
  /** nothing of this sender was registered before, so that no receipt can wait for company */
  firstOfSender: boolean;
  /** under which code it was registered before an older database was restored, where that is known */
  before?: Before | null;
  /** why the receipt waits for staff */
  hold: string | null;
};

/** Call only after takeTurn. The mail's version, its findings, the entry's state and the receipt become true together. */
export async function register(tx: Tx, services: Services, made: Registration): Promise<{ entry: EntryRow; version: VersionRow }> {
  const { contest, rulesSha256 } = services.loaded;
  const earlier = made.entry ? await versionsOf(tx, made.entry.id) : [];
  const read = readFields(made.reading, contest);
  const fields = mergeFields(earlier.at(-1)?.fields ?? null, read);
  const findings = await checkVersion(tx, services, made, fields, earlier);
  const state = stateAfter(made.entry?.state ?? null, findings);
  const entry = made.entry ?? await addEntry(tx, {
    number: made.before ? numberOf(made.before.code) : null, codeOf: (number) => formatCode(contest.codePrefix, number), state, receivedAt: made.message.internalDate, sender: made.sender,
  });
  if (made.entry) await moveOn(tx, made.entry, state, made.sender);
  const version = addVersion(tx, {
    entryId: entry.id, n: earlier.length + 1, messageId: made.message.id, receivedAt: made.message.internalDate, fields, findings, rulesSha256,
  });
  const receiptId = await nameInReceipt(tx, services, { ...made, entry: { ...entry, state }, version, documents: made.reading.documents, mayReplace: made.mayReplace ?? null });
  services.given?.push({ code: entry.code, version: version.n, content: made.message.contentSha256, letter: receiptId });
  await services.reach('entry-written');
  return { entry: { ...entry, state: await takenUpInTime(tx, entry.id, state) }, version };
}

/** A mail from before the opening that is read only after it: the job that would take it up is done by then. */
async function takenUpInTime(tx: Tx, entryId: string, state: EntryState): Promise<EntryState> {
  return state === 'early-held' && !(await isStillToBeDone(tx, 'take-up-early')) ? takeUp(tx, entryId) : state;
}

async function moveOn(tx: Tx, entry: EntryRow, state: EntryState, sender: string): Promise<void> {
  if (entry.state !== state) await setEntryState(tx, entry.id, state);
  addSender(tx, entry.id, sender);
}

/** Documents add up over the versions of an entry: a supplement need not repeat what came before. */
async function checkVersion(tx: Tx, services: Services, made: Registration, fields: EntryFields, earlier: VersionRow[]): Promise<Finding[]> {
  const before = (await documentsOf(tx, earlier.map((v) => v.messageId))).map(asMailDocument);
  return runChecks({
    fields,
    documents: [...before, ...made.reading.documents],
    receivedAt: made.message.internalDate,
    dateHeader: made.reading.dateHeader,
    topReceivedAt: made.reading.topReceivedAt === null ? null : new Date(made.reading.topReceivedAt),
    senderAddress: made.sender,
  }, services.loaded);
}
