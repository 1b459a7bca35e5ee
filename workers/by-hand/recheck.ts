/** An entry as it stands after a change: its newest version read or stated anew, its findings, its state. */
import type { EntryFields } from '../../schemas/reading.ts';
import { settled } from '../../src/entry/state.ts';
import type { Tx } from '../../src/store/database.ts';
import { sendersOf, setEntryState, updateVersion, versionsOf, type EntryRow, type VersionRow } from '../../src/store/entries.ts';
import { loadMessage, readingOf } from '../../src/store/messages.ts';
import { understandAgain } from '../inbound/understanding.ts';
import { refused, type ByHand } from './change.ts';

/** @param fields what it states now; read anew from its documents where not given */
export async function recheck(tx: Tx, services: ByHand, entry: EntryRow, fields?: EntryFields): Promise<VersionRow> {
  const versions = await versionsOf(tx, entry.id);
  const newest = versions.at(-1);
  const message = newest ? await loadMessage(tx, newest.messageId) : null;
  const reading = message ? await readingOf(tx, message) : null;
  if (!newest || !message || !reading) throw refused(`${entry.code}: its mail was not kept as read; \`mailroom messages replay\` reads it again`);
  const [sender = ''] = message.fromAddress ? [message.fromAddress] : await sendersOf(tx, entry.id);
  const now = await understandAgain(tx, services, { message, reading, sender }, versions, fields);
  await updateVersion(tx, newest.id, now);
  const state = settled(entry.state, now.findings);
  if (state !== entry.state) await setEntryState(tx, entry.id, state);
  return { ...newest, ...now };
}
