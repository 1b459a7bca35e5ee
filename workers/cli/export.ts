import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { allPapers } from '../../src/papers/all.ts';
import { wrongUse } from '../../src/problem.ts';
import { recordDecision } from '../../src/store/audit.ts';
import { dossierOf } from '../results/dossier.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { print, printJson } from './print.ts';

/** `mailroom export DIR`: the papers after the judging. They hold names: who took them out is on record. */
export function exportCommand(): Command {
  return new Command('export').description('write the papers: minutes, submissions, rankings, certificates, budget, lists, press, oversight').argument('<dir>', 'where to write them')
    .option('--by <name>', 'who takes them; on record', process.env['USER'] ?? 'staff').option('--json', 'JSON on stdout').action(exportAll);
}

async function exportAll(dir: string, { by, json }: { by: string; json?: boolean }): Promise<void> {
  const loaded = await contestOf(environment());
  if (!loaded.contest.rounds.some((r) => r.judging)) throw wrongUse('contest.yaml does not say how any round is judged (rounds[].judging): there is nothing to write papers about');
  const papers = await withDatabase(async (tx) => allPapers(await dossierOf(tx, loaded)));
  const files = papers.map(({ name, bytes }) => ({ name, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }));
  const sums = files.map((f) => `${f.sha256}  ${f.name}\n`).join('');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  // Each written beside and moved: a file that is there is whole. For their owner alone, since names stand in them.
  for (const { name, bytes } of [...files, { name: 'SHA256SUMS', bytes: Buffer.from(sums) }]) {
    await writeFile(join(dir, `${name}.new`), bytes, { mode: 0o600 });
    await rename(join(dir, `${name}.new`), join(dir, name));
  }
  await withDatabase((tx) => recordDecision(tx, { actor: by, action: 'export-papers', subject: loaded.contest.id, detail: { files: files.length, hash: createHash('sha256').update(sums).digest('hex') } }));
  if (json) printJson({ dir, files: files.map(({ name, bytes, sha256 }) => ({ name, size: bytes.length, sha256 })) });
  else print(`${files.map((f) => f.name).join('\n')}\n${files.length} papers in ${dir}; SHA256SUMS names what was written, and the record who took it.`);
}
