/** Bars that every mail client shows: cells of a table whose widths are their lengths; in plain text blocks of a row. No image, no script, no gradient. */

export type BarRow = { label: string; /** as a reader of the language writes it */ shown: string; count: number };

/** From the cells of a line `~ label | 1.200`. */
export function readBar([label = '', shown = '']: string[]): BarRow {
  const count = Number(shown.replace(/[^0-9]/g, ''));
  return { label, shown, count: Number.isSafeInteger(count) ? count : 0 };
}

const TEXT_BLOCKS = 30;
/** Percent of the row's right part for the longest bar: its number needs the rest. */
const LONGEST = 78;
/** Longer labels stand in a line above their bar: beside it they would leave no room on a phone. */
const BESIDE = 12;

function length(row: BarRow, rows: BarRow[], whole: number): number {
  const most = Math.max(1, ...rows.map((r) => r.count));
  return row.count === 0 ? 0 : Math.max(1, Math.round((row.count / most) * whole));
}

/** "T2 1/7   ████████ 12": labels in one column, or above where one of them is long. */
export function barsText(rows: BarRow[]): string {
  const width = Math.max(...rows.map((r) => [...r.label].length));
  const beside = width <= BESIDE;
  return rows.map((row) => {
    const bar = `${'█'.repeat(length(row, rows, TEXT_BLOCKS))} ${row.shown}`.trim();
    return (beside ? `${row.label}${' '.repeat(width - [...row.label].length + 2)}${bar}` : `${shortened(row.label)}\n  ${bar}`).trimEnd();
  }).join('\n');
}

function shortened(label: string): string {
  const letters = [...label];
  return letters.length <= 72 ? label : `${letters.slice(0, 71).join('')}…`;
}

/** @param look style of words, the bar's colour, and how text is escaped */
export function barsHtml(rows: BarRow[], look: { font: string; accent: string; escape: (text: string) => string }): string {
  const beside = Math.max(...rows.map((r) => [...r.label].length)) <= BESIDE;
  const cells = rows.map((row) => {
    const label = look.escape(beside ? row.label : shortened(row.label));
    const bar = barCells(length(row, rows, LONGEST), look.escape(row.shown), look);
    return beside
      ? `<tr><td width="22%" style="padding:3px 10px 3px 0;white-space:nowrap">${label}</td><td style="padding:3px 0">${bar}</td></tr>`
      : `<tr><td style="padding:7px 0 1px 0">${label}</td></tr><tr><td style="padding:0 0 5px 0">${bar}</td></tr>`;
  });
  return `<table width="100%" cellpadding="0" cellspacing="0" style="${look.font};border-collapse:collapse;margin:14px 0">${cells.join('')}</table>`;
}

/** Outlook keeps `width` and `bgcolor` as attributes, others the style; the space keeps the cell from collapsing. */
function barCells(percent: number, shown: string, { font, accent }: { font: string; accent: string }): string {
  const bar = percent === 0 ? '' : `<td class="bar" width="${percent}%" bgcolor="${accent}" style="background:${accent};height:16px;font-size:1px;padding:0">&nbsp;</td>`;
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="${font};border-collapse:collapse"><tr>${bar}<td style="line-height:16px;padding:0 0 0 ${percent === 0 ? 0 : 8}px">${shown}</td></tr></table>`;
}
