/** Lists in CSV as spreadsheets write them: a header, then one line each. Lines that begin with # are notes. */
import { CsvError, parse, type Info } from 'csv-parse/sync';
import { nearest } from '../near.ts';

export type Row = { line: number; cells: string[] };
/** A fault for people, with its line, counted from 1, and the column it is about. */
export type Told = { line: number; at: string; told: string };

/** Commas, semicolons or tabs between cells (a Vietnamese Excel writes semicolons); empty lines are left out. */
export function csvRows(text: string): { rows: Row[] } | { fault: Told } {
  const header = /^(?!\ufeff?(?:#|[^\S\n]*$)).*$/m.exec(text)?.[0] ?? '';
  const delimiter = [';', '\t', ','].find((d) => header.includes(d)) ?? ',';
  try {
    const options = { bom: true, delimiter, info: true, trim: true, skip_empty_lines: true, relax_column_count: true, comment: '#', comment_no_infix: true } as const;
    const records = parse(text, options) as unknown as { record: string[]; info: Info }[];
    return { rows: records.map(({ record, info }) => ({ line: info.lines, cells: record })).filter((r) => r.cells.some((c) => c !== '')) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { fault: { line: Number(error['lines'] ?? 1), at: '', told: `not a valid CSV file: ${error.message}` } };
  }
}

/** The columns that a header names, in its order; a fault for each that is unknown, stands twice or is missing. */
export function csvColumns<C extends string>(head: Row | undefined, all: readonly C[], required: readonly C[]): { columns: C[]; faults: Told[] } {
  const names = (head?.cells ?? []).map((c) => c.toLowerCase());
  const line = head?.line ?? 1;
  const expected = `expected ${all.join(', ')}`;
  const unknown = names.filter((n) => !all.some((c) => c === n)).map((n) => {
    const near = nearest(n, all);
    return { line, at: n, told: `unknown column; ${near === null ? expected : `did you mean ${near}?`}` };
  });
  const twice = names.filter((n, i) => names.indexOf(n) < i).map((n) => ({ line, at: n, told: 'column stands twice' }));
  const missing = required.filter((c) => !names.includes(c)).map((c) => ({ line, at: c, told: `column is missing; ${expected}` }));
  return { columns: names as C[], faults: [...unknown, ...twice, ...missing] };
}
