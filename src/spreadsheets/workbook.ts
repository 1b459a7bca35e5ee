/**
 * An Excel workbook (ECMA-376, part 1) of plain cells: texts, numbers and nothing else. There is no way to write a formula, and texts are stored
 * as texts, so that no program evaluates what somebody wrote. Written here since all that is needed is small: sheets, widths, a few styles.
 */
import { strToU8, zipSync, type Zippable } from 'fflate';
import { neutralCell } from './neutral-cell.ts';

/** A text; a whole number; a decimal text as of src/results/exact.ts, shown with its decimals; nothing. */
export type Cell = string | number | { decimal: string } | { bold: string } | null;
export type SheetSpec = {
  /** at most 31 characters, each sheet another one */
  name: string;
  /** above the table, in large letters, and lines below it */
  title?: string;
  notes?: string[];
  columns: { head: string; /** in characters */ width: number }[];
  rows: Cell[][];
  /** shown in bold below the rows */
  totals?: Cell[];
};

/** Bytes of the .xlsx: the same for the same sheets. */
export function workbook(sheets: SheetSpec[]): Buffer {
  const files: Record<string, string> = {
    '[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${MAIN}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${MAIN}.styles+xml"/>${sheets.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${MAIN}.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${RELATIONS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${XML}<workbook xmlns="${SHEET}" xmlns:r="${OFFICE}"><sheets>${sheets.map((s, i) => `<sheet name="${escaped(sheetName(s.name))}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${RELATIONS}">${sheets.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': STYLES,
    ...Object.fromEntries(sheets.map((s, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(s)])),
  };
  // The earliest time that a zip can state: the same content is the same bytes.
  const zipped: Zippable = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]));
  return Buffer.from(zipSync(zipped, { level: 6, mtime: new Date(1980, 0, 1) }));
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const MAIN = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Styles by number, as `cellXfs` below lists them; decimals 1 to 4 follow on DECIMAL. */
const STYLE = { plain: 0, title: 1, head: 2, text: 3, whole: 4, bold: 5, note: 6, boldWhole: 7, decimal: 8 } as const;
const MOST_DECIMALS = 4;

const xf = (font: number, fill: number, border: number, format: number, alignment: string): string => `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment ${alignment}/></xf>`;
const font = (size: number, more = ''): string => `<font>${more}<sz val="${size}"/><name val="Times New Roman"/><family val="1"/></font>`;
const side = (name: string): string => `<${name} style="thin"><color rgb="FF999999"/></${name}>`;
const TOP = 'vertical="top" wrapText="1"';
/** A little away from the number in the cell before. */
const TEXT = `horizontal="left" indent="1" ${TOP}`;
const STYLES = `${XML}<styleSheet xmlns="${SHEET}"><numFmts count="${MOST_DECIMALS}">${Array.from({ length: MOST_DECIMALS }, (_, i) => `<numFmt numFmtId="${170 + i}" formatCode="#,##0.${'0'.repeat(i + 1)}"/>`).join('')}</numFmts>`
  + `<fonts count="4">${font(12)}${font(14, '<b/>')}${font(12, '<b/>')}${font(11, '<i/>')}</fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF5"/></patternFill></fill></fills>`
  + `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${['left', 'right', 'top', 'bottom'].map(side).join('')}<diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${STYLE.decimal + MOST_DECIMALS}">`
  + [xf(0, 0, 0, 0, TOP), xf(1, 0, 0, 0, 'vertical="center"'), xf(2, 2, 1, 0, 'horizontal="center" vertical="center" wrapText="1"'), xf(0, 0, 1, 49, TEXT), xf(0, 0, 1, 3, 'vertical="top"'), xf(2, 0, 1, 49, TEXT), xf(3, 0, 0, 0, 'vertical="top"'), xf(2, 0, 1, 3, 'vertical="top"'),
    ...Array.from({ length: MOST_DECIMALS }, (_, i) => xf(0, 0, 1, 170 + i, 'vertical="top"'))].join('')
  + '</cellXfs></styleSheet>';

function sheetXml({ title, notes = [], columns, rows, totals }: SheetSpec): string {
  const above: Cell[][] = [...(title === undefined ? [] : [[title]]), ...notes.map((n) => [n])];
  const headRow = above.length + 1;
  const lines = [
    ...above.map((cells, i) => row(i + 1, cells, title !== undefined && i === 0 ? STYLE.title : STYLE.note)),
    row(headRow, columns.map((c) => c.head), STYLE.head, { lines: linesOf(columns.map((c) => c.head), columns, BOLD) }),
    ...rows.map((cells, i) => row(headRow + 1 + i, cells, null, { lines: linesOf(cells, columns) })),
    ...(totals === undefined ? [] : [row(headRow + 1 + rows.length, totals.map((c) => (typeof c === 'string' ? { bold: c } : c)), null, { bold: true })]),
  ];
  const last = `${columnName(columns.length - 1)}${headRow + rows.length + (totals === undefined ? 0 : 1)}`;
  return `${XML}<worksheet xmlns="${SHEET}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:${last}"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="${headRow}" topLeftCell="A${headRow + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`
    + `<cols>${columns.map((c, i) => `<col min="${i + 1}" max="${i + 1}" width="${c.width}" customWidth="1"/>`).join('')}</cols><sheetData>${lines.join('')}</sheetData>`
    + '<pageMargins left="0.6" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>';
}

/** Some programs do not make a row as high as its text: so it is said. */
function linesOf(cells: Cell[], columns: SheetSpec['columns'], wider = 1): number {
  return Math.max(1, ...cells.map((cell, i) => (typeof cell !== 'string' ? 1 : cell.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil((line.length * wider) / Math.max(4, (columns[i]?.width ?? 10) - 2))), 0))));
}

/** Bold letters take more room. */
const BOLD = 1.15;
const LINE_POINTS = 16;
/** Excel makes no row higher. */
const MOST_POINTS = 400;

function row(number: number, cells: Cell[], style: number | null, { bold = false, lines = 1 } = {}): string {
  const height = lines > 1 ? ` ht="${Math.min(MOST_POINTS, lines * LINE_POINTS)}" customHeight="1"` : '';
  return `<row r="${number}"${height}>${cells.map((cell, i) => cellXml(`${columnName(i)}${number}`, cell, style, bold)).join('')}</row>`;
}

function cellXml(at: string, cell: Cell, style: number | null, bold: boolean): string {
  if (cell === null) return style === null ? `<c r="${at}" s="${STYLE.text}"/>` : '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c r="${at}" s="${style ?? (bold ? STYLE.boldWhole : STYLE.whole)}"><v>${cell}</v></c>` : '';
  if (typeof cell === 'object' && 'decimal' in cell) {
    const decimals = Math.min(MOST_DECIMALS, /\.(\d+)$/.exec(cell.decimal)?.[1]?.length ?? 0);
    return `<c r="${at}" s="${decimals === 0 ? STYLE.whole : STYLE.decimal + decimals - 1}"><v>${/^-?\d+(\.\d+)?$/.test(cell.decimal) ? cell.decimal : ''}</v></c>`;
  }
  const text = typeof cell === 'string' ? cell : cell.bold;
  return `<c r="${at}" s="${style ?? (typeof cell === 'string' ? STYLE.text : STYLE.bold)}" t="inlineStr"><is><t xml:space="preserve">${escaped(neutralCell(text))}</t></is></c>`;
}

/** 0 is A, 26 is AA. */
function columnName(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : `${columnName(Math.floor(index / 26) - 1)}${columnName(index % 26)}`;
}

function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31);
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);
}
