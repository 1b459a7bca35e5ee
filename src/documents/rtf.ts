/** Rich Text Format 1.9: one pass over its tokens, no recursion, however the braces nest. */
import { append, BREAK, unreadable, type Reader } from './document.ts';
import { decodeBytes, fontCharset, type Font } from './rtf/charset.ts';
import { MarkedRows } from './marked-rows.ts';
import { tokens } from './rtf/tokens.ts';
import { isSymbolFont, symbols, TICKED, UNTICKED } from './symbols.ts';

export const rtf: Reader = {
  types: ['rtf'],
  read: (bytes, flags) => {
    const state = begin();
    for (const token of tokens(bytes)) {
      if (state.body.full) break;
      if (token.kind === 'bytes') text(state, token.bytes, token.one);
      else {
        flush(state);
        if (token.kind === 'open') openGroup(state);
        else if (token.kind === 'close') closeGroup(state);
        else word(state, token.word, token.value);
      }
    }
    flush(state);
    if (!state.rtf) throw unreadable('damaged', 'no \\rtf at the beginning');
    if (state.groups.length + state.deeper > 0 && !state.body.full) flags.add('truncated');
    const lines = state.body.lines();
    append(lines, state.edges.lines());
    return { lines, method: 'rtf' };
  },
};

/** What a group inherits and restores. */
type Group = { skip: boolean; font: number; unicodeSkip: number; hidden: boolean; deleted: boolean; inTable: boolean; rows: MarkedRows; list: 'fonts' | 'box' | null };
type State = {
  rtf: boolean;
  group: Group;
  groups: Group[];
  /** groups beyond the depth that is remembered */
  deeper: number;
  codePage: number;
  fonts: Map<number, Font>;
  /** bytes not decoded yet: letters of several bytes may come in several tokens */
  pending: Buffer[];
  /** characters behind \u that stand for it in old programs */
  toSkip: number;
  /** the group begins with \*: skipped unless its word is known */
  optional: boolean;
  box: { ticked: number | null; byDefault: number; isBox: boolean };
  body: MarkedRows;
  edges: MarkedRows;
};

/** No honest document nests deeper. */
const DEPTH = 2_000;

function begin(): State {
  const body = new MarkedRows();
  return {
    rtf: false, groups: [], deeper: 0, codePage: 1252, fonts: new Map(), pending: [], toSkip: 0, optional: false, box: { ticked: null, byDefault: 0, isBox: false }, body, edges: new MarkedRows(),
    group: { skip: false, font: -1, unicodeSkip: 1, hidden: false, deleted: false, inTable: false, rows: body, list: null },
  };
}

function openGroup(state: State): void {
  state.toSkip = 0;
  if (state.groups.length >= DEPTH) state.deeper++;
  else {
    state.groups.push(state.group);
    state.group = { ...state.group, list: state.group.list === 'fonts' ? 'fonts' : null };
  }
}

function closeGroup(state: State): void {
  state.toSkip = 0;
  state.optional = false;
  if (state.deeper > 0) {
    state.deeper--;
    return;
  }
  if (state.group.list === 'box' && state.box.isBox) say(state, (state.box.ticked ?? state.box.byDefault) === 1 ? TICKED : UNTICKED, true);
  const outer = state.groups.pop();
  if (!outer) return;
  // A note or a heading of the page ends its last paragraph itself.
  if (outer.rows !== state.group.rows) state.group.rows.endParagraph(false);
  state.group = outer;
}

function text(state: State, bytes: Buffer, one: boolean): void {
  const { group } = state;
  if (group.list === 'fonts') return nameFont(state, bytes);
  if (state.toSkip > 0) {
    const skipped = one ? 1 : Math.min(state.toSkip, bytes.length);
    state.toSkip -= skipped;
    if (one || skipped === bytes.length) return;
    return text(state, bytes.subarray(skipped), false);
  }
  if (!group.skip) state.pending.push(bytes);
}

function flush(state: State): void {
  if (state.pending.length === 0) return;
  const bytes = Buffer.concat(state.pending.splice(0));
  const font = state.fonts.get(state.group.font);
  if (font?.symbol && isSymbolFont(font.name)) say(state, symbols(font.name, bytes.toString('latin1')));
  else say(state, decodeBytes(bytes, font?.codePage ?? state.codePage));
}

function say(state: State, said: string, always = false): void {
  const { group } = state;
  if ((!group.skip || always) && !group.hidden && !group.deleted) group.rows.text(said);
}

function nameFont(state: State, bytes: Buffer): void {
  const font = state.fonts.get(state.group.font);
  if (font && font.name.length < 60) font.name += bytes.toString('latin1').replace(';', '');
}

