import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { zipSync } from 'fflate';
import { openBlobs, type Blobs } from '../../src/edges/blobs.ts';
import { wrongUse } from '../../src/problem.ts';
import { exportPerson, type ExportFile } from '../personal/export.ts';
import { askedFor, who } from './asked-person.ts';
import { byHand } from './by-hand.ts';
import { environment, withDatabase } from './context.ts';
import { print, printJson } from './print.ts';

/** `mailroom person export WHO… --out DIR|FILE.zip`. */
export function addPersonExport(command: Command): void {
  who(command.command('export <who...>').description('by address or "name": everything held of one person, with an index to read; other people\'s contacts are hidden'))
    .requiredOption('--out <place>', 'a new folder, or a file that ends in .zip').option('--by <name>', 'who takes it out; it goes on record', process.env['USER'] ?? 'staff').option('--json', 'JSON on stdout').action(write);
}

async function write(words: string[], { out, by, entry, json }: { out: string; by: string; entry: string[]; json?: boolean }): Promise<void> {
  const services = await byHand();
  const { person, files, doubts } = await withDatabase((tx) => exportPerson(tx, services, askedFor(words, entry), by));
  if (person.entries.length === 0 && files.length <= 2) throw wrongUse('nothing is held of them');
  const blobs = await openBlobs(environment().DATA_DIR);
  if (out.toLowerCase().endsWith('.zip')) await writeZip(out, files, blobs);
  else await writeFolder(out, files, blobs);
  if (json) return printJson({ out, files: files.map((f) => f.name), entries: person.entries.map((e) => e.code), doubts });
  print(`${out}: ${files.length} files about ${person.entries.length} entries. Hand it over in person or by a way that only they can read, and delete your copy.`);
  for (const doubt of doubts) print(`In doubt, and not in it: ${doubt}`);
}

async function writeZip(out: string, files: ExportFile[], blobs: Blobs): Promise<void> {
  const content = Object.fromEntries(await Promise.all(files.map(async (f) => [f.name, new Uint8Array(await bytesOf(f, blobs))] as const)));
  const beside = `${out}.new`;
  await writeFile(beside, zipSync(content, { level: 6 }), { mode: 0o600, flag: 'wx' }).catch((cause: unknown) => { throw notWritten(out, cause); });
  await rename(beside, out);
}

/** For its owner alone; never into a folder that holds something else. */
async function writeFolder(out: string, files: ExportFile[], blobs: Blobs): Promise<void> {
  if ((await readdir(out).catch(() => [])).length > 0) throw wrongUse(`--out ${out}: the folder is not empty`);
  try {
    for (const file of files) {
      const path = join(out, file.name);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(path, await bytesOf(file, blobs), { mode: 0o600 });
    }
  } catch (cause) {
    await rm(out, { recursive: true, force: true });
    throw notWritten(out, cause);
  }
}

async function bytesOf(file: ExportFile, blobs: Blobs): Promise<Buffer> {
  return 'text' in file ? Buffer.from(file.text) : readFile(blobs.path(file.sha256));
}

function notWritten(out: string, cause: unknown): Error {
  return wrongUse(`--out ${out}: cannot be written (${cause instanceof Error ? cause.message : String(cause)})`);
}
