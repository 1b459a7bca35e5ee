/** An entry as it stands after a change: its newest version read or stated anew, its findings, its state. */
import type { EntryFields } from '../../schemas/reading.ts';
import type { EntryState } from '../../schemas/states.ts';
import { settled } from '../../src/entry/state.ts';
import { wrongUse } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { sendersOf, setEntryState, updateVersion, versionsOf, type EntryRow, type VersionRow } from '../../src/store/entries.ts';
import { loadMessage, readingOf } from '../../src/store/messages.ts';
import { understandAgain } from '../inbound/understanding.ts';
import type { ByHand } from './change.ts';

/**
 * After a change by a person. What was decided about the entry before is open again: it was about another one.
 * @param fields what it states now; read anew from its documents where not given
 */
export async function recheck(tx: Tx, services: ByHand, entry: EntryRow, fields?: EntryFields): Promise<VersionRow> {
  const now = await checkedAgain(tx, services, entry, fields);
  const before = entry.stateBeforeWithdrawal;
  await settle(tx, entry, settled(reopened(entry.state), now.findings), before === null ? null : settled(reopened(before), now.findings));
  return now;
}

/** After the machine found something: what a person decided stands. */
export async function recheckByMachine(tx: Tx, services: ByHand, entry: EntryRow, fields: EntryFields): Promise<VersionRow> {
  const now = await checkedAgain(tx, services, entry, fields);
  await settle(tx, entry, settled(entry.state, now.findings), entry.stateBeforeWithdrawal);
  return now;
}

async function checkedAgain(tx: Tx, services: ByHand, entry: EntryRow, fields?: EntryFields): Promise<VersionRow> {
  const versions = await versionsOf(tx, entry.id);
  const newest = versions.at(-1);
  const message = newest ? await loadMessage(tx, newest.messageId) : null;
  const reading = message ? await readingOf(tx, message) : null;
  if (!newest || !message || !reading) throw wrongUse(`${entry.code}: its mail was not kept as read; \`mailroom messages replay\` reads it again`);
  const [sender = ''] = message.fromAddress ? [message.fromAddress] : await sendersOf(tx, entry.id);
  const now = await understandAgain(tx, services, { message, reading, sender }, versions, fields);
  await updateVersion(tx, newest.id, now);
  return { ...newest, ...now };
}

/** @param before the state that it returns to when a withdrawal is undone */
async function settle(tx: Tx, entry: EntryRow, state: EntryState, before: EntryState | null): Promise<void> {
  if (state !== entry.state || before !== entry.stateBeforeWithdrawal) await setEntryState(tx, entry.id, state, before);
}

function reopened(state: EntryState): EntryState {
  return state === 'eligible' || state === 'ineligible' ? 'under-check' : state;
}
