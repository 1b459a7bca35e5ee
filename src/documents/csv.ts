/** Comma-separated values; the comma may be a semicolon or a tab, as the office's Excel writes. */
import { CsvError, parse } from 'csv-parse/sync';
import { trimRow, type Lines, type Reader } from './document.ts';
import { decodeFile } from './txt.ts';

export const csv: Reader = {
  types: ['csv', 'tsv'],
  read: (bytes) => {
    const text = decodeFile(bytes);
    return { lines: rows(text.slice(0, MOST_CHARACTERS)).map(trimRow), method: 'csv' };
  },
};

const MOST_CHARACTERS = 2_000_000;

function rows(text: string): Lines {
  const delimiter = delimiterOf(text);
  const options = { delimiter, relax_quotes: true, relax_column_count: true, skip_empty_lines: true, to: 100_000 };
  try {
    return parse(text, options);
  } catch (error) {
    // A quote that nothing closes: then quotes are letters like any other.
    if (error instanceof CsvError) return parse(text, { ...options, quote: null });
    throw error;
  }
}

/** What divides the first line most often. */
function delimiterOf(text: string): string {
  const first = text.slice(0, 5_000).split(/[\r\n]/).find((line) => line.trim() !== '') ?? '';
  const count = (char: string): number => first.split(char).length;
  return [',', ';', '\t'].reduce((best, char) => (count(char) > count(best) ? char : best));
}
