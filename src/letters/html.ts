/** The blocks of a letter as HTML that Outlook keeps: one column of tables, inline styles, nothing fetched from anywhere. */
import { barsHtml, type BarRow } from './bars.ts';

export type Block =
  | { kind: 'rule' }
  | { kind: 'heading'; text: string }
  | { kind: 'facts'; rows: { label: string; value: string }[] }
  | { kind: 'table'; head: string[]; rows: string[][] }
  | { kind: 'numbered' | 'list'; items: string[] }
  | { kind: 'quote'; lines: string[] }
  | { kind: 'bars'; rows: BarRow[] }
  | { kind: 'paragraph'; text: string };

export type Frame = { title: string; /** contest's name, above the letter */ sender: string; accent: string; language: string };

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
const BODY = `${FONT};font-size:16px;line-height:1.5;color:#1c1f23`;
const CELL = `${FONT};font-size:15px;line-height:1.45;color:#1c1f23;padding:7px 10px;border-bottom:1px solid #e3e6ea;vertical-align:top;text-align:left`;

export function asHtml(blocks: Block[], frame: Frame): string {
  const title = escape(frame.title);
  return `<!doctype html>
<html lang="${escape(frame.language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${title}</title>
<style>@media (prefers-color-scheme:dark){.page{background:#15181c!important}.card{background:#1f2328!important}.card td,.card th,.card p,.card li,.card h2{color:#e8eaed!important;border-color:#3a3f46!important}.label,.sender{color:#b4bac2!important}}@media (max-width:480px){.pad{padding:18px 16px!important}.label{width:38%!important}}</style></head>
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
    case 'heading': return `<h2 style="${FONT};font-size:17px;line-height:1.35;margin:24px 0 8px 0;color:#1c1f23">${escape(block.text)}</h2>`;
    case 'facts': return table(block.rows.map(({ label, value }) => `<tr><td class="label" width="34%" style="${CELL};color:#565d66">${escape(label)}</td><td style="${CELL};word-break:break-word">${escape(value)}</td></tr>`));
    case 'table': return table([
      `<tr>${block.head.map((cell) => `<th style="${CELL};font-weight:600;border-bottom:2px solid ${escape(frame.accent)}">${escape(cell)}</th>`).join('')}</tr>`,
      ...block.rows.map((row) => `<tr>${row.map((cell) => `<td style="${CELL};word-break:break-word">${escape(cell)}</td>`).join('')}</tr>`),
    ]);
    case 'numbered': return list('ol', block.items);
    case 'list': return list('ul', block.items);
    case 'quote': return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:14px 0"><tr><td style="border-left:3px solid #c3c9d0;padding:2px 0 2px 14px"><p style="${BODY};margin:0">${block.lines.map(escape).join('<br>')}</p></td></tr></table>`;
    case 'bars': return barsHtml(block.rows, { cell: CELL, accent: escape(frame.accent), escape });
    case 'paragraph': return `<p style="${BODY};margin:14px 0">${escape(block.text)}</p>`;
  }
}

function table(rows: string[]): string {
  return `<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse;margin:14px 0">${rows.join('')}</table>`;
}

function list(tag: 'ol' | 'ul', items: string[]): string {
  return `<${tag} style="${BODY};margin:14px 0;padding-left:26px">${items.map((item) => `<li style="${BODY};margin:0 0 8px 0">${escape(item)}</li>`).join('')}</${tag}>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
