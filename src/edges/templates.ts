/** Reading letter templates: the project's, each of which a contest's folder may override. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locale } from '../../schemas/contest.ts';
import { letterKinds } from '../../schemas/letters.ts';
import { letterParts, type TemplateSet } from '../letters/render.ts';

/** @param dir the project's templates; @param contestDir may hold templates/<locale>/<name>.liquid of its own */
export async function readTemplates(dir: string, contestDir: string, locale: Locale): Promise<TemplateSet> {
  const entries = await Promise.all([...letterKinds, ...letterParts].map(async (name) => {
    const own = await readFile(join(contestDir, 'templates', locale, `${name}.liquid`), 'utf8').catch(absent);
    return [name, own ?? await readFile(join(dir, locale, `${name}.liquid`), 'utf8')] as const;
  }));
  return Object.fromEntries(entries) as TemplateSet;
}

function absent(error: unknown): null {
  if ((error as { code?: unknown }).code === 'ENOENT') return null;
  throw error;
}
