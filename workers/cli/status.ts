import { hostname } from 'node:os';
import { Command } from 'commander';
import { Problem } from '../../src/problem.ts';
import { readStatus, type ProcessStatus, type Status, type TroubleStatus } from '../../src/store/status.ts';
import { withDatabase } from './context.ts';
import { colour, print, printJson, printTable, visible } from './print.ts';

/** `mailroom status`: counts and ages of everything; exit 1 where something needs a person, or a part does not work. */
export function statusCommand(): Command {
  return new Command('status').description('where every message, entry, job and letter stands').option('--json', 'JSON on stdout')
    .action(async ({ json }: { json?: boolean }) => {
      const status = await withDatabase((tx) => readStatus(tx)).catch((error: unknown) => {
        if (json && error instanceof Problem && error.code === 'database-away') printJson(withoutDatabase(error));
        throw error;
      });
      if (json) printJson(status);
      else show(status);
      if (status.jobs.dead > 0 || status.troubles.some((t) => t.open) || nobodyWorks(status)) process.exitCode = 1;
    });
}

/** What can be said while the database does not answer. */
function withoutDatabase(error: Problem): Pick<Status, 'idle'> & { troubles: Pick<TroubleStatus, 'part' | 'host' | 'open' | 'detail'>[] } {
  return { troubles: [{ part: 'database', host: hostname(), open: true, detail: error.forStaff }], idle: false };
}

/** Processes are on record, so that none was stopped in order, but none gave word within a minute. */
function nobodyWorks({ processes }: Status): boolean {
  return processes.length > 0 && processes.every((p) => !p.alive);
}

function show(status: Status): void {
  const { mailbox, jobs, crowd } = status;
  print(`Mailbox   ${mailbox.name ?? 'not read yet'}: ${mailbox.stored} of ${mailbox.present} stored, last scan ${mailbox.lastScanAt ?? 'never'}`);
  if (status.personal.requests > 0) print(colour(`Requests  ${status.personal.requests} about personal data, the next due ${status.personal.nextDueAt}: mailroom person request list`, 'yellow'));
  if (status.restored) print(colour(`Restored  ${status.restored.phase}, ${status.restored.waiting} mails wait (${status.restored.reason})`, 'yellow'));
  print(`Jobs      ${jobs.due} due, ${jobs.running} running, ${jobs.later} later, ${jobs.dead > 0 ? colour(`${jobs.dead} dead`, 'red') : '0 dead'}`);
  if (crowd.flood) print(colour(`Flood     ${crowd.mails} mails from ${crowd.senders} addresses within an hour, ${crowd.loudest?.mails} of them from ${visible(crowd.loudest?.from ?? '')}; handled behind others`, 'yellow'));
  print(`Idle      ${status.idle ? colour('yes', 'green') : 'no'}`);
  for (const process_ of status.processes) print(processLine(process_));
  if (nobodyWorks(status)) print(colour('          no process gave word within a minute: is the service running, can it reach the database?', 'red'));
  for (const trouble of status.troubles.filter((t) => t.open)) print(colour(`Trouble   ${troubleWords(trouble)}, since ${trouble.since}`, 'red'));
  for (const trouble of status.troubles.filter((t) => !t.open)) print(`Healed    ${troubleWords(trouble)}, from ${trouble.since} to ${trouble.endedAt}`);
  print();
  const rows = (what: string, counts: Record<string, number>): string[][] => Object.entries(counts).map(([key, n]) => [what, key, String(n)]);
  printTable(['what', 'state or outcome', 'count'], [...rows('messages', status.messages), ...rows('entries', status.entries), ...rows('letters', status.letters)]);
}

function processLine({ host, pid, alive, seenAt, loops }: ProcessStatus): string {
  const worked = Object.entries(loops).map(([loop, { secondsAgo }]) => `${loop} ${secondsAgo} s ago`).join(', ');
  return alive ? `Process   ${host} (${pid}) got something done: ${worked}` : colour(`Process   ${host} (${pid}) silent since ${seenAt}`, 'yellow');
}

function troubleWords({ part, host, detail }: TroubleStatus): string {
  return `${part}${host === null ? '' : ` on ${host}`}: ${visible(detail)}`;
}
