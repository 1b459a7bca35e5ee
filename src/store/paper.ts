/** Entries on paper: messages of a mailbox of their own, which no server has, each with the record of how it came. */
import { randomUUID } from 'node:crypto';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { document, entry, entryVersion, letter, mailbox, message, paperRecord, receiptVersion } from '../../schemas/tables.ts';
import type { LetterState } from '../../schemas/letters.ts';
import type { EntryState } from '../../schemas/states.ts';
import { PAPER_BOX, type Channel } from '../../schemas/paper.ts';
import type { Tx } from './database.ts';
import { enqueue } from './jobs.ts';
import { ensureMailbox } from './mailbox.ts';
import { holdReading, openRestorationOf } from './restoration.ts';

export type PaperRow = typeof paperRecord.$inferSelect;
export type NewPaper = Omit<PaperRow, 'messageId' | 'enteredAt'> & { sha256: string; contentSha256: string; size: number; receivedAt: Date; enteredAt?: Date };

/** Adds the message, its record and the job that reads it. A message with this content is there already: its id, and nothing else happens. */
export async function addPaper(tx: Tx, made: NewPaper): Promise<{ messageId: string; fresh: boolean }> {
  const box = await ensureMailbox(tx, PAPER_BOX);
  const [locked] = await tx.select().from(mailbox).where(eq(mailbox.id, box.id)).for('update');
  const known = await paperWithContent(tx, made.contentSha256);
  if (known !== null) return { messageId: known, fresh: false };
  const id = randomUUID();
  const uid = (locked?.lastUid ?? 0) + 1;
  const { sha256, contentSha256, size, receivedAt, ...record } = made;
  await tx.insert(message).values({ id, mailboxId: box.id, uidvalidity: 1n, uid, internalDate: receivedAt, size, rawSize: size, sha256, contentSha256, fromAddress: made.sender, storedAt: tx.now });
  await tx.insert(paperRecord).values({ ...record, messageId: id, enteredAt: made.enteredAt ?? tx.now });
  await tx.update(mailbox).set({ lastUid: uid, uidvalidity: 1n }).where(eq(mailbox.id, box.id));
  enqueue(tx, 'read-message', { messageId: id }, { key: `read-message:${id}` });
  if (await openRestorationOf(tx)) await holdReading(tx, [id]);
  return { messageId: id, fresh: true };
}

/** The message of this content, if there is one. */
export async function paperWithContent(tx: Tx, contentSha256: string): Promise<string | null> {
  const [known] = await tx.select({ id: message.id }).from(message).where(and(eq(message.contentSha256, contentSha256), isNull(message.duplicateOf))).limit(1);
  return known?.id ?? null;
}

/** How it came, where staff made it of papers. */
export async function paperRecordOf(tx: Tx, messageId: string): Promise<PaperRow | null> {
  const [row] = await tx.select().from(paperRecord).where(eq(paperRecord.messageId, messageId));
  return row ?? null;
}

/** Codes of entries on paper that hold one of these files already, each with the SHA-256 of the file. */
export async function papersWithFiles(tx: Tx, hashes: string[]): Promise<{ sha256: string; code: string }[]> {
  if (hashes.length === 0) return [];
  return tx.selectDistinct({ sha256: document.sha256, code: entry.code }).from(document).innerJoin(paperRecord, eq(paperRecord.messageId, document.messageId))
    .innerJoin(entryVersion, eq(entryVersion.messageId, document.messageId)).innerJoin(entry, eq(entry.id, entryVersion.entryId)).where(inArray(document.sha256, hashes));
}

/** How the messages came, by their ids; those that are not named came by mail. */
export async function channelsOf(tx: Tx, messageIds: string[]): Promise<Map<string, Channel>> {
  if (messageIds.length === 0) return new Map();
  const rows = await tx.select({ id: paperRecord.messageId, channel: paperRecord.channel }).from(paperRecord).where(inArray(paperRecord.messageId, messageIds));
  return new Map(rows.map((r) => [r.id, r.channel]));
}

/** How the entries came at first, by their ids. */
export async function channelsOfEntries(tx: Tx, ids: string[]): Promise<Map<string, Channel>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.select({ id: entryVersion.entryId, channel: paperRecord.channel }).from(entryVersion).innerJoin(paperRecord, eq(paperRecord.messageId, entryVersion.messageId)).where(and(inArray(entryVersion.entryId, ids), eq(entryVersion.n, 1)));
  return new Map(rows.map((r) => [r.id, r.channel]));
}

/** Entries by the channel of their first version, withdrawn and merged ones left out. */
export async function entriesByChannel(tx: Tx): Promise<Record<Channel, number>> {
  const { rows } = await tx.execute<{ channel: Channel; n: number }>(sql`select coalesce(p.channel, 'mail') as channel, count(*)::int as n from ${entry} e
    join ${entryVersion} v on v.entry_id = e.id and v.n = 1 left join ${paperRecord} p on p.message_id = v.message_id where e.state not in ('withdrawn', 'merged') group by 1`);
  return { mail: 0, hand: 0, post: 0, ...Object.fromEntries(rows.map((r) => [r.channel, r.n])) };
}

/** Those of the raw messages that the database does not know; not those whose bytes are to go, since somebody is forgotten. */
export async function unknownPapers(tx: Tx, hashes: string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const { rows } = await tx.execute<{ h: string }>(sql`select h from unnest(${sql.param(hashes)}::text[]) as given (h) where not exists (select 1 from message m join paper_record p on p.message_id = m.id where m.sha256 = h) and not exists (select 1 from doomed_bytes d where d.sha256 = h)`);
  return rows.map((r) => r.h);
}

/** A version that a message became, and the letter that names it. */
export type NamedVersion = { code: string; version: number; state: EntryState; title: string | null; letterId: string; to: string; letterState: LetterState };

/** Each entry and version that a message became, with the letter that names it. */
export async function receiptsOfMessage(tx: Tx, messageId: string): Promise<NamedVersion[]> {
  return tx.select({ code: entry.code, version: entryVersion.n, state: entry.state, title: sql<string | null>`${entryVersion.fields} #>> '{title,value}'`, letterId: letter.id, to: letter.toAddress, letterState: letter.state })
    .from(entryVersion).innerJoin(entry, eq(entry.id, entryVersion.entryId)).innerJoin(receiptVersion, eq(receiptVersion.versionId, entryVersion.id)).innerJoin(letter, eq(letter.id, receiptVersion.letterId))
    .where(eq(entryVersion.messageId, messageId)).orderBy(entry.number);
}
