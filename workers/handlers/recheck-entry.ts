/** Checks an entry by the rules and lists of today. What a person decided stands; staff see what is otherwise. */
import type { Finding } from '../../schemas/reading.ts';
import { otherwise } from '../../src/checks/otherwise.ts';
import { settled, takenUp } from '../../src/entry/state.ts';
import { Problem } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { loadEntry, sendersOf, setEntryState, takeTurn, updateFindings, versionsOf, type EntryRow, type VersionRow } from '../../src/store/entries.ts';
import { loadMessage, readingOf } from '../../src/store/messages.ts';
import { addRecheck, lastRecheck, setRules } from '../../src/store/rechecks.ts';
import { liveStates } from '../../schemas/states.ts';
import { understandAgain } from '../inbound/understanding.ts';
import type { Handler, Work } from '../services.ts';

export const recheckEntry: Handler<'recheck-entry'> = async ({ entryId, rules }, work) => {
  const { rulesSha256 } = work.loaded;
  const superseded = rules !== rulesSha256 && await work.db.transaction(async (tx) => (await lastRecheck(tx)).rules !== rules);
  if (rules !== rulesSha256 && !superseded) throw new Problem('other-rules', { forUser: 'The entry is checked again by the newer rules.', forStaff: `entries are to be checked by the rules ${rules.slice(0, 12)}, and this host runs by ${rulesSha256.slice(0, 12)}: start all hosts with the same contest folder`, retry: 'later' });
  await work.finish(async (tx) => {
    // Those of a newer start are on their way.
    if (superseded) return;
    await takeTurn(tx);
    const entry = await loadEntry(tx, entryId);
    const versions = await versionsOf(tx, entryId);
    const newest = versions.at(-1);
    if (!entry || !newest || !liveStates.includes(entry.state)) return;
    const found = await findingsToday(tx, work, entry, versions);
    if (found === null) return;
    const { appeared, gone } = otherwise(newest.findings, found);
    await updateFindings(tx, newest.id, found);
    await setRules(tx, newest.id, rulesSha256);
    if (appeared.length + gone.length > 0) await addRecheck(tx, { entryId, rulesSha256, appeared, gone });
    // What is complete now waits for its author no longer. The other way round nobody may be reminded by a machine of what staff did not ask for.
    if (entry.state === 'needs-info' && settled(entry.state, found) === 'under-check') await setEntryState(tx, entryId, 'under-check');
  });
};

/** Null where its mail was not kept as read. */
async function findingsToday(tx: Tx, work: Work, entry: EntryRow, versions: VersionRow[]): Promise<Finding[] | null> {
  const newest = versions.at(-1);
  const message = newest ? await loadMessage(tx, newest.messageId) : null;
  const reading = message ? await readingOf(tx, message) : null;
  if (!newest || !message || !reading) return null;
  const [sender = ''] = message.fromAddress ? [message.fromAddress] : await sendersOf(tx, entry.id);
  const { findings } = await understandAgain(tx, work, { message, reading, sender }, versions, newest.fields);
  return entry.state === 'early-held' ? findings : takenUp(findings);
}
