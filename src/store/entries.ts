/** Entries, their versions and the addresses that may speak for them. */
import { randomUUID } from 'node:crypto';
import { and, asc, desc, eq, inArray, or, sql } from 'drizzle-orm';
import { entry, entrySender, entryVersion, rulesVersion } from '../../schemas/tables.ts';
import type { DocumentPlace } from '../../schemas/changes.ts';
import type { EntryFields, Finding } from '../../schemas/reading.ts';
import type { EntryState } from '../../schemas/states.ts';
import type { LoadedContest } from '../../schemas/contest.ts';
import type { Tx } from './database.ts';
import { LOCKS } from './locks.ts';

export type EntryRow = typeof entry.$inferSelect;
export type VersionRow = typeof entryVersion.$inferSelect;

/** Registrations take turns, so that two mails of one sender see each other and no code is given twice. Held to the end of the transaction. */
export async function takeTurn(tx: Tx): Promise<void> {
  await tx.run('select pg_advisory_xact_lock($1)', [LOCKS.registrations]);
}

/**
 * Adds an entry under the next number, above all that were or may have been given; or under the number it had before an older
 * database was restored. Call only after takeTurn.
 */
export async function addEntry(tx: Tx, made: { number?: number | null; codeOf: (number: number) => string; state: EntryState; receivedAt: Date; sender: string }): Promise<EntryRow> {
  const number = made.number ?? await nextNumber(tx);
  const row: EntryRow = {
    id: randomUUID(), number, code: made.codeOf(number), state: made.state, stateBeforeWithdrawal: null, mergedInto: null, receivedAt: made.receivedAt, registeredAt: tx.now, erasureId: null,
  };
  tx.write('insert into entry (id, number, code, state, received_at, registered_at) values ($1, $2, $3, $4, $5, $6)', [row.id, number, row.code, row.state, row.receivedAt, tx.now]);
  addSender(tx, row.id, made.sender);
  return row;
}

async function nextNumber(tx: Tx): Promise<number> {
  const [last] = await tx.run<{ n: number }>('select greatest(0, (select max(number) from entry), (select max(number_floor) from restoration)) as n');
  return (last?.n ?? 0) + 1;
}

/** May speak for the entry from now on; who may already is left as is. */
export function addSender(tx: Tx, entryId: string, address: string): void {
  tx.write('insert into entry_sender (entry_id, address, since) values ($1, $2, $3) on conflict do nothing', [entryId, address, tx.now]);
}

export async function removeSender(tx: Tx, entryId: string, address: string): Promise<void> {
  await tx.delete(entrySender).where(and(eq(entrySender.entryId, entryId), eq(entrySender.address, address)));
}

export type NewVersion = {
  entryId: string; /** counted from 1 */ n: number; messageId: string; /** '' and null: the mail as a whole (schemas/tables.ts) */ form: string; documents: DocumentPlace[] | null; receivedAt: Date;
  fields: EntryFields; findings: Finding[]; rulesSha256: string; /** of the privacy notice in force; null where there is none */ noticeVersion?: string | null;
};

/** Adds the next version of an entry. One message registers each of its forms at most once, and no number is given twice: the second try breaks on a unique key. */
export function addVersion(tx: Tx, made: NewVersion): VersionRow {
  const row: VersionRow = { ...made, id: randomUUID(), registeredAt: tx.now, noticeVersion: made.noticeVersion ?? null };
  tx.write(ADD_VERSION, [row.id, row.entryId, row.n, row.messageId, row.form, row.documents === null ? null : JSON.stringify(row.documents), row.receivedAt, tx.now, JSON.stringify(row.fields), JSON.stringify(row.findings), row.rulesSha256, row.noticeVersion]);
  return row;
}

const ADD_VERSION = `
  insert into entry_version (id, entry_id, n, message_id, form, documents, received_at, registered_at, fields, findings, rules_sha256, notice_version)
  values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9::jsonb, $10::jsonb, $11, $12)`;

/** @param before what a withdrawal can be undone to */
export async function setEntryState(tx: Tx, id: string, state: EntryState, before: EntryState | null = null): Promise<void> {
  await tx.update(entry).set({ state, stateBeforeWithdrawal: before }).where(eq(entry.id, id));
}

