/** Reads a contest folder: contest.yaml, and people.csv and agencies.csv where there are any. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedContest } from '../../schemas/contest.ts';
import { loadContest } from '../contest/load.ts';
import { Problem, reasonOf } from '../problem.ts';

/** @throws Problem contest-missing or contest-wrong (never): one line per fault, with file and line */
export async function readContestFolder(dir: string): Promise<LoadedContest> {
  const folder = dir.replace(/(?<=.)\/+$/, '');
  const yaml = await readIfThere(join(folder, 'contest.yaml'));
  if (yaml === null) {
    throw new Problem('contest-missing', { forUser: `${join(folder, 'contest.yaml')}: no such file; \`mailroom contest new ${folder}\` writes one to begin with` });
  }
  return loadContest({ dir: folder, yaml, people: await readIfThere(join(folder, 'people.csv')), agencies: await readIfThere(join(folder, 'agencies.csv')) });
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Problem('contest-missing', { forUser: `${path}: cannot be read: ${reasonOf(cause)}`, cause });
  }
}
