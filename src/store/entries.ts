/** Entries, their versions and the addresses that may speak for them. */
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { entry, entrySender, entryVersion, rulesVersion } from '../../schemas/tables.ts';
import type { EntryFields, Finding } from '../../schemas/reading.ts';
import type { EntryState } from '../../schemas/states.ts';
import type { LoadedContest } from '../../schemas/contest.ts';
import type { Tx } from './database.ts';

export type EntryRow = typeof entry.$inferSelect;
export type VersionRow = typeof entryVersion.$inferSelect;

/** Registrations take turns, so that two mails of one sender see each other and no code is given twice. Held to the end of the transaction. */
export async function takeTurn(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(745201984)`);
}

/** Adds an entry under the next number. Call only after takeTurn. */
export async function addEntry(tx: Tx, made: { codeOf: (number: number) => string; state: EntryState; receivedAt: Date; sender: string }): Promise<EntryRow> {
  const [last] = await tx.select({ n: sql<number>`coalesce(max(${entry.number}), 0)`.mapWith(Number) }).from(entry);
  const number = (last?.n ?? 0) + 1;
  const [row] = await tx.insert(entry).values({
    number, code: made.codeOf(number), state: made.state, receivedAt: made.receivedAt, registeredAt: tx.now,
  }).returning();
  if (!row) throw new Error('insert into entry returned nothing');
  await addSender(tx, row.id, made.sender);
  return row;
}

export async function addSender(tx: Tx, entryId: string, address: string): Promise<void> {
  await tx.insert(entrySender).values({ entryId, address, since: tx.now }).onConflictDoNothing();
}

export type NewVersion = { entryId: string; messageId: string; receivedAt: Date; fields: EntryFields; findings: Finding[]; rulesSha256: string };

/** Adds the next version of an entry. One message registers at most once: the second try breaks on a unique key. */
export async function addVersion(tx: Tx, made: NewVersion): Promise<VersionRow> {
  const [last] = await tx.select({ n: sql<number>`coalesce(max(${entryVersion.n}), 0)`.mapWith(Number) })
    .from(entryVersion).where(eq(entryVersion.entryId, made.entryId));
  const [row] = await tx.insert(entryVersion).values({ ...made, n: (last?.n ?? 0) + 1, registeredAt: tx.now }).returning();
  if (!row) throw new Error('insert into entry_version returned nothing');
  return row;
}

export async function setEntryState(tx: Tx, id: string, state: EntryState, before: EntryState | null = null): Promise<void> {
  await tx.update(entry).set({ state, stateBeforeWithdrawal: before }).where(eq(entry.id, id));
}

export async function updateFindings(tx: Tx, versionId: string, findings: Finding[]): Promise<void> {
  await tx.update(entryVersion).set({ findings }).where(eq(entryVersion.id, versionId));
}

export async function loadEntry(tx: Tx, id: string): Promise<EntryRow | null> {
  const [row] = await tx.select().from(entry).where(eq(entry.id, id));
  return row ?? null;
}

export async function entriesByCode(tx: Tx, codes: string[]): Promise<EntryRow[]> {
  return codes.length === 0 ? [] : tx.select().from(entry).where(inArray(entry.code, codes)).orderBy(asc(entry.number));
}

export async function entriesById(tx: Tx, ids: string[]): Promise<EntryRow[]> {
  return ids.length === 0 ? [] : tx.select().from(entry).where(inArray(entry.id, ids)).orderBy(asc(entry.number));
}

/** Entries that this address may speak for, oldest first. */
export async function entriesOfSender(tx: Tx, address: string): Promise<EntryRow[]> {
  const rows = await tx.select({ entry }).from(entrySender).innerJoin(entry, eq(entry.id, entrySender.entryId))
    .where(eq(entrySender.address, address)).orderBy(asc(entry.number));
  return rows.map((r) => r.entry);
}

/** Addresses of an entry, the first sender first. */
export async function sendersOf(tx: Tx, entryId: string): Promise<string[]> {
  const rows = await tx.select().from(entrySender).where(eq(entrySender.entryId, entryId)).orderBy(asc(entrySender.since), asc(entrySender.address));
  return rows.map((r) => r.address);
}

/** Versions of an entry, oldest first. */
export async function versionsOf(tx: Tx, entryId: string): Promise<VersionRow[]> {
  return tx.select().from(entryVersion).where(eq(entryVersion.entryId, entryId)).orderBy(asc(entryVersion.n));
}

export async function versionOfMessage(tx: Tx, messageId: string): Promise<VersionRow | null> {
  const [row] = await tx.select().from(entryVersion).where(eq(entryVersion.messageId, messageId));
  return row ?? null;
}

export async function entriesInState(tx: Tx, state: EntryState): Promise<EntryRow[]> {
  return tx.select().from(entry).where(eq(entry.state, state)).orderBy(asc(entry.number));
}

export async function listEntries(tx: Tx, filter: { state?: string; limit: number }): Promise<{ entry: EntryRow; version: VersionRow | null }[]> {
  const latest = tx.selectDistinctOn([entryVersion.entryId]).from(entryVersion).orderBy(entryVersion.entryId, desc(entryVersion.n)).as('latest');
  const rows = await tx.select().from(entry).leftJoin(latest, eq(latest.entryId, entry.id))
    .where(and(filter.state === undefined ? undefined : sql`${entry.state} = ${filter.state}`)).orderBy(asc(entry.number)).limit(filter.limit);
  return rows.map((r) => ({ entry: r.entry, version: r.latest as VersionRow | null }));
}

/** Records the rules in force, once per text: versions name them as what they were checked under. */
export async function recordRules(tx: Tx, loaded: LoadedContest): Promise<void> {
  await tx.insert(rulesVersion).values({ sha256: loaded.rulesSha256, contestId: loaded.contest.id, firstUsedAt: tx.now, contest: loaded.contest })
    .onConflictDoNothing();
}
