/** The tree of a mail: every entity with its headers and the place of its body in the bytes. No content is decoded here. */
import { all, first, readHeaders, type HeaderField } from './headers.ts';
import { readParameters, type Parameterised } from './params.ts';
import { decodeTransfer, type Decoded } from './transfer.ts';

export type Entity = {
  /** IMAP-like number, "" for the mail itself, "2.1" below it */
  part: string;
  headers: HeaderField[];
  type: Parameterised;
  disposition: Parameterised;
  encoding: string;
  /** body bytes before transfer decoding */
  body: Buffer;
  children: Entity[];
  /** of a multipart: its end was never reached */
  unclosed: boolean;
  /** how many message/rfc822 stand above it */
  depth: number;
};

export type WalkLimits = { maxParts: number; maxDepth: number; innerDepth: number };
export type Walk = { root: Entity; warnings: Set<string> };

type State = { limits: WalkLimits; parts: number; warnings: Set<string>; named: string[] };

/** @param named charsets that file names may be in where they carry no label */
export function walk(raw: Buffer, limits: WalkLimits, named: string[]): Walk {
  const state: State = { limits, parts: 0, warnings: new Set(), named };
  return { root: entity(raw, '', 0, 0, 'text/plain', state), warnings: state.warnings };
}

function entity(bytes: Buffer, part: string, level: number, depth: number, usualType: string, state: State): Entity {
  state.parts++;
  const { fields, bodyAt } = readHeaders(bytes, 0, bytes.length);
  const type = readParameters(first(fields, 'content-type'), state.named);
  if (!/^[^/\s]+\/[^/\s]+$/.test(type.value)) type.value = usualType;
  const made: Entity = {
    part, headers: fields, type, disposition: readParameters(first(fields, 'content-disposition'), state.named),
    encoding: (all(fields, 'content-transfer-encoding')[0] ?? '').slice(0, 100).toLowerCase().replace(/\s*\(.*$|;.*$/g, '').trim(),
    body: bytes.subarray(bodyAt), children: [], unclosed: false, depth,
  };
  if (type.value.startsWith('multipart/')) multipart(made, level, state);
  else if (INNER_MAIL.test(type.value)) inner(made, level, state);
  return made;
}

/** Types whose body is a mail, or the headers of one that lies elsewhere. */
const INNER_MAIL = /^message\/(rfc822|global|news|external-body)$/;

function multipart(parent: Entity, level: number, state: State): void {
  const boundary = parent.type.params.get('boundary');
  if (boundary === undefined || boundary === '') {
    state.warnings.add('no-boundary');
    return;
  }
  if (level >= state.limits.maxDepth) {
    state.warnings.add('too-deep');
    return;
  }
  const { pieces, closed } = splitAtBoundary(parent.body, boundary);
  parent.unclosed = !closed;
  const usualType = parent.type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
  for (const [i, piece] of pieces.entries()) {
    if (state.parts >= state.limits.maxParts) {
      state.warnings.add('too-many-parts');
      return;
    }
    parent.children.push(entity(piece, parent.part === '' ? `${i + 1}` : `${parent.part}.${i + 1}`, level + 1, parent.depth, usualType, state));
  }
}

function inner(parent: Entity, level: number, state: State): void {
  if (parent.depth >= state.limits.innerDepth || level >= state.limits.maxDepth) {
    state.warnings.add('too-deep');
    return;
  }
  const bytes = decodedBody(parent).bytes;
  parent.children.push(entity(bytes, parent.part === '' ? '1' : `${parent.part}.1`, level + 1, parent.depth + 1, 'text/plain', state));
}

export function decodedBody(part: Entity): Decoded {
  return decodeTransfer(part.body, part.encoding);
}

/** Pieces between boundary lines (RFC 2046 5.1.1); the line break before a boundary belongs to it. */
function splitAtBoundary(body: Buffer, boundary: string): { pieces: Buffer[]; closed: boolean } {
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  const pieces: Buffer[] = [];
  let start = -1;
  let closed = false;
  for (let at = body.indexOf(mark); at >= 0 && !closed; at = body.indexOf(mark, at + mark.length)) {
    if (at > 0 && body[at - 1] !== 0x0a) continue;
    const newline = body.indexOf(0x0a, at + mark.length);
    const end = newline < 0 ? body.length : newline;
    const tail = body.toString('latin1', at + mark.length, Math.min(end, at + mark.length + 200)).trim();
    if (tail !== '' && tail !== '--') continue;
    if (start >= 0) pieces.push(body.subarray(start, endBefore(body, start, at)));
    closed = tail === '--';
    start = Math.min(end + 1, body.length);
  }
  if (!closed && start >= 0) pieces.push(body.subarray(start));
  return { pieces, closed };
}

function endBefore(body: Buffer, start: number, at: number): number {
  let end = at;
  if (end > start && body[end - 1] === 0x0a) end--;
  if (end > start && body[end - 1] === 0x0d) end--;
  return end;
}

/** Depth first, in the order of the mail. */
export function* entities(root: Entity): Generator<Entity> {
  yield root;
  for (const child of root.children) yield* entities(child);
}
