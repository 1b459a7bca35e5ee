/** `mailroom assign release CODE --document N|NAME [--withdraw]`: a file of an entry that is judged blind, as it was sent in, for its judges. */
import type { Command } from 'commander';
import { judgedRound } from '../../src/contest/judged-rounds.ts';
import { releasedName } from '../../src/judging/package.ts';
import { wrongUse } from '../../src/problem.ts';
import { releasesIn } from '../../src/store/judging/releases.ts';
import type { Tx } from '../../src/store/database.ts';
import { filesToRelease, type Files } from '../judging/release-files.ts';
import { sizeOf, whyNot } from '../judging/release-words.ts';
import { releaseAct, takeTurnToRelease, withdrawAct } from '../judging/release.ts';
import { byHand } from './by-hand.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { print, printJson, printTable, visible, when } from './print.ts';
import { asAct, runAct, type ActOptions } from './results-act.ts';

type Options = ActOptions & { document?: string; withdraw?: boolean; round?: string };

export function addRelease(assign: Command): void {
  asAct(assign.command('release <code>').description('a file as it was sent in, for the judges of an entry in a blind round; without --document: its files, and what was released')
    .option('--document <number or name>', 'which file').option('--withdraw', 'take it back: no later letter carries it').option('--round <key>', 'the round; unset = the one that runs')).action(release);
}

async function release(code: string, options: Options): Promise<void> {
  const { document, withdraw, round } = options;
  if (document === undefined && (withdraw || options.approve !== undefined)) throw wrongUse('--document is needed: the number of the file, or its name; without it the files are listed');
  if (document === undefined) return list(code, options);
  const services = await byHand();
  await runAct(options, (tx) => (withdraw ? withdrawAct : releaseAct)(tx, services, { code, document, round: round ?? null }), takeTurnToRelease);
}

async function list(code: string, { json, round }: Options): Promise<void> {
  const { contest } = await contestOf(environment());
  const files = await withDatabase((tx) => filesToRelease(tx, code, judgedRound(contest, round ?? null, tx.now).key));
  const rows = files.list.map((f) => ({ n: f.n, name: f.document.filename ?? f.document.storedName, size: f.document.size, may: f.why === null ? null : whyNot[f.why], released: releasedAs(files, f.document.sha256) }));
  if (json) return printJson({ code: files.code, files: rows });
  printTable(['number', 'file', 'size', 'may go to judges', 'released'], rows.map((r) => [String(r.n), r.name, sizeOf(r.size), r.may === null ? 'yes' : `no: ${r.may}`, r.released === null ? '-' : `as ${r.released.name} by ${r.released.by}, ${when(r.released.at, contest.zone)}`]));
  const withdrawn = files.releases.filter((r) => r.withdrawnAt !== null);
  for (const r of withdrawn) print(`${files.code}-${r.n} was released by ${visible(r.by)} and taken back by ${visible(r.withdrawnBy ?? '?')}, ${when(r.withdrawnAt ?? r.at, contest.zone)}.`);
  print(`\nTo see what releasing one would do: mailroom assign release ${files.code} --document NUMBER`);
}

function releasedAs({ code, list: all, releases }: Files, sha256: string): { name: string; by: string; at: Date } | null {
  const [row, file] = [releases.find((r) => r.withdrawnAt === null && r.sha256 === sha256), all.find((f) => f.document.sha256 === sha256)];
  return row && file ? { name: releasedName(code, row.n, file.document), by: row.by, at: row.at } : null;
}

/** What of a round was released, for `assign show`. */
export async function printReleased(tx: Tx, round: string, zone: string): Promise<void> {
  const rows = await releasesIn(tx, round);
  if (rows.length === 0) return;
  print('\nFiles released to judges as they were sent in:');
  printTable(['file', 'by', 'since', 'taken back'], rows.map((r) => [`${r.code}-${r.n}`, r.by, when(r.at, zone), r.withdrawnAt === null ? '-' : when(r.withdrawnAt, zone)]));
}
