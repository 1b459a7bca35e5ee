/** Original files that judges of a blind round may see, since a person said so for each. */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { entry, releasedDocument } from '../../../schemas/tables.ts';
import type { Tx } from '../database.ts';

export type ReleaseRow = typeof releasedDocument.$inferSelect;

/** Of these entries, in the order of their numbers; withdrawn ones only where that is asked for. @param round null = every round */
export async function releasesOf(tx: Tx, entryIds: string[], round: string | null, withdrawn = false): Promise<ReleaseRow[]> {
  return entryIds.length === 0 ? [] : tx.select().from(releasedDocument).where(and(
    inArray(releasedDocument.entryId, entryIds), round === null ? undefined : eq(releasedDocument.round, round), withdrawn ? undefined : isNull(releasedDocument.withdrawnAt),
  )).orderBy(asc(releasedDocument.entryId), asc(releasedDocument.at), asc(releasedDocument.n));
}

/** All of a round, withdrawn ones, too, in the order of entries. */
export async function releasesIn(tx: Tx, round: string): Promise<(ReleaseRow & { code: string })[]> {
  const rows = await tx.select().from(releasedDocument).innerJoin(entry, eq(entry.id, releasedDocument.entryId)).where(eq(releasedDocument.round, round)).orderBy(asc(entry.number), asc(releasedDocument.n));
  return rows.map((r) => ({ ...r.released_document, code: r.entry.code }));
}

/** The number that the next file of this entry gets in this round: none is given twice, so that a name means one file. */
export async function nextRelease(tx: Tx, entryId: string, round: string): Promise<number> {
  return Math.max(0, ...(await releasesOf(tx, [entryId], round, true)).map((r) => r.n)) + 1;
}

/** Call only after takeTurnToAssign: what judges get is decided by what stands here then. */
export async function addRelease(tx: Tx, made: Pick<ReleaseRow, 'entryId' | 'round' | 'n' | 'documentId' | 'sha256' | 'by'>): Promise<ReleaseRow> {
  const [row] = await tx.insert(releasedDocument).values({ ...made, at: tx.now }).returning();
  if (!row) throw new Error('a release was not written');
  return row;
}

/** Call only after takeTurnToAssign. */
export async function withdrawRelease(tx: Tx, id: string, by: string): Promise<void> {
  await tx.update(releasedDocument).set({ withdrawnAt: tx.now, withdrawnBy: by }).where(and(eq(releasedDocument.id, id), isNull(releasedDocument.withdrawnAt)));
}

/** Those of these assignments whose package was written: of the others it is still to be, and will hold what is released then. Call only after takeTurnToAssign. */
export async function packed(tx: Tx, assignmentIds: string[]): Promise<Set<string>> {
  const rows = await tx.run<{ id: string }>(PACKED, [assignmentIds]);
  return new Set(rows.map((r) => r.id));
}

const PACKED = `
  select a.id from unnest($1::text[]) as a (id), lateral (select bool_and(j.done_at is not null) as done from job j where j.name = 'judge-package' and a.id = any(string_to_array(j.payload ->> 'assignmentIds', ','))) x
  where x.done`;

/** Letters of this round that hold this file; waits: it has not left. Those that their addresses did not take are none of them. */
export async function lettersWith(tx: Tx, of: { code: string; round: string; sha256: string }): Promise<{ id: string; kind: 'judge-package' | 'judge-file'; to: string; waits: boolean }[]> {
  return tx.run(LETTERS_WITH, [of.sha256, JSON.stringify([{ code: of.code }]), of.round]);
}

const LETTERS_WITH = `
  select l.id, l.kind, l.to_address as "to", l.state in ('draft', 'due') as waits from letter l
  where l.kind in ('judge-package', 'judge-file') and l.state not in ('cancelled', 'rejected', 'bounced') and l.facts ->> 'round' = $3 and l.facts -> 'entries' @> $2::jsonb
    and jsonb_typeof(l.facts -> 'attached') = 'array' and l.facts -> 'attached' @> jsonb_build_array(jsonb_build_object('sha256', $1::text)) order by l.created_at for update of l`;

/** Judge-file letters that have not left never do. */
export async function cancelFileLetters(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length > 0) await tx.execute(sql`update letter set state = 'cancelled', reason = 'the file was taken back' where id = any(${sql.param(ids)}::uuid[]) and kind = 'judge-file' and state in ('draft', 'due')`);
}
