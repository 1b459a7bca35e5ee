/** The rows that are about a person: mails, letters, and what of them others need, too. */
import { and, eq, inArray, isNull, notInArray, or, sql } from 'drizzle-orm';
import { document, entryDecision, entryVersion, letter, message, receiptVersion } from '../../../schemas/tables.ts';
import { staffKinds } from '../../../schemas/letters.ts';
import type { Person } from '../../personal/resolve.ts';
import type { Tx } from '../database.ts';
import type { LetterRow } from '../letters.ts';
import type { MessageRow } from '../messages.ts';
import { standsIn } from './stands.ts';

export type Held = {
  /** nobody else needs them: mails of the person, copies of letters, what machines wrote about them, mails that brought only entries which go */
  messages: MessageRow[];
  /** mails of the person with entries that others are in, and replies of staff about the person alone: raw bytes and words go, files of the entry stay */
  partly: MessageRow[];
  /** to the person, or about entries and mails that go */
  letters: LetterRow[];
  /** raw mails of other people that bring entries the person is in, and replies of staff that decided others' entries, too: their bytes stay */
  ofOthers: MessageRow[];
};

export async function heldOf(tx: Tx, { addresses, entries }: Person): Promise<Held> {
  const whole = entries.filter((e) => e.whole).map((e) => e.entryId);
  const shared = entries.filter((e) => !e.whole).map((e) => e.entryId);
  const brought = await messagesOf(tx, [...whole, ...shared], addresses);
  const registered = await entriesByMessage(tx, brought.map((m) => m.id));
  const goes = (m: MessageRow): boolean => (registered.get(m.id) ?? []).every((id) => whole.includes(id));
  const isOwn = (m: MessageRow): boolean => addresses.includes(m.fromAddress ?? '');
  const mails = brought.filter(goes);
  const letters = await lettersOf(tx, addresses, whole, mails.map((m) => m.id));
  const machines = await machineMails(tx, addresses, letters.map((l) => l.rfcMessageId));
  const staff = await staffReplies(tx, addresses, [...letters.map((l) => l.rfcMessageId), ...await mentionedIn(tx, addresses, entries.map((e) => e.code))]);
  const decided = await decidedOthers(tx, staff, entries.map((e) => e.entryId));
  const messages = await withCopies(tx, [...mails, ...machines]);
  const gone = new Set(messages.map((m) => m.id));
  return {
    messages, letters,
    partly: unique([...brought.filter((m) => !goes(m) && isOwn(m)), ...staff.filter((m) => !decided.has(m.id))]).filter((m) => !gone.has(m.id)),
    ofOthers: unique([...brought.filter((m) => !goes(m) && !isOwn(m)), ...staff.filter((m) => decided.has(m.id))]).filter((m) => !gone.has(m.id)),
  };
}

/** Of the person, or bringing one of these entries. */
async function messagesOf(tx: Tx, entryIds: string[], addresses: string[]): Promise<MessageRow[]> {
  const brings = tx.select({ id: entryVersion.messageId }).from(entryVersion).where(any(entryVersion.entryId, entryIds));
  return tx.select().from(message).where(and(isNull(message.erasureId), or(inArray(message.id, brings), any(message.fromAddress, addresses)))).orderBy(message.internalDate, message.uid);
}

async function entriesByMessage(tx: Tx, ids: string[]): Promise<Map<string, string[]>> {
  const rows = await tx.select({ messageId: entryVersion.messageId, entryId: entryVersion.entryId }).from(entryVersion).where(any(entryVersion.messageId, ids));
  return rows.reduce((map, r) => map.set(r.messageId, [...map.get(r.messageId) ?? [], r.entryId]), new Map<string, string[]>());
}

