/** Registering: a mail becomes an entry or its next version, is checked, and is named in a receipt. */
import type { MailDocument } from '../../schemas/reading.ts';
import type { EntryState } from '../../schemas/states.ts';
import { ocrTypes } from '../../src/edges/ocr.ts';
import type { Channel } from '../../schemas/paper.ts';
import type { Answers } from '../../src/entry/answers.ts';
import { formatCode, numberOf } from '../../src/entry/code.ts';
import { sharedFindings, type Part } from '../../src/entry/division.ts';
import { stateAfter } from '../../src/entry/state.ts';
import type { Tx } from '../../src/store/database.ts';
import { addEntry, addSender, addVersion, setEntryState, versionsOf, type EntryRow, type VersionRow } from '../../src/store/entries.ts';
import { enqueue, enqueueAll, isStillToBeDone } from '../../src/store/jobs.ts';
import type { MessageRow } from '../../src/store/messages.ts';
import type { Services } from '../services.ts';
import type { Before } from '../restore/evidence.ts';
import { GOOD_QUALITY } from '../../src/vietnamese/quality.ts';
import { takeUp } from '../take-up.ts';
import { tellAuthors } from './author-copies.ts';
import { nameInReceipt } from './receipt.ts';
import { understand } from './understanding.ts';

export type Registration = {
  message: MessageRow;
  /** the mail, or the part of it that is this entry */
  part: Part;
  sender: string;
  /** how many entries the mail holds */
  among: number;
  channel: Channel;
  /** null = a new entry */
  entry: EntryRow | null;
  /** code of an entry this one may have been meant to replace */
  mayReplace?: string | null;
  /** nothing of this sender was registered before, so that no receipt can wait for company */
  firstOfSender: boolean;
  /** under which code it was registered before an older database was restored, where that is known */
  before?: Before | null;
  /** what it answers of the points our letter listed */
  answers: Answers;
  /** why the receipt waits for staff */
  hold: string | null;
};

export type Registered = { entry: EntryRow; version: VersionRow };

/** Call only after takeTurn. The mail's version, its findings, the entry's state and the receipt become true together. */
export async function register(tx: Tx, services: Services, made: Registration): Promise<Registered> {
  const { contest, rulesSha256 } = services.loaded;
  const earlier = made.entry ? await versionsOf(tx, made.entry.id) : [];
  const { form, reading } = made.part;
  const understood = await understand(tx, services, { ...made, reading }, earlier, made.answers);
  const { fields } = understood;
  const findings = [...understood.findings, ...sharedFindings(made.part)];
  const state = stateAfter(made.entry?.state ?? null, findings);
  const entry = made.entry ?? await addEntry(tx, {
    number: made.before ? numberOf(made.before.code) : null, codeOf: (number) => formatCode(contest.codePrefix, number), state, receivedAt: made.message.internalDate, sender: made.sender,
  });
  if (made.entry) await moveOn(tx, made.entry, state, made.sender);
  const version = addVersion(tx, {
    entryId: entry.id, n: earlier.length + 1, messageId: made.message.id, form, documents: form === '' ? null : reading.documents.map((d) => ({ messageId: made.message.id, part: d.part })), receivedAt: made.message.internalDate, fields, findings, rulesSha256,
    noticeVersion: contest.personalData.notice?.version ?? null,
  });
  const receiptId = await nameInReceipt(tx, services, { ...made, entry: { ...entry, state }, version, documents: reading.documents, mayReplace: made.mayReplace ?? null });
  await tellAuthors(tx, services, { entry, version, sender: made.sender, channel: made.channel, hold: made.hold });
  enqueueScans(tx, services, made);
  // Behind all mail and its letters, too: what it shares with other entries is for staff to see.
  if (contest.checks.originality) enqueue(tx, 'compare-entry', { versionId: version.id }, { key: `compare-entry:${version.id}`, priority: SCANS });
  services.given?.push({ code: entry.code, version: version.n, content: made.message.contentSha256, form, letter: receiptId });
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

/** Of one entry: a clerk's folder of a hundred photographs is left to people. */
const MOST_SCANS = 10;
/** Of one mail with many entries, but one for each. */
const MOST_OF_A_MAIL = 30;
/** Behind all mail and its letters: nobody waits for it. */
const SCANS = 900;

/** Scans and pictures that may hold a form are read later: that takes seconds a page. */
function enqueueScans(tx: Tx, services: Services, { message, among, part: { reading } }: Registration): void {
  if (!services.loaded.contest.documents.ocr) return;
  const scans = reading.documents.filter(isScan).slice(0, Math.min(MOST_SCANS, Math.max(1, Math.floor(MOST_OF_A_MAIL / among))));
  enqueueAll(tx, 'read-scan', scans.map(({ part, text }) => ({ payload: { messageId: message.id, part, pages: (text?.scannedPages ?? []).join(',') }, key: `read-scan:${message.id}:${part}`, priority: SCANS })));
}

/** A PDF whose words are pictures, or come out broken; a picture that is no decoration of the mail's text. */
function isScan({ text, from, size, detectedType }: MailDocument): boolean {
  if (text === undefined || !ocrTypes.has(detectedType)) return false;
  if (text.failure === 'image') return from !== 'inline' && size >= LEAST_BYTES;
  return text.failure === 'scan' || text.scannedPages !== undefined || (detectedType === 'pdf' && text.state === 'read' && text.quality !== null && text.quality < GOOD_QUALITY);
}

/** Smaller pictures are logos. */
const LEAST_BYTES = 30_000;
