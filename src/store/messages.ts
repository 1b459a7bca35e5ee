/** Messages as rows: loading them, and recording what was read and the one outcome each ends in. */
import { and, desc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { document, message } from '../../schemas/tables.ts';
import type { MailDocument, MailReading, MessageKind } from '../../schemas/reading.ts';
import type { MessageOutcome } from '../../schemas/states.ts';
import { storable } from '../mail/read.ts';
import type { Tx } from './database.ts';

export type MessageRow = typeof message.$inferSelect;
export type DocumentRow = typeof document.$inferSelect;

export async function loadMessage(tx: Tx, id: string): Promise<MessageRow | null> {
  const [row] = await tx.select().from(message).where(eq(message.id, id));
  return row ?? null;
}

export async function messageByPlace(tx: Tx, idOrPrefix: string): Promise<MessageRow[]> {
  return tx.select().from(message).where(sql`${message.id}::text like ${idOrPrefix.toLowerCase().replace(/[^0-9a-f-]/g, '') + '%'}`).limit(2);
}

/** What was understood of a message. Bodies are cut: the raw bytes stay the truth, a row stays small. */
export async function recordReading(tx: Tx, id: string, reading: MailReading, fromAddress: string | null): Promise<void> {
  const kept = { ...reading, body: '', text: reading.text.slice(0, 20_000), quoted: reading.quoted.slice(0, 2_000) };
  await tx.update(message).set({
    reading: storable(kept), messageId: clean(reading.messageId), subject: clean(reading.subject), fromAddress: clean(fromAddress),
  }).where(eq(message.id, id));
  const rows = reading.documents.map((d) => ({
    messageId: id, part: d.part, filename: clean(d.filename), storedName: d.storedName, contentType: clean(d.contentType) ?? '',
    detectedType: d.detectedType, size: d.size, sha256: d.sha256, source: d.from, flags: d.flags,
  }));
  for (let i = 0; i < rows.length; i += 200) await tx.insert(document).values(rows.slice(i, i + 200)).onConflictDoNothing();
}

function clean(value: string | null): string | null {
  return value === null ? null : storable(value.slice(0, 4_000));
}

export async function recordOutcome(
  tx: Tx, id: string,
  end: { outcome: MessageOutcome; reason: string; kind?: MessageKind; why?: string[]; entryId?: string },
): Promise<void> {
  await tx.update(message).set({
    outcome: end.outcome, outcomeReason: end.reason.slice(0, 500), handledAt: tx.now,
    ...(end.kind ? { kind: end.kind, why: end.why ?? [] } : {}), ...(end.entryId ? { entryId: end.entryId } : {}),
  }).where(eq(message.id, id));
}

/** An earlier message with the same content that was handled or waits: the same mail delivered twice. */
export async function earlierTwin(tx: Tx, row: MessageRow): Promise<MessageRow | null> {
  if (row.contentSha256 === null) return null;
  const [twin] = await tx.select().from(message)
    .where(and(eq(message.contentSha256, row.contentSha256), ne(message.id, row.id), isNull(message.duplicateOf),
      sql`(${message.storedAt}, ${message.uid}) < (${row.storedAt}, ${row.uid})`)).limit(1);
  return twin ?? null;
}

/** Mails of the same sender that are in the thread, by their Message-IDs. */
export async function messagesByRfcId(tx: Tx, ids: string[], fromAddress: string): Promise<MessageRow[]> {
  if (ids.length === 0) return [];
  return tx.select().from(message).where(and(inArray(message.messageId, ids), eq(message.fromAddress, fromAddress))).limit(20);
}

export async function documentsOf(tx: Tx, messageIds: string[]): Promise<DocumentRow[]> {
  if (messageIds.length === 0) return [];
  return tx.select().from(document).where(inArray(document.messageId, messageIds)).orderBy(document.part);
}

export function asMailDocument(row: DocumentRow): MailDocument {
  const { part, filename, storedName, contentType, detectedType, size, sha256, source, flags } = row;
  return { part, filename, storedName, contentType, detectedType, size, sha256, from: source, flags };
}

export type MessageFilter = { outcome?: string; kind?: string; limit: number };

export async function listMessages(tx: Tx, filter: MessageFilter): Promise<MessageRow[]> {
  return tx.select().from(message).where(and(
    filter.outcome === undefined ? undefined : filter.outcome === 'waiting' ? isNull(message.outcome) : sql`${message.outcome} = ${filter.outcome}`,
    filter.kind === undefined ? undefined : sql`${message.kind} = ${filter.kind}`,
  )).orderBy(desc(message.storedAt), desc(message.uid)).limit(filter.limit);
}

/** Handled mail without any tie to the contest whose raw bytes may be deleted by now. */
export async function forgettable(tx: Tx, before: Date, limit: number): Promise<MessageRow[]> {
  return tx.select().from(message).where(and(inArray(message.outcome, ['ignored', 'not-understood']), eq(message.kind, 'unrelated'), isNull(message.rawDeletedAt),
    sql`${message.sha256} is not null`, sql`${message.handledAt} < ${before}`)).limit(limit);
}

/** True where another message still needs these bytes. */
export async function bytesNeededElsewhere(tx: Tx, row: MessageRow): Promise<boolean> {
  const [other] = await tx.select({ id: message.id }).from(message)
    .where(and(eq(message.sha256, row.sha256 ?? ''), ne(message.id, row.id), isNull(message.rawDeletedAt))).limit(1);
  return other !== undefined;
}

export async function markForgotten(tx: Tx, id: string): Promise<void> {
  await tx.update(message).set({ rawDeletedAt: tx.now, reading: null, subject: null }).where(eq(message.id, id));
}
