/** Does an address, a code or a Message-ID stand in a text? As a whole: an@x does not stand in lan@x, nor in an@x.org. */
import { sql, type SQL } from 'drizzle-orm';

/**
 * What comes before and after it is what the redactor asks for, too (src/personal/words.ts).
 * @returns a regular expression of PostgreSQL; it and the text it is for are lower case
 */
export function standing(word: string): string {
  return `(?<![a-z0-9_.+-])${word.toLowerCase().replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![a-z0-9_-]|\\.[a-z0-9_])`;
}

/** @param text of a row, also as JSON: there a line break before an address is a backslash and a letter */
export function standsIn(text: SQL, words: string[]): SQL {
  const lower = words.map((w) => w.toLowerCase());
  return sql`exists (select 1 from unnest(${sql.param(lower)}::text[], ${sql.param(lower.map(standing))}::text[]) as w (word, pattern)
    where position(w.word in lower(coalesce(${text}, ''))) > 0 and regexp_replace(lower(${text}), '\\\\[bfnrt]', ' ', 'g') ~ w.pattern)`;
}
