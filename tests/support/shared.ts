/** Sample mails and real mail from the wild, beside the project where there are any. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = '../shared';

/** The folder, or null with a line that says what is not run. */
export function shared(folder: string, what: string): string | null {
  const path = join(root, folder);
  if (existsSync(path)) return path;
  console.log(`not run here: ${what} (${path} is absent)`);
  return null;
}

export function expectedValues(): Record<string, Record<string, Record<string, unknown>>> {
  return JSON.parse(readFileSync(join(root, 'samples/expected.json'), 'utf8')) as Record<string, Record<string, Record<string, unknown>>>;
}

export function filesIn(dir: string): string[] {
  return readdirSync(dir).sort().flatMap((name) => {
    const path = join(dir, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}
