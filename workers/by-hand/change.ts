/** A change by staff: how the entries stood, what was done, how they stand; on record, and undone by its number. */
import type { EntryAction, EntryStanding } from '../../schemas/changes.ts';
import { wrongUse } from '../../src/problem.ts';
import { recordDecision } from '../../src/store/audit.ts';
import { addChange, standingsOf, type ChangeRow } from '../../src/store/changes.ts';
import type { Tx } from '../../src/store/database.ts';
import { enqueue } from '../../src/store/jobs.ts';
import { entriesByCode, type EntryRow } from '../../src/store/entries.ts';
import type { Services } from '../services.ts';

/** What a change needs of the service; the command line has it, too. */
export type ByHand = Pick<Services, 'loaded' | 'writer' | 'secretKeys' | 'dryRun'>;
/** Who decides, and why: it goes on record. */
export type Who = { by: string; reason: string; /** false = nobody is written to */ letters: boolean };

/** Their texts are not what they were: what they share with others is looked for anew. @param key of the change, one for each time */
export function compareAgain(tx: Tx, { loaded }: ByHand, standings: EntryStanding[], key: string): void {
  if (!loaded.contest.checks.originality) return;
  for (const { entryId, version } of standings) if (version) enqueue(tx, 'compare-entry', { versionId: version.id }, { key: `compare-entry:${key}:${entryId}`, priority: 900 });
}

/**
 * Call only after takeTurn.
 * @param effect does it; gives ids of entries that it made
 */
export async function changed(tx: Tx, services: ByHand, who: Who, action: EntryAction, entries: EntryRow[], effect: () => Promise<string[]>): Promise<ChangeRow> {
  const ids = entries.map((e) => e.id);
  const before = await standingsOf(tx, ids);
  const made = await effect();
  const after = await standingsOf(tx, [...ids, ...made]);
  const row = await addChange(tx, { action, before, after, actor: who.by, reason: who.reason });
  if (action !== 'tags') compareAgain(tx, services, after, `change-${row.n}`);
  await recordDecision(tx, { actor: who.by, action: `entry-${action}`, subject: entries[0]?.code ?? '', detail: { change: row.n, entries: after.map((s) => s.code) }, texts: { reason: who.reason } });
  return row;
}

/** @throws Problem `wrong-use` where there is no such entry, or it is part of another */
export async function entryToChange(tx: Tx, code: string): Promise<EntryRow> {
  const [entry] = await entriesByCode(tx, [code.trim().toUpperCase()]);
  if (!entry) throw wrongUse(`no entry has the code ${code}; \`mailroom entries list\` shows all`);
  if (entry.state === 'merged') throw wrongUse(`${entry.code} is part of another entry; \`mailroom entries changes ${entry.code}\` shows which change made it so`);
  if (entry.state === 'erased') throw wrongUse(`${entry.code} was erased; nothing of it is left to change`);
  return entry;
}
