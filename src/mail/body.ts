/** The text a person wrote: which parts are the body, and every one of them as plain text. */
import { convert } from 'html-to-text';
import { decodeText } from './charset.ts';
import { linksIn, linksOfHtml } from './links.ts';
import { decodedBody, type Entity } from './entity.ts';

/**
 * The parts that together are the body: of alternatives the plain one (HTML where there is none), of a mixture every
 * unnamed text that is not an attachment. Whatever is not chosen and is no mere alternative is a document.
 */
export function bodyParts(root: Entity): Entity[] {
  if (root.type.value === 'multipart/alternative') return alternative(root);
  if (root.type.value.startsWith('multipart/')) {
    const report = root.type.value === 'multipart/report';
    const own = report ? root.children.slice(0, 1) : root.children;
    return own.flatMap(bodyParts);
  }
  return isBodyText(root) ? [root] : [];
}

function alternative(parent: Entity): Entity[] {
  const versions = parent.children.map(bodyParts).filter((parts) => parts.length > 0);
  const plain = versions.find((parts) => parts.every((p) => p.type.value === 'text/plain') && parts.some((p) => p.body.length > 0 && p.body.toString('latin1').trim() !== ''));
  return plain ?? versions.at(-1) ?? [];
}

function isBodyText(part: Entity): boolean {
  return (part.type.value === 'text/plain' || part.type.value === 'text/html') && part.disposition.value !== 'attachment' && fileName(part) === null;
}

/** The name a part goes by, decoded; null where it has none. */
export function fileName(part: Entity): string | null {
  return part.disposition.params.get('filename') || part.type.params.get('name') || null;
}

const MOST_LINKS = 50;

export type BodyLimits = { htmlBytes: number; textBytes: number };

/** @param named charsets that the message names anywhere */
export function bodyText(parts: Entity[], named: string[], limits: BodyLimits): { text: string; repaired: boolean; cut: boolean; /** web addresses, also those that HTML hides behind a name */ links: string[] } {
  let repaired = false;
  let cut = false;
  const texts: string[] = [];
  const links: string[] = [];
  let room = limits.textBytes;
  for (const part of parts) {
    const html = part.type.value === 'text/html';
    const all = decodedBody(part).bytes;
    const most = Math.min(room, html ? limits.htmlBytes : room);
    if (all.length > most) cut = true;
    if (most <= 0) break;
    const bytes = all.subarray(0, most);
    room -= bytes.length;
    const declared = part.type.params.get('charset') ?? (html ? metaCharset(bytes) : null);
    const decoded = decodeText(bytes, declared, named);
    repaired ||= decoded.repaired;
    links.push(...(html ? linksOfHtml(decoded.text) : linksIn(decoded.text)));
    texts.push(html ? htmlToText(decoded.text) : flowed(part, decoded.text));
  }
  return { text: texts.map((t) => t.replace(/\r\n?/g, '\n').replace(/\u00a0/g, ' ').trim()).filter((t) => t !== '').join('\n\n').normalize('NFC'), repaired, cut, links: [...new Set(links)].slice(0, MOST_LINKS) };
}

function metaCharset(bytes: Buffer): string | null {
  return /<meta[^>]{0,200}charset=["']?([\w-]{2,40})/i.exec(bytes.toString('latin1', 0, 4_096))?.[1] ?? null;
}

/** RFC 3676: lines that end in a space go on. */
function flowed(part: Entity, text: string): string {
  if (part.type.params.get('format')?.toLowerCase() !== 'flowed') return text;
  const delSp = part.type.params.get('delsp')?.toLowerCase() === 'yes';
  return text.replace(/\r\n/g, '\n').replace(/^ (?=[ >]|From )/gm, '').replace(/([^\n]) \n(?![>\n])/g, (all, before: string) => (all.startsWith('--') || before === '-' ? all : `${before}${delSp ? '' : ' '}`));
}

function htmlToText(html: string): string {
  return convert(html, {
    wordwrap: false,
    limits: { maxInputLength: 1 << 20, maxDepth: 60, maxChildNodes: 20_000, ellipsis: '…' },
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      { selector: 'table', format: 'block' },
      { selector: 'tr', format: 'block' },
      { selector: 'td', format: 'inline' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  });
}
