/** Letters that bring entries to judges, and the files that were made for them. */
import { sql } from 'drizzle-orm';
import { madeOf } from '../../../schemas/tables.ts';
import type { LetterState } from '../../../schemas/letters.ts';
import { Problem } from '../../problem.ts';
import type { Tx } from '../database.ts';
import { enqueue } from '../jobs.ts';

/** By it the file is found once one of these entries is erased. */
export async function noteMadeOf(tx: Tx, made: { sha256: string; entryIds: string[] }[]): Promise<void> {
  const rows = made.flatMap(({ sha256, entryIds }) => entryIds.map((entryId) => ({ sha256, entryId })));
  if (rows.length > 0) await tx.insert(madeOf).values(rows).onConflictDoNothing();
}

/** The letters in which judges got files of these entries, or are to get them: packages of several entries among them, files that staff released, and what the chair was asked. */
export type PackageOf = { id: string; kind: 'judge-package' | 'judge-file' | 'chair-request'; key: string; state: LetterState; to: string; /** of these entries alone */ codes: string[] };

/** @param locked so that none of them sets out meanwhile; only after takeTurn, as whoever takes a file back does */
export async function packagesOf(tx: Tx, entryIds: string[], locked = false): Promise<PackageOf[]> {
  return entryIds.length === 0 ? [] : tx.run<PackageOf>(locked ? PACKAGES_LOCKED : PACKAGES, [entryIds]);
}

// Of those that were emptied since the codes are left.
const PACKAGES = `
  select l.id, l.kind, l.key, l.state, l.to_address as "to", array(select distinct e.code from entry e where e.id = any($1) and l.facts -> 'entries' @> jsonb_build_array(jsonb_build_object('code', e.code)) order by 1) as codes
  from letter l where l.kind in ('judge-package', 'judge-file', 'chair-request') and jsonb_typeof(l.facts -> 'entries') = 'array'
    and exists (select 1 from entry e where e.id = any($1) and l.facts -> 'entries' @> jsonb_build_array(jsonb_build_object('code', e.code)))
  order by l.created_at`;
const PACKAGES_LOCKED = `${PACKAGES} for update of l`;

/**
 * Packages with one of these entries that have not left never do: what remains in each is packed anew.
 * @throws Problem `letter-in-hand` where one is just being sent
 */
export async function packAgainWithout(tx: Tx, entryIds: string[]): Promise<void> {
  const packages = (await packagesOf(tx, entryIds, true)).filter((p) => p.kind !== 'judge-file');
  if (packages.some((p) => p.state === 'sending')) throw new Problem('letter-in-hand', { forUser: 'a package for a judge that holds the entry is just being sent: try again in a minute', retry: 'later' });
  await packAgain(tx, packages.filter((p) => (['draft', 'due', 'unknown', 'to-print'] as LetterState[]).includes(p.state)).map((p) => p.id), 'an entry in it is erased; the others are packed anew', entryIds);
}

/** These packages never leave; what they held is packed anew, as it stands then. @param without entries that go into none */
export async function packAgain(tx: Tx, letterIds: string[], reason: string, without: string[] = []): Promise<void> {
  for (const id of letterIds) {
    await tx.execute(sql`update letter set state = 'cancelled', reason = ${reason} where id = ${id}`);
    const [left] = await tx.run<{ memberId: string; ids: string[] }>(LEFT, [id, without]);
    if (left && left.ids.length > 0) enqueue(tx, 'judge-package', { memberId: left.memberId, assignmentIds: left.ids.join(',') }, { key: `judge-package:again:${id}` });
  }
}

// "judge-package:JOB:PART": the job knows whose it is.
const LEFT = `
  select j.payload ->> 'memberId' as "memberId", array(
    select a.id from assignment a join entry e on e.id = a.entry_id
    where a.id = any(string_to_array(j.payload ->> 'assignmentIds', ',')::uuid[]) and a.ended_at is null and e.id <> all($2) and l.facts -> 'entries' @> jsonb_build_array(jsonb_build_object('code', e.code))) as ids
  from letter l, job j where l.id = $1 and j.name = 'judge-package' and j.id::text = split_part(l.key, ':', 2)`;
