/** Structured headers with parameters: Content-Type, Content-Disposition (RFC 2045 5.1, RFC 2231, and what is written instead). */
import { decodeText } from './charset.ts';
import { decodeHeader } from './words.ts';

export type Parameterised = { value: string; params: Map<string, string> };

/** value in lower case; parameter names in lower case, their values decoded and NFC. */
export function readParameters(raw: string | null, named: string[] = []): Parameterised {
  if (raw === null) return { value: '', params: new Map() };
  const [head = '', ...rest] = splitParameters(raw);
  const found = new Map<string, Segment[]>();
  for (const piece of rest) {
    const equals = piece.indexOf('=');
    if (equals < 0) continue;
    const [, name = '', index, star] = /^([^*]*?)(?:\*(\d+))?(\*)?$/.exec(piece.slice(0, equals).trim().toLowerCase()) ?? [];
    const segment = { index: index === undefined ? null : Number(index), extended: star !== undefined, text: unquote(piece.slice(equals + 1).trim()) };
    found.set(name, [...(found.get(name) ?? []), segment]);
  }
  return { value: head.trim().toLowerCase().replace(/\s+/g, ''), params: new Map([...found].map(([name, segments]) => [name, joined(segments, named)])) };
}

type Segment = { index: number | null; extended: boolean; text: string };

/** The extended form wins over the plain one; segments are joined as bytes, since some are cut inside an escape. */
function joined(segments: Segment[], named: string[]): string {
  const extended = segments.filter((s) => s.extended && s.index === null);
  const numbered = segments.filter((s) => s.index !== null).toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0));
  const chosen = extended.length > 0 ? extended.slice(0, 1) : numbered.length > 0 ? numbered : segments.slice(0, 1);
  if (!chosen.some((s) => s.extended)) return decodeHeader(chosen.map((s) => s.text).join(''), named).text;
  const text = chosen.map((s) => (s.extended ? s.text : s.text.replaceAll('%', '%25'))).join('');
  const [, charset = null, content = text] = /^([^']*)'[^']*'(.*)$/s.exec(text) ?? [];
  return decodeText(percentDecoded(content), charset === '' ? null : charset, named).text.trim();
}

function percentDecoded(text: string): Buffer {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const hex = text[i] === '%' ? /^[0-9a-f]{2}$/i.exec(text.slice(i + 1, i + 3)) : null;
    if (hex) {
      bytes.push(Number.parseInt(hex[0], 16));
      i += 2;
    } else bytes.push(text.charCodeAt(i) & 255);
  }
  return Buffer.from(bytes);
}

/** At semicolons outside quotes; a quote that never closes ends with its line. */
function splitParameters(raw: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let quoted = false;
  for (let i = 0; i < raw.length && i < 65_536; i++) {
    const c = raw[i] as string;
    if (quoted && c === '\\' && i + 1 < raw.length) {
      piece += c + (raw[++i] as string);
      continue;
    }
    if (c === '"') quoted = !quoted;
    if (c === ';' && !quoted) {
      pieces.push(piece);
      piece = '';
    } else piece += c;
  }
  return [...pieces, piece];
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text.replace(/\s*\([^()]*\)\s*$/, '').trim();
  const end = text.length > 1 && text.endsWith('"') ? -1 : undefined;
  return text.slice(1, end).replace(/\\(.)/gs, '$1');
}
