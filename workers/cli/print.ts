/** Human output: tables that stay readable in 80 columns and in Vietnamese, colour only where it is a terminal. */
import { displayWidth, fitWidth } from './width.ts';

const colours = { green: 32, red: 31, yellow: 33, dim: 2, bold: 1, cyan: 36 } as const;

export function colour(text: string, name: keyof typeof colours): string {
  const plain = !process.stdout.isTTY || process.env['NO_COLOR'] !== undefined;
  return plain ? text : `\u001b[${colours[name]}m${text}\u001b[0m`;
}

export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, process.stdout.isTTY ? 2 : 0)}\n`);
}

/** Rows under a header; the last column takes what is left of the line. Control characters of hostile values are shown as dots. */
export function printTable(header: string[], rows: (string | null)[][], width = process.stdout.columns ?? 120): void {
  const clean = rows.map((row) => row.map((cell) => visible(cell ?? '-')));
  const widths = header.map((title, i) => Math.max(displayWidth(title), ...clean.map((row) => displayWidth(row[i] ?? ''))));
  const last = widths.length - 1;
  const used = widths.slice(0, last).reduce((sum, w) => sum + w + 2, 0);
  widths[last] = Math.max(12, Math.min(widths[last] ?? 0, width - used));
  const line = (cells: string[]): string => cells.map((cell, i) => fitWidth(cell, widths[i] ?? 0, i < last)).join('  ').trimEnd();
  print(colour(line(header), 'dim'));
  for (const row of clean) print(line(row));
}

/** Text of strangers made safe for a terminal: no escape sequences, no line breaks, no direction overrides. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '·');
}

export function when(date: Date | null, zone: string): string {
  return date === null ? '-' : new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(date);
}
