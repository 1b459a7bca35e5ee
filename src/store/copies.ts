/** After an older database was restored: letters as their own copies show them, and what the database does not know any more. */
import { and, asc, eq, inArray, isNotNull, sql, type SQL } from 'drizzle-orm';
import { letter } from '../../schemas/tables.ts';
import type { LetterKind } from '../../schemas/letters.ts';
import type { Tx } from './database.ts';
import type { LetterRow } from './letters.ts';

export type CopiedLetter = Pick<LetterRow, 'id' | 'kind' | 'toAddress' | 'subject' | 'text' | 'rfcMessageId' | 'inReplyTo' | 'references' | 'createdAt'>;

/** A letter whose row was lost, sent as its copy proves. The first copy counts: whoever got a letter could make up a later one. */
export async function addCopiedLetter(tx: Tx, copied: CopiedLetter): Promise<boolean> {
  const added = await tx.insert(letter).values({
    ...copied, key: `copy:${copied.id}`, state: 'sent', reason: 'taken from its own copy', facts: {}, html: '', sentAt: copied.createdAt, attempts: 1, fromCopyAt: tx.now,
  }).onConflictDoNothing().returning({ id: letter.id });
  return added.length > 0;
}

/** A letter whose row is there, and older than what was sent: its words are those of the copy. */
export async function takeWords(tx: Tx, id: string, text: string): Promise<void> {
  await tx.update(letter).set({ text, fromCopyAt: tx.now }).where(and(eq(letter.id, id), sql`${letter.fromCopyAt} is null`));
}

/** As many tries as copies came back: those that an older database does not know of. */
export async function countTries(tx: Tx, id: string): Promise<void> {
  await tx.execute(sql`update letter set attempts = greatest(attempts, (select count(*) from message m where m.message_id = letter.rfc_message_id and m.outcome = 'own-letter')) where id = ${id}`);
}

/** Letters to an address that were taken from copies, oldest first. */
export async function copiesTo(tx: Tx, toAddress: string, kinds: readonly LetterKind[]): Promise<LetterRow[]> {
  return tx.select().from(letter).where(and(eq(letter.toAddress, toAddress), inArray(letter.kind, [...kinds]), isNotNull(letter.fromCopyAt))).orderBy(asc(letter.createdAt));
}

/** A letter taken from its copy of which nobody knows yet what it was about. */
export function isUnmatched({ key, id }: Pick<LetterRow, 'key' | 'id'>): boolean {
  return key === `copy:${id}`;
}

/** The copy's letter answers this mail: from now on it is the letter that is written about it. */
export async function matchCopy(tx: Tx, id: string, made: Pick<LetterRow, 'key' | 'facts' | 'entryId' | 'messageId'>): Promise<void> {
  await tx.update(letter).set({ ...made, reason: 'settled by its own copy' }).where(eq(letter.id, id));
}

/** Those of the letters that never left as far as the database knows: they have no row, or were never handed over. */
export async function neverSent(tx: Tx, ids: readonly string[]): Promise<string[]> {
  return among(tx, ids, sql`not exists (select 1 from letter l where l.id = g.id and l.attempts > 0)`);
}

/** Those of the letters that a copy can settle: they have no row, or are held. */
export async function unsettled(tx: Tx, ids: readonly string[]): Promise<string[]> {
  return among(tx, ids, sql`not exists (select 1 from letter l where l.id = g.id and l.state <> 'draft')`);
}

async function among(tx: Tx, ids: readonly string[], which: SQL): Promise<string[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.execute<{ id: string }>(sql`select g.id from unnest(${sql.param([...ids])}::uuid[]) as g (id) where ${which}`);
  return rows.map((r) => r.id);
}

/** Those of the given codes whose version is not registered. */
export async function unknownVersions<G extends { code: string; version: number }>(tx: Tx, given: readonly G[]): Promise<G[]> {
  if (given.length === 0) return [];
  const { rows } = await tx.execute<{ code: string; n: number }>(sql`select e.code, ev.n from entry e join entry_version ev on ev.entry_id = e.id where e.code = any(${sql.param([...new Set(given.map((g) => g.code))])}::text[])`);
  const known = new Set(rows.map((r) => `${r.code} ${r.n}`));
  return given.filter((g) => !known.has(`${g.code} ${g.version}`));
}

/** Those of the Message-IDs that belong to mail that was handled, wherever it lies by now; without the messages named in `except`. */
export async function handledMail(tx: Tx, messageIds: readonly string[], except: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.execute<{ message_id: string }>(sql`select message_id from message where message_id = any(${sql.param([...messageIds])}::text[]) and outcome is not null and id <> all(${sql.param([...except])}::uuid[])`);
  return new Set(rows.map((r) => r.message_id));
}
