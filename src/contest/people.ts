/** people.csv: who belongs to a body whose members may not enter. One person a line, exported from any spreadsheet. */
import { CsvError, parse, type Info } from 'csv-parse/sync';
import { z } from 'zod';
import type { Contest, ExcludedPerson } from '../../schemas/contest.ts';
import { nfc } from '../vietnamese/fold.ts';
import { nearest } from './near.ts';

const COLUMNS = ['name', 'body', 'agency', 'emails', 'phones'] as const;
const REQUIRED = ['name', 'body'] as const;
type Column = (typeof COLUMNS)[number];
type Row = { line: number; cells: string[] };
type Told = { line: number; at: string; told: string };

const isEmail = (text: string): boolean => z.email().safeParse(text).success;

/** Reads "a;b" and "a b" within a cell as two; commas, semicolons and tabs between cells (a Vietnamese Excel writes semicolons). */
export function readPeople(text: string, contest: Contest): { people: ExcludedPerson[]; faults: Told[] } {
  const table = rowsOf(nfc(text));
  if ('fault' in table) return { people: [], faults: [table.fault] };
  const [head, ...rows] = table.rows;
  const header = readHeader(head);
  if (header.faults.length > 0) return { people: [], faults: header.faults };
  const read = rows.map((row) => readPerson(row, header.columns, contest));
  return { people: read.map((r) => r.person), faults: read.flatMap((r) => r.faults) };
}

function rowsOf(text: string): { rows: Row[] } | { fault: Told } {
  const delimiter = [';', '\t', ','].find((d) => (text.split(/\r?\n/, 1)[0] ?? '').includes(d)) ?? ',';
  try {
    const records = parse(text, { bom: true, delimiter, info: true, trim: true, skip_empty_lines: true, relax_column_count: true }) as unknown as { record: string[]; info: Info }[];
    return { rows: records.map(({ record, info }) => ({ line: info.lines, cells: record })).filter((r) => r.cells.some((c) => c !== '')) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { fault: { line: Number(error['lines'] ?? 1), at: '', told: `not a valid CSV file: ${error.message}` } };
  }
}

function readHeader(head: Row | undefined): { columns: Column[]; faults: Told[] } {
  const names = (head?.cells ?? []).map((c) => c.toLowerCase());
  const line = head?.line ?? 1;
  const unknown = names.filter((n) => !COLUMNS.some((c) => c === n)).map((n) => {
    const near = nearest(n, COLUMNS);
    return { line, at: n, told: `unknown column; ${near === null ? `expected ${COLUMNS.join(', ')}` : `did you mean ${near}?`}` };
  });
  const missing = REQUIRED.filter((c) => !names.includes(c)).map((c) => ({ line, at: c, told: `column is missing; expected ${COLUMNS.join(', ')}` }));
  return { columns: names as Column[], faults: [...unknown, ...missing] };
}

function readPerson(row: Row, columns: Column[], contest: Contest): { person: ExcludedPerson; faults: Told[] } {
  const cell = (column: Column): string => row.cells[columns.indexOf(column)] ?? '';
  const emails = cell('emails').split(/[\s;,|]+/).filter((e) => e !== '').map((e) => e.toLowerCase());
  const phones = cell('phones').split(/[;,|/]+/).map((p) => p.trim()).filter((p) => p !== '');
  const bodies = contest.excludedBodies.map((b) => b.key);
  const person = { name: cell('name').replace(/\s+/g, ' '), body: cell('body'), agency: cell('agency') || null, emails, phones };
  const faults: Told[] = [];
  const wrong = (at: string, told: string): void => { faults.push({ line: row.line, at, told }); };
  if (row.cells.length !== columns.length) wrong('', `expected ${columns.length} cells (found ${row.cells.length}); a cell that holds a separator needs quotes`);
  if (person.name === '') wrong('name', 'expected a name (found nothing)');
  if (!bodies.includes(person.body)) wrong('body', `expected one of ${bodies.join(', ')}, the keys of excludedBodies (found "${person.body}")`);
  for (const email of emails) if (!isEmail(email)) wrong('emails', `expected email addresses, as ten@example.org (found "${email}")`);
  for (const phone of phones) if (phone.replace(/\D/g, '').length < 8) wrong('phones', `expected telephone numbers of at least 8 digits; a spreadsheet may have cut a leading 0 (found "${phone}")`);
  return { person, faults };
}
