/** Staff put right what reading got wrong. */
import type { EntryFields } from '../../schemas/reading.ts';
import { fieldByHand, type FieldName } from '../../src/entry/by-hand.ts';
import { wrongUse } from '../../src/problem.ts';
import type { ChangeRow } from '../../src/store/changes.ts';
import type { Tx } from '../../src/store/database.ts';
import { takeTurn, versionsOf } from '../../src/store/entries.ts';
import { changed, entryToChange, type ByHand, type Who } from './change.ts';
import { recheck } from './recheck.ts';
import { tellChange } from './tell.ts';

/** @param values as typed, by field; empty = not stated */
export async function editEntry(tx: Tx, services: ByHand, who: Who, code: string, values: Partial<Record<FieldName, string>>): Promise<ChangeRow> {
  await takeTurn(tx);
  const entry = await entryToChange(tx, code);
  const newest = (await versionsOf(tx, entry.id)).at(-1);
  if (!newest) throw wrongUse(`${entry.code} has no version`);
  const names = Object.keys(values) as FieldName[];
  const edited = Object.fromEntries(names.map((name) => [name, fieldByHand(name, values[name] ?? '', services.loaded.contest)]));
  const row = await changed(tx, services, who, 'edit', [entry], async () => {
    const fields: EntryFields = { ...newest.fields, ...edited };
    await recheck(tx, services, entry, fields);
    return [];
  });
  if (who.letters) await tellChange(tx, services, row, { about: entry, what: 'edit', fields: names });
  return row;
}
