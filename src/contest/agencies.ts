/** agencies.csv: the agencies that entrants come from. One agency a line, exported from any spreadsheet; lines that begin with # are notes. */
import { agencyKinds, type Agency, type AgencyKind } from '../../schemas/agency.ts';
import { nfc } from '../vietnamese/fold.ts';
import { csvColumns, csvRows, type Row, type Told } from '../spreadsheets/csv-list.ts';
import { nearest } from '../near.ts';

const COLUMNS = ['id', 'name', 'kind', 'parent', 'aliases', 'valid_from', 'valid_to', 'source'] as const;
const REQUIRED = ['id', 'name', 'kind'] as const;
type Column = (typeof COLUMNS)[number];

/**
 * Commas, semicolons or tabs between cells (a Vietnamese Excel writes semicolons); aliases within a cell are divided by ";" or "|". With a fault no agency is given.
 * @param known agencies that lines may name as parents, beside those of the text: what an import completes
 */
export function readAgencies(text: string, known: readonly Agency[] = []): { agencies: Agency[]; faults: Told[] } {
  const table = csvRows(nfc(text));
  if ('fault' in table) return { agencies: [], faults: [table.fault] };
  const [head, ...rows] = table.rows;
  const header = csvColumns(head, COLUMNS, REQUIRED);
  if (header.faults.length > 0) return { agencies: [], faults: header.faults };
  const read = rows.map((row) => readAgency(row, header.columns));
  const faults = [...read.flatMap((r) => r.faults), ...contradictions(read, known)].toSorted((a, b) => a.line - b.line);
  return { agencies: faults.length > 0 ? [] : read.map((r) => r.agency), faults };
}

/** The list completed: an agency of an id that is known takes its place, others come behind. */
export function completeAgencies(known: readonly Agency[], added: readonly Agency[]): Agency[] {
  return [...new Map([...known, ...added].map((a) => [a.id, a] as const)).values()];
}

/** The text of agencies.csv again, with a header, LF and no notes: what an import writes. Reads back as the same agencies. */
export function agenciesToCsv(agencies: readonly Agency[]): string {
  const lines = agencies.map((a) => [a.id, a.name, a.kind, a.parent ?? '', a.aliases.join(';'), a.validFrom ?? '', a.validTo ?? '', a.source ?? '']);
  return [COLUMNS, ...lines].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

function quoted(cell: string): string {
  return /[",\n\r\t#]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

type Read = { line: number; agency: Agency; faults: Told[] };

function readAgency(row: Row, columns: Column[]): Read {
  const cell = (column: Column): string => (row.cells[columns.indexOf(column)] ?? '').replace(/\s+/g, ' ');
  const faults: Told[] = [];
  const wrong = (at: string, told: string): void => { faults.push({ line: row.line, at, told }); };
  const kind = cell('kind').toLowerCase();
  const aliases = cell('aliases').split(/[;|]/).map((a) => a.trim()).filter((a) => a !== '');
  if (row.cells.length !== columns.length) wrong('', `expected ${columns.length} cells (found ${row.cells.length}); a cell that holds a separator needs quotes`);
  if (!/^[a-z0-9][a-z0-9-]*$/.test(cell('id'))) wrong('id', `expected lower-case letters, digits and hyphens (found "${cell('id')}")`);
  if (cell('name') === '') wrong('name', 'expected a name (found nothing)');
  if (!isKind(kind)) wrong('kind', `expected one of ${agencyKinds.join(', ')} (found "${kind}")`);
  for (const at of ['valid_from', 'valid_to'] as const) if (cell(at) !== '' && !isDate(cell(at))) wrong(at, `expected a date as 2024-12-31 (found "${cell(at)}")`);
  const [validFrom, validTo] = [cell('valid_from') || null, cell('valid_to') || null];
  if (validFrom !== null && validTo !== null && validTo < validFrom) wrong('valid_to', `is before valid_from (${validFrom})`);
  const agency = { id: cell('id'), name: cell('name'), kind: isKind(kind) ? kind : 'body', parent: cell('parent') || null, aliases, validFrom, validTo, source: cell('source') || null } as const;
  return { line: row.line, agency, faults };
}

function isKind(text: string): text is AgencyKind {
  return agencyKinds.some((k) => k === text);
}

function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** What is wrong only beside the other lines: an id that stands twice, a parent that is not there, agencies that belong to each other in a ring. */
function contradictions(read: Read[], known: readonly Agency[]): Told[] {
  const firstLine = new Map<string, number>();
  for (const { line, agency } of read) if (!firstLine.has(agency.id)) firstLine.set(agency.id, line);
  const parents = new Map([...known, ...read.map((r) => r.agency)].map((a) => [a.id, a.parent] as const));
  return read.flatMap(({ line, agency: { id, parent } }) => {
    const first = firstLine.get(id) ?? line;
    const faults: Told[] = first < line ? [{ line, at: 'id', told: `"${id}" stands already on line ${first}` }] : [];
    if (parent !== null && !parents.has(parent)) faults.push({ line, at: 'parent', told: `no line has the id "${parent}"${didYouMean(parent, parents)}` });
    else if (isInRing(id, parents)) faults.push({ line, at: 'parent', told: `"${id}" would belong to itself through "${parent ?? ''}"` });
    return faults;
  });
}

function didYouMean(id: string, ids: Map<string, unknown>): string {
  // Each missing parent is compared with all ids: only a list of a usual size is worth it.
  const near = ids.size > 2_000 ? null : nearest(id, [...ids.keys()]);
  return near === null ? '' : `; did you mean ${near}?`;
}

const DEEPEST = 20;

function isInRing(id: string, parents: Map<string, string | null>): boolean {
  let at = parents.get(id) ?? null;
  for (let depth = 0; at !== null && depth < DEEPEST; depth++) {
    if (at === id) return true;
    at = parents.get(at) ?? null;
  }
  return false;
}
