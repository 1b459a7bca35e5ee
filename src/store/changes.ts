/** What staff change of entries by hand: how entries stand, and the record by which it is undone. */
import { and, asc, desc, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { entry, entryChange, entrySender, entryVersion } from '../../schemas/tables.ts';
import type { DocumentPlace, EntryAction, EntryStanding } from '../../schemas/changes.ts';
import type { Tx } from './database.ts';
import { taggings } from './tags.ts';

export type ChangeRow = typeof entryChange.$inferSelect;

/** How these entries stand now, in the order given. */
export async function standingsOf(tx: Tx, entryIds: string[]): Promise<EntryStanding[]> {
  const rows = await tx.select().from(entry).where(inArray(entry.id, entryIds));
  const tagged = await taggings(tx, entryIds);
  return Promise.all(entryIds.flatMap((id) => rows.filter((row) => row.id === id)).map(async (row) => {
    const versions = await tx.select().from(entryVersion).where(eq(entryVersion.entryId, row.id)).orderBy(asc(entryVersion.n));
    const senders = await tx.select().from(entrySender).where(eq(entrySender.entryId, row.id)).orderBy(asc(entrySender.address));
    const newest = versions.at(-1);
    const tags = tagged.get(row.id)?.tags;
    return {
      entryId: row.id, code: row.code, state: row.state, mergedInto: row.mergedInto, senders: senders.map((s) => s.address),
      version: newest ? { id: newest.id, fields: newest.fields, findings: newest.findings } : null, documents: Object.fromEntries(versions.map((v) => [v.id, v.documents])), ...(tags === undefined ? {} : { tags }),
    };
  }));
}

/** Puts an entry back to how it stood, but for its tags, which come and go by themselves. */
export async function restoreStanding(tx: Tx, was: EntryStanding): Promise<void> {
  await tx.update(entry).set({ state: was.state, mergedInto: was.mergedInto }).where(eq(entry.id, was.entryId));
  if (was.version) await tx.update(entryVersion).set({ fields: was.version.fields, findings: was.version.findings }).where(eq(entryVersion.id, was.version.id));
  for (const [versionId, documents] of Object.entries(was.documents)) await setDocuments(tx, versionId, documents);
  await tx.delete(entrySender).where(and(eq(entrySender.entryId, was.entryId), notInArray(entrySender.address, was.senders)));
  for (const address of was.senders) await tx.insert(entrySender).values({ entryId: was.entryId, address, since: tx.now }).onConflictDoNothing();
}

/** @param documents null = all of its mail */
export async function setDocuments(tx: Tx, versionId: string, documents: DocumentPlace[] | null): Promise<void> {
  await tx.update(entryVersion).set({ documents }).where(eq(entryVersion.id, versionId));
}

/** The entry is part of another from now on. */
export async function setMerged(tx: Tx, entryId: string, into: string): Promise<void> {
  await tx.update(entry).set({ state: 'merged', mergedInto: into }).where(eq(entry.id, entryId));
}

export type NewChange = { action: EntryAction; before: EntryStanding[]; after: EntryStanding[]; actor: string; reason: string };

/** Call only after takeTurn, so that numbers have no gaps. */
export async function addChange(tx: Tx, made: NewChange): Promise<ChangeRow> {
  const [last] = await tx.select({ n: sql<number>`coalesce(max(${entryChange.n}), 0)`.mapWith(Number) }).from(entryChange);
  const [row] = await tx.insert(entryChange).values({ ...made, n: (last?.n ?? 0) + 1, entryIds: made.after.map((s) => s.entryId), at: tx.now }).returning();
  if (!row) throw new Error('a change was not written');
  return row;
}

/** The row, locked. */
export async function changeByNumber(tx: Tx, n: number): Promise<ChangeRow | null> {
  const [row] = await tx.select().from(entryChange).where(eq(entryChange.n, n)).for('update');
  return row ?? null;
}

/** Newest first; those of one entry, or of all. */
export async function listChanges(tx: Tx, entryId: string | null, limit: number): Promise<ChangeRow[]> {
  return tx.select().from(entryChange).where(entryId === null ? undefined : sql`${entryChange.entryIds} ? ${entryId}`).orderBy(desc(entryChange.n)).limit(limit);
}

/** On record; `restoreStanding` puts the entries back. */
export async function markUndone(tx: Tx, id: string, by: string): Promise<void> {
  await tx.update(entryChange).set({ undoneAt: tx.now, undoneBy: by }).where(eq(entryChange.id, id));
}
