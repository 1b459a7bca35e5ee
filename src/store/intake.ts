/** Mail becomes rows: bytes are on disk already, the row, the cursor and the job that reads it become true together. */
import { randomUUID } from 'node:crypto';
import { and, eq, gt, gte, inArray, isNotNull, isNull, notInArray, sql } from 'drizzle-orm';
import { entrySender, message } from '../../schemas/tables.ts';
import type { MailReading } from '../../schemas/reading.ts';
import { urgency } from '../mail/urgency.ts';
import type { Tx } from './database.ts';
import { enqueueAll } from './jobs.ts';
import { doom } from './personal/doomed.ts';
import { holdReading, openRestorationOf } from './restoration.ts';
import { ownMailbox, updateMailbox, type MailboxRow, type Ownership } from './mailbox.ts';

export type Fetched = {
  uid: number;
  internalDate: Date;
  /** announced by the server, bytes */
  size: number;
  /** of the bytes that came; null where none were fetched */
  rawSize: number | null;
  /** null where only size and date (or the head of a mail too large) were taken */
  sha256: string | null;
  contentSha256: string | null;
  fromAddress: string | null;
  /** by its head it may be somebody's entry, or answer a letter of ours (src/mail/urgency.ts) */
  promising: boolean;
  /** of the head of a mail too large to fetch */
  head: MailReading | null;
  /** older than the contest is interested in: recorded, never read */
  older: boolean;
  backlog: boolean;
  /** the message that this one was before it was erased: nothing of it is kept */
  erased?: ErasedTwin | null;
};

/**
 * Stores a batch and moves the cursor. Mail whose content is known, also from earlier in the batch, is recorded as a duplicate and
 * never read: the mailbox's row is locked, so that nobody else stores at the same time.
 */
export async function storeBatch(tx: Tx, own: Ownership, batch: Fetched[], cursor: number | null): Promise<void> {
  const box = await ownMailbox(tx, own);
  const [known, crowd, entrants, restoring] = await Promise.all([knownContents(tx, batch), recentBySender(tx, batch), knownSenders(tx, batch), openRestorationOf(tx)]);
  const urgent = new Map<string, number>();
  await doom(tx, batch.map((mail) => mail.erased?.bytes ?? null));
  const rows = batch.map((mail) => {
    const id = randomUUID();
    const twin = mail.contentSha256 === null ? undefined : known.get(mail.contentSha256);
    if (mail.contentSha256 !== null && twin === undefined) known.set(mail.contentSha256, id);
    const from = mail.fromAddress ?? '';
    const earlier = crowd.get(from) ?? 0;
    crowd.set(from, earlier + 1);
    urgent.set(id, urgency({ promising: mail.promising || entrants.has(from), earlier }));
    return {
      id, mailboxId: own.mailboxId, uidvalidity: box.uidvalidity ?? 0n, generation: box.generation, uid: mail.uid, internalDate: mail.internalDate, size: mail.size, rawSize: mail.rawSize,
      sha256: mail.sha256, contentSha256: mail.contentSha256, fromAddress: mail.fromAddress, backlog: mail.backlog, storedAt: tx.now, ...ended(mail, twin, tx.now),
      ...(mail.head ? { reading: { ...mail.head, body: '', text: '', quoted: '' }, subject: mail.head.subject, messageId: mail.head.messageId } : {}),
    };
  });
  const stored = rows.length === 0 ? [] : await tx.insert(message).values(rows).onConflictDoNothing().returning({ id: message.id, outcome: message.outcome });
  enqueueAll(tx, 'read-message', stored.filter((row) => row.outcome === null).map((row) => ({
    payload: { messageId: row.id }, key: `read-message:${row.id}`, priority: urgent.get(row.id) ?? 0,
  })));
  if (restoring) await holdReading(tx, stored.map((row) => row.id));
  if (cursor !== null && cursor > box.lastUid) await updateMailbox(tx, own, { lastUid: cursor });
}

/** tombstone: what stands for the content. bytes: hash of what had to be stored before it was known, and must go */
export type ErasedTwin = { id: string; tombstone: string; bytes: string | null };

type Ended = { outcome?: 'older' | 'duplicate'; outcomeReason?: string; handledAt?: Date; duplicateOf?: string };

function ended(mail: Fetched, twin: string | undefined, now: Date): Ended {
  if (mail.erased) return { outcome: 'duplicate', outcomeReason: 'a mail that was erased lies in the mailbox still', handledAt: now, duplicateOf: mail.erased.id };
  if (mail.older) return { outcome: 'older', outcomeReason: 'older than mailbox.since', handledAt: now };
  if (twin !== undefined) return { outcome: 'duplicate', outcomeReason: `the same mail as ${twin}`, handledAt: now, duplicateOf: twin };
  return {};
}