/** A letter that names other entries, too, stays: words are taken out of it. */
async function lettersOf(tx: Tx, addresses: string[], whole: string[], messageIds: string[]): Promise<LetterRow[]> {
  const named = sql`select rv.letter_id from ${receiptVersion} rv join ${entryVersion} ev on ev.id = rv.version_id group by rv.letter_id having bool_and(ev.entry_id = any(${sql.param(whole)}::uuid[]))`;
  const names = sql`exists (select 1 from ${receiptVersion} rv where rv.letter_id = ${letter.id})`;
  const toStaff = inArray(letter.kind, [...staffKinds]);
  return tx.select().from(letter).where(and(isNull(letter.erasureId), or(
    and(any(letter.toAddress, addresses), sql`not ${toStaff}`),
    sql`${letter.id} in (${named})`,
    and(or(any(letter.entryId, whole), any(letter.messageId, messageIds)), sql`not ${names}`),
  ))).orderBy(letter.createdAt);
}

const MACHINES = ['bounce', 'auto-reply', 'bulk', 'unrelated'] as const;

/** Copies of the letters that lie in the mailbox, and what machines wrote about the addresses. */
async function machineMails(tx: Tx, addresses: string[], rfcIds: string[]): Promise<MessageRow[]> {
  return tx.select().from(message).where(and(isNull(message.erasureId), or(
    and(any(message.messageId, rfcIds), eq(message.outcome, 'own-letter')),
    and(inArray(message.kind, [...MACHINES]), or(standsIn(sql`${message.reading}::text`, addresses), standsIn(sql`${message.outcomeReason}`, addresses), standsIn(sql`${message.reading}::text`, rfcIds))),
  )));
}

/** Replies of staff and judges that speak of the person, or answer letters that do. */
async function staffReplies(tx: Tx, addresses: string[], rfcIds: string[]): Promise<MessageRow[]> {
  return tx.select().from(message).where(and(isNull(message.erasureId), inArray(message.kind, ['staff-reply', 'judge-reply']), or(
    standsIn(sql`${message.reading}::text`, addresses), standsIn(sql`${message.reading} ->> 'inReplyTo'`, rfcIds), standsIn(sql`${message.reading} ->> 'references'`, rfcIds),
  )));
}

/** Ids of those that decided other entries than these: they are the evidence of it. */
async function decidedOthers(tx: Tx, replies: MessageRow[], entryIds: string[]): Promise<Set<string | null>> {
  const rows = await tx.select({ id: entryDecision.messageId }).from(entryDecision)
    .where(and(any(entryDecision.messageId, replies.map((m) => m.id)), entryIds.length === 0 ? undefined : notInArray(entryDecision.entryId, entryIds)));
  return new Set(rows.map((r) => r.id));
}

/** Message-IDs of letters to staff in which an address or a code stands. */
async function mentionedIn(tx: Tx, addresses: string[], codes: string[]): Promise<string[]> {
  const rows = await tx.select({ id: letter.rfcMessageId }).from(letter).where(and(inArray(letter.kind, [...staffKinds]), standsIn(sql`${letter.text} || ${letter.facts}::text`, [...addresses, ...codes])));
  return rows.map((r) => r.id);
}

/** With the copies of them that were delivered by another way. */
async function withCopies(tx: Tx, rows: MessageRow[]): Promise<MessageRow[]> {
  const copies = await tx.select().from(message).where(and(isNull(message.erasureId), any(message.duplicateOf, rows.map((m) => m.id))));
  return unique([...rows, ...copies]);
}

function unique(rows: MessageRow[]): MessageRow[] {
  return [...new Map(rows.map((m) => [m.id, m])).values()].toSorted((a, b) => a.internalDate.getTime() - b.internalDate.getTime() || (a.id < b.id ? -1 : 1));
}

/** With their words, by message and part. */
export async function documentsHeld(tx: Tx, messageIds: string[]): Promise<(typeof document.$inferSelect)[]> {
  return tx.select().from(document).where(any(document.messageId, messageIds)).orderBy(document.messageId, document.part);
}

function any(column: Parameters<typeof inArray>[0], list: string[]) {
  return list.length === 0 ? sql`false` : inArray(column, list);
}
