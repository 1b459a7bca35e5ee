/** Two registered entries are one: the second becomes part of the first, with its documents and its senders. */
import { filledUp } from '../../src/entry/merge.ts';
import { wrongUse } from '../../src/problem.ts';
import { setDocuments, setMerged, type ChangeRow } from '../../src/store/changes.ts';
import type { DocumentPlace } from '../../schemas/changes.ts';
import type { Tx } from '../../src/store/database.ts';
import { addSender, sendersOf, takeTurn, versionsOf, type VersionRow } from '../../src/store/entries.ts';
import { documentsOfVersions } from '../../src/store/messages.ts';
import { changed, entryToChange, type ByHand, type Who } from './change.ts';
import { recheck } from './recheck.ts';
import { tellChange } from './tell.ts';

/** What the first states stands; what it leaves open is taken from the second. The second's code stands for the first from now on. */
export async function mergeEntries(tx: Tx, services: ByHand, who: Who, code: string, otherCode: string): Promise<ChangeRow> {
  await takeTurn(tx);
  const entry = await entryToChange(tx, code);
  const other = await entryToChange(tx, otherCode);
  if (entry.id === other.id) throw wrongUse('an entry cannot be merged with itself');
  const newest = (await versionsOf(tx, entry.id)).at(-1);
  const others = await versionsOf(tx, other.id);
  const last = others.at(-1);
  if (!newest || !last) throw wrongUse(`${entry.code} or ${other.code} has no version`);
  const row = await changed(tx, services, who, 'merge', [entry, other], async () => {
    await setDocuments(tx, newest.id, await together(tx, newest, others));
    for (const address of await sendersOf(tx, other.id)) addSender(tx, entry.id, address);
    await setMerged(tx, other.id, entry.id);
    await recheck(tx, services, entry, filledUp(newest.fields, last.fields));
    return [];
  });
  if (who.letters) await tellChange(tx, services, row, { about: entry, what: 'merge', other });
  return row;
}

async function together(tx: Tx, newest: VersionRow, others: VersionRow[]): Promise<DocumentPlace[]> {
  return (await documentsOfVersions(tx, [newest, ...others])).map(({ messageId, part }) => ({ messageId, part }));
}
