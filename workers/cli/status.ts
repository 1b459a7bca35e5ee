import { Command } from 'commander';
import { readStatus, type Status } from '../../src/store/status.ts';
import { withDatabase } from './context.ts';
import { colour, print, printJson, printTable, visible } from './print.ts';

/** `mailroom status`: counts and ages of everything; exit 1 where something needs a person. */
export function statusCommand(): Command {
  return new Command('status').description('where every message, entry, job and letter stands').option('--json', 'JSON on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const status = await withDatabase((tx) => readStatus(tx));
      if (json) printJson(status);
      else show(status);
      if (status.jobs.dead > 0 || status.mailbox.problem !== null) process.exitCode = 1;
    });
}

function show(status: Status): void {
  const { mailbox, jobs, crowd } = status;
  print(`Mailbox   ${mailbox.name ?? 'not read yet'}: ${mailbox.stored} of ${mailbox.present} stored, last scan ${mailbox.lastScanAt ?? 'never'}`);
  if (mailbox.problem !== null) print(colour(`          ${mailbox.problem} (since ${mailbox.problemSince})`, 'red'));
  print(`Jobs      ${jobs.due} due, ${jobs.running} running, ${jobs.later} later, ${jobs.dead > 0 ? colour(`${jobs.dead} dead`, 'red') : '0 dead'}`);
  if (crowd.flood) print(colour(`Flood     ${crowd.mails} mails from ${crowd.senders} addresses within an hour, ${crowd.loudest?.mails} of them from ${visible(crowd.loudest?.from ?? '')}; handled behind others`, 'yellow'));
  print(`Idle      ${status.idle ? colour('yes', 'green') : 'no'}`);
  print();
  const rows = (what: string, counts: Record<string, number>): string[][] => Object.entries(counts).map(([key, n]) => [what, key, String(n)]);
  printTable(['what', 'state or outcome', 'count'], [...rows('messages', status.messages), ...rows('entries', status.entries), ...rows('letters', status.letters)]);
}