/** What is known of a version after more of it was read. */
export async function updateVersion(tx: Tx, versionId: string, known: { fields: EntryFields; findings: Finding[] }): Promise<void> {
  await tx.update(entryVersion).set(known).where(eq(entryVersion.id, versionId));
}

export async function updateFindings(tx: Tx, versionId: string, findings: Finding[]): Promise<void> {
  await tx.update(entryVersion).set({ findings }).where(eq(entryVersion.id, versionId));
}

export async function loadEntry(tx: Tx, id: string): Promise<EntryRow | null> {
  const [row] = await tx.select().from(entry).where(eq(entry.id, id));
  return row ?? null;
}

/** In the order of their numbers; a code that nobody has is left out. */
export async function entriesByCode(tx: Tx, codes: string[]): Promise<EntryRow[]> {
  return codes.length === 0 ? [] : tx.select().from(entry).where(inArray(entry.code, codes)).orderBy(asc(entry.number));
}

/** In the order of their numbers. */
export async function entriesById(tx: Tx, ids: string[]): Promise<EntryRow[]> {
  return ids.length === 0 ? [] : tx.select().from(entry).where(inArray(entry.id, ids)).orderBy(asc(entry.number));
}

/** Merged entries replaced by those they are part of now, each named once. */
export async function followMerges(tx: Tx, rows: EntryRow[]): Promise<EntryRow[]> {
  const stands = new Map<string, EntryRow>();
  for (const row of rows) {
    let entryRow: EntryRow | null = row;
    for (let steps = 0; entryRow?.mergedInto != null && steps < MOST_MERGES; steps++) entryRow = await loadEntry(tx, entryRow.mergedInto);
    if (entryRow) stands.set(entryRow.id, entryRow);
  }
  return [...stands.values()];
}

const MOST_MERGES = 20;

/** Entries that this address may speak for, oldest first; not those that are part of another by now. */
export async function entriesOfSender(tx: Tx, address: string): Promise<EntryRow[]> {
  return tx.run<EntryRow>(ENTRIES_OF_SENDER, [address]);
}

const ENTRIES_OF_SENDER = `
  select e.id, e.number, e.code, e.state, e.state_before_withdrawal as "stateBeforeWithdrawal", e.merged_into as "mergedInto", e.received_at as "receivedAt", e.registered_at as "registeredAt", e.erasure_id as "erasureId"
  from entry_sender s join entry e on e.id = s.entry_id where s.address = $1 and e.state <> 'merged' order by e.number`;

/** Addresses of an entry, the first sender first. */
export async function sendersOf(tx: Tx, entryId: string): Promise<string[]> {
  const rows = await tx.select().from(entrySender).where(eq(entrySender.entryId, entryId)).orderBy(asc(entrySender.since), asc(entrySender.address));
  return rows.map((r) => r.address);
}

/** Who may speak for each of these entries. One query, however many there are. */
export async function sendersByEntry(tx: Tx, entryIds: string[]): Promise<Map<string, Set<string>>> {
  const rows = entryIds.length === 0 ? [] : await tx.select({ entryId: entrySender.entryId, address: entrySender.address }).from(entrySender).where(inArray(entrySender.entryId, entryIds));
  const senders = new Map<string, Set<string>>();
  for (const { entryId, address } of rows) senders.set(entryId, (senders.get(entryId) ?? new Set()).add(address));
  return senders;
}

/** What the newest version of each entry calls itself; null where it states no title. One query, however many entries a sender has. */
export async function titlesOf(tx: Tx, entryIds: string[]): Promise<Map<string, string | null>> {
  if (entryIds.length === 0) return new Map();
  const rows = await tx.selectDistinctOn([entryVersion.entryId], { entryId: entryVersion.entryId, title: sql<string | null>`${entryVersion.fields} #>> '{title,value}'` })
    .from(entryVersion).where(inArray(entryVersion.entryId, entryIds)).orderBy(entryVersion.entryId, desc(entryVersion.n));
  return new Map(rows.map((r) => [r.entryId, r.title]));
}

