/** A document that came with one entry belongs to another. */
import { wrongUse } from '../../src/problem.ts';
import { setDocuments, type ChangeRow } from '../../src/store/changes.ts';
import type { Tx } from '../../src/store/database.ts';
import { takeTurn, versionsOf } from '../../src/store/entries.ts';
import { documentsOfVersions } from '../../src/store/messages.ts';
import { changed, entryToChange, type ByHand, type Who } from './change.ts';
import { documentsNamed, placeOf, takeAway } from './places.ts';
import { recheck } from './recheck.ts';
import { tellChange } from './tell.ts';

/** The one that loses it is read anew from what is left; the other takes from it what it leaves open, now and whenever it is read anew. */
export async function moveDocuments(tx: Tx, services: ByHand, who: Who, from: string, names: string[], to: string): Promise<ChangeRow> {
  await takeTurn(tx);
  const [source, target] = [await entryToChange(tx, from), await entryToChange(tx, to)];
  if (source.id === target.id) throw wrongUse('the document belongs to that entry already');
  const moved = await documentsNamed(tx, source, names);
  const newest = (await versionsOf(tx, target.id)).at(-1);
  if (!newest) throw wrongUse(`${target.code} has no version`);
  const row = await changed(tx, services, who, 'move-document', [source, target], async () => {
    const own = await documentsOfVersions(tx, [newest]);
    const had = new Set(own.map((d) => d.id));
    await takeAway(tx, source, moved);
    await setDocuments(tx, newest.id, [...own, ...moved.filter((d) => !had.has(d.id))].map(placeOf));
    await recheck(tx, services, source);
    await recheck(tx, services, target);
    return [];
  });
  if (who.letters) await tellChange(tx, services, row, { about: target, what: 'move-document', other: source, files: moved.map((d) => d.filename ?? d.storedName) });
  return row;
}
