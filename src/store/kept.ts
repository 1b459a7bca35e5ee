/** Which bytes must lie in DATA_DIR: of every message whose raw bytes were not deleted on purpose, and of every document that has a row. Read in pages. */
import { sql, type SQL } from 'drizzle-orm';
import type { Tx } from './database.ts';

export type Kept = {
  id: string;
  sha256: string;
  /** bytes */
  size: number;
  /** "message …" or "document … of message …" */
  what: string;
  /** contest time */
  storedAt: Date;
  /** came within the last day of contest time */
  newest: boolean;
};
export type KeptKind = 'message' | 'document';

const FIRST = '00000000-0000-0000-0000-000000000000';

/** The next page after the row `after` (null = the first), in order of id; empty at the end. */
export async function keptPage(tx: Tx, kind: KeptKind, after: string | null, limit: number): Promise<Kept[]> {
  return kept(tx, kind, sql`k.id > ${after ?? FIRST}::uuid order by k.id limit ${limit}`);
}

/** Those of the rows that are still to be kept: mail may have been forgotten while we looked. */
export async function stillKept(tx: Tx, kind: KeptKind, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await kept(tx, kind, sql`k.id = any(${sql.param(ids)}::uuid[])`);
  return new Set(rows.map((r) => r.id));
}

/** Where messages lie in the mailbox as it is numbered now, and their announced sizes. */
export async function messagePlaces(tx: Tx, mailboxId: string, ids: string[]): Promise<{ uid: number; size: number }[]> {
  const { rows } = await tx.execute<{ uid: string; size: string }>(sql`select m.uid, m.size from message m join mailbox b on b.id = m.mailbox_id and b.uidvalidity = m.uidvalidity and b.generation = m.generation
    where b.id = ${mailboxId} and m.id = any(${sql.param(ids)}::uuid[]) order by m.uid`);
  return rows.map((r) => ({ uid: Number(r.uid), size: Number(r.size) }));
}

/** Hashes of the mails that documents came with, each once. */
export async function parentsOf(tx: Tx, documentIds: string[]): Promise<string[]> {
  const { rows } = await tx.execute<{ sha256: string }>(sql`select distinct m.sha256 from document d join message m on m.id = d.message_id where d.id = any(${sql.param(documentIds)}::uuid[]) and m.sha256 is not null`);
  return rows.map((r) => r.sha256);
}

async function kept(tx: Tx, kind: KeptKind, which: SQL): Promise<Kept[]> {
  const { rows } = await tx.execute<{ id: string; sha256: string; size: string; what: string; stored_at: Date | string; newest: boolean }>(kind === 'message'
    ? sql`select k.id, k.sha256, coalesce(k.raw_size, k.size) as size, 'message ' || k.id as what, k.stored_at, k.stored_at > ${tx.now}::timestamptz - interval '1 day' as newest
        from message k where k.sha256 is not null and k.raw_deleted_at is null and ${which}`
    : sql`select k.id, k.sha256, k.size, 'document ' || k.part || ' of message ' || k.message_id as what, m.stored_at, m.stored_at > ${tx.now}::timestamptz - interval '1 day' as newest
        from document k join message m on m.id = k.message_id where not k.flags ? 'too-large' and k.sha256 <> '' and ${which}`);
  return rows.map(({ stored_at, size, ...row }) => ({ ...row, size: Number(size), storedAt: new Date(stored_at) }));
}
