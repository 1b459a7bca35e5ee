/** Web pages, and what Word and Excel save as such: blocks are paragraphs, tables are rows. */
import { LineBuilder } from './builder.ts';
import { BREAK, type Reader } from './document.ts';
import { TICKED, UNTICKED } from './symbols.ts';
import { decodeFile } from './txt.ts';
import { walkHtml, type Attributes, type Walk } from './xml.ts';

export const html: Reader = {
  types: ['html', 'htm', 'xhtml'],
  read: (bytes) => {
    const builder = new LineBuilder();
    walkHtml(decodeFile(bytes, metaCharset(bytes)), htmlWalk(builder));
    return { lines: builder.lines(), method: 'html' };
  },
};

function metaCharset(bytes: Buffer): string | null {
  return /<meta[^>]{0,200}charset=["']?([\w-]{2,40})/i.exec(bytes.toString('latin1', 0, 4_096))?.[1] ?? null;
}

const LEFT_OUT = new Set(['script', 'style', 'head', 'noscript', 'template', 'select', 'svg', 'object', 'iframe', 'del']);
const BLOCKS = new Set(['p', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'ul', 'ol', 'dl', 'dt', 'dd', 'blockquote', 'pre', 'hr', 'section', 'article', 'header', 'footer', 'main', 'nav', 'aside', 'form', 'fieldset',
  'table', 'caption', 'tbody', 'thead', 'tfoot', 'body', 'title', 'address', 'center']);

/** What goes on in a walk; `blank` where the text ends in white space, which collapses. */
type State = { builder: LineBuilder; out: number; pre: number; blank: boolean };

function htmlWalk(builder: LineBuilder): Walk {
  const state: State = { builder, out: 0, pre: 0, blank: true };
  return {
    open: (name, a) => {
      if (state.out > 0 || LEFT_OUT.has(name)) state.out++;
      else {
        if (BLOCKS.has(name)) endParagraph(state);
        opens[name]?.(state, a);
      }
    },
    text: (text) => {
      if (state.out === 0) say(state, state.pre > 0 ? text.replace(/\r?\n/g, BREAK) : collapsed(text, state.blank));
    },
    close: (name) => {
      if (state.out > 0) state.out--;
      else {
        closes[name]?.(state);
        if (BLOCKS.has(name)) endParagraph(state);
      }
    },
    enough: () => builder.full,
  };
}

const opens: Record<string, (state: State, a: Attributes) => void> = {
  br: (state) => say(state, BREAK),
  tr: (state) => state.builder.openRow(),
  td: (state) => openCell(state),
  th: (state) => openCell(state),
  pre: (state) => { state.pre++; },
  input: (state, a) => say(state, inputText(a)),
};
const closes: Record<string, (state: State) => void> = {
  td: (state) => state.builder.closeCell(),
  th: (state) => state.builder.closeCell(),
  tr: (state) => state.builder.closeRow(),
  pre: (state) => { state.pre--; },
};

function say(state: State, text: string): void {
  if (text === '') return;
  state.builder.text(text);
  state.blank = /\s/.test(text.slice(-1));
}

function endParagraph(state: State): void {
  state.builder.endParagraph();
  state.blank = true;
}

function openCell(state: State): void {
  state.builder.openCell();
  state.blank = true;
}

function collapsed(text: string, behindBlank: boolean): string {
  const single = text.replace(/[ \t\r\n\f]+/g, ' ');
  return behindBlank ? single.replace(/^ /, '') : single;
}

/** What an input of a form shows. */
function inputText(a: Attributes): string {
  if (/^(checkbox|radio)$/i.test(a['type'] ?? '')) return a['checked'] === undefined ? UNTICKED : TICKED;
  return /^(hidden|password|submit|button|image|file)$/i.test(a['type'] ?? '') ? '' : a['value'] ?? '';
}
