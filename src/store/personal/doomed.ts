/** Bytes that no row needs any more: on a list from the transaction that says so until their files are gone. */
import { randomUUID } from 'node:crypto';
import { inArray, sql } from 'drizzle-orm';
import { doomedBytes } from '../../../schemas/tables.ts';
import type { Tx } from '../database.ts';
import { enqueue } from '../jobs.ts';

/** @param hashes of bytes that one row less needs; whether others do is looked at when they are removed */
export async function doom(tx: Tx, hashes: (string | null)[]): Promise<void> {
  const named = [...new Set(hashes.filter((h) => h !== null && h !== ''))];
  if (named.length === 0) return;
  await tx.execute(sql`insert into doomed_bytes (sha256) select h from unnest(${sql.param(named)}::text[]) as h on conflict do nothing`);
  const run = randomUUID();
  enqueue(tx, 'remove-bytes', { run }, { key: `remove-bytes:${run}`, priority: 100 });
}

/** Files that these letters carry, by their hashes: what was made for a letter alone, as a receipt to print, has no other row. */
export async function carriedBy(tx: Tx, letterIds: string[]): Promise<string[]> {
  const { rows } = await tx.execute<{ h: string }>(sql`select distinct a ->> 'sha256' as h from letter l, ${attachedTo()} a where l.id = any(${sql.param(letterIds)}::uuid[]) and a ->> 'sha256' is not null`);
  return rows.map((r) => r.h);
}

/** Files that were made of these entries for judges, a workbook of several among them, and those that any letter carries under an entry's code. */
export async function carriedFor(tx: Tx, entryIds: string[]): Promise<string[]> {
  const { rows } = await tx.execute<{ h: string }>(sql`select distinct a ->> 'sha256' as h from entry e, letter l, ${attachedTo()} a
    where e.id = any(${sql.param(entryIds)}::uuid[]) and a ->> 'sha256' is not null and starts_with(a ->> 'filename', e.code)
    union select sha256 from made_of where entry_id = any(${sql.param(entryIds)}::uuid[])`);
  return rows.map((r) => r.h);
}

function attachedTo() {
  return sql`jsonb_array_elements(case when jsonb_typeof(l.facts -> 'attached') = 'array' then l.facts -> 'attached' else '[]'::jsonb end)`;
}

/** Takes those off the list that a message, a document or a letter that is still to leave needs after all, and gives the rest. */
export async function doomedNow(tx: Tx): Promise<string[]> {
  await tx.execute(sql`delete from doomed_bytes d where ${needed(sql`d.sha256`)}`);
  return (await tx.select({ sha256: doomedBytes.sha256 }).from(doomedBytes)).map((r) => r.sha256);
}

/** Those of the hashes that a row needs besides these messages. */
export async function neededBytes(tx: Tx, hashes: string[], without: string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const { rows } = await tx.execute<{ h: string }>(sql`select h from unnest(${sql.param(hashes)}::text[]) as h where exists (select 1 from message m where m.sha256 = h and m.raw_deleted_at is null and m.id <> all(${sql.param(without)}::uuid[]))
    or exists (select 1 from document k where k.sha256 = h and k.message_id <> all(${sql.param(without)}::uuid[]))`);
  return new Set(rows.map((r) => r.h));
}

function needed(hash: ReturnType<typeof sql>) {
  return sql`(exists (select 1 from message m where m.sha256 = ${hash} and m.raw_deleted_at is null) or exists (select 1 from document k where k.sha256 = ${hash})
    or ${hash} in (select a ->> 'sha256' from letter l, ${attachedTo()} a where l.state in ('draft', 'due', 'sending', 'unknown', 'to-print')))`;
}

/** Their files are gone. */
export async function forgetDoomed(tx: Tx, hashes: string[]): Promise<void> {
  if (hashes.length > 0) await tx.delete(doomedBytes).where(inArray(doomedBytes.sha256, hashes));
}

/** Is a mail being read? Its documents are stored before their rows are, and may be the very bytes that are to go. */
export async function someMailIsRead(tx: Tx): Promise<boolean> {
  const { rows } = await tx.execute(sql`select 1 from job where name = 'read-message' and done_at is null and dead_at is null and leased_until > now() limit 1`);
  return rows.length > 0;
}
