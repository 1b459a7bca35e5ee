/** agencies-contacts.csv: whom to write to at an agency. One contact a line, exported from any spreadsheet; lines that begin with # are notes. */
import { z } from 'zod';
import type { Agency } from '../../schemas/agency.ts';
import { nfc } from '../vietnamese/fold.ts';
import { csvColumns, csvRows, type Row, type Told } from '../spreadsheets/csv-list.ts';
import { nearest } from '../near.ts';

/** addresses: lower case, the first is written to, the second while the first is away or cannot be reached */
export type AgencyContact = { agencyId: string; name: string; addresses: [string] | [string, string] };

const COLUMNS = ['agency', 'name', 'email', 'second_email'] as const;
const REQUIRED = ['agency', 'email'] as const;
type Column = (typeof COLUMNS)[number];

/** Commas, semicolons or tabs between cells. With a fault no contact is given. @param own addresses that deliver to the contest's mailbox, which writes to nobody of itself */
export function readAgencyContacts(text: string, agencies: readonly Agency[], own: readonly string[]): { contacts: AgencyContact[]; faults: Told[] } {
  const table = csvRows(nfc(text));
  if ('fault' in table) return { contacts: [], faults: [table.fault] };
  const [head, ...rows] = table.rows;
  const header = csvColumns(head, COLUMNS, REQUIRED);
  if (header.faults.length > 0) return { contacts: [], faults: header.faults };
  const ids = new Set(agencies.map((a) => a.id));
  const read = rows.map((row) => readContact(row, header.columns, ids, own));
  const firstLine = new Map<string, number>();
  for (const { line, contact } of read) if (!firstLine.has(contact.agencyId)) firstLine.set(contact.agencyId, line);
  const twice = read.filter(({ line, contact }) => (firstLine.get(contact.agencyId) ?? line) < line)
    .map(({ line, contact }) => ({ line, at: 'agency', told: `"${contact.agencyId}" stands already on line ${firstLine.get(contact.agencyId)}; a second address goes into second_email` }));
  const faults = [...read.flatMap((r) => r.faults), ...twice].toSorted((a, b) => a.line - b.line);
  return { contacts: faults.length > 0 ? [] : read.map((r) => r.contact), faults };
}

function readContact(row: Row, columns: Column[], ids: Set<string>, own: readonly string[]): { line: number; contact: AgencyContact; faults: Told[] } {
  const cell = (column: Column): string => (row.cells[columns.indexOf(column)] ?? '').replace(/\s+/g, ' ');
  const faults: Told[] = [];
  const wrong = (at: string, told: string): void => { faults.push({ line: row.line, at, told }); };
  const agencyId = cell('agency');
  const [first, second] = [cell('email').toLowerCase(), cell('second_email').toLowerCase()];
  if (row.cells.length !== columns.length) wrong('', `expected ${columns.length} cells (found ${row.cells.length}); a cell that holds a separator needs quotes`);
  if (!ids.has(agencyId)) wrong('agency', `agencies.csv has no agency "${agencyId}"${didYouMean(agencyId, ids)}`);
  for (const [at, address] of [['email', first], ['second_email', second]] as const) {
    if (at === 'second_email' && address === '') continue;
    if (!z.email().safeParse(address).success) wrong(at, `expected an email address, as vanthu@example.org (found "${address}")`);
    else if (own.some((o) => o.toLowerCase() === address)) wrong(at, `${address} is the contest's own mailbox`);
  }
  if (second !== '' && second === first) wrong('second_email', 'is the first address again');
  return { line: row.line, contact: { agencyId, name: cell('name'), addresses: second === '' ? [first] : [first, second] }, faults };
}

function didYouMean(id: string, ids: Set<string>): string {
  const near = ids.size > 2_000 ? null : nearest(id, [...ids]);
  return near === null ? '' : `; did you mean ${near}?`;
}