/** Groups that hold no text of the document. */
const SKIPPED = new Set(['stylesheet', 'colortbl', 'info', 'pict', 'objdata', 'fldinst', 'datafield', 'generator', 'listtable', 'listoverridetable', 'revtbl', 'rsidtbl', 'themedata', 'colorschememapping',
  'latentstyles', 'datastore', 'xmlnstbl', 'filetbl', 'nonesttables', 'annotation', 'atnid', 'atnauthor', 'bkmkstart', 'bkmkend', 'xe', 'tc', 'txe', 'private', 'mmathPr', 'shppict', 'shprslt', 'nonshppict', 'pgptbl', 'sp', 'passwordhash']);
/** Optional groups (\*) that do hold text. */
const KEPT = new Set(['shptxt', 'formfield', 'shpinst', 'shp']);
const EDGES = new Set(['header', 'headerl', 'headerr', 'headerf', 'footer', 'footerl', 'footerr', 'footerf', 'footnote']);
const CHARACTERS: Record<string, string> = {
  tab: ' ', line: BREAK, lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”', endash: '–', emdash: '—', bullet: '•', enspace: ' ', emspace: ' ', '~': ' ', _: '-', '\\': '\\', '{': '{', '}': '}',
};

function word(state: State, name: string, value: number | null): void {
  if (name === '*') {
    state.optional = true;
    return;
  }
  const { group } = state;
  if (state.optional) {
    state.optional = false;
    if (!KEPT.has(name) && !EDGES.has(name)) group.skip = true;
  }
  if (SKIPPED.has(name)) group.skip = true;
  else if (EDGES.has(name)) group.rows = state.edges;
  else if (CHARACTERS[name] !== undefined) character(state, CHARACTERS[name]);
  else (words[name] ?? ignore)(state, value);
}

function ignore(): void {
  // most control words are about looks
}

/** A character given by a word counts as one where \u has characters to skip. */
function character(state: State, char: string): void {
  if (state.toSkip > 0) state.toSkip--;
  else say(state, char);
}

const words: Record<string, (state: State, value: number | null) => void> = {
  rtf: (state) => { state.rtf = true; },
  ansicpg: (state, v) => { if (v !== null && v > 0) state.codePage = v; },
  mac: (state) => { state.codePage = 10_000; },
  fonttbl: (state) => { Object.assign(state.group, { skip: true, list: 'fonts' }); },
  f: (state, v) => {
    state.group.font = v ?? 0;
    if (state.group.list === 'fonts' && state.fonts.size < 5_000 && !state.fonts.has(v ?? 0)) state.fonts.set(v ?? 0, { codePage: null, symbol: false, name: '' });
  },
  deff: (state, v) => { state.group.font = v ?? -1; },
  fcharset: (state, v) => {
    const font = state.fonts.get(state.group.font);
    if (font && state.group.list === 'fonts') fontCharset(font, v ?? 0);
  },
  plain: (state) => { Object.assign(state.group, { hidden: false, deleted: false }); },
  v: (state, v) => { state.group.hidden = v !== 0; },
  deleted: (state, v) => { state.group.deleted = v !== 0; },
  uc: (state, v) => { state.group.unicodeSkip = Math.max(0, Math.min(v ?? 1, 16)); },
  u: (state, v) => {
    const char = String.fromCharCode((v ?? 0) & 0xffff);
    const font = state.fonts.get(state.group.font);
    if (state.group.list !== 'fonts') say(state, font && isSymbolFont(font.name) ? symbols(font.name, char) : char);
    state.toSkip = state.group.unicodeSkip;
  },
  par: (state) => { if (!state.group.skip) state.group.rows.endParagraph(state.group.inTable); },
  sect: (state) => { if (!state.group.skip) state.group.rows.endParagraph(false); },
  page: (state) => { if (!state.group.skip) state.group.rows.endParagraph(state.group.inTable); },
  pard: (state) => { state.group.inTable = false; },
  intbl: (state) => { state.group.inTable = true; },
  cell: (state) => { if (!state.group.skip) state.group.rows.endCell(); },
  row: (state) => { if (!state.group.skip) state.group.rows.endRow(); },
  nestcell: (state) => say(state, ' '),
  nestrow: (state) => say(state, BREAK),
  shpinst: (state) => { state.group.skip = true; },
  shptxt: (state) => { state.group.skip = false; },
  formfield: (state) => {
    state.box = { ticked: null, byDefault: 0, isBox: false };
    Object.assign(state.group, { skip: true, list: 'box' });
  },
  fftype: (state, v) => { state.box.isBox = v === 1; },
  ffres: (state, v) => { state.box.ticked = v === 25 ? null : v; },
  ffdefres: (state, v) => { state.box.byDefault = v ?? 0; },
};
