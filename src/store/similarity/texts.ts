/** Texts that are compared, and their fingerprints. Whoever writes them takes a turn first. */
import { createHash } from 'node:crypto';
import type { ComparedKind } from '../../../schemas/similarity.ts';
import { comparedText } from '../../../schemas/similarity-tables.ts';
import { storable } from '../../mail/read.ts';
import { fingerprintsOf } from '../../similarity/compare.ts';
import { ALGORITHM } from '../../similarity/settings.ts';
import { asRow, columnList } from '../columns.ts';
import type { Tx } from '../database.ts';
import { LOCKS } from '../locks.ts';

export type ComparedText = typeof comparedText.$inferSelect;
/** @param label what the collection calls it; '' for an entry's. entryId, messageId and part null for the collection's */
export type NewText = { kind: ComparedKind; entryId: string | null; messageId: string | null; part: string | null; label: string; file: string | null; text: string };

/** Those who add texts, or compare them, take turns: of two that come at the same time each would miss the other. Held to the end of the transaction. */
export async function takeComparisonTurn(tx: Tx): Promise<void> {
  await tx.run('select pg_advisory_xact_lock($1)', [LOCKS.comparisons]);
}

/** The same where nobody has the turn; false where somebody has. */
export async function tryComparisonTurn(tx: Tx): Promise<boolean> {
  const [row] = await tx.run<{ ours: boolean }>('select pg_try_advisory_xact_lock($1) as ours', [LOCKS.comparisons]);
  return row?.ours === true;
}

/** Of the text as it is stored. */
export function textSha256(text: string): string {
  return createHash('sha256').update(storable(text)).digest('hex');
}

/** The row of this text of this owner, added if need be. isNew: it was not there, or only with fingerprints of another version. Templates have no fingerprints: they are held against nothing. */
export async function addText(tx: Tx, made: NewText): Promise<{ id: number; isNew: boolean }> {
  const text = storable(made.text);
  const sha256 = textSha256(made.text);
  const known = await knownText(tx, made, sha256);
  if (known?.algorithm === ALGORITHM) return { id: known.id, isNew: false };
  if (known) await removeTexts(tx, [known.id]);
  const { hashes, words } = fingerprintsOf(text);
  const stored = made.kind === 'template' ? [] : hashes;
  const [row] = await tx.run<{ id: number }>(ADD, [made.kind, made.entryId, made.messageId, made.part, storable(made.label), made.file === null ? null : storable(made.file), sha256, ALGORITHM, words, text, list(stored), tx.now]);
  if (!row) throw new Error('the text was not added');
  tx.write(ADD_FINGERPRINTS, [list(stored), row.id]);
  tx.write(COUNT_UP, [list(stored)]);
  return { id: row.id, isNew: true };
}

/** As PostgreSQL reads an array; much faster than value by value. */
function list(hashes: readonly number[]): string {
  return `{${hashes.join(',')}}`;
}

const ADD = `
  insert into compared_text (kind, entry_id, message_id, part, label, file, sha256, algorithm, words, text, hashes, added_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::bigint[], $12) returning id`;
const ADD_FINGERPRINTS = 'insert into fingerprint (hash, text_id) select h, $2::int from unnest($1::bigint[]) as h';
const COUNT_UP = 'insert into fingerprint_count (hash, n) select h, 1 from unnest($1::bigint[]) as h on conflict (hash) do update set n = fingerprint_count.n + 1';

async function knownText(tx: Tx, { kind, entryId }: NewText, sha256: string): Promise<{ id: number; algorithm: number } | null> {
  const [row] = entryId === null
    ? await tx.run<{ id: number; algorithm: number }>('select id, algorithm from compared_text where entry_id is null and kind = $1 and sha256 = $2', [kind, sha256])
    : await tx.run<{ id: number; algorithm: number }>('select id, algorithm from compared_text where entry_id = $1 and sha256 = $2', [entryId, sha256]);
  return row ?? null;
}

/** Takes texts away with their fingerprints, their part in the counts and the passages found with them: nothing of them is left. */
export async function removeTexts(tx: Tx, ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    await tx.run('delete from fingerprint f using (select unnest(hashes) as h from compared_text where id = $1) own where f.hash = own.h and f.text_id = $1', [id]);
    await tx.run('update fingerprint_count c set n = c.n - 1 from (select unnest(hashes) as h from compared_text where id = $1) own where c.hash = own.h', [id]);
    await tx.run('delete from fingerprint_count c using (select unnest(hashes) as h from compared_text where id = $1) own where c.hash = own.h and c.n <= 0', [id]);
    await tx.run('delete from compared_text where id = $1', [id]);
  }
}

/** Everything of an entry: its person's texts are erased, or it became part of another. Call only after takeComparisonTurn. */
export async function forgetEntryTexts(tx: Tx, entryId: string): Promise<void> {
  await removeTexts(tx, (await tx.run<{ id: number }>('select id from compared_text where entry_id = $1', [entryId])).map((r) => r.id));
  await tx.run('delete from entry_meaning where entry_id = $1', [entryId]);
  await tx.run('delete from near_idea where entry_id = $1 or other_id = $1', [entryId]);
}

/** With their text, the newest first. */
export async function textsById(tx: Tx, ids: readonly number[]): Promise<ComparedText[]> {
  const rows = await tx.run<Record<string, unknown>>(`select ${columnList(comparedText)} from compared_text where id = any($1::int[]) order by id desc`, [ids]);
  return rows.map((row) => asRow(comparedText, row));
}

/** Of an entry, the newest first: newest version, newest file. */
export async function textsOfEntry(tx: Tx, entryId: string): Promise<ComparedText[]> {
  const rows = await tx.run<Record<string, unknown>>(`select ${columnList(comparedText)} from compared_text where entry_id = $1 order by id desc`, [entryId]);
  return rows.map((row) => asRow(comparedText, row));
}

/** Texts that everybody writes. */
export async function templateTexts(tx: Tx): Promise<string[]> {
  return (await tx.run<{ text: string }>("select text from compared_text where kind = 'template' order by id limit 200")).map((r) => r.text);
}

export type ListedText = Pick<ComparedText, 'id' | 'kind' | 'label' | 'file' | 'words' | 'algorithm' | 'addedAt'> & { code: string | null };

/** Without their words: of the collection first, then of entries. */
export async function listTexts(tx: Tx, limit: number): Promise<ListedText[]> {
  return tx.run<ListedText>(`
    select t.id, t.kind, t.label, t.file, t.words, t.algorithm, t.added_at as "addedAt", e.code
    from compared_text t left join entry e on e.id = t.entry_id order by (t.entry_id is not null), t.id limit $1`, [limit]);
}
