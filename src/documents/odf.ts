/** OpenDocument (ISO 26300): texts, sheets and slides share one grammar of paragraphs and tables. */
import type { DocumentFlag } from '../../schemas/reading.ts';
import { append, BREAK, trimRow, unreadable, type Lines, type Reader } from './document.ts';
import { LineBuilder } from './builder.ts';
import { TICKED, UNTICKED } from './symbols.ts';
import { attribute, walkXml, type Attributes, type Walk } from './xml.ts';
import { openZip, refusePictures, type OfficeZip } from './zip.ts';

export const odt: Reader = { types: ['odt', 'ott'], read: (bytes, flags) => read(bytes, flags, 'odt') };
export const ods: Reader = { types: ['ods', 'ots'], read: (bytes, flags) => read(bytes, flags, 'ods') };
export const odp: Reader = { types: ['odp', 'otp'], read: (bytes, flags) => read(bytes, flags, 'odp') };

/** Equal rows of one repeated row that are kept. */
const REPEATED_ROWS = 1_000;

async function read(bytes: Buffer, flags: Set<DocumentFlag>, method: string): Promise<{ lines: Lines; method: string }> {
  const zip = await openZip(bytes, flags);
  await refuseEncrypted(zip);
  if (zip.names.some((name) => name.startsWith('Basic/') && /\.x(ml|ba)$/.test(name))) flags.add('macro');
  if (!zip.names.includes('content.xml')) throw unreadable('damaged', 'no content.xml');
  const lines = await partLines(zip, 'content.xml', false);
  refusePictures(zip, lines);
  if (method === 'odt') append(lines, once(await partLines(zip, 'styles.xml', true)));
  return { lines: method === 'ods' ? lines.map(trimRow) : lines, method };
}

async function refuseEncrypted(zip: OfficeZip): Promise<void> {
  let encrypted = false;
  await walkXml(zip.pieces('META-INF/manifest.xml'), { open: (name) => { encrypted ||= name === 'encryption-data'; } });
  if (encrypted) throw unreadable('password', 'the manifest names encrypted entries');
}

function once(lines: Lines): Lines {
  return [...new Map(lines.map((line) => [line.join('\t'), line])).values()];
}

/** @param edgesOnly only headers and footers, which styles.xml holds between much else */
async function partLines(zip: OfficeZip, name: string, edgesOnly: boolean): Promise<Lines> {
  const builder = new LineBuilder();
  await walkXml(zip.pieces(name), odfWalk(builder, edgesOnly));
  return builder.lines();
}

const LEFT_OUT = new Set(['tracked-changes', 'annotation', 'note-citation', 'scripts', 'font-face-decls', 'automatic-styles', 'ruby-text', 'desc', 'title', 'notes']);
const EDGES = new Set(['header', 'footer', 'header-left', 'footer-left', 'header-first', 'footer-first']);

type State = {
  builder: LineBuilder;
  /** depth inside what is left out, and inside paragraphs (white space between them is no text) */
  out: number;
  paragraphs: number;
  /** depth inside what is read of styles.xml */
  inside: number;
  /** boxes of forms, by their id */
  controls: Map<string, string>;
  field: { checkbox: boolean; ticked: boolean } | null;
  repeatCell: number;
  repeatRow: number;
  sheet: boolean;
};

function odfWalk(builder: LineBuilder, edgesOnly: boolean): Walk {
  const state: State = { builder, out: 0, paragraphs: 0, inside: edgesOnly ? 0 : 1, controls: new Map(), field: null, repeatCell: 1, repeatRow: 1, sheet: false };
  return {
    open: (name, attributes) => {
      if (state.out > 0 || LEFT_OUT.has(name)) state.out++;
      else if (EDGES.has(name)) state.inside++;
      else if (state.inside > 0) opens[name]?.(state, attributes);
    },
    text: (text) => {
      if (state.out === 0 && state.inside > 0 && state.paragraphs > 0) builder.text(text.replace(/[\r\n\t ]+/g, ' '));
    },
    close: (name) => {
      if (state.out > 0) state.out--;
      else if (EDGES.has(name)) state.inside--;
      else if (state.inside > 0) closes[name]?.(state);
    },
    enough: () => builder.full,
  };
}

const openParagraph = (state: State): void => { state.paragraphs++; };
const closeParagraph = (state: State): void => {
  state.paragraphs--;
  state.builder.endParagraph();
};

const opens: Record<string, (state: State, attributes: Attributes) => void> = {
  p: openParagraph,
  h: openParagraph,
  tab: (state) => state.builder.text(' '),
  s: (state, a) => state.builder.text(' '.repeat(Math.min(Number(attribute(a, 'c') ?? 1) || 1, 40))),
  'line-break': (state) => state.builder.text(BREAK),
  table: (state, a) => {
    // A sheet goes by its name; so does a table in a text, but nobody sees that one.
    if (!state.sheet) return;
    state.builder.text(attribute(a, 'name') ?? '');
    state.builder.endParagraph();
  },
  spreadsheet: (state) => { state.sheet = true; },
  'table-row': (state, a) => {
    state.repeatRow = Number(attribute(a, 'number-rows-repeated') ?? 1) || 1;
    state.builder.openRow();
  },
  'table-cell': (state, a) => {
    state.repeatCell = Number(attribute(a, 'number-columns-repeated') ?? 1) || 1;
    state.builder.openCell();
  },
  'covered-table-cell': (state, a) => {
    state.repeatCell = Number(attribute(a, 'number-columns-repeated') ?? 1) || 1;
    state.builder.openCell();
  },
  'note-body': (state) => state.builder.openBox(),
  'text-box': (state) => state.builder.openBox(),
  checkbox: (state, a) => {
    const text = `${/^(true|checked)$/.test(attribute(a, 'current-state') ?? attribute(a, 'state') ?? '') ? TICKED : UNTICKED} ${attribute(a, 'label') ?? ''}`;
    if (state.controls.size < 5_000) state.controls.set(attribute(a, 'id') ?? '', text);
  },
  control: (state, a) => state.builder.text(state.controls.get(attribute(a, 'control') ?? '') ?? ''),
  fieldmark: (state, a) => mark(state, a),
  'fieldmark-start': (state, a) => mark(state, a),
  param: (state, a) => { if (state.field && attribute(a, 'name') === 'Checkbox_Checked') state.field.ticked = attribute(a, 'value') === 'true'; },
};

/** A box of Word's old forms, as LibreOffice keeps it. */
function mark(state: State, a: Attributes): void {
  state.field = { checkbox: (attribute(a, 'type') ?? '').endsWith('FORMCHECKBOX'), ticked: false };
}

function closeMark(state: State): void {
  if (state.field?.checkbox) state.builder.text(state.field.ticked ? TICKED : UNTICKED);
  state.field = null;
}

const closes: Record<string, (state: State) => void> = {
  p: closeParagraph,
  h: closeParagraph,
  'table-row': (state) => state.builder.closeRow(Math.min(state.repeatRow, REPEATED_ROWS)),
  'table-cell': (state) => state.builder.closeCell(state.repeatCell),
  'covered-table-cell': (state) => state.builder.closeCell(state.repeatCell),
  'note-body': (state) => state.builder.closeBox(),
  'text-box': (state) => state.builder.closeBox(),
  fieldmark: closeMark,
  'fieldmark-start': closeMark,
};
