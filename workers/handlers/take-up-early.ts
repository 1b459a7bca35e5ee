/** The window opened: entries that came early take part from now on (plan item 26). */
import { stateAfter, takenUp } from '../../src/entry/state.ts';
import { entriesInState, setEntryState, takeTurn, updateFindings, versionsOf } from '../../src/store/entries.ts';
import type { Handler } from '../services.ts';

export const takeUpEarly: Handler<'take-up-early'> = async (_payload, work) => {
  await work.finish(async (tx) => {
    await takeTurn(tx);
    for (const entry of await entriesInState(tx, 'early-held')) {
      const latest = (await versionsOf(tx, entry.id)).at(-1);
      if (!latest) continue;
      const findings = takenUp(latest.findings);
      await updateFindings(tx, latest.id, findings);
      await setEntryState(tx, entry.id, stateAfter(null, findings));
    }
  });
};
