import { neutralCell } from './neutral-cell.ts';

/** Rows as a CSV file (RFC 4180, UTF-8 with a byte order mark for spreadsheet programs): every cell quoted and in one line, none of them a formula. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function cell(value: string): string {
  return `"${neutralCell(value.replace(/[\r\n]+/g, ' ')).replaceAll('"', '""')}"`;
}
