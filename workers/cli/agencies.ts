import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Agency } from '../../schemas/agency.ts';
import { agenciesToCsv, completeAgencies, readAgencies } from '../../src/contest/agencies.ts';
import { Problem } from '../../src/problem.ts';
import { matchAgency } from '../../src/vietnamese/agencies.ts';
import { addCoverage } from './agencies-nudge.ts';
import { contestOf, environment } from './context.ts';
import { print, printTable, visible } from './print.ts';

/** `mailroom agencies import|match|coverage|contacts|nudge`: the registry of the contest (CONTEST_DIR), agencies.csv. */
export function agenciesCommand(): Command {
  const command = new Command('agencies').description('the agencies that entrants come from (agencies.csv of the contest)');
  command.command('import <file>').description('complete agencies.csv by the lines of a file; a known id is replaced').action(async (file: string) => {
    const { path, notes, agencies } = await registry();
    const added = await readList(file, agencies);
    const complete = completeAgencies(agencies, added.agencies);
    // Written beside and moved, so that a full disk leaves the list as it was.
    await writeFile(`${path}.new`, notes + agenciesToCsv(complete));
    await rename(`${path}.new`, path);
    print(`${path}: ${complete.length} agencies, ${complete.length - agencies.length} of them new, ${added.agencies.length - (complete.length - agencies.length)} replaced`);
  });
  command.command('match <text>').description('which agency a text names').option('--on <date>', 'as of this day, as 2024-07-15').action(async (text: string, { on }: { on?: string }) => {
    const found = matchAgency(text, (await registry()).agencies, on === undefined ? {} : { on });
    if (found.state === 'none') print(`"${visible(text)}" names no agency of the list`);
    else printTable(['agency', 'name', 'found by'], (found.state === 'one' ? [found.agency] : found.agencies).map((a) => [a.id, a.name, found.state === 'one' ? found.how : 'one of several: ask']));
  });
  addCoverage(command);
  return command;
}

type List = { path: string; notes: string; agencies: Agency[] };

async function registry(): Promise<List> {
  const path = join((await contestOf(environment())).dir, 'agencies.csv');
  return existsSync(path) ? readList(path, []) : { path, notes: '', agencies: [] };
}

/** notes: the lines with # at its head. */
async function readList(path: string, known: Agency[]): Promise<List> {
  const text = utf8(path, await readFile(path));
  const { agencies, faults } = readAgencies(text, known);
  if (faults.length > 0) throw new Problem('contest-wrong', { forUser: faults.map((f) => `${path}:${f.line}: ${f.at === '' ? '' : `${f.at}: `}${f.told}`).join('\n') });
  return { path, notes: /^(?:#[^\n]*\n)*/.exec(text)?.[0] ?? '', agencies };
}

function utf8(path: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('contest-wrong', { forUser: `${path}:1: expected UTF-8 text; save the file as UTF-8`, cause });
  }
}
