/** The parser's child as `npm run build` made it, where no source is newer: from the sources, the start of each service would translate it anew. */
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext { parserModule: string | null }
}

const BUILT = 'dist/workers/parse-child.js';

export default function setup(project: TestProject): void {
  project.provide('parserModule', isCurrent() ? pathToFileURL(resolve(BUILT)).href : null);
}

function isCurrent(): boolean {
  const builtAt = statSync(BUILT, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return ['src', 'schemas', 'workers'].every((folder) => newestIn(folder) < builtAt);
}

function newestIn(folder: string): number {
  return Math.max(...readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs));
}
