import { Command } from 'commander';
import { openBlobs } from '../../src/edges/blobs.ts';
import { openDatabase } from '../../src/store/database.ts';
import { required } from '../environment.ts';
import { verify } from '../verify.ts';
import { environment, wallClock } from './context.ts';
import { colour, print, printJson } from './print.ts';

/** `mailroom verify`: the oracle; exit 1 and a line per violation. */
export function verifyCommand(): Command {
  return new Command('verify').description('check every invariant on the real data')
    .option('--json', 'JSON on stdout').option('--deep', 'hash every stored byte again, not only those of the last day')
    .action(async ({ json, deep }: { json?: boolean; deep?: boolean }) => {
      const env = environment();
      const database = openDatabase(required(env, ['DATABASE_URL']).DATABASE_URL, wallClock, { poolSize: 2 });
      try {
        const verdict = await verify({ db: database, blobs: await openBlobs(env.DATA_DIR) }, deep === true);
        if (json) printJson(verdict);
        else for (const { name, checked, violations } of verdict.invariants) {
          print(`${violations.length === 0 ? colour('holds ', 'green') : colour('BROKEN', 'red')}  ${name} (${checked} checked)`);
          for (const violation of violations.slice(0, 50)) print(`          ${violation}`);
          if (violations.length > 50) print(`          and ${violations.length - 50} more`);
        }
        if (!verdict.ok) process.exitCode = 1;
      } finally {
        await database.close();
      }
    });
}
