import { readFile } from 'node:fs/promises';
import { wrongUse } from '../../src/problem.ts';

/** Text of a file that a person wrote. @throws Problem `wrong-use` where it cannot be read, or is not UTF-8 */
export async function utf8(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => { throw wrongUse(`${path}: cannot be read (${cause.code ?? cause.message})`); });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw wrongUse(`${path}:1: expected UTF-8 text; save the file as “CSV UTF-8”`);
  }
}
