import { Command } from 'commander';
import { findCodes, numberOf } from '../../src/entry/code.ts';
import { wrongUse } from '../../src/problem.ts';
import { migrate } from '../../src/store/database.ts';
import { beginRestoration, openRestorationOf } from '../../src/store/restoration.ts';
import { required } from '../environment.ts';
import { contestOf, environment, migrationsFolder, withDatabase } from './context.ts';
import { print } from './print.ts';

/** `mailroom restored`: says that the database is an older one. Before the next `start`; harmless where it is not. */
export function restoredCommand(): Command {
  return new Command('restored').description('an older database was restored: read the mailbox again before anything is registered or sent')
    .option('--last-code <code>', 'the highest code known to have been given, from a letter or a list; none up to it is given anew')
    .action(restored);
}

async function restored({ lastCode }: { lastCode?: string }): Promise<void> {
  const env = environment();
  const { DATABASE_URL } = required(env, ['DATABASE_URL']);
  const { codePrefix } = (await contestOf(env)).contest;
  const [code] = lastCode === undefined ? [] : findCodes(lastCode, codePrefix).valid;
  if (lastCode !== undefined && code === undefined) throw wrongUse(`--last-code ${lastCode}: no valid code of this contest; expected one as in a receipt, ${codePrefix}-0123-K`);
  await migrate(DATABASE_URL, migrationsFolder);
  await withDatabase(async (tx) => {
    const before = await openRestorationOf(tx);
    await beginRestoration(tx, { reason: 'said by `mailroom restored`', floor: code === undefined ? 0 : numberOf(code) ?? 0 });
    print(before === null ? 'Noted. What was on its way is held.' : `It was noted before (${before.reason}).`);
  });
  print('`mailroom start` reads the whole mailbox first, registers what was registered under the codes it had, and keeps as drafts what may have been said before.');
}
