/** Which addresses may speak for an entry: a colleague who left, a private address given by telephone. */
import { wrongUse } from '../../src/problem.ts';
import type { ChangeRow } from '../../src/store/changes.ts';
import type { Tx } from '../../src/store/database.ts';
import { addSender, removeSender, sendersOf, takeTurn } from '../../src/store/entries.ts';
import { changed, entryToChange, type ByHand, type Who } from './change.ts';
import { tellChange } from './tell.ts';

/** Who is left, or came first, is told all addresses: nobody gains a voice unseen. @throws Problem `wrong-use` where an address is none, is not there, or would be the last */
export async function changeSenders(tx: Tx, services: ByHand, who: Who, code: string, { add, remove }: { add: string[]; remove: string[] }): Promise<ChangeRow> {
  await takeTurn(tx);
  const entry = await entryToChange(tx, code);
  const before = await sendersOf(tx, entry.id);
  const [added, gone] = [add, remove].map((all) => [...new Set(all.map((a) => a.trim().toLowerCase()))]) as [string[], string[]];
  if (added.length + gone.length === 0) throw wrongUse('say which address to --add or to --remove');
  const wrong = added.find((a) => !/^[^\s@<>"',;]+@[^\s@<>"',;]+\.[^\s@<>"',;]+$/.test(a));
  if (wrong !== undefined) throw wrongUse(`${wrong} is not an address`);
  const unknown = gone.find((a) => !before.includes(a));
  if (unknown !== undefined) throw wrongUse(`${unknown} does not speak for ${entry.code}; ${before.join(', ')} does`);
  if ([...before, ...added].every((a) => gone.includes(a))) throw wrongUse(`${entry.code} needs an address that its letters go to: add another one`);
  const row = await changed(tx, services, who, 'senders', [entry], async () => {
    for (const address of added) addSender(tx, entry.id, address);
    for (const address of gone) await removeSender(tx, entry.id, address);
    return [];
  });
  if (who.letters) await tellChange(tx, services, row, { about: entry, what: 'senders' });
  return row;
}
