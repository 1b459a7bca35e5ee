/** Who is in which entry: what a person is looked for among. */
import { asc } from 'drizzle-orm';
import { entry, entrySender, entryVersion } from '../../../schemas/tables.ts';
import type { EntryOfPeople } from '../../personal/resolve.ts';
import type { Tx } from '../database.ts';

/** All entries that were not erased, each with every version. Read whole: names are compared by rules that SQL does not know. */
export async function entriesOfPeople(tx: Tx): Promise<EntryOfPeople[]> {
  const entries = await tx.select({ entryId: entry.id, code: entry.code, state: entry.state }).from(entry).orderBy(asc(entry.number));
  const versions = await tx.select({ entryId: entryVersion.entryId, fields: entryVersion.fields }).from(entryVersion).orderBy(asc(entryVersion.n));
  const senders = await tx.select({ entryId: entrySender.entryId, address: entrySender.address }).from(entrySender).orderBy(asc(entrySender.since));
  const byEntry = <T extends { entryId: string }>(rows: T[]): Map<string, T[]> => rows.reduce((map, row) => map.set(row.entryId, [...map.get(row.entryId) ?? [], row]), new Map<string, T[]>());
  const [ofEntry, speakers] = [byEntry(versions), byEntry(senders)];
  return entries.filter((e) => e.state !== 'erased').map(({ entryId, code }) => ({
    entryId, code, senders: (speakers.get(entryId) ?? []).map((s) => s.address), versions: (ofEntry.get(entryId) ?? []).map((v) => v.fields),
  }));
}
