/** Numbers as a sheet shows them: dates as d/m/yyyy, percentages, leading zeros, fixed decimals; all else as it is (ECMA-376 part 1, 18.8.30). */
import { attribute, isOn, walkXml } from '../xml.ts';
import type { OfficeZip } from '../zip.ts';

export type Formats = { /** @param style the cell's number into the list of cell formats */ show: (value: number, style: number) => string };

/** Built-in codes by number that are more than "General"; 14 to 22 and 45 to 47 are dates and times. */
const BUILT_IN: Record<number, string> = { 1: '0', 2: '0.00', 3: '#,##0', 4: '#,##0.00', 9: '0%', 10: '0.00%' };
const MOST = 20_000;

/** Reads xl/styles.xml and the calendar of the workbook. */
export async function readFormats(zip: OfficeZip): Promise<Formats> {
  const codes = new Map<number, string>();
  const cells: number[] = [];
  let inCells = false;
  await walkXml(zip.pieces('xl/styles.xml'), {
    open: (name, a) => {
      if (name === 'cellXfs') inCells = true;
      else if (name === 'numFmt' && codes.size < MOST) codes.set(Number(attribute(a, 'numFmtId')), (attribute(a, 'formatCode') ?? '').slice(0, 200));
      else if (name === 'xf' && inCells && cells.length < MOST) cells.push(Number(attribute(a, 'numFmtId') ?? 0));
    },
    close: (name) => { if (name === 'cellXfs') inCells = false; },
  });
  let from1904 = false;
  await walkXml(zip.pieces('xl/workbook.xml'), { open: (name, a) => { if (name === 'workbookPr' && attribute(a, 'date1904') !== undefined) from1904 = isOn({ val: attribute(a, 'date1904') ?? '' }); } });
  return {
    show: (value, style) => {
      const id = cells[style] ?? 0;
      return showNumber(value, codes.get(id) ?? formatCode(id), from1904);
    },
  };
}

/** The code of a built-in format; 'General' where there is none. */
export function formatCode(id: number): string {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return 'd/m/yyyy';
  if (id === 22) return 'd/m/yyyy h:mm';
  return (id >= 18 && id <= 21) || (id >= 45 && id <= 47) ? 'h:mm' : BUILT_IN[id] ?? 'General';
}

/** @param from1904 true where day 0 is 1904-01-01, as in files from old Macs */
export function showNumber(value: number, code: string, from1904: boolean): string {
  const plain = code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '').split(';')[0] ?? '';
  if (/[dyhs]|m{1,4}/i.test(plain) && !/general/i.test(plain)) return showDate(value, plain, from1904);
  const percent = plain.includes('%');
  const decimals = /0\.(0+)/.exec(plain)?.[1]?.length;
  const number = percent ? value * 100 : value;
  const sign = percent ? '%' : '';
  if (/^0{2,20}$/.test(plain)) return String(Math.round(number)).padStart(plain.length, '0');
  if (decimals !== undefined) return number.toFixed(Math.min(decimals, 10)) + sign;
  return (/^[#,]*0%?$/.test(plain) && Math.abs(number) < 1e15 ? String(Math.round(number)) : general(number)) + sign;
}

/** What is left when binary fractions are rounded as a sheet does: 0.1 + 0.2 is 0.3. */
function general(value: number): string {
  return String(Number(value.toPrecision(15)));
}

function showDate(value: number, code: string, from1904: boolean): string {
  // Day 60 of the calendar of 1900 is a day that never was.
  const days = from1904 ? value + 1462 : value < 60 ? value + 1 : value;
  if (!(value >= 0 && value < 2_958_466)) return general(value);
  const date = new Date(Math.round((days - 25_569) * 86_400) * 1000);
  const day = `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()}`;
  const time = `${date.getUTCHours()}:${String(date.getUTCMinutes()).padStart(2, '0')}`;
  if (!/[dy]/i.test(code)) return time;
  return /[hs]/i.test(code) && value % 1 !== 0 ? `${day} ${time}` : day;
}
