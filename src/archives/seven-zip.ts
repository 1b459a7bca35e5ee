/** 7-Zip, compiled to WebAssembly, with a file system that counts: what it writes goes through the budget and never to a disk. */
import type { FileSystem, SevenZipModule, SevenZipModuleFactory } from '7z-wasm';
import { reasonOf } from '../problem.ts';

export type Written = { /** below the root, divided by / */ path: string; pieces: Buffer[]; size: number };
export type Run = {
  /** every line that it printed, errors behind "ERROR: " */
  lines: string[];
  files: Written[];
  /** why it stopped before its end, or null; it is built without exceptions, so that it aborts where it cannot go on */
  aborted: string | null;
};

type Node = { name: string; node_ops: { setattr: (node: Node, attributes: object) => void } };
type Stream = { node: Node; stream_ops: { write: (stream: Stream, from: Int8Array, offset: number, length: number, position: number) => number } };

/** Called with each piece that is written to a file. False = throw it away; an error thrown ends the run. */
export type OnPiece = (path: string, bytes: number, soFar: number) => boolean;

/**
 * Runs one command over one archive in a fresh instance: nothing that a hostile archive does lasts.
 * @param name the archive's own name, from which some formats name their one member
 * @param chosen names of members, as the list gives them; null = all
 */
export async function runSevenZip(command: 'l' | 'x', archive: Buffer, name: string, chosen: string[] | null = null, onPiece: OnPiece = () => true): Promise<Run> {
  const lines: string[] = [];
  const written = new Map<Node, Written>();
  const note = (line: string): void => {
    if (lines.push(line.slice(0, LONGEST_LINE)) > MOST_LINES) throw new Error('the list is too long');
  };
  // Loaded when it is needed: most contests see ZIP alone.
  const { default: sevenZip } = await import('7z-wasm');
  const instance = await (sevenZip as unknown as SevenZipModuleFactory)({
    print: note, printErr: note, stdin: () => END_OF_INPUT,
  });
  const { FS } = instance;
  for (const folder of ['/in', OUT]) FS.mkdir(folder);
  FS.writeFile(`/in/${name}`, archive);
  if (chosen !== null) FS.writeFile('/chosen', chosen.join('\n'));
  catchWrites(FS, written, onPiece);
  const args = command === 'l' ? ['l', '-slt'] : ['x', `-o${OUT}`, '-y', '-aou', '-bd', ...(chosen === null ? [] : ['-i@/chosen'])];
  const aborted = call(instance, [...args, '-spd', '-sccUTF-8', '-scsUTF-8', `-p${NO_PASSWORD}`, `/in/${name}`]);
  return { lines, files: command === 'l' ? [] : filesBelow(FS, OUT, written), aborted };
}

const OUT = '/out';
/** About ten thousand members. */
const MOST_LINES = 250_000;
const LONGEST_LINE = 10_000;
const END_OF_INPUT = null as unknown as number;
/** Asked for a password it would read from a terminal. */
const NO_PASSWORD = 'none';

function call(instance: SevenZipModule, args: string[]): string | null {
  const { exitCode } = process;
  try {
    instance.callMain(args);
    return null;
  } catch (error) {
    // Also its way to say that it ended: the exit code is its status.
    if (typeof (error as { status?: unknown }).status === 'number') return null;
    return typeof error === 'number' ? 'aborted' : reasonOf(error);
  } finally {
    // It sets that of the whole process.
    process.exitCode = exitCode;
  }
}

/** Its memory would be reserved by the sizes that an archive promises; here only what is really written counts, and it is kept outside. */
function catchWrites(FS: FileSystem, written: Map<Node, Written>, onPiece: OnPiece): void {
  const probe = FS.open('/probe', 'w');
  const { node, stream_ops: operations } = probe as unknown as Stream;
  operations.write = (stream, from, offset, length) => {
    let file = written.get(stream.node);
    if (file === undefined) {
      file = { path: FS.getPath(stream.node as never).slice(OUT.length + 1), pieces: [], size: 0 };
      written.set(stream.node, file);
    }
    file.size += length;
    if (onPiece(file.path, length, file.size)) file.pieces.push(Buffer.from(from.subarray(offset, offset + length)));
    else file.pieces.length = 0;
    return length;
  };
  node.node_ops.setattr = () => undefined;
  FS.close(probe);
}

const MOST_FILES = 10_000;

function filesBelow(FS: FileSystem, folder: string, written: Map<Node, Written>): Written[] {
  const found: Written[] = [];
  const folders = [folder];
  for (let at = 0; at < folders.length && found.length < MOST_FILES; at++) {
    for (const name of FS.readdir(folders[at] as string)) {
      if (name === '.' || name === '..') continue;
      const path = `${folders[at]}/${name}`;
      const { mode } = FS.lstat(path);
      if (FS.isDir(mode)) folders.push(path);
      else if (FS.isFile(mode)) found.push(written.get(FS.lookupPath(path).node as unknown as Node) ?? { path: path.slice(OUT.length + 1), pieces: [], size: 0 });
    }
  }
  return found;
}
