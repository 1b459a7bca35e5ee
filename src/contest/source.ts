/** The text of a contest.yaml with the line of each setting, so that a mistake can be shown where it stands. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from 'yaml';

/** One thing wrong in a file of the contest folder; `at` = the setting's name, empty for the file as a whole. */
export type Fault = { file: string; line: number; at: string; told: string };
export type SettingPath = readonly PropertyKey[];

export type Source = {
  data: unknown;
  /** what keeps the text from being YAML at all */
  broken: { line: number; told: string }[];
  /** line, counted from 1, of the setting, or of the nearest block that would hold it */
  lineOf: (path: SettingPath) => number;
};

/** contest.yaml as data, with the line of each setting; data is null where it is no valid YAML. */
export function readSource(text: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, stringKeys: true });
  const broken = [...document.errors, ...document.warnings].map((e) => ({ line: lines.linePos(e.pos[0]).line, told: `not valid YAML: ${e.message}` }));
  const lineOf = (path: SettingPath): number => lines.linePos(offsetOf(document, path)).line;
  if (broken.length > 0) return { data: null, broken, lineOf };
  try {
    return { data: document.toJS({ maxAliasCount: 100 }), broken, lineOf };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return { data: null, broken: [{ line: 1, told: `not valid YAML: ${error.message}` }], lineOf };
  }
}

function offsetOf(document: Document, path: SettingPath): number {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0] ?? 0;
  for (const step of path) {
    const found = stepInto(isAlias(node) ? node.resolve(document) : node, step);
    if (found === null) return offset;
    offset = found.offset ?? offset;
    node = found.node;
  }
  return offset;
}

function stepInto(node: unknown, step: PropertyKey): { node: unknown; offset: number | undefined } | null {
  if (isMap(node)) {
    const pair = node.items.find((p: Pair) => (isScalar(p.key) ? String(p.key.value) : null) === String(step));
    return pair ? { node: pair.value, offset: (pair.key as Node).range?.[0] } : null;
  }
  if (!isSeq(node) || typeof step !== 'number') return null;
  const item = node.items[step] as Node | undefined;
  return item ? { node: item, offset: item.range?.[0] } : null;
}
