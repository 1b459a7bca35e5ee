/** A change is taken back, as long as nothing came on top of it. */
import { liveStates } from '../../schemas/states.ts';
import type { EntryStanding } from '../../schemas/changes.ts';
import { canonical } from '../../src/audit/chain.ts';
import { recordDecision } from '../../src/store/audit.ts';
import { changeByNumber, markUndone, restoreStanding, standingsOf, type ChangeRow } from '../../src/store/changes.ts';
import type { Tx } from '../../src/store/database.ts';
import { setTags } from '../../src/store/tags.ts';
import { loadEntry, takeTurn, type EntryRow } from '../../src/store/entries.ts';
import type { FieldName } from '../../src/entry/by-hand.ts';
import { wrongUse } from '../../src/problem.ts';
import { compareAgain, type ByHand, type Who } from './change.ts';
import { recheckByMachine } from './recheck.ts';
import { tellChange } from './tell.ts';

/** @throws Problem `wrong-use` where there is no such change, it was undone, or an entry changed since */
export async function undoChange(tx: Tx, services: ByHand, who: Who, n: number): Promise<ChangeRow> {
  await takeTurn(tx);
  const row = await changeByNumber(tx, n);
  if (row === null) throw wrongUse(`there is no change ${n}; \`mailroom entries changes\` lists them`);
  if (row.undoneAt !== null) throw wrongUse(`change ${n} was undone by ${row.undoneBy ?? 'staff'}`);
  const now = await standingsOf(tx, row.entryIds);
  const stated = row.action === 'tags' ? tagged : entered;
  const moved = row.after.filter((then) => stated(then) !== stated(now.find((s) => s.entryId === then.entryId) ?? null)).map((s) => s.code);
  if (moved.length > 0) throw wrongUse(`${moved.join(', ')} changed after change ${n}: undo what came later first (\`mailroom entries changes ${moved[0] ?? ''}\`), or edit by hand`);
  const [subject] = row.before;
  const made = row.after.filter((s) => !row.before.some((b) => b.entryId === s.entryId));
  if (row.action === 'tags') await restoreTags(tx, row.before, who.by);
  else await restoreEntries(tx, services, row, made);
  await markUndone(tx, row.id, who.by);
  await recordDecision(tx, { actor: who.by, action: `undo-entry-${row.action}`, subject: subject?.code ?? '', detail: { change: row.n, entries: row.after.map((s) => s.code) }, texts: { reason: who.reason } });
  if (who.letters) await tellUndone(tx, services, row, made[0] ?? null);
  return row;
}

/** As far as people and mails change it: what the checks find may change by itself, and tags are undone by themselves. */
function entered(standing: EntryStanding | null): string {
  if (standing === null) return canonical(null);
  const { tags: _tags, ...rest } = standing;
  return canonical({ ...rest, version: rest.version && { ...rest.version, findings: [] } });
}

function tagged(standing: EntryStanding | null): string {
  return canonical(standing?.tags ?? null);
}

async function restoreTags(tx: Tx, before: EntryStanding[], by: string): Promise<void> {
  for (const { entryId, tags } of before) await setTags(tx, entryId, tags ?? null, by);
}

/** @param made entries that the change made: a code that was given is never taken back, so that each becomes part of the one it came from */
async function restoreEntries(tx: Tx, services: ByHand, { before, after, n }: ChangeRow, made: EntryStanding[]): Promise<void> {
  for (const was of before) await restoreStanding(tx, was);
  await checkRestored(tx, services, before);
  for (const entry of made) await restoreStanding(tx, { ...entry, state: 'merged', mergedInto: before[0]?.entryId ?? null });
  compareAgain(tx, services, after, `undo-${n}`);
}

/** What the checks find today, not what they found before the change: lists and rules may be others. */
async function checkRestored(tx: Tx, services: ByHand, before: EntryStanding[]): Promise<void> {
  for (const { entryId, version } of before) {
    const entry = await loadEntry(tx, entryId);
    if (entry && version && liveStates.includes(entry.state)) await recheckByMachine(tx, services, entry, version.fields);
  }
}

async function tellUndone(tx: Tx, services: ByHand, row: ChangeRow, made: EntryStanding | null): Promise<void> {
  const about = await loadEntry(tx, row.before[0]?.entryId ?? '');
  const other: EntryRow | null = await loadEntry(tx, made?.entryId ?? row.before[1]?.entryId ?? about?.id ?? '');
  if (about === null || row.action === 'tags') return;
  if (row.action === 'senders') return tellChange(tx, services, row, { about, what: 'senders', undone: true });
  if (row.action === 'edit') return tellChange(tx, services, row, { about, what: 'edit', undone: true, fields: editedFields(row) });
  if (row.action === 'split' && other) return tellChange(tx, services, row, { about, what: 'merge', other });
  if (row.action === 'merge' && other) return tellChange(tx, services, row, { about, what: 'merge', undone: true, other });
  if (other) return tellChange(tx, services, row, { about, what: 'move-document', undone: true, other, files: [] });
}

function editedFields({ before, after }: ChangeRow): FieldName[] {
  const [was, then] = [before[0]?.version?.fields, after[0]?.version?.fields];
  return then ? (Object.keys(then) as FieldName[]).filter((name) => canonical(then[name]) !== canonical(was?.[name] ?? null)) : [];
}
