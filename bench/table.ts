/** The table people read: what was wanted, what was measured, whether that is enough. */

import type { Report } from './run.ts';

export type Row = {
  /** number of the target in ../docs/performance.md; null where the figure is for information */
  target: number | null;
  what: string;
  goal: string;
  measured: string;
  met: boolean | null;
};

export function markdown(rows: readonly Row[]): string {
  const lines = rows.map((row) => `| ${row.target ?? ''} | ${row.what} | ${row.goal} | ${row.measured} | ${verdict(row.met)} |`);
  return ['| target | what | wanted | measured: median (spread) | |', '|---|---|---|---|---|', ...lines].join('\n');
}

function verdict(met: boolean | null): string {
  if (met === null) return '';
  return met ? 'met' : '**missed**';
}

/** The table with what one must know to believe it. @param command as it was called */
export function reportText(report: Report, command: string): string {
  const { machine, others } = report;
  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
  return [
    `Measured on ${machine.date} by \`${command}\`, seed ${report.seed}.`,
    `Machine: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB; Linux ${machine.kernel}, Node ${machine.node}, PostgreSQL ${machine.postgres}, Dovecot ${machine.dovecot} (Maildir), Redis ${machine.redis} (AOF). Writing 300 kB to disk for good takes ${machine.fdatasyncMs.toFixed(1)} ms.`,
    `Other programs used ${percent(others.median)} of the processors during the measured runs (median; at most ${percent(others.highest)}).`,
    '', markdown(report.rows),
  ].join('\n');
}

const BEGIN = '<!-- the table of npm run bench begins -->';
const END = '<!-- the table of npm run bench ends -->';

/** The page with the new table in the place of the old. @throws Error where the page has no place for it */
export function withTable(page: string, text: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page has no lines "${BEGIN}" and "${END}"`);
  return `${page.slice(0, begin + BEGIN.length)}\n${text}\n${page.slice(end)}`;
}
