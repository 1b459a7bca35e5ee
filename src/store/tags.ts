/** What people say entries serve. */
import { eq, inArray } from 'drizzle-orm';
import { entryTagging } from '../../schemas/tables.ts';
import { liveStates } from '../../schemas/states.ts';
import type { Tx } from './database.ts';

export type TaggingRow = typeof entryTagging.$inferSelect;

/** By the entry's id; those that nobody looked at are absent. @param entryIds absent = of all entries */
export async function taggings(tx: Tx, entryIds?: string[]): Promise<Map<string, TaggingRow>> {
  const rows = await tx.select().from(entryTagging).where(entryIds === undefined ? undefined : inArray(entryTagging.entryId, entryIds));
  return new Map(rows.map((row) => [row.entryId, row]));
}

/** Instead of what was said before. @param tags none = somebody looked, and none fits; null = as if nobody had */
export async function setTags(tx: Tx, entryId: string, tags: string[] | null, actor: string): Promise<void> {
  if (tags === null) return void await tx.delete(entryTagging).where(eq(entryTagging.entryId, entryId));
  const said = { tags, actor, at: tx.now };
  await tx.insert(entryTagging).values({ entryId, ...said }).onConflictDoUpdate({ target: entryTagging.entryId, set: said });
}

export type TagLine = { id: string; code: string; title: string | null; tags: string[] | null };

/** Entries that take part, by number. */
export async function tagLines(tx: Tx): Promise<TagLine[]> {
  return tx.run<TagLine>(LINES, [liveStates]);
}

const LINES = `
  select e.id, e.code, v.fields #>> '{title,value}' as title, t.tags
  from entry e join lateral (select fields from entry_version where entry_id = e.id order by n desc limit 1) v on true left join entry_tagging t on t.entry_id = e.id
  where e.state = any($1::text[]) order by e.number`;
