/** Rows emptied of everything personal. What stays is what the mailbox and the oracle need: place, size, time, kind, outcome, and a tombstone. */
import { randomUUID } from 'node:crypto';
import { eq, inArray, sql } from 'drizzle-orm';
import { document, erasure, letter, message } from '../../../schemas/tables.ts';
import type { ErasedCounts } from '../../../schemas/personal.ts';
import { tombstones } from '../../personal/tombstone.ts';
import { ERASED } from '../../personal/erased.ts';
import type { Tx } from '../database.ts';
import { LOCKS } from '../locks.ts';
import { carriedBy, doom } from './doomed.ts';

export type ErasureRow = typeof erasure.$inferSelect;
export type NewErasure = Pick<ErasureRow, 'actor' | 'why' | 'reason' | 'hash' | 'keys'>;

/** Of what is done in this transaction; `countErasure` says how much it was. */
export async function beginErasure(tx: Tx, made: NewErasure): Promise<ErasureRow> {
  await tx.run('select pg_advisory_xact_lock($1)', [LOCKS.erasures]);
  const [last] = await tx.select({ n: sql<number>`coalesce(max(${erasure.n}), 0)`.mapWith(Number) }).from(erasure);
  const row: ErasureRow = { ...made, id: randomUUID(), n: (last?.n ?? 0) + 1, at: tx.now, counts: { messages: 0, documents: 0, letters: 0, entries: 0, shared: 0, redacted: 0 } };
  await tx.insert(erasure).values(row);
  return row;
}

/** What the act came to. */
export async function countErasure(tx: Tx, id: string, counts: ErasedCounts): Promise<void> {
  await tx.update(erasure).set({ counts }).where(eq(erasure.id, id));
}

/**
 * Empties these messages; their raw bytes go.
 * @param reason recorded instead of the old one
 * @param keep messages whose documents others need: rows and bytes of those stay
 * @returns how many documents went
 */
export async function emptyMessages(tx: Tx, erasureId: string, ids: string[], keys: string[], reason: string, keep: ReadonlySet<string> = new Set()): Promise<number> {
  if (ids.length === 0) return 0;
  const rows = await tx.select({ id: message.id, sha256: message.sha256, contentSha256: message.contentSha256, messageId: message.messageId, size: message.size, internalDate: message.internalDate })
    .from(message).where(inArray(message.id, ids));
  await doom(tx, rows.map((r) => r.sha256));
  for (const row of rows) {
    await tx.update(message).set({
      sha256: null, contentSha256: tombstones(row, keys)[0] ?? null, messageId: null, fromAddress: null, subject: null, reading: null, authentication: null, why: [], rawDeletedAt: tx.now, erasureId,
      outcome: sql`coalesce(${message.outcome}, 'erased')`, handledAt: sql`coalesce(${message.handledAt}, ${tx.now})`, outcomeReason: reason,
    }).where(eq(message.id, row.id));
  }
  return removeDocuments(tx, ids.filter((id) => !keep.has(id)));
}

async function removeDocuments(tx: Tx, messageIds: string[]): Promise<number> {
  if (messageIds.length === 0) return 0;
  const gone = await tx.delete(document).where(inArray(document.messageId, messageIds)).returning({ sha256: document.sha256 });
  await doom(tx, gone.map((d) => d.sha256));
  return gone.length;
}

/** Empties these letters. What has not left never does; what they named of entries stays as code and version. */
export async function emptyLetters(tx: Tx, erasureId: string, ids: string[]): Promise<number> {
  if (ids.length === 0) return 0;
  await doom(tx, await carriedBy(tx, ids));
  const rows = await tx.update(letter).set({
    erasureId, toAddress: ERASED, replyTo: null, subject: ERASED, text: '', html: '', inReplyTo: null, references: [], smtpReply: null, reason: null,
    key: sql`case when position('@' in ${letter.key}) > 0 then 'erased:' || ${letter.id} else ${letter.key} end`,
    facts: sql`case when jsonb_typeof(${letter.facts} -> 'entries') = 'array'
      then jsonb_build_object('entries', (select coalesce(jsonb_agg(jsonb_build_object('code', f -> 'code', 'version', f -> 'version')), '[]') from jsonb_array_elements(${letter.facts} -> 'entries') f)) else '{}'::jsonb end`,
    state: sql`case when ${letter.state} in ('draft', 'due', 'sending', 'unknown', 'to-print') then 'cancelled' else ${letter.state} end`,
  }).where(inArray(letter.id, ids)).returning({ id: letter.id });
  return rows.length;
}