/** The newest version of each, in the order of their numbers. */
export async function newestVersions(tx: Tx, entryIds: string[]): Promise<{ entryId: string; code: string; fields: EntryFields }[]> {
  if (entryIds.length === 0) return [];
  const newest = tx.selectDistinctOn([entryVersion.entryId], { entryId: entryVersion.entryId, fields: entryVersion.fields }).from(entryVersion)
    .where(inArray(entryVersion.entryId, entryIds)).orderBy(entryVersion.entryId, desc(entryVersion.n)).as('newest');
  return tx.select({ entryId: entry.id, code: entry.code, fields: newest.fields }).from(entry).innerJoin(newest, eq(newest.entryId, entry.id)).orderBy(asc(entry.number));
}

/** The newest version of each of these entries, whole. One query, however many there are. */
export async function newestVersionOf(tx: Tx, entryIds: string[]): Promise<Map<string, VersionRow>> {
  if (entryIds.length === 0) return new Map();
  const rows = await tx.selectDistinctOn([entryVersion.entryId]).from(entryVersion).where(inArray(entryVersion.entryId, entryIds)).orderBy(entryVersion.entryId, desc(entryVersion.n));
  return new Map(rows.map((v) => [v.entryId, v]));
}

/** To whom letters about each of these entries go: the first who may speak for it. One query, however many there are. */
export async function firstSenders(tx: Tx, entryIds: string[]): Promise<Map<string, string>> {
  if (entryIds.length === 0) return new Map();
  const rows = await tx.selectDistinctOn([entrySender.entryId], { entryId: entrySender.entryId, address: entrySender.address }).from(entrySender)
    .where(inArray(entrySender.entryId, entryIds)).orderBy(entrySender.entryId, asc(entrySender.since), asc(entrySender.address));
  return new Map(rows.map((r) => [r.entryId, r.address]));
}

/** Versions of an entry, oldest first. */
export async function versionsOf(tx: Tx, entryId: string): Promise<VersionRow[]> {
  return tx.select().from(entryVersion).where(eq(entryVersion.entryId, entryId)).orderBy(asc(entryVersion.n));
}

/** Versions that a message became, in the order of their entries: several where it holds several entries. */
export async function versionsOfMessage(tx: Tx, messageId: string): Promise<VersionRow[]> {
  const rows = await tx.select().from(entryVersion).innerJoin(entry, eq(entry.id, entryVersion.entryId)).where(eq(entryVersion.messageId, messageId)).orderBy(asc(entry.number), asc(entryVersion.n));
  return rows.map((r) => r.entry_version);
}

/** The same, and versions to which staff gave documents of it. */
export async function versionsWithDocumentsOf(tx: Tx, messageId: string): Promise<VersionRow[]> {
  const given = sql`${entryVersion.documents} @> ${JSON.stringify([{ messageId }])}::jsonb`;
  const rows = await tx.select().from(entryVersion).innerJoin(entry, eq(entry.id, entryVersion.entryId)).where(or(eq(entryVersion.messageId, messageId), given)).orderBy(asc(entry.number), asc(entryVersion.n));
  return rows.map((r) => r.entry_version);
}

/** Ids of the entries that these messages were about, or became. */
export async function entriesOfMessages(tx: Tx, messages: { id: string; entryId: string | null }[]): Promise<string[]> {
  if (messages.length === 0) return [];
  const made = await tx.selectDistinct({ id: entryVersion.entryId }).from(entryVersion).where(inArray(entryVersion.messageId, messages.map((m) => m.id)));
  return [...new Set([...messages.flatMap((m) => m.entryId ?? []), ...made.map((v) => v.id)])];
}

/** In the order of their numbers. */
export async function entriesInState(tx: Tx, state: EntryState): Promise<EntryRow[]> {
  return tx.select().from(entry).where(eq(entry.state, state)).orderBy(asc(entry.number));
}

/** In the order of their numbers, each with its newest version. */
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

/** Since when entries were checked by these rules and lists; null = never. @param sha256 of the contest folder */
export async function rulesUsedSince(tx: Tx, sha256: string): Promise<Date | null> {
  const [row] = await tx.select({ at: rulesVersion.firstUsedAt }).from(rulesVersion).where(eq(rulesVersion.sha256, sha256));
  return row?.at ?? null;
}
