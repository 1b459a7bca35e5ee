/** people.csv: who belongs to a body whose members may not enter, from when to when and by which decision. One membership a line, exported from any spreadsheet. */
import { z } from 'zod';
import type { Contest, ExcludedPerson, LoadedContest } from '../../schemas/contest.ts';
import { dateIn } from '../entry/dates.ts';
import { fold, foldWord, nfc } from '../vietnamese/fold.ts';
import { sameAgency } from '../vietnamese/same-agency.ts';
import { csvColumns, csvRows, type Row, type Told } from '../spreadsheets/csv-list.ts';

const COLUMNS = ['name', 'body', 'agency', 'emails', 'phones', 'from', 'to', 'decision', 'role', 'areas', 'max_load'] as const;
const REQUIRED = ['name', 'body'] as const;
type Column = (typeof COLUMNS)[number];

const isEmail = (text: string): boolean => z.email().safeParse(text).success;

/** Reads "a;b" and "a b" within a cell as two; commas, semicolons and tabs between cells (a Vietnamese Excel writes semicolons). */
export function readPeople(text: string, contest: Contest): { people: ExcludedPerson[]; faults: Told[] } {
  const { lines, faults } = readPeopleLines(text, contest);
  return { people: lines.map((l) => l.person), faults };
}

/** The same with the line of each person; none where the file or its header is wrong. */
export function readPeopleLines(text: string, contest: Contest): { lines: { line: number; person: ExcludedPerson }[]; faults: Told[] } {
  const table = csvRows(nfc(text));
  if ('fault' in table) return { lines: [], faults: [table.fault] };
  const [head, ...rows] = table.rows;
  const header = csvColumns(head, COLUMNS, REQUIRED);
  if (header.faults.length > 0) return { lines: [], faults: header.faults };
  const read = rows.map((row) => ({ line: row.line, ...readPerson(row, header.columns, contest) }));
  return { lines: read, faults: read.flatMap((r) => r.faults) };
}

function readPerson(row: Row, columns: Column[], contest: Contest): { person: ExcludedPerson; faults: Told[] } {
  const cell = (column: Column): string => row.cells[columns.indexOf(column)] ?? '';
  const emails = cell('emails').split(/[\s;,|]+/).filter((e) => e !== '').map((e) => e.toLowerCase());
  const phones = cell('phones').split(/[;,|/]+/).map((p) => p.trim()).filter((p) => p !== '');
  const bodies = contest.excludedBodies.map((b) => b.key);
  const { areas, unknown } = areasIn(cell('areas'), contest);
  const maxLoad = cell('max_load') === '' ? null : Number(cell('max_load'));
  const person = {
    name: cell('name').replace(/\s+/g, ' '), body: cell('body'), agency: cell('agency') || null, emails, phones, from: dayIn(cell('from')), to: dayIn(cell('to')),
    decision: cell('decision') || null, role: cell('role') || null, areas, maxLoad,
  };
  const faults: Told[] = [];
  const wrong = (at: string, told: string): void => { faults.push({ line: row.line, at, told }); };
  if (row.cells.length !== columns.length) wrong('', `expected ${columns.length} cells (found ${row.cells.length}); a cell that holds a separator needs quotes`);
  if (person.name === '') wrong('name', 'expected a name (found nothing)');
  if (!bodies.includes(person.body)) wrong('body', `expected one of ${bodies.join(', ')}, the keys of excludedBodies (found "${person.body}")`);
  for (const email of emails) if (!isEmail(email)) wrong('emails', `expected email addresses, as ten@example.org (found "${email}")`);
  for (const phone of phones) if (phone.replace(/\D/g, '').length < 8) wrong('phones', `expected telephone numbers of at least 8 digits; a spreadsheet may have cut a leading 0 (found "${phone}")`);
  for (const at of ['from', 'to'] as const) if (cell(at) !== '' && person[at] === null) wrong(at, `expected a date as 2024-06-30 or 30/6/2024 (found "${cell(at)}")`);
  if (person.from !== null && person.to !== null && person.to < person.from) wrong('to', `is before from (${person.from})`);
  for (const area of unknown) wrong('areas', `expected numbers from 1 to ${contest.areas.length} or names of areas, divided by ";" (found "${area}")`);
  if (maxLoad !== null && !(Number.isInteger(maxLoad) && maxLoad > 0)) wrong('max_load', `expected a whole number of entries, or nothing for no limit (found "${cell('max_load')}")`);
  return { person, faults };
}

/** "1;6", or names of areas and words for them: their numbers, counted from 1. */
function areasIn(cell: string, { areas }: Contest): { areas: number[]; unknown: string[] } {
  const named = cell.split(/[;|]+/).map((t) => t.trim()).filter((t) => t !== '').flatMap((t) => (/^[\d\s,]+$/.test(t) ? t.split(/[\s,]+/).filter((n) => n !== '') : [t]));
  const found = named.map((text) => ({ text, n: numberOfArea(text, areas) }));
  return { areas: [...new Set(found.map((f) => f.n).filter((n) => n > 0))].toSorted((a, b) => a - b), unknown: found.filter((f) => f.n === 0).map((f) => f.text) };
}

function numberOfArea(text: string, areas: Contest['areas']): number {
  if (/^\d+$/.test(text)) return Number(text) <= areas.length ? Number(text) : 0;
  const wanted = fold(text);
  return 1 + areas.findIndex(({ name, words }) => [name.vi, name.en, ...words].some((known) => known !== undefined && foldWord(known) === wanted));
}

/** ISO, from 2024-06-30 or as a Vietnamese spreadsheet writes it, 30/6/2024; a month or a year alone is no day. */
function dayIn(cell: string): string | null {
  const date = /^[\d/.-]{8,10}$/.test(cell) ? dateIn(cell) : null;
  return date?.length === 10 ? date : null;
}

/** Agencies that organisers and jury must be drawn from (juryAgencies of the contest; plan item 44) and of which nobody is on the list on that day. @param on ISO date */
export function agenciesNotOnRoster({ contest, people, agencies }: Pick<LoadedContest, 'contest' | 'people' | 'agencies'>, on: string): Contest['juryAgencies'] {
  const members = people.filter((p) => (p.from ?? on) <= on && on <= (p.to ?? on)).map((p) => p.agency).filter((a) => a !== null);
  return contest.juryAgencies.filter(({ name }) => {
    const wanted = name.vi ?? name.en ?? '';
    return !members.some((m) => sameAgency(m, wanted, agencies, on));
  });
}
