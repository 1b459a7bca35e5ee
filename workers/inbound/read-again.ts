/** A version understood anew, once more of it can be read: what was unknown is filled in, what was stated stays until a person says otherwise. */
import type { EntryFields, MailReading, Sourced } from '../../schemas/reading.ts';
import { readingOfVersion } from '../../src/entry/division.ts';
import { stateAfter } from '../../src/entry/state.ts';
import { registeredFacts } from '../../src/letters/facts.ts';
import type { Tx } from '../../src/store/database.ts';
import { scansOf } from '../../src/store/documents.ts';
import { loadEntry, sendersOf, setEntryState, updateVersion, versionsOf, versionsWithDocumentsOf, type VersionRow } from '../../src/store/entries.ts';
import { receiptWaits } from '../../src/store/letters.ts';
import { loadMessage, readingOf, type MessageRow } from '../../src/store/messages.ts';
import { liveStates } from '../../schemas/states.ts';
import { postLetter } from '../outbox.ts';
import type { Services } from '../services.ts';
import { adoptedBy, understandAgain } from './understanding.ts';

/** Once the last scan of a mail was read, or given up: its versions are understood anew, and one letter tells what all of them added. Call only after takeTurn. @param part of the scan that ended now */
export async function tellOfScans(tx: Tx, services: Services, messageId: string, part: string): Promise<void> {
  const scans = await scansOf(tx, messageId);
  if (scans.some((s) => s.waits && s.part !== part)) return;
  const parts = new Set([part, ...scans.map((s) => s.part)]);
  for (const version of await versionsWithDocumentsOf(tx, messageId)) await readAgain(tx, services, version, { messageId, parts, last: part });
}

type Scans = { /** the mail they came with: staff may have given them to the entry of another */ messageId: string; /** part numbers of the documents that are scans */ parts: Set<string>; last: string };

/** Where more came for the entry meanwhile, its newest version learns what the scan of the earlier one tells. Of an entry that was withdrawn only the words are kept. */
async function readAgain(tx: Tx, services: Services, version: VersionRow, { messageId, parts, last }: Scans): Promise<void> {
  const versions = await versionsOf(tx, version.entryId);
  const entry = await loadEntry(tx, version.entryId);
  const newest = versions.at(-1);
  const mail = await mailOf(tx, version);
  const newestMail = newest === undefined || newest.id === version.id ? mail : await mailOf(tx, newest);
  if (!entry || !newest || !mail || !newestMail || !liveStates.includes(entry.state)) return;
  const isOwn = version.messageId === messageId;
  // Not those of another entry of the same mail.
  const scans = (isOwn ? readingOfVersion(version, mail.reading).documents : await adoptedBy(tx, version, messageId)).filter((d) => parts.has(d.part) && d.text?.state === 'read' && d.text.method?.endsWith('ocr'));
  if (scans.length === 0) return;
  const { fields: fresh } = await understandAgain(tx, services, mail, versions.slice(0, versions.findIndex((v) => v.id === version.id) + 1));
  const filled = newlyKnown(newest.fields, fresh);
  const fields = pictured({ ...newest.fields, ...Object.fromEntries(filled.map((name) => [name, fresh[name]])) }, fresh);
  if (filled.length === 0 && fields.title === newest.fields.title && fields.authors === newest.fields.authors) return;
  const { findings } = await understandAgain(tx, services, newestMail, versions, fields);
  await updateVersion(tx, newest.id, { fields, findings });
  const state = stateAfter(versions.length > 1 ? entry.state : null, findings);
  if (entry.state === 'needs-info' && state === 'under-check') await setEntryState(tx, entry.id, state);
  if (filled.length === 0) return;
  const facts = registeredFacts({ code: entry.code, n: newest.n, fields, findings, documents: scans, receivedAt: newest.receivedAt, mayReplace: null }, services.loaded.contest);
  await postLetter(tx, { ...services, mayBeAnswered: mail.message.mayBeAnswered }, {
    // What keeps the receipt from leaving keeps this from leaving.
    kind: 'scan-read', key: `scan-read:${version.id}:${isOwn ? '' : `${messageId}:`}${last}`, to: mail.sender, answers: mail.message, entryId: entry.id, hold: await receiptWaits(tx, version.id) ?? await receiptWaits(tx, newest.id),
    facts: { code: entry.code, title: facts.title, files: facts.files, understood: facts.understood.filter((row) => filled.includes(row.field)), missing: facts.missing },
  });
}

/** The whole mail that a version was made of, as it reads now. */
async function mailOf(tx: Tx, version: VersionRow): Promise<{ message: MessageRow; reading: MailReading; sender: string } | null> {
  const message = await loadMessage(tx, version.messageId);
  const reading = message === null ? null : await readingOf(tx, message);
  const sender = message?.fromAddress ?? (await sendersOf(tx, version.entryId))[0] ?? null;
  return message && reading && sender !== null ? { message, reading, sender } : null;
}

/** With what the pictures say instead of what was stated, for staff to compare; the values stay. */
function pictured(fields: EntryFields, fresh: EntryFields): EntryFields {
  return { ...fields, title: withSeen(fields.title, fresh.title), authors: withSeen(fields.authors, fresh.authors) };
}

function withSeen<T>(before: Sourced<T>, fresh: Sourced<T>): Sourced<T> {
  const seen = fresh.others?.filter((o) => o.seen) ?? [];
  if (seen.length === 0 || JSON.stringify(before.value) !== JSON.stringify(fresh.value)) return before;
  return { ...before, others: [...before.others?.filter((o) => !o.seen) ?? [], ...seen] };
}

type FieldName = keyof EntryFields;

/** Nothing was stated, or a form just did not speak of it. */
function isOpen(before: EntryFields, name: FieldName): boolean {
  const { value, confidence, byHand = false } = before[name] ?? { value: null, confidence: 0 };
  return (value === null && !byHand) || (name === 'declaration' && value === false && confidence <= 0.5);
}

/** Fields that were unknown and no longer are. */
function newlyKnown(before: EntryFields, now: EntryFields): FieldName[] {
  return (Object.keys(now) as FieldName[]).filter((name) => isOpen(before, name) && now[name].value !== null && now[name].value !== before[name]?.value);
}