async function knownContents(tx: Tx, batch: Fetched[]): Promise<Map<string, string>> {
  const hashes = batch.flatMap((m) => (m.contentSha256 === null ? [] : [m.contentSha256]));
  if (hashes.length === 0) return new Map();
  const rows = await tx.select({ id: message.id, hash: message.contentSha256 }).from(message).where(and(inArray(message.contentSha256, hashes), isNull(message.duplicateOf)));
  return new Map(rows.map((r) => [r.hash ?? '', r.id]));
}

/** How many mails each sender sent within the last hour: a flood goes behind others. */
async function recentBySender(tx: Tx, batch: Fetched[]): Promise<Map<string, number>> {
  const senders = sendersIn(batch);
  if (senders.length === 0) return new Map();
  const rows = await tx.select({ from: message.fromAddress, n: sql<number>`count(*)`.mapWith(Number) }).from(message)
    .where(and(inArray(message.fromAddress, senders), gte(message.storedAt, new Date(tx.now.getTime() - 3_600_000)))).groupBy(message.fromAddress);
  return new Map(rows.map((r) => [r.from ?? '', r.n]));
}

/** Which of the senders may speak for an entry: their words are waited for. */
async function knownSenders(tx: Tx, batch: Fetched[]): Promise<Set<string>> {
  const senders = sendersIn(batch);
  if (senders.length === 0) return new Set();
  const rows = await tx.selectDistinct({ address: entrySender.address }).from(entrySender).where(inArray(entrySender.address, senders));
  return new Set(rows.map((r) => r.address));
}

function sendersIn(batch: Fetched[]): string[] {
  return [...new Set(batch.flatMap((m) => (m.fromAddress === null ? [] : [m.fromAddress])))];
}

export type Place = { uid: number; size: number; internalDate: Date };

/** What the table knows of the mailbox as it is numbered now. */
export async function storedPlaces(tx: Tx, box: MailboxRow): Promise<Map<number, Place>> {
  if (box.uidvalidity === null) return new Map();
  const rows = await tx.select({ uid: message.uid, size: message.size, internalDate: message.internalDate }).from(message)
    .where(and(eq(message.mailboxId, box.id), eq(message.uidvalidity, box.uidvalidity), eq(message.generation, box.generation)));
  return new Map(rows.map((r) => [r.uid, r]));
}

/** UIDs above `uid` that have a row. */
export async function storedAbove(tx: Tx, box: MailboxRow, uid: number): Promise<Set<number>> {
  if (box.uidvalidity === null) return new Set();
  const rows = await tx.select({ uid: message.uid }).from(message)
    .where(and(eq(message.mailboxId, box.id), eq(message.uidvalidity, box.uidvalidity), eq(message.generation, box.generation), gt(message.uid, uid)));
  return new Set(rows.map((r) => r.uid));
}

/** UIDs of handled mail that mailbox.after asks to flag or move, and that was not yet. In a personal mailbox unrelated mail is nobody's business. */
export async function untidied(tx: Tx, box: MailboxRow, personal: boolean, limit: number): Promise<number[]> {
  if (box.uidvalidity === null) return [];
  const spared = personal ? ['older', 'ignored', 'not-understood', 'duplicate', 'oversized', 'unreadable', 'bounce-recorded', 'auto-reply-recorded'] as const : ['older'] as const;
  const rows = await tx.select({ uid: message.uid }).from(message).where(and(
    eq(message.mailboxId, box.id), eq(message.uidvalidity, box.uidvalidity), eq(message.generation, box.generation),
    isNotNull(message.outcome), isNull(message.tidiedAt), notInArray(message.outcome, [...spared]),
  )).orderBy(message.uid).limit(limit);
  return rows.map((r) => r.uid);
}

/** Does mail of the mailbox as it is numbered now still wait to be handled? */
export async function unhandledIn(tx: Tx, box: MailboxRow): Promise<boolean> {
  const [row] = await tx.select({ id: message.id }).from(message).where(and(
    eq(message.mailboxId, box.id), eq(message.uidvalidity, box.uidvalidity ?? 0n), eq(message.generation, box.generation), isNull(message.outcome))).limit(1);
  return row !== undefined;
}

/** Flagged or moved on the server. */
export async function markTidied(tx: Tx, box: MailboxRow, uids: number[]): Promise<void> {
  await tx.update(message).set({ tidiedAt: tx.now }).where(and(
    eq(message.mailboxId, box.id), eq(message.uidvalidity, box.uidvalidity ?? 0n), eq(message.generation, box.generation), inArray(message.uid, uids)));
}
