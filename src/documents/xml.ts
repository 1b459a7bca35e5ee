/** One walk through XML or HTML as it comes, with a bound on depth. Names are without prefix, in the case of the source. */
import { Parser } from 'htmlparser2';
import { unreadable } from './document.ts';

export type Attributes = Record<string, string>;
export type Walk = {
  open?: (name: string, attributes: Attributes) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
  /** true ends the walk: the rest is not read */
  enough?: () => boolean;
};

/** No honest document nests deeper, and the parser slows with depth. */
const DEPTH = 400;
const CHUNK = 1 << 16;

/** Walks XML that arrives in pieces. Broken markup is read as far as it goes. Throws Problem `damaged` where it nests too deep. */
export async function walkXml(pieces: AsyncIterable<Buffer> | Iterable<Buffer>, walk: Walk): Promise<void> {
  const parser = parserFor(walk, true);
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  for await (const piece of pieces) {
    decoder ??= new TextDecoder(charsetOf(piece));
    for (let at = 0; at < piece.length; at += CHUNK) {
      parser.write(decoder.decode(piece.subarray(at, at + CHUNK), { stream: true }));
      if (walk.enough?.()) return;
    }
  }
  parser.end();
}

/** Walks HTML. @param html text already decoded */
export function walkHtml(html: string, walk: Walk): void {
  const parser = parserFor(walk, false);
  for (let at = 0; at < html.length; at += CHUNK) {
    parser.write(html.slice(at, at + CHUNK));
    if (walk.enough?.()) return;
  }
  parser.end();
}

function parserFor(walk: Walk, xmlMode: boolean): Parser {
  let depth = 0;
  return new Parser({
    onopentag(name, attributes) {
      if (++depth > DEPTH) throw unreadable('damaged', `markup nests deeper than ${DEPTH}`);
      walk.open?.(local(name), attributes);
    },
    ontext: (text) => walk.text?.(text),
    onclosetag(name) {
      depth--;
      walk.close?.(local(name));
    },
  }, { xmlMode, decodeEntities: true });
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** An attribute by its local name, whatever its prefix. */
export function attribute(attributes: Attributes, name: string): string | undefined {
  for (const key in attributes) if (local(key) === name) return attributes[key];
  return undefined;
}

/** True for an on/off property that is on: no value at all means on (ECMA-376 17.17.4). */
export function isOn(attributes: Attributes): boolean {
  return !/^(0|false|off)$/i.test(attribute(attributes, 'val') ?? '1');
}

function charsetOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const declared = /^<\?xml[^>]{0,200}encoding=["']([\w-]{2,40})/.exec(head.toString('latin1', 0, 256))?.[1] ?? 'utf-8';
  return /^(utf-?16)/i.test(declared) ? 'utf-8' : known(declared);
}

function known(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    // a name no one knows: what nearly all files are in
    return 'utf-8';
  }
}
