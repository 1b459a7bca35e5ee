/** The shape of one invariant: one small named query on the real data. */
import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';

export type Rule = {
  /** what holds, as a sentence */
  name: string;
  /** how many rows it is about: one row with `n` */
  checked: SQL;
  /** a row with `v` for each that breaks it: a sentence for staff */
  violations: SQL;
};

/** A closed list of words as SQL, for `in (…)`. */
export function words(list: readonly string[]): SQL {
  return sql.join(list.map((word) => sql`${word}`), sql`, `);
}

/** Rows of the job table (as `j`) that are still to be done. */
export const openJob = sql`j.done_at is null and j.dead_at is null`;
