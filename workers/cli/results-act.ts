/** How every decision about results is made on the command line: shown with its fingerprint, done with --approve. */
import type { Command } from 'commander';
import type { LoadedContest } from '../../schemas/contest.ts';
import { HASH_DIGITS } from '../../src/results/preview.ts';
import type { Tx } from '../../src/store/database.ts';
import { takeResultsTurn } from '../../src/store/results/sheets.ts';
import { approve, hashOf, type Act } from '../results/act.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { colour, print, printJson, visible } from './print.ts';

export type ActOptions = { approve?: string; by?: string; reason?: string; json?: boolean };

/** Adds what every act takes. */
export function asAct(command: Command): Command {
  return command.option('--approve <hash>', 'do exactly what was shown under this fingerprint').option('--by <name>', 'who decides; on record')
    .option('--reason <text>', 'on what it rests: the minutes, a vote, a decision').option('--json', 'JSON on stdout');
}

/** @param takeTurns holds still what the act rests on */
export async function runAct(options: ActOptions, prepare: (tx: Tx, loaded: LoadedContest) => Promise<Act> | Act, takeTurns: (tx: Tx) => Promise<void> = takeResultsTurn): Promise<void> {
  const loaded = await contestOf(environment());
  const act = await withDatabase(async (tx) => {
    await takeTurns(tx);
    const prepared = await prepare(tx, loaded);
    if (options.approve !== undefined) await approve(tx, prepared, options.approve, { by: options.by ?? '', reason: options.reason ?? '' });
    return prepared;
  });
  const hash = hashOf(act);
  const done = options.approve !== undefined;
  if (options.json) printJson({ action: act.action, subject: act.subject, done, hash, content: act.content, texts: act.texts ?? {}, faults: act.faults, warnings: act.warnings });
  else show(act, hash, done);
  if (!done && act.faults.length > 0) process.exitCode = 1;
}

function show(act: Act, hash: string, done: boolean): void {
  for (const line of act.lines) print(visible(line));
  for (const warning of act.warnings) print(`${colour('LOOK', 'yellow')}  ${visible(warning)}`);
  for (const fault of act.faults) print(`${colour('CANNOT', 'red')}  ${visible(fault)}`);
  if (done) print(`\n${colour('done', 'green')}  ${act.action} ${visible(act.subject)}, on record under ${hash}`);
  else if (act.faults.length === 0) print(`\nNothing has changed. The same command with  --approve ${hash.slice(0, HASH_DIGITS)} --by NAME --reason TEXT  does exactly this.`);
  else print('\nNothing has changed.');
}
