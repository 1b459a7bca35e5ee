/** Score sheets in CSV: as staff types them from paper, one sheet a line: code, judge, a column for each criterion, comment. */
import { csvColumns, csvRows, type Row, type Told } from '../spreadsheets/csv-list.ts';
import { csvText } from '../spreadsheets/csv-text.ts';
import { nfc } from '../vietnamese/fold.ts';
import { readMark } from './mark.ts';
import type { RoundRules, Sheet } from './sheet.ts';

/** judge = name or address, as written */
export type TypedSheet = { line: number; code: string; judge: string; marks: Sheet['marks']; comment: string | null };

/** Commas, semicolons or tabs between cells; where a comma divides cells, a decimal comma needs quotes. With a fault no sheet is given. */
export function readSheets(text: string, rules: RoundRules): { sheets: TypedSheet[]; faults: Told[] } {
  const table = csvRows(nfc(text));
  if ('fault' in table) return { sheets: [], faults: [table.fault] };
  const [head, ...rows] = table.rows;
  const keys = rules.rubric.map((c) => c.key);
  const header = csvColumns(head, ['code', 'judge', ...keys, 'comment'], ['code', 'judge', ...keys]);
  if (header.faults.length > 0) return { sheets: [], faults: header.faults };
  const read = rows.map((row) => readSheet(row, header.columns, rules));
  const first = new Map<string, number>();
  const twice = read.flatMap(({ sheet: { line, code, judge } }): Told[] => {
    const pair = `${code.toUpperCase()}\n${judge.toLowerCase()}`;
    const before = first.get(pair);
    first.set(pair, before ?? line);
    return before === undefined ? [] : [{ line, at: 'judge', told: `this judge's sheet for ${code} stands already on line ${before}` }];
  });
  const faults = [...read.flatMap((r) => r.faults), ...twice].toSorted((a, b) => a.line - b.line);
  return { sheets: faults.length > 0 ? [] : read.map((r) => r.sheet), faults };
}

function readSheet(row: Row, columns: string[], rules: RoundRules): { sheet: TypedSheet; faults: Told[] } {
  const cell = (column: string): string => row.cells[columns.indexOf(column)] ?? '';
  const faults: Told[] = [];
  const wrong = (at: string, told: string): void => { faults.push({ line: row.line, at, told }); };
  if (row.cells.length !== columns.length) wrong('', `expected ${columns.length} cells (found ${row.cells.length}); a decimal comma between commas needs quotes`);
  for (const at of ['code', 'judge']) if (cell(at) === '') wrong(at, 'expected a value (found nothing)');
  const marks: Sheet['marks'] = {};
  for (const criterion of rules.rubric) {
    const read = readMark(cell(criterion.key), criterion, rules.decimals);
    if ('fault' in read) wrong(criterion.key, read.fault);
    else marks[criterion.key] = read.hundredths;
  }
  return { sheet: { line: row.line, code: cell('code').toUpperCase(), judge: cell('judge').replace(/\s+/g, ' '), marks, comment: cell('comment') || null }, faults };
}

/** An empty list to type into, as a CSV file: a line for each pair of entry and judge. */
export function emptySheetList(pairs: { code: string; judge: string }[], { rubric }: RoundRules): string {
  const lines = pairs.map(({ code, judge }) => [code, judge, ...rubric.map(() => ''), '']);
  return csvText([['code', 'judge', ...rubric.map((c) => c.key), 'comment'], ...lines]);
}
