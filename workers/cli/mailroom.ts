#!/usr/bin/env node
/** The command line: one file per command, wrong use and wrong configuration end with 2 and one line. */
import { Command, CommanderError } from 'commander';
import { checkCommand } from './check.ts';
import { contestCommand } from './contest.ts';
import { demoCommand } from './demo.ts';
import { entriesCommand } from './entries.ts';
import { inspectCommand } from './inspect.ts';
import { lettersCommand } from './letters.ts';
import { messagesCommand } from './messages.ts';
import { migrateCommand } from './migrate.ts';
import { endWith } from './end.ts';
import { startCommand } from './start.ts';
import { statusCommand } from './status.ts';
import { verifyCommand } from './verify.ts';

const program = new Command('mailroom')
  .description('Runs a public contest from its mailbox.')
  .configureHelp({ sortSubcommands: false })
  .showHelpAfterError('(mailroom COMMAND --help shows how)')
  .exitOverride();

for (const command of [demoCommand, startCommand, migrateCommand, checkCommand, inspectCommand, statusCommand, verifyCommand,
  messagesCommand, entriesCommand, lettersCommand, contestCommand]) {
  program.addCommand(inherit(command()));
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else endWith(error);
}

/** Sub-commands throw like the program instead of ending the process in the middle of something. */
function inherit(command: Command): Command {
  command.exitOverride();
  command.commands.forEach(inherit);
  return command;
}
