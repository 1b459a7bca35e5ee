/** Reading letter templates: the project's, each of which a contest's folder may override. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locale } from '../../schemas/contest.ts';
import { letterKinds } from '../../schemas/letters.ts';
import type { TemplateSet } from '../letters/render.ts';

/** @param dir the project's templates; @param contestDir may hold templates/<locale>/<kind>.liquid of its own */
export async function readTemplates(dir: string, contestDir: string, locale: Locale): Promise<TemplateSet> {
  const entries = await Promise.all(letterKinds.map(async (kind) => {
    const own = await readFile(join(contestDir, 'templates', locale, `${kind}.liquid`), 'utf8').catch(absent);
    return [kind, own ?? await readFile(join(dir, locale, `${kind}.liquid`), 'utf8')] as const;
  }));
  return Object.fromEntries(entries) as TemplateSet;
}

function absent(error: unknown): null {
  if ((error as { code?: unknown }).code === 'ENOENT') return null;
  throw error;
}
