/**
 * One source, two settings: what a template prints is complete plain text in blocks, and the same blocks make the HTML.
 * Blocks are divided by blank lines; a block's first characters say what it is:
 *   `# ` heading · `| label | value |` fact rows · `|| a | b |` head of a table, rows below it as `| a | b |`
 *   `1. ` numbered · `- ` list · `> ` quoted · `= ` lines of a form, one below the other · `~ label | 12` bars · `---` rule · anything else a paragraph
 * There is no inline syntax. Values of strangers come marked (see `literal`) and can never become blocks.
 */
import { barsText, readBar } from './bars.ts';
import type { Block } from './html.ts';
export type { Block } from './html.ts';

/** Stands before every value, so that its first character is never the first of a line; vanishes in both settings. */
const MARK = '\ue000';
/** Stands for | inside a value. */
const BAR = '\ue001';
const WIDTH = 72;

/** A value as a template may print it: one line, no controls or direction marks, nothing that could act as block syntax. */
export function literal(value: unknown): string {
  const text = String(value ?? '').normalize('NFC').replace(/[\r\n\t\u2028\u2029]+/g, ' ').replace(/[\p{Cc}\p{Co}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '').replace(/ {2,}/g, ' ').trim();
  return MARK + text.replaceAll('|', BAR);
}

/** Without the marks of `literal`. */
export function plain(text: string): string {
  return text.replaceAll(MARK, '').replaceAll(BAR, '|');
}

/** What a template printed, as blocks. */
export function readBlocks(source: string): Block[] {
  return source.split(/\n[ \t]*\n+/).map((b) => b.split('\n').map((l) => l.trim()).filter((l) => l !== '')).filter((lines) => lines.length > 0).flatMap(blocksOf);
}

function blocksOf(lines: string[]): Block[] {
  const [first = ''] = lines;
  const text = (list: string[]): string[] => list.map((l) => plain(l));
  if (first === '---') return [{ kind: 'rule' }, ...(lines.length > 1 ? blocksOf(lines.slice(1)) : [])];
  if (first.startsWith('# ')) return [{ kind: 'heading', text: plain(first.slice(2)) }, ...(lines.length > 1 ? blocksOf(lines.slice(1)) : [])];
  if (first.startsWith('|| ')) return [withoutEmptyColumns(cells(first.slice(1)), lines.slice(1).map(cells))];
  if (first.startsWith('| ')) return [{ kind: 'facts', rows: lines.map((l) => { const [label = '', ...rest] = cells(l); return { label, value: rest.join(' ') }; }) }];
  if (/^\d+\. /.test(first)) return [{ kind: 'numbered', items: text(items(lines, /^\d+\. /)) }];
  if (first.startsWith('- ')) return [{ kind: 'list', items: text(items(lines, /^- /)) }];
  if (first.startsWith('> ')) return [{ kind: 'quote', lines: text(lines.map((l) => l.replace(/^> ?/, ''))) }];
  if (first.startsWith('= ')) return [{ kind: 'form', lines: text(lines.map((l) => l.replace(/^= ?/, ''))) }];
  if (first.startsWith('~ ')) return [{ kind: 'bars', rows: lines.map((l) => readBar(cells(l.replace(/^~/, '|')))) }];
  return [{ kind: 'paragraph', text: plain(lines.join(' ')) }];
}

/** A column that says nothing in any row is left out. */
function withoutEmptyColumns(head: string[], rows: string[][]): Block {
  const kept = head.map((_, i) => rows.some((row) => (row[i] ?? '') !== ''));
  const shown = (row: string[]): string[] => row.filter((_, i) => kept[i]);
  return { kind: 'table', head: shown(head), rows: rows.map(shown) };
}

function cells(line: string): string[] {
  return line.replace(/^\|/, '').replace(/\|$/, '').split('|').map((c) => plain(c).trim());
}

/** A line without a mark of its own goes on with the item above it. */
function items(lines: string[], mark: RegExp): string[] {
  const found: string[] = [];
  for (const line of lines) {
    if (mark.test(line)) found.push(line.replace(mark, ''));
    else found.push(`${found.pop() ?? ''} ${line}`.trim());
  }
  return found;
}

/** Well-set plain text, 72 columns; long unbroken words stay whole. */
export function asText(blocks: Block[]): string {
  return `${blocks.map(textOf).join('\n\n')}\n`;
}

function textOf(block: Block): string {
  switch (block.kind) {
    case 'rule': return '-'.repeat(WIDTH);
    case 'heading': return `${block.text.toUpperCase()}\n${'-'.repeat(Math.min(WIDTH, [...block.text].length))}`;
    case 'facts': return factsText(block.rows);
    case 'table': return block.rows.map((row) => tableRowText(block.head, row)).join('\n');
    case 'numbered': return block.items.map((item, i) => wrap(item, `${i + 1}. `)).join('\n');
    case 'list': return block.items.map((item) => wrap(item, '- ')).join('\n');
    case 'quote': return block.lines.map((line) => wrap(line, '> ', '> ')).join('\n');
    // Never wrapped: each line is answered behind its colon.
    case 'form': return block.lines.join('\n');
    case 'bars': return barsText(block.rows);
    case 'paragraph': return wrap(block.text, '');
  }
}

/** Labels in one column where they are short enough, values beside them. */
function factsText(rows: { label: string; value: string }[]): string {
  const width = Math.min(26, Math.max(...rows.map((r) => [...r.label].length + 1)));
  return rows.map(({ label, value }) => {
    const head = `${label}:`;
    if ([...head].length > width) return `${head}\n${wrap(value, ' '.repeat(width + 1))}`;
    return wrap(value, `${head}${' '.repeat(width - [...head].length + 1)}`);
  }).join('\n');
}

/** The first cell leads, the others follow in brackets of their own line: columns do not survive on a phone. */
function tableRowText(head: string[], row: string[]): string {
  const [first = '', ...rest] = row;
  const details = rest.map((cell, i) => (cell === '' ? '' : `${head[i + 1] ?? ''}: ${cell}`)).filter((d) => d !== '');
  return [wrap(first, '- '), ...(details.length > 0 ? [wrap(details.join('; '), '  ')] : [])].join('\n');
}

/** Words up to the width; `indent` leads the first line, later lines stand below its text. */
function wrap(text: string, indent: string, later = ' '.repeat([...indent].length)): string {
  const lines: string[] = [];
  const [first, below] = [columns(indent), columns(later)];
  let line = indent;
  let width = first;
  let empty = true;
  for (const word of text.split(' ').filter((w) => w !== '')) {
    const more = columns(word);
    if (!empty && width + 1 + more > WIDTH) {
      lines.push(line);
      line = later + word;
      width = below + more;
    } else {
      line += empty ? word : ` ${word}`;
      width += empty ? more : more + 1;
    }
    empty = false;
  }
  return [...lines, line].map((l) => l.trimEnd()).join('\n');
}

function columns(text: string): number {
  let n = 0;
  for (const _ of text) n++;
  return n;
}
