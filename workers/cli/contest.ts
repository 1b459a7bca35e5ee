import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { localeSchema, type Locale } from '../../schemas/contest.ts';
import { newContestYaml } from '../../src/contest/new.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { registrationForm } from '../../src/papers/registration-form.ts';
import { wrongUse } from '../../src/problem.ts';
import { addQuestions } from './contest-questions.ts';
import { deadlineCommand } from './deadline.ts';
import { contestInForce, wallClock } from './context.ts';
import { print } from './print.ts';

/** `mailroom contest new|check|form|questions|deadline`: contests are folders of data. */
export function contestCommand(): Command {
  const command = new Command('contest').description('contests are folders of data');
  command.command('new <dir>').description('write a commented contest that is open today')
    .option('--zone <zone>', 'IANA time zone of its dates', Intl.DateTimeFormat().resolvedOptions().timeZone)
    .option('--mailbox <address>', 'the address that receives entries', 'contest@example.org')
    .addOption(new Option('--locale <language>', 'of its letters').choices(localeSchema.options).default('en'))
    .action(async (dir: string, { zone, mailbox, locale }: { zone: string; mailbox: string; locale: Locale }) => {
      const file = join(dir, 'contest.yaml');
      if (existsSync(file)) throw wrongUse(`${file} exists; nothing was written`);
      await mkdir(dir, { recursive: true });
      await writeFile(file, newContestYaml({ now: wallClock(), zone, mailbox, locale }));
      print(`${file} written. Read it through, then: CONTEST_DIR=${dir} mailroom check`);
    });
  command.command('check <dir>').description('read a contest folder and say what is wrong, by file and line').action(async (dir: string) => {
    const { contest, people, agencies } = await readContestFolder(dir);
    print(`${contest.id}: areas ${contest.areas.length}, open from ${contest.window.opens} to ${contest.window.closes}, people who may not enter ${people.length}, agencies ${agencies.length}`);
  });
  command.command('form').description('write the registration form of the contest (CONTEST_DIR) as a Word file')
    .option('--out <file>', 'where to write it', 'registration-form.docx').action(async ({ out }: { out: string }) => {
      const { contest } = await contestInForce();
      await writeFile(out, await registrationForm(contest));
      print(`${out} written: the form of ${contest.id}. What people fill in is read from it without loss.`);
    });
  addQuestions(command);
  command.addCommand(deadlineCommand());
  return command;
}
