/** Which stored texts may share a passage with a text: those that have rare fingerprints in common with it. */
import type { Tx } from '../database.ts';

/** Whose texts are no copies of this one: the same entry's, the same file of the same mail, and the cover notes of one sender. */
export type Asking = { entryId: string | null; messageId: string | null; part: string | null };

/** Places of fingerprints that are looked at: the rarest first, so that what everybody copied is found as long as there is room, and the time is bounded. */
const MOST_PLACES = 20_000;
const LEAST_SHARED = 3;

/** Ids of at most `most` texts, the likeliest first, that have at most `mostWords` words together; the first in any case. @param onlyEntries leaves out the collection, which is not compared with itself */
export async function candidates(tx: Tx, hashes: readonly number[], asking: Asking, options: { most: number; mostWords: number; onlyEntries: boolean }): Promise<number[]> {
  if (hashes.length === 0) return [];
  const rows = await tx.run<{ id: number; words: number }>(CANDIDATES, [`{${hashes.join(',')}}`, MOST_PLACES, LEAST_SHARED, options.most, options.onlyEntries, asking.entryId, asking.messageId, asking.part]);
  let words = 0;
  return rows.filter((row, i) => (words += row.words) <= options.mostWords || i === 0).map((row) => row.id);
}

const CANDIDATES = `
  with ranked as materialized (
    select c.hash, c.n, sum(c.n) over (order by c.n, c.hash) as places from unnest($1::bigint[]) as h join fingerprint_count c on c.hash = h),
  shared as materialized (
    select f.text_id, count(*) as fingerprints, sum(ln(1 + (select count(*) from compared_text) / r.n::float8)) as weight
    from ranked r join fingerprint f on f.hash = r.hash where r.places <= $2::int group by f.text_id having count(*) >= $3::int)
  select t.id, t.words from shared s join compared_text t on t.id = s.text_id
  where (t.entry_id is null or t.entry_id is distinct from $6::uuid) and (t.entry_id is not null or not $5::bool)
    and (t.message_id = $7::uuid and t.part is not distinct from $8::text) is not true
    and not ($7::uuid is not null and $8::text is null and t.part is null and t.message_id is not null
      and exists (select from message a join message b on b.from_address = a.from_address where a.id = $7::uuid and b.id = t.message_id))
  order by s.weight desc, t.id limit $4::int`;
