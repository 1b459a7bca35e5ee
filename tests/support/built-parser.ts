/** The parser's child as `npm run build` made it, where no source is newer: from the sources, the start of each service would translate it anew. */
import { readdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { TestProject } from 'vitest/node';
import { parserChild } from '../../src/edges/parser.ts';

declare module 'vitest' {
  export interface ProvidedContext { parserModule: string | null }
}

const BUILT = join('dist', relative('.', fileURLToPath(parserChild)).replace(/\.ts$/, '.js'));

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
