/** The window opened: entries that came early take part from now on (plan item 26). */
import { entriesInState, takeTurn } from '../../src/store/entries.ts';
import type { Handler } from '../services.ts';
import { takeUp } from '../take-up.ts';

export const takeUpEarly: Handler<'take-up-early'> = async (_payload, work) => {
  await work.finish(async (tx) => {
    await takeTurn(tx);
    for (const entry of await entriesInState(tx, 'early-held')) await takeUp(tx, entry.id);
  });
};
