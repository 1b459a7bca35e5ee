#!/usr/bin/env node
/** The command line: one file per command, wrong use and wrong configuration end with 2 and one line. */
import { Command, CommanderError } from 'commander';
import { endWith } from './end.ts';

/** In the order of the help. Each is loaded when it is asked for: `status` need not load what the demo needs. */
const commands: Record<string, () => Promise<() => Command>> = {
  demo: async () => (await import('./demo.ts')).demoCommand,
  start: async () => (await import('./start.ts')).startCommand,
  migrate: async () => (await import('./migrate.ts')).migrateCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  inspect: async () => (await import('./inspect.ts')).inspectCommand,
  status: async () => (await import('./status.ts')).statusCommand,
  verify: async () => (await import('./verify.ts')).verifyCommand,
  messages: async () => (await import('./messages.ts')).messagesCommand,
  entries: async () => (await import('./entries.ts')).entriesCommand,
  letters: async () => (await import('./letters.ts')).lettersCommand,
  questions: async () => (await import('./questions.ts')).questionsCommand,
  approvals: async () => (await import('./approvals.ts')).approvalsCommand,
  contest: async () => (await import('./contest.ts')).contestCommand,
  agencies: async () => (await import('./agencies.ts')).agenciesCommand,
  judges: async () => (await import('./judges.ts')).judgesCommand,
  assign: async () => (await import('./assign.ts')).assignCommand,
  audit: async () => (await import('./audit.ts')).auditCommand,
  results: async () => (await import('./results.ts')).resultsCommand,
  export: async () => (await import('./export.ts')).exportCommand,
  originality: async () => (await import('./originality.ts')).originalityCommand,
  person: async () => (await import('./person.ts')).personCommand,
  restored: async () => (await import('./restored.ts')).restoredCommand,
};

const program = new Command('mailroom')
  .description('Runs a public contest from its mailbox.')
  .configureHelp({ sortSubcommands: false })
  .showHelpAfterError('(mailroom COMMAND --help shows how)')
  .exitOverride();

// Who reads no further, as `| head` does, has what was wanted; what was begun is done all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const asked = process.argv[2] ?? '';
for (const load of Object.hasOwn(commands, asked) ? [commands[asked]] : Object.values(commands)) {
  if (load) program.addCommand(inherit((await load())()));
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else endWith(error);
  // Whatever a failed command left open must not keep the process from ending: nobody would start it again.
  setTimeout(() => process.exit(), 5_000).unref();
}

/** Sub-commands throw like the program instead of ending the process in the middle of something. */
function inherit(command: Command): Command {
  command.exitOverride();
  command.commands.forEach(inherit);
  return command;
}
