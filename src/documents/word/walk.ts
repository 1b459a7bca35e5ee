/** The walk through one part of a Word document: what becomes text, what is left out, what becomes a ticked box. */
import { BREAK } from '../document.ts';
import type { LineBuilder } from '../builder.ts';
import { isSymbolFont, symbol, symbols, TICKED, UNTICKED } from '../symbols.ts';
import { attribute, isOn, type Attributes, type Walk } from '../xml.ts';
import type { Numbering } from './numbering.ts';

/** Left out with all inside: deleted and moved text, the copy of a drawing for old programs, code of fields, phonetic guides. */
const LEFT_OUT = new Set(['del', 'moveFrom', 'Fallback', 'instrText', 'delText', 'delInstrText', 'rt', 'sectPr', 'tblPr', 'tblGrid', 'pPrChange', 'rPrChange']);

/** A content control: its box, if it is one, or its prompt, if nothing was entered. */
type Control = { checkbox: boolean; ticked: boolean; prompt: boolean; told: boolean };
type Run = { font: string | undefined; hidden: boolean };
type State = {
  builder: LineBuilder;
  numbering: Numbering;
  /** depth inside what is left out */
  out: number;
  /** true while inside w:t */
  inText: boolean;
  run: Run;
  /** open fields; true while their code is read and their result not yet */
  fields: boolean[];
  controls: Control[];
  /** list level of the paragraph, as its properties say */
  list: { style: string | undefined; id: string | undefined; level: string | undefined } | null;
  box: { checked: boolean | null; byDefault: boolean } | null;
  choice: { entries: string[]; result: number } | null;
};

/** Gives the callbacks for `walkXml`; all lines go to `builder`. */
export function wordWalk(builder: LineBuilder, numbering: Numbering): Walk {
  const state: State = { builder, numbering, out: 0, inText: false, run: plain(), fields: [], controls: [], list: null, box: null, choice: null };
  return {
    open: (name, attributes) => {
      if (state.out > 0 || LEFT_OUT.has(name)) state.out++;
      else opens[name]?.(state, attributes);
    },
    text: (text) => {
      if (state.inText && state.out === 0) say(state, state.run.font === undefined ? text : symbols(state.run.font, text));
    },
    close: (name) => {
      if (state.out > 0) state.out--;
      else closes[name]?.(state);
    },
    enough: () => builder.full,
  };
}

function plain(): Run {
  return { font: undefined, hidden: false };
}

/** Text, unless it is hidden, a field's code, an unanswered prompt, or the glyph of a box that is told by its state. */
function say(state: State, text: string): void {
  if (state.run.hidden || state.fields.includes(true)) return;
  const box = state.controls.find((control) => control.checkbox);
  if (!box && state.controls.some((control) => control.prompt)) return;
  if (box?.told) return;
  if (box) box.told = true;
  number(state);
  state.builder.text(box ? (box.ticked ? TICKED : UNTICKED) : text);
}

/** The number of a list item stands before its first text. */
function number(state: State): void {
  const { list } = state;
  if (list === null) return;
  state.list = null;
  state.builder.text(state.numbering.next(list.style, list.id, list.level));
}

const opens: Record<string, (state: State, attributes: Attributes) => void> = {
  p: (state) => { state.list = { style: undefined, id: undefined, level: undefined }; },
  pStyle: (state, a) => { if (state.list) state.list.style = attribute(a, 'val'); },
  numId: (state, a) => { if (state.list) state.list.id = attribute(a, 'val'); },
  ilvl: (state, a) => { if (state.list) state.list.level = attribute(a, 'val'); },
  r: (state) => { state.run = plain(); },
  rFonts: (state, a) => {
    const font = attribute(a, 'ascii') ?? attribute(a, 'hAnsi');
    if (isSymbolFont(font)) state.run.font = font;
  },
  vanish: (state, a) => { state.run.hidden = isOn(a); },
  t: (state) => { state.inText = true; },
  tab: (state) => say(state, ' '),
  ptab: (state) => say(state, ' '),
  br: (state) => say(state, BREAK),
  cr: (state) => say(state, BREAK),
  noBreakHyphen: (state) => say(state, '-'),
  sym: (state, a) => say(state, symbol(attribute(a, 'font'), parseInt(attribute(a, 'char') ?? '0', 16))),
  fldChar: (state, a) => field(state, attribute(a, 'fldCharType')),
  tr: (state) => state.builder.openRow(),
  tc: (state) => state.builder.openCell(),
  txbxContent: (state) => state.builder.openBox(),
  sdt: (state) => { state.controls.push({ checkbox: false, ticked: false, prompt: false, told: false }); },
  showingPlcHdr: (state, a) => onControl(state, (control) => { control.prompt = isOn(a); }),
  checkbox: (state) => onControl(state, (control) => { control.checkbox = true; control.prompt = false; }),
  checked: (state, a) => {
    if (state.box) state.box.checked = isOn(a);
    else onControl(state, (control) => { control.ticked = isOn(a); });
  },
  checkBox: (state) => { state.box = { checked: null, byDefault: false }; },
  default: (state, a) => { if (state.box) state.box.byDefault = isOn(a); },
  ddList: (state) => { state.choice = { entries: [], result: 0 }; },
  result: (state, a) => { if (state.choice) state.choice.result = Number(attribute(a, 'val')); },
  listEntry: (state, a) => { state.choice?.entries.push(attribute(a, 'val') ?? ''); },
};

const closes: Record<string, (state: State) => void> = {
  t: (state) => { state.inText = false; },
  r: (state) => { state.run = plain(); },
  p: (state) => {
    state.list = null;
    state.builder.endParagraph();
  },
  tr: (state) => state.builder.closeRow(),
  tc: (state) => state.builder.closeCell(),
  txbxContent: (state) => state.builder.closeBox(),
  sdt: (state) => { state.controls.pop(); },
  checkBox: (state) => {
    const { box } = state;
    state.box = null;
    if (box) outsideCode(state, box.checked ?? box.byDefault ? TICKED : UNTICKED);
  },
  ddList: (state) => {
    const { choice } = state;
    state.choice = null;
    if (choice) outsideCode(state, choice.entries[choice.result] ?? '');
  },
};

function onControl(state: State, change: (control: Control) => void): void {
  const control = state.controls.at(-1);
  if (control) change(control);
}

/** A form field stands in the mark that begins its code. */
function outsideCode(state: State, text: string): void {
  const code = state.fields.pop();
  say(state, text);
  if (code !== undefined) state.fields.push(code);
}

function field(state: State, mark: string | undefined): void {
  if (mark === 'begin') state.fields.push(true);
  else if (mark === 'separate' && state.fields.length > 0) state.fields[state.fields.length - 1] = false;
  else if (mark === 'end') state.fields.pop();
}
