/** A list of tags in CSV, as `entries tags --csv` writes it and staff fill it in: code and tags, the other columns for reading. */
import type { Contest } from '../../schemas/contest.ts';
import { csvColumns, csvRows, type Told } from '../spreadsheets/csv-list.ts';
import { csvText } from '../spreadsheets/csv-text.ts';

export type TagListLine = { code: string; title: string | null; tags: string[] | null; hints: { key: string; evidence: string }[] };
/** Stands where somebody looked and none fits: an empty cell says that nobody did. */
export const NONE = 'none';
const COLUMNS = ['code', 'title', 'tags', 'suggested', 'evidence'] as const;

export function tagListCsv(lines: TagListLine[]): string {
  return csvText([[...COLUMNS], ...lines.map(({ code, title, tags, hints }) => [code, title ?? '', writtenTags(tags), hints.map((h) => h.key).join(' '), hints.map((h) => `${h.key}: ${h.evidence}`).join('; ')])]);
}

export function writtenTags(tags: string[] | null): string {
  return tags === null ? '' : tags.length === 0 ? NONE : tags.join(' ');
}

/** Keys divided by spaces, commas or semicolons; empty where the cell is. */
export function tagsIn(cell: string): string[] {
  return cell.trim().split(/[\s,;]+/).filter((t) => t !== '' && t !== NONE);
}

/** Lines without tags are passed over. With a fault none is given. @returns keys by code */
export function readTagList(text: string, { tags }: Pick<Contest, 'tags'>): { said: Map<string, string[]>; faults: Told[] } {
  const table = csvRows(text);
  if ('fault' in table) return { said: new Map(), faults: [table.fault] };
  const [head, ...rows] = table.rows;
  const { columns, faults } = csvColumns(head, [...COLUMNS], ['code', 'tags']);
  if (faults.length > 0) return { said: new Map(), faults };
  const said = new Map<string, string[]>();
  const found: Told[] = [];
  for (const { line, cells } of rows) {
    const [code, written] = [(cells[columns.indexOf('code')] ?? '').toUpperCase(), cells[columns.indexOf('tags')] ?? ''];
    if (written.trim() === '') continue;
    const unknown = tagsIn(written).filter((t) => !tags.some((known) => known.key === t));
    if (code === '') found.push({ line, at: 'code', told: 'expected a code (found nothing)' });
    else if (said.has(code)) found.push({ line, at: 'code', told: `${code} stands twice` });
    else if (unknown.length > 0) found.push({ line, at: 'tags', told: `expected some of ${tags.map((t) => t.key).join(', ')}, or ${NONE} (found ${unknown.join(', ')})` });
    said.set(code, tagsIn(written));
  }
  return found.length > 0 ? { said: new Map(), faults: found } : { said, faults: [] };
}
