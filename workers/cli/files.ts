/** Files that a command is given by name or by folder. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { wrongUse } from '../../src/problem.ts';

/** Every regular file of a folder but those left out by name, in a stable order; a file as itself. @throws Problem `wrong-use` where there is none */
export async function filesIn(path: string, leaveOut: RegExp): Promise<string[]> {
  const found = await stat(path).catch(() => { throw wrongUse(`${path}: no such file or folder`); });
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries.filter((e) => e.isFile() && !leaveOut.test(e.name)).map((e) => join(e.parentPath, e.name)).toSorted();
}
