/** Lists of authors: a table with a header row, a table with a column for each author, a numbered list. */
import type { LabelField } from '../../schemas/contest.ts';
import type { Author } from '../../schemas/reading.ts';
import { fold } from '../vietnamese/fold.ts';
import { cleanValue } from './clean-value.ts';
import { inlineLabels } from './inline-labels.ts';
import { halfOf, type Labelled } from './labels.ts';
import type { Lexicon } from './lexicon.ts';
import { POSITION, UNIT } from './offices.ts';
import { isName, MAX_AUTHORS, namesIn, nobody, tell, type Found } from './person.ts';
import type { FormSource } from './source.ts';
import { emailsIn, phonesIn } from './values.ts';

/** A table whose first row has a column of names and at least one more known column; or whose first column has the labels. */
export function rosterIn(source: FormSource, lexicon: Lexicon): Found | null {
  for (const [i, cells] of source.lines.entries()) {
    const columns = cells.map((c) => lexicon(c.replaceAll('\u2028', ' ')));
    const known = columns.filter((c) => c.length > 0);
    const ofNames = columns.findIndex((c) => c.includes('name') || c.includes('authors'));
    if (ofNames >= 0 && cells.length >= 3 && known.length >= 3) {
      const authors = rowsBelow(source.lines.slice(i + 1, i + 1 + MAX_AUTHORS), columns, ofNames, lexicon);
      if (authors.length > 0) return { authors, head: headOf(source.lines.slice(i + 1, i + 1 + MAX_AUTHORS), authors), line: i + 1 };
    }
    const across = acrossColumns(source.lines.slice(i, i + 12), lexicon);
    if (across !== null) return { authors: across, head: null, line: i + 1 };
  }
  return null;
}

/** Rows as long as the header, each with a name; empty rows of the printed form are passed over. */
function rowsBelow(rows: string[][], columns: LabelField[][], ofNames: number, lexicon: Lexicon): Author[] {
  const authors: Author[] = [];
  for (const row of rows) {
    const told = row.filter((c) => c.trim() !== '');
    if (told.length === 0 || (told.length === 1 && /^\s*\d{1,2}[.)]?\s*$/.test(told[0] ?? ''))) continue;
    if (row.length > columns.length || (row.length === 1 && columns.length > 1)) break;
    const [name] = nameCell(row[ofNames] ?? '', columns[ofNames] ?? []);
    if (name === undefined || row.some((c) => lexicon(c).length > 0 && c.length > 3)) break;
    const author = nobody(name);
    columns.forEach((fields, at) => {
      const value = cellText(row[at] ?? '');
      fields.forEach((field, place) => tell(author, field, halfOf({ fields, value, options: [], line: 0, sure: true } satisfies Labelled, place)));
    });
    authors.push(author);
  }
  return authors;
}

/** Who is marked as the head of the group, in the row of the name. */
function headOf(rows: string[][], authors: Author[]): number | null {
  const heads = authors.flatMap((a, i) => {
    const row = rows.find((r) => r.some((c) => c.includes(a.name)));
    return row && /(truong nhom|nhom truong|chu nhiem|tac gia chinh|dai dien|team leader|lead author)/.test(fold(row.join(' '))) ? [i] : [];
  });
  return heads.length === 1 ? heads[0] ?? null : null;
}

/** A column for names alone holds a name however it is written; in a joint one the name comes first. */
function nameCell(cell: string, fields: LabelField[]): string[] {
  const names = namesIn(cellText(cell));
  if (names.length > 0 || fields.length > 1) return names;
  const words = cleanValue(cell).split(' ');
  return words.length >= 2 && words.length <= 6 && words.every((w) => /^\p{L}{1,12}$/u.test(w)) ? [words.join(' ')] : [];
}

function cellText(cell: string): string {
  return cell.split('\u2028').map(cleanValue).filter((l) => l !== '').join('\n');
}

/** Labels in the first column, an author in each of the others. */
function acrossColumns(rows: string[][], lexicon: Lexicon): Author[] | null {
  const [first = []] = rows;
  if (first.length < 3 || !lexicon(first[0] ?? '').includes('name')) return null;
  const names = first.slice(1).map((cell) => (cell.trim() === '' ? null : namesIn(cellText(cell))[0]));
  if (names.some((n) => n === undefined) || names.filter((n) => n !== null).length < 2) return null;
  const authors = names.map((n) => (n == null ? null : nobody(n)));
  for (const row of rows.slice(1)) {
    const [field] = lexicon(row[0] ?? '');
    if (field === undefined || row.length !== first.length) break;
    authors.forEach((author, i) => tell(author ?? undefined, field, cellText(row[i + 1] ?? '')));
  }
  return authors.filter((a) => a !== null);
}

const ITEM = /^\s*(?:\d{1,2}[.)/-]|[-+*•–])\s*(.{4,400})$/;

/** Numbered or dashed lines below a heading: name first, then unit, position, phone, email in any order. */
export function listBelow(source: FormSource, heading: number, lexicon: Lexicon): Author[] {
  const authors: Author[] = [];
  const below = source.lines.slice(heading - 1, heading + MAX_AUTHORS * 2).flatMap((cells) => cells.join('; ').split('\u2028'));
  for (const line of below.slice(1)) {
    if (line.trim() === '') continue;
    const item = ITEM.exec(line)?.[1];
    const author = item === undefined ? null : itemAuthor(item, lexicon);
    if (author === null) break;
    authors.push(author);
  }
  return authors;
}

function itemAuthor(item: string, lexicon: Lexicon): Author | null {
  const [name = '', ...rest] = item.split(/\s*[,;|]\s*|\s+[-–]\s+/).map(cleanValue).filter((p) => p !== '');
  const author = namesIn(name.replace(/^[^:]{0,40}:\s*/, ''))[0];
  if (author === undefined || !isName(author)) return null;
  const made = nobody(author);
  for (const part of rest) sayOf(made, part, lexicon);
  return made;
}

/** What is neither plainly an office nor plainly a post is left open. */
function sayOf(author: Author, part: string, lexicon: Lexicon): void {
  const [labelled] = inlineLabels(part, lexicon);
  if (labelled?.fields.length === 1 && labelled.value !== '') return tell(author, labelled.fields[0] ?? 'other', labelled.value);
  const [phone] = phonesIn(part);
  const [email] = emailsIn(part);
  const share = /^(\d{1,3})\s*%$/.exec(part)?.[1];
  if (phone) author.phone ??= phone;
  else if (email) author.email ??= email;
  else if (share) author.share ??= Number(share);
  else if (POSITION.test(fold(part))) author.position ??= part;
  else if (UNIT.test(fold(part))) author.unit ??= part;
}
