/** Messages as rows: loading them, and recording what was read and the one outcome each ends in. */
import { and, desc, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm';
import { document, message } from '../../schemas/tables.ts';
import type { DocumentPlace } from '../../schemas/changes.ts';
import type { DocumentText, MailDocument, MailReading, MessageKind } from '../../schemas/reading.ts';
import type { Authentication } from '../../schemas/authentication.ts';
import type { MessageOutcome } from '../../schemas/states.ts';
import { storable } from '../mail/read.ts';
import { asRow, columnList } from './columns.ts';
import type { Tx } from './database.ts';

export type MessageRow = typeof message.$inferSelect;
/** With the first of its words: all of them may be long. */
export type DocumentRow = Omit<typeof document.$inferSelect, 'words'> & { excerpt: string | null };

export async function loadMessage(tx: Tx, id: string): Promise<MessageRow | null> {
  const [row] = await tx.run<Record<string, unknown>>(LOAD, [id]);
  return row ? asRow(message, row) : null;
}

const LOAD = `select ${columnList(message)} from message where id = $1`;

/** Two at the most: enough to see that a prefix stands for several. */
export async function messagesByIdPrefix(tx: Tx, idOrPrefix: string): Promise<MessageRow[]> {
  return tx.select().from(message).where(sql`${message.id}::text like ${idOrPrefix.toLowerCase().replace(/[^0-9a-f-]/g, '') + '%'}`).limit(2);
}

type End = { outcome: MessageOutcome; reason: string; kind?: MessageKind; why?: string[]; entryId?: string };

/** What was understood of a message, and its one outcome. The raw bytes stay the truth, a row stays small. */
export function recordHandled(tx: Tx, id: string, reading: MailReading, fromAddress: string | null, end: End & { kind: MessageKind; why: string[]; authentication: Authentication | null }): void {
  // A mail that waits for an answer of its sender is read again then, with what it quotes.
  const kept = { ...keptOf(reading), ...(end.outcome === 'asked' ? { body: reading.body.slice(0, 20_000) } : {}) };
  tx.write(HANDLED, [
    id, JSON.stringify(storable(kept)), clean(reading.messageId), clean(reading.subject), clean(fromAddress), end.kind, JSON.stringify(end.why),
    end.outcome, end.reason.slice(0, 500), tx.now, end.entryId ?? null, end.authentication === null ? null : JSON.stringify(storable(end.authentication)),
  ]);
  // What is none of our business is not kept in words, too.
  addDocuments(tx, id, isNotOurs(end.kind) ? reading.documents.map(({ text: _words, ...d }) => d) : reading.documents);
}

/** What was read of a message anew; its kind and outcome stay. */
export async function replaceReading(tx: Tx, id: string, reading: MailReading): Promise<void> {
  await tx.update(message).set({ reading: storable(keptOf(reading)) }).where(eq(message.id, id));
}

/** Mail of which nothing is kept in words. */
export function isNotOurs(kind: MessageKind | null): boolean {
  return kind !== null && NOT_OURS.has(kind);
}

const NOT_OURS = new Set<MessageKind>(['unrelated', 'bulk', 'auto-reply', 'bounce']);

/** Bodies are cut, and the words of documents lie with the documents. */
function keptOf(reading: MailReading): MailReading {
  return { ...reading, body: '', text: reading.text.slice(0, 20_000), quoted: reading.quoted.slice(0, 2_000), documents: reading.documents.map(({ text: _words, ...d }) => d) };
}

const HANDLED = `
  update message set reading = $2::jsonb, message_id = $3, subject = $4, from_address = $5, kind = $6, why = $7::jsonb,
    outcome = $8, outcome_reason = $9, handled_at = $10, entry_id = coalesce($11::uuid, entry_id), authentication = $12::jsonb
  where id = $1`;

function addDocuments(tx: Tx, messageId: string, documents: MailDocument[]): void {
  if (documents.length === 0) return;
  const column = <T>(read: (d: MailDocument) => T): T[] => documents.map(read);
  tx.write(ADD_DOCUMENTS, [
    messageId, column((d) => d.part), column((d) => clean(d.filename)), column((d) => d.storedName), column((d) => clean(d.contentType) ?? ''), column((d) => d.detectedType),
    column((d) => d.size), column((d) => d.sha256), column((d) => d.from), column((d) => JSON.stringify(d.flags)),
    column((d) => d.text?.state ?? null), column((d) => d.text?.method ?? null), column((d) => d.text?.quality ?? null), column((d) => d.text?.failure ?? null), column((d) => (d.text?.text ? storable(d.text.text) : null)),
  ]);
}

const ADD_DOCUMENTS = `
  insert into document (message_id, part, filename, stored_name, content_type, detected_type, size, sha256, source, flags, text_state, text_method, text_quality, text_failure, words)
  select $1, d.part, d.filename, d.stored_name, d.content_type, d.detected_type, d.size, d.sha256, d.source, d.flags::jsonb, d.text_state, d.text_method, d.text_quality, d.text_failure, d.words
  from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int8[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::real[], $14::text[], $15::text[])
    as d (part, filename, stored_name, content_type, detected_type, size, sha256, source, flags, text_state, text_method, text_quality, text_failure, words)
  on conflict do nothing`;

function clean(value: string | null): string | null {
  return value === null ? null : storable(value.slice(0, 4_000));
}

/** The one outcome, where the mail itself was not read or is kept as it was. */
export async function recordOutcome(tx: Tx, id: string, end: End): Promise<void> {
  await tx.update(message).set({
    outcome: end.outcome, outcomeReason: end.reason.slice(0, 500), handledAt: tx.now,
    ...(end.kind ? { kind: end.kind, why: end.why ?? [] } : {}), ...(end.entryId ? { entryId: end.entryId } : {}),
  }).where(eq(message.id, id));
}

/** Mails of the same sender that are in the thread, by their Message-IDs. */
export async function messagesByRfcId(tx: Tx, ids: string[], fromAddress: string): Promise<MessageRow[]> {
  if (ids.length === 0) return [];
  return tx.select().from(message).where(and(inArray(message.messageId, ids), eq(message.fromAddress, fromAddress))).limit(20);
}

const EXCERPT = 300;

/** Documents of these messages, each with the first of its words. */
export async function documentsOf(tx: Tx, messageIds: string[]): Promise<DocumentRow[]> {
  if (messageIds.length === 0) return [];
  const { words: _words, ...columns } = getTableColumns(document);
  return tx.select({ ...columns, excerpt: sql<string | null>`left(${document.words}, ${EXCERPT})` }).from(document).where(inArray(document.messageId, messageIds)).orderBy(document.part);
}

/** Documents of these versions: all of a version's mail, or those that it names. */
export async function documentsOfVersions(tx: Tx, versions: { messageId: string; documents: DocumentPlace[] | null }[]): Promise<DocumentRow[]> {
  const whole = new Set(versions.filter((v) => v.documents === null).map((v) => v.messageId));
  const named = new Set(versions.flatMap((v) => v.documents ?? []).map(placeKey));
  const messages = new Set([...whole, ...versions.flatMap((v) => v.documents ?? []).map((d) => d.messageId)]);
  return (await documentsOf(tx, [...messages])).filter((d) => whole.has(d.messageId) || named.has(placeKey(d)));
}

/** All that stands with some versions: their documents, those of the newest version first, and what their mails say themselves. */
export type ReadBefore = { documents: MailDocument[]; /** of each mail, the newest first */ texts: string[]; links: string[] };

/** So many documents come with their words, with so many characters in all; the others are known by name, as not read. */
export type MostWords = { documents: number; characters: number };

/** @param versions oldest first */
export async function readOfVersions(tx: Tx, versions: { messageId: string; form: string; documents: DocumentPlace[] | null }[], most: MostWords): Promise<ReadBefore> {
  if (versions.length === 0) return { documents: [], texts: [], links: [] };
  const mails = await tx.select({ id: message.id, reading: message.reading }).from(message).where(inArray(message.id, versions.map((v) => v.messageId)));
  // Of several entries in one mail only the one that was typed into it has its text.
  const told = versions.toReversed().filter((v) => v.form === '' || v.form === 'body').flatMap((v) => mails.find((m) => m.id === v.messageId)?.reading ?? []);
  const newestFirst = [...new Set(versions.toReversed().flatMap((v) => [v.messageId, ...(v.documents ?? []).map((d) => d.messageId)]))];
  const rows = (await documentsOfVersions(tx, versions)).toSorted((a, b) => newestFirst.indexOf(a.messageId) - newestFirst.indexOf(b.messageId));
  return { documents: await withWords(tx, rows, most), texts: told.map((r) => r.text).filter((t) => t.trim() !== ''), links: told.flatMap((r) => r.links ?? []) };
}

/** Each document with its words, as far as there is room for them. */
async function withWords(tx: Tx, rows: DocumentRow[], most: MostWords): Promise<MailDocument[]> {
  const worded = rows.filter((r) => r.excerpt !== null && r.excerpt !== '');
  const found = await tx.run<{ id: string; words: string }>(WORDS, [worded.slice(0, most.documents).map((r) => r.id), most.characters, MOST_OF_ONE]);
  const words = new Map(found.map((f) => [f.id, f.words]));
  return rows.map((row) => ({ ...asMailDocument(row), ...(row.textState === null ? {} : { text: wordsOf(row, words.get(row.id)) }) }));
}

/** Nobody looks at what there was no room for: it counts as not read, not as empty. */
function wordsOf(row: DocumentRow, words: string | undefined): DocumentText {
  const excerpt = row.excerpt ?? '';
  if (words !== undefined || excerpt === '') return asText(row, words ?? '');
  return { ...asText(row, ''), state: row.textState === 'read' ? 'skipped' : row.textState ?? 'skipped', characters: excerpt.length };
}

const MOST_OF_ONE = 300_000;

// Cut where they lie: a sender may have sent hundreds of megabytes of them.
const WORDS = `
  select id, left(words, room::int) as words from (
    select d.id, d.words, least($3::int8, $2::int8 - coalesce(sum(least(length(d.words), $3::int8)) over (order by wanted.n rows between unbounded preceding and 1 preceding), 0)) as room
    from unnest($1::uuid[]) with ordinality as wanted (id, n) join document d on d.id = wanted.id
  ) fitting where room > 0`;

function placeKey({ messageId, part }: DocumentPlace): string {
  return `${messageId} ${part}`;
}

/** As the reader of the mail gave it, without its words. */
export function asMailDocument(row: Omit<DocumentRow, 'excerpt'>): MailDocument {
  const { part, filename, storedName, contentType, detectedType, size, sha256, source, flags } = row;
  return { part, filename, storedName, contentType, detectedType, size, sha256, from: source, flags };
}

/** What was read of a handled message, its documents with their words. Null where it was forgotten, or never read. */
export async function readingOf(tx: Tx, row: MessageRow): Promise<MailReading | null> {
  if (row.reading === null) return null;
  const documents = await tx.select().from(document).where(eq(document.messageId, row.id)).orderBy(document.part);
  return { ...row.reading, documents: documents.map((d) => ({ ...asMailDocument(d), ...(d.textState === null ? {} : { text: asText(d, d.words ?? '') }) })) };
}

function asText(row: Omit<DocumentRow, 'excerpt'>, words: string): DocumentText {
  return { state: row.textState ?? 'skipped', characters: words.length, quality: row.textQuality, method: row.textMethod, failure: row.textFailure, text: words };
}

/** How many mails are stored and not handled yet. */
export async function countUnhandled(tx: Tx): Promise<number> {
  const [row] = await tx.run<{ n: number }>('select count(*)::int as n from message where outcome is null');
  return row?.n ?? 0;
}

export type MessageFilter = { outcome?: string; kind?: string; limit: number };

/** Newest first. @param filter.outcome `waiting` = not handled yet */
export async function listMessages(tx: Tx, filter: MessageFilter): Promise<MessageRow[]> {
  return tx.select().from(message).where(and(
    filter.outcome === undefined ? undefined : filter.outcome === 'waiting' ? isNull(message.outcome) : sql`${message.outcome} = ${filter.outcome}`,
    filter.kind === undefined ? undefined : sql`${message.kind} = ${filter.kind}`,
  )).orderBy(desc(message.storedAt), desc(message.uid)).limit(filter.limit);
}
