/** People say what entries serve. Nobody is written to, and no decision is touched: tags are counted in reports. */
import { liveStates } from '../../schemas/states.ts';
import { nearest } from '../../src/near.ts';
import { wrongUse } from '../../src/problem.ts';
import type { ChangeRow } from '../../src/store/changes.ts';
import type { Tx } from '../../src/store/database.ts';
import { takeTurn, type EntryRow } from '../../src/store/entries.ts';
import { setTags } from '../../src/store/tags.ts';
import { changed, entryToChange, type ByHand, type Who } from './change.ts';

/**
 * One change for all of them, undone together.
 * @param said keys of the contest's tags by the entry's code, instead of what was said before; none = somebody looked, and none fits
 * @throws Problem `wrong-use` where the contest has no such tag, or an entry is not there or takes no part
 */
export async function tagEntries(tx: Tx, services: ByHand, who: Who, said: ReadonlyMap<string, string[]>): Promise<ChangeRow> {
  await takeTurn(tx);
  if (said.size === 0) throw wrongUse('there is no entry to tag');
  const wanted: { entry: EntryRow; tags: string[] }[] = [];
  for (const [code, tags] of said) wanted.push({ entry: await partaking(tx, code), tags: inOrder(tags, services) });
  return changed(tx, services, who, 'tags', wanted.map(({ entry }) => entry), async () => {
    for (const { entry, tags } of wanted) await setTags(tx, entry.id, tags, who.by);
    return [];
  });
}

async function partaking(tx: Tx, code: string): Promise<EntryRow> {
  const entry = await entryToChange(tx, code);
  if (!liveStates.includes(entry.state)) throw wrongUse(`${entry.code} is ${entry.state}: it is counted in no report`);
  return entry;
}

/** As the contest lists them, each once. */
function inOrder(tags: string[], { loaded: { contest } }: ByHand): string[] {
  const keys = contest.tags.map((t) => t.key);
  if (keys.length === 0) throw wrongUse('contest.yaml names no tags');
  const unknown = tags.find((t) => !keys.includes(t));
  const near = unknown === undefined ? null : nearest(unknown, keys);
  if (unknown !== undefined) throw wrongUse(`${unknown.slice(0, 60)} is no tag of the contest${near === null ? '' : `; did you mean ${near}?`} (tags: ${keys.join(', ')})`);
  return keys.filter((k) => tags.includes(k));
}
