/** The authors of all entries that take part. */
import type { EntryAuthors } from '../desk/authors.ts';
import type { Author } from '../../schemas/reading.ts';
import { liveStates } from '../../schemas/states.ts';
import type { Tx } from './database.ts';

/** Of each entry's newest version, in the order of the numbers. */
export async function authorsOnDesk(tx: Tx): Promise<EntryAuthors[]> {
  return tx.run<{ code: string; unit: string | null; authors: Author[] }>(AUTHORS, [[...liveStates]]);
}

const AUTHORS = `
  select e.code, v.fields -> 'unit' ->> 'value' as unit, coalesce(nullif(v.fields -> 'authors' -> 'value', 'null'::jsonb), '[]'::jsonb) as authors
  from entry e join lateral (select * from entry_version ev where ev.entry_id = e.id order by ev.n desc limit 1) v on true
  where e.state = any($1::text[]) order by e.number`;
