/** The blocks of a letter as HTML that Outlook keeps: one column of tables, inline styles, nothing fetched from anywhere. */
import { barsHtml, type BarRow } from './bars.ts';

export type Block =
  | { kind: 'rule' }
  | { kind: 'heading'; text: string }
  | { kind: 'facts'; rows: { label: string; value: string }[] }
  | { kind: 'table'; head: string[]; rows: string[][] }
  | { kind: 'numbered' | 'list'; items: string[] }
  | { kind: 'quote' | 'form'; lines: string[] }
  | { kind: 'bars'; rows: BarRow[] }
  | { kind: 'paragraph'; text: string };

export type Frame = { title: string; /** contest's name, above the letter */ sender: string; accent: string; language: string };

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
/** Said once for each table and list, where every client but Outlook hands it on to cells and items: a receipt has hundreds of them. A word of a hundred letters breaks rather than push the letter wider than a phone. */
const LOOK = `${FONT};line-height:1.5;color:#1c1f23;word-break:break-word`;
const BODY = `${LOOK};font-size:16px`;
const CELL = 'padding:7px 10px;border-bottom:1px solid #e3e6ea';
const SOFT = 'color:#565d66';

/** Outlook takes from here what it does not inherit. */
const EACH = `td,th,li{${FONT};line-height:1.5}td,th{font-size:15px}li{font-size:16px}`;
const DARK = '@media (prefers-color-scheme:dark){.page{background:#15181c!important}.card{background:#1f2328!important}.card td,.card th,.card p,.card li,.card h2,.card hr{color:#e8eaed!important;border-color:#3a3f46!important}.card .label,.card .sender{color:#b4bac2!important}.card .bar{filter:brightness(1.5)}}';
/** Columns beside each other leave a phone no room for words: a row becomes a block, each cell below the other behind its column's name. */
const PHONE = '@media (max-width:480px){.pad{padding-left:16px!important;padding-right:16px!important}.fact{width:38%!important}.rows .cell{display:block!important;width:auto!important;white-space:normal!important;border:none!important;padding:1px 0!important}.rows .row{display:block!important;border-bottom:1px solid #d5d9de;padding:9px 0!important}.rows .first{font-weight:600!important}.rows .name{display:inline!important}.rows .head,.rows .void{display:none!important}}';

/** The whole HTML part of a letter. */
export function asHtml(blocks: Block[], frame: Frame): string {
  const title = escape(frame.title);
  return `<!doctype html>
<html lang="${escape(frame.language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${title}</title>
<style>${EACH}${DARK}${PHONE}</style></head>
<body class="page" style="margin:0;padding:0;background:#f1f3f5">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f1f3f5"><tr><td align="center" style="padding:20px 8px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border-top:4px solid ${escape(frame.accent)}">
<tr><td class="pad" style="padding:22px 28px 6px 28px"><p class="sender" style="${FONT};font-size:15px;line-height:1.4;margin:0;color:#565d66">${escape(frame.sender)}</p></td></tr>
<tr><td class="pad" style="padding:6px 28px 26px 28px">
${blocks.map((b) => htmlOf(b, frame)).join('\n')}
</td></tr></table></td></tr></table></body></html>
`;
}

function htmlOf(block: Block, frame: Frame): string {
  switch (block.kind) {
    case 'rule': return '<hr style="border:none;border-top:1px solid #d5d9de;margin:22px 0">';
    case 'heading': return `<h2 style="${LOOK};font-size:17px;margin:24px 0 8px 0">${escape(block.text)}</h2>`;
    case 'facts': return table(block.rows.map(({ label, value }) => `<tr valign="top"><td class="label fact" width="34%" style="${CELL};${SOFT}">${escape(label)}</td><td style="${CELL}">${words(value)}</td></tr>`));
    case 'table': return rowsTable(block, frame);
    case 'numbered': return list('ol', block.items);
    case 'list': return list('ul', block.items);
    case 'quote': return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:14px 0"><tr><td style="border-left:3px solid #c3c9d0;padding:2px 0 2px 14px"><p style="${BODY};margin:0">${block.lines.map(escape).join('<br>')}</p></td></tr></table>`;
    // A paragraph for each line: that is what mail programs keep as a line when they quote.
    case 'form': return `<div style="border:1px solid #d5d9de;padding:8px 14px;margin:14px 0">${block.lines.map((l) => `<p style="${BODY};margin:0 0 4px 0">${escape(l)}</p>`).join('')}</div>`;
    case 'bars': return barsHtml(block.rows, { font: `${LOOK};font-size:15px`, accent: escape(frame.accent), escape });
    case 'paragraph': return `<p style="${BODY};margin:14px 0">${words(block.text)}</p>`;
  }
}

/** Of two columns it fits a phone as it stands. */
function rowsTable({ head, rows }: Extract<Block, { kind: 'table' }>, frame: Frame): string {
  const names = head.map((cell) => `<th align="left" style="padding:7px 10px;border-bottom:2px solid ${escape(frame.accent)}${whole(cell)}">${escape(cell)}</th>`);
  const lines = rows.map((row) => `<tr valign="top" class="row">${row.map((cell, i) => cellOf(cell, i === 0 ? null : head[i] ?? '')).join('')}</tr>`);
  return table([`<tr valign="bottom" class="head">${names.join('')}</tr>`, ...lines], head.length > 2 ? 'rows' : null);
}

/** @param name of its column, read on a phone alone; null for the first */
function cellOf(text: string, name: string | null): string {
  const kind = name === null ? 'cell first' : text === '' ? 'cell void' : 'cell';
  const label = name === null || text === '' ? '' : `<span class="name label" style="display:none;mso-hide:all;${SOFT}">${escape(name)}: </span>`;
  return `<td class="${kind}" style="${CELL}${whole(text)}">${label}${words(text)}</td>`;
}

/** A code, a size, a fingerprint stays in one line. */
function whole(text: string): string {
  return text.length <= 14 ? ';white-space:nowrap' : '';
}

function table(rows: string[], name: string | null = null): string {
  return `<table${name === null ? '' : ` class="${name}"`} width="100%" cellpadding="0" cellspacing="0" style="${LOOK};font-size:15px;border-collapse:collapse;margin:14px 0">${rows.join('')}</table>`;
}

function list(tag: 'ol' | 'ul', items: string[]): string {
  return `<${tag} style="${BODY};margin:14px 0;padding-left:26px">${items.map((item) => `<li style="margin:0 0 8px 0">${words(item)}</li>`).join('')}</${tag}>`;
}

/** A code is not broken at its hyphens: half of one reads like another. Lines of a form stay plain, since they come back quoted. */
function words(text: string): string {
  return escape(text).replace(CODE, '<span style="white-space:nowrap">$&</span>');
}

const CODE = /\b[A-Z0-9]{2,16}-\d{4,6}-[0-9A-Z]\b/g;

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
