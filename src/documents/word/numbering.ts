/** Automatic numbers of lists (ECMA-376 part 1, 17.9), as far as they are plain: "1.", "a)", "II.", "1.2.". */
import { isSymbolFont, symbol } from '../symbols.ts';
import { attribute, walkXml, type Attributes } from '../xml.ts';
import type { OfficeZip } from '../zip.ts';

export type Numbering = {
  /** The number of the next item with a space behind it; '' where the paragraph is in no list. Style, list and level as the file names them. */
  next: (style: string | undefined, list: string | undefined, level: string | undefined) => string;
};

type Level = { format: string; text: string; start: number; font: string | undefined };
type ListOfLevels = Map<string, Level>;
type Found = { abstract: Map<string, ListOfLevels>; lists: Map<string, string>; styles: Map<string, { list: string; level: string }> };

/** No honest document has more. */
const MOST = 5_000;

/** Reads word/numbering.xml and what styles say of lists. */
export async function readNumbering(zip: OfficeZip): Promise<Numbering> {
  const found: Found = { abstract: new Map(), lists: new Map(), styles: new Map() };
  await readLists(zip, found);
  if (found.lists.size > 0) await readStyles(zip, found);
  const counts = new Map<string, number[]>();
  return { next: (style, list, level) => next(found, counts, style, list, level) };
}

async function readLists(zip: OfficeZip, found: Found): Promise<void> {
  let levels: ListOfLevels | null = null;
  let level: Level | null = null;
  let list = '';
  const opens: Record<string, (a: Attributes) => void> = {
    abstractNum: (a) => { if (found.abstract.size < MOST) found.abstract.set(attribute(a, 'abstractNumId') ?? '', levels = new Map<string, Level>()); },
    lvl: (a) => { levels?.set(attribute(a, 'ilvl') ?? '0', level = { format: 'decimal', text: '', start: 1, font: undefined }); },
    start: (a) => { if (level) level.start = Number(attribute(a, 'val') ?? 1) || 0; },
    numFmt: (a) => { if (level) level.format = attribute(a, 'val') ?? 'decimal'; },
    lvlText: (a) => { if (level) level.text = (attribute(a, 'val') ?? '').slice(0, 40); },
    rFonts: (a) => { if (level) level.font = attribute(a, 'ascii') ?? attribute(a, 'hAnsi'); },
    num: (a) => {
      level = levels = null;
      list = attribute(a, 'numId') ?? '';
    },
    abstractNumId: (a) => { if (found.lists.size < MOST) found.lists.set(list, attribute(a, 'val') ?? ''); },
  };
  await walkXml(zip.pieces('word/numbering.xml'), { open: (name, a) => opens[name]?.(a), close: (name) => { if (name === 'lvl') level = null; } });
}

async function readStyles(zip: OfficeZip, found: Found): Promise<void> {
  let style = '';
  let level = '0';
  await walkXml(zip.pieces('word/styles.xml'), {
    open: (name, a) => {
      if (name === 'style') [style, level] = [attribute(a, 'styleId') ?? '', '0'];
      else if (name === 'ilvl') level = attribute(a, 'val') ?? '0';
      else if (name === 'numId' && style !== '' && found.styles.size < MOST) found.styles.set(style, { list: attribute(a, 'val') ?? '', level });
    },
  });
}

function next(found: Found, counts: Map<string, number[]>, style: string | undefined, ownList: string | undefined, ownLevel: string | undefined): string {
  const styled = found.styles.get(style ?? '');
  const list = ownList ?? styled?.list ?? '0';
  const at = Math.min(Number(ownLevel ?? (ownList === undefined ? styled?.level : undefined) ?? 0) || 0, 8);
  const levels = found.abstract.get(found.lists.get(list) ?? '');
  const level = levels?.get(String(at));
  if (!levels || !level || level.format === 'none') return '';
  if (level.format === 'bullet') return `${isSymbolFont(level.font) ? symbol(level.font, level.text.charCodeAt(0) || 0) : level.text} `;
  let counted = counts.get(list);
  if (!counted) counts.set(list, counted = []);
  counted[at] = (counted[at] ?? level.start - 1) + 1;
  counted.length = at + 1;
  const now = counted;
  const text = level.text.replace(/%([1-9])/g, (_, n: string) => {
    const of = levels.get(String(Number(n) - 1));
    return of ? written(now[Number(n) - 1] ?? of.start, of.format) : '';
  });
  return text === '' ? '' : `${text} `;
}

const ROMAN = [['m', 1000], ['cm', 900], ['d', 500], ['cd', 400], ['c', 100], ['xc', 90], ['l', 50], ['xl', 40], ['x', 10], ['ix', 9], ['v', 5], ['iv', 4], ['i', 1]] as const;

function written(value: number, format: string): string {
  if (format === 'decimalZero') return String(value).padStart(2, '0');
  if (/^(lower|upper)Letter$/.test(format)) return cased(value >= 1 && value <= 26 ? String.fromCharCode(96 + value) : String(value), format);
  if (/^(lower|upper)Roman$/.test(format)) return cased(value >= 1 && value < 4000 ? roman(value) : String(value), format);
  return String(value);
}

function cased(text: string, format: string): string {
  return format.startsWith('upper') ? text.toUpperCase() : text;
}

function roman(value: number): string {
  let out = '';
  let rest = value;
  for (const [letters, worth] of ROMAN) for (; rest >= worth; rest -= worth) out += letters;
  return out;
}
