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

/** Takes those off the list that a message or document needs after all, and gives the rest. */
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
  return sql`(exists (select 1 from message m where m.sha256 = ${hash} and m.raw_deleted_at is null) or exists (select 1 from document k where k.sha256 = ${hash}))`;
}

export async function forgetDoomed(tx: Tx, hashes: string[]): Promise<void> {
  if (hashes.length > 0) await tx.delete(doomedBytes).where(inArray(doomedBytes.sha256, hashes));
}

/** Is a mail being read? Its documents are stored before their rows are, and may be the very bytes that are to go. */
export async function someMailIsRead(tx: Tx): Promise<boolean> {
  const { rows } = await tx.execute(sql`select 1 from job where name = 'read-message' and done_at is null and dead_at is null and leased_until > now() limit 1`);
  return rows.length > 0;
}
