/** Excel 2007 and later (ECMA-376 part 1, 18): every sheet as its name and its rows, with what the cells show. */
import { append, unreadable, type Lines, type Reader } from './document.ts';
import { noteMacro } from './docx.ts';
import { ENOUGH } from './builder.ts';
import { readFormats, type Formats } from './sheet/formats.ts';
import { readStrings } from './sheet/strings.ts';
import { SheetRows } from './sheet/rows.ts';
import { relations } from './relations.ts';
import { attribute, walkXml, type Attributes } from './xml.ts';
import { openZip, type OfficeZip } from './zip.ts';

export const xlsx: Reader = {
  types: ['xlsx', 'xlsm', 'xltx', 'xltm'],
  read: async (bytes, flags) => {
    const zip = await openZip(bytes, flags);
    noteMacro(zip, flags);
    const sheets = await sheetsOf(zip);
    if (sheets.length === 0) throw unreadable('damaged', 'no sheets');
    const strings = await readStrings(zip);
    const formats = await readFormats(zip);
    const lines: Lines = [];
    let size = 0;
    for (const { name, path } of sheets) {
      if (size > ENOUGH) break;
      const rows = new SheetRows(ENOUGH - size);
      await walkXml(zip.pieces(path), sheetWalk(rows, strings, formats));
      size += rows.size;
      lines.push([name]);
      append(lines, rows.lines());
    }
    return { lines, method: 'xlsx' };
  },
};

type Sheet = { name: string; path: string };

/** Sheets in the order of their tabs, hidden ones too. */
async function sheetsOf(zip: OfficeZip): Promise<Sheet[]> {
  const targets = await relations(zip, 'xl/workbook.xml');
  const sheets: Sheet[] = [];
  await walkXml(zip.pieces('xl/workbook.xml'), {
    open: (name, a) => {
      if (name !== 'sheet' || sheets.length >= 500) return;
      const path = targets.get(a['r:id'] ?? attribute(a, 'id') ?? '') ?? `xl/worksheets/sheet${sheets.length + 1}.xml`;
      sheets.push({ name: attribute(a, 'name') ?? '', path });
    },
  });
  return sheets;
}

type Cell = { at: number; type: string; style: number; value: string };

function sheetWalk(rows: SheetRows, strings: string[], formats: Formats): Parameters<typeof walkXml>[1] {
  let cell: Cell | null = null;
  let reading = false;
  let column = 0;
  const opens: Record<string, (a: Attributes) => void> = {
    row: () => { column = 0; },
    c: (a) => {
      const at = columnOf(attribute(a, 'r'));
      cell = { at: at ?? column, type: attribute(a, 't') ?? 'n', style: Number(attribute(a, 's') ?? 0), value: '' };
    },
    v: () => { reading = true; },
    t: () => { reading = true; },
    rPh: () => { reading = false; },
  };
  const closes: Record<string, () => void> = {
    v: () => { reading = false; },
    t: () => { reading = false; },
    c: () => {
      if (cell) rows.put(cell.at, shown(cell, strings, formats));
      column = (cell?.at ?? column) + 1;
      cell = null;
    },
    row: () => rows.end(),
  };
  return {
    open: (name, a) => opens[name]?.(a),
    text: (text) => { if (reading && cell && cell.value.length < 40_000) cell.value += text; },
    close: (name) => closes[name]?.(),
    enough: () => rows.full,
  };
}

/** "BC12" is column 54, counted from 0. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^\$?([A-Z]{1,3})/.exec(reference ?? '')?.[1];
  return letters === undefined ? null : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function shown(cell: Cell, strings: string[], formats: Formats): string {
  if (cell.type === 's') return strings[Number(cell.value)] ?? '';
  if (cell.type === 'b') return cell.value === '1' ? 'TRUE' : 'FALSE';
  if (cell.type !== 'n') return cell.value;
  const value = Number(cell.value);
  return cell.value === '' || !Number.isFinite(value) ? cell.value : formats.show(value, cell.style);
}
