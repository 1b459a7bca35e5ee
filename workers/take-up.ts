/** An entry that came early takes part once the window is open (plan item 26). */
import type { EntryState } from '../schemas/states.ts';
import { stateAfter, takenUp } from '../src/entry/state.ts';
import type { Tx } from '../src/store/database.ts';
import { setEntryState, updateFindings, versionsOf } from '../src/store/entries.ts';

/** Call only after takeTurn, on an entry that is held as early. Gives its new state. */
export async function takeUp(tx: Tx, entryId: string): Promise<EntryState> {
  const latest = (await versionsOf(tx, entryId)).at(-1);
  const findings = takenUp(latest?.findings ?? []);
  const state = stateAfter(null, findings);
  if (latest) await updateFindings(tx, latest.id, findings);
  await setEntryState(tx, entryId, state);
  return state;
}
