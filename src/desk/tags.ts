/** Tags: what an entry's own words hint at, and how many entries people tagged. */
import type { Contest } from '../../schemas/contest.ts';
import type { MailDocument } from '../../schemas/reading.ts';
import type { TagHint } from '../../schemas/tags.ts';
import { linesOf, linesSaying, quote } from '../checks/search.ts';
import type { Bar } from './counts.ts';

/** A line that names so many of them lists them, as the plan itself does: it says nothing of an entry. */
const A_LIST = 4;

/** @param read what stands with the entry: documents with their words, texts of its mails, the newest first @returns in the contest's order, one line each: for a person to look at, never a tag by itself */
export function tagHints({ documents, texts }: { documents: MailDocument[]; texts: string[] }, { tags, locale }: Contest): TagHint[] {
  const [text = '', ...earlierTexts] = texts;
  const lines = linesOf({ documents, text, earlierTexts });
  const named = tags.map(({ key, words }) => ({ key, lines: linesSaying(lines, words, Infinity) }));
  const listed = new Set(lines.filter((line) => named.filter((t) => t.lines.includes(line)).length >= A_LIST));
  return named.flatMap(({ key, lines: said }) => {
    const first = said.find((line) => !listed.has(line));
    return first ? [{ key, evidence: quote(first, locale) }] : [];
  });
}

/** As people read it; a key that the contest no longer has stands for itself. */
export function tagName(key: string, { tags, locale }: Pick<Contest, 'tags' | 'locale'>): string {
  return tags.find((t) => t.key === key)?.name[locale] ?? key;
}

export type TagCounts = { /** every tag of the contest, in its order; an entry of two counts in both */ byTag: Bar[]; /** somebody looked, and none fits */ none: number; /** nobody looked yet */ untagged: number };

/** @param entries what people said of each entry that takes part; null = nothing yet */
export function countTags(entries: readonly (readonly string[] | null)[], contest: Pick<Contest, 'tags' | 'locale'>): TagCounts {
  return {
    byTag: contest.tags.map(({ key }) => ({ label: tagName(key, contest), count: entries.filter((tags) => tags?.includes(key)).length })),
    none: entries.filter((tags) => tags?.length === 0).length, untagged: entries.filter((tags) => tags === null).length,
  };
}
