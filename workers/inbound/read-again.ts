/** A version understood anew, once more of it can be read: what was unknown is filled in, what was stated stays until a person says otherwise. */
import type { EntryFields } from '../../schemas/reading.ts';
import { readingOfVersion } from '../../src/entry/division.ts';
import { stateAfter } from '../../src/entry/state.ts';
import { registeredFacts } from '../../src/letters/facts.ts';
import type { Tx } from '../../src/store/database.ts';
import { loadEntry, sendersOf, setEntryState, updateVersion, versionsOf, type VersionRow } from '../../src/store/entries.ts';
import { receiptWaits } from '../../src/store/letters.ts';
import { loadMessage, readingOf } from '../../src/store/messages.ts';
import { liveStates } from '../../schemas/states.ts';
import { postLetter } from '../outbox.ts';
import type { Services } from '../services.ts';
import { understandAgain } from './understanding.ts';

/** Call only after takeTurn. Of an entry that has moved on meanwhile, or was withdrawn, only the words are kept. @param part the document that was read */
export async function readAgain(tx: Tx, services: Services, version: VersionRow, part: string): Promise<void> {
  const versions = await versionsOf(tx, version.entryId);
  const entry = await loadEntry(tx, version.entryId);
  const message = await loadMessage(tx, version.messageId);
  const whole = message === null ? null : await readingOf(tx, message);
  const [sender = null] = message?.fromAddress ? [message.fromAddress] : await sendersOf(tx, version.entryId);
  if (!entry || !message || !whole || sender === null || !liveStates.includes(entry.state) || versions.at(-1)?.id !== version.id) return;
  const reading = readingOfVersion(version, whole);
  // Of another entry of the same mail.
  if (!reading.documents.some((d) => d.part === part)) return;
  const mail = { message, reading: whole, sender };
  const { fields: fresh } = await understandAgain(tx, services, mail, versions);
  const filled = newlyKnown(version.fields, fresh);
  if (filled.length === 0) return;
  const fields: EntryFields = { ...version.fields, ...Object.fromEntries(filled.map((name) => [name, fresh[name]])) };
  const { findings } = await understandAgain(tx, services, mail, versions, fields);
  await updateVersion(tx, version.id, { fields, findings });
  const state = stateAfter(versions.length > 1 ? entry.state : null, findings);
  if (entry.state === 'needs-info' && state === 'under-check') await setEntryState(tx, entry.id, state);
  const { contest } = services.loaded;
  const facts = registeredFacts({ code: entry.code, n: version.n, fields, findings, documents: reading.documents.filter((d) => d.part === part), receivedAt: version.receivedAt, mayReplace: null }, contest);
  await postLetter(tx, { ...services, mayBeAnswered: message.mayBeAnswered }, {
    // What keeps the receipt from leaving keeps this from leaving.
    kind: 'scan-read', key: `scan-read:${version.id}:${part}`, to: sender, answers: message, entryId: entry.id, hold: await receiptWaits(tx, version.id),
    facts: { code: entry.code, title: facts.title, files: facts.files, understood: facts.understood.filter((row) => filled.includes(row.field)), missing: facts.missing },
  });
}

type FieldName = keyof EntryFields;

/** Nothing was stated, or a form just did not speak of it. */
function isOpen(before: EntryFields, name: FieldName): boolean {
  const { value, confidence } = before[name] ?? { value: null, confidence: 0 };
  return value === null || (name === 'declaration' && value === false && confidence <= 0.5);
}

/** Fields that were unknown and no longer are. */
function newlyKnown(before: EntryFields, now: EntryFields): FieldName[] {
  return (Object.keys(now) as FieldName[]).filter((name) => isOpen(before, name) && now[name].value !== null && now[name].value !== before[name]?.value);
}
