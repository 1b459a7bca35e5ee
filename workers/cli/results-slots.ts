import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { instantOf } from '../../src/contest/deadline-change.ts';
import { wrongUse } from '../../src/problem.ts';
import { appointmentOf } from '../../src/results/appointment.ts';
import { calendarFile } from '../../src/results/calendar-file.ts';
import { sendersOf, titlesOf } from '../../src/store/entries.ts';
import { answersTo, slotsOf } from '../../src/store/results/slots.ts';
import { cancelAct, moveAct, planAct } from '../results/slots.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { asAct, runAct, type ActOptions } from './results-act.ts';
import { print, printJson, printTable, when } from './print.ts';

/** `mailroom results slots show|plan|move|cancel|ics`: when and where finalists present. */
export function addSlots(results: Command): void {
  const slots = results.command('slots').description('when and where finalists present');
  slots.command('show <round>').option('--json', 'JSON on stdout').action(show);
  asAct(slots.command('plan <round>').description('draw the order by lot and give each a slot').requiredOption('--start <instant>', 'as 2024-11-26T08:00:00+07:00').requiredOption('--place <place>', 'where')
    .requiredOption('--seed <seed>', 'of the lot; kept, so that anybody can draw again').option('--minutes <n>', 'for each: talk and questions', '15')
    .option('--break <from/to>', 'as 2024-11-26T11:30:00+07:00/2024-11-26T13:30:00+07:00; may stand several times', (value: string, all: string[]) => [...all, value], [] as string[]))
    .action((round: string, options: ActOptions & { start: string; place: string; seed: string; minutes: string; break: string[] }) => runAct(options, (tx, loaded) => planAct(tx, loaded, round, {
      starts: instantOf(options.start), minutes: Number(options.minutes), place: options.place, seed: options.seed, breaks: options.break.map(readBreak),
    })));
  asAct(slots.command('move <round> <code>').description('one entry presents at another time or place').option('--start <instant>', 'as 2024-11-26T08:00:00+07:00').option('--place <place>', 'where'))
    .action((round: string, code: string, options: ActOptions & { start?: string; place?: string }) => runAct(options, (tx) => {
      if (options.start === undefined && options.place === undefined) throw wrongUse('--start or --place is needed');
      return moveAct(tx, round, code, { ...(options.start === undefined ? {} : { startsAt: instantOf(options.start) }), ...(options.place === undefined ? {} : { place: options.place }) });
    }));
  asAct(slots.command('cancel <round> <code>').description('one entry does not present')).action((round: string, code: string, options: ActOptions) => runAct(options, (tx) => cancelAct(tx, round, code)));
  slots.command('ics <round> <dir>').description('a calendar file for each slot: invitation, change or cancellation').action(ics);
}

function readBreak(text: string): { from: Date; to: Date } {
  const [from = '', to = ''] = text.split('/');
  const pause = { from: instantOf(from), to: instantOf(to) };
  if (!(pause.to > pause.from)) throw wrongUse(`--break: expected two moments, the first before the second, as 2024-11-26T11:30:00+07:00/2024-11-26T13:30:00+07:00 (found "${text}")`);
  return pause;
}

async function show(round: string, { json }: { json?: boolean }): Promise<void> {
  const { zone } = (await contestOf(environment())).contest;
  const { rows, answers } = await withDatabase(async (tx) => ({ rows: await slotsOf(tx, round), answers: await answersTo(tx, round) }));
  if (json) return printJson(rows.map(({ id, code, startsAt, minutes, place, sequence, cancelledAt }) => ({ code, startsAt, minutes, place, sequence, cancelledAt, answer: answers.get(id) ?? null })));
  printTable(['starts', 'minutes', 'code', 'state', 'answer', 'place'], rows.map((s) => [when(s.startsAt, zone), String(s.minutes), s.code, s.cancelledAt === null ? `change ${s.sequence}` : 'cancelled', answers.get(s.id) ?? '', s.place]));
}

async function ics(round: string, dir: string): Promise<void> {
  const { contest } = await contestOf(environment());
  const files = await withDatabase(async (tx) => {
    const rows = await slotsOf(tx, round);
    const titles = await titlesOf(tx, rows.map((r) => r.entryId));
    return Promise.all(rows.map(async (s) => ({
      name: `${s.code}.ics`,
      text: calendarFile(appointmentOf(contest, round, { ...s, title: titles.get(s.entryId) ?? null, cancelled: s.cancelledAt !== null, saidAt: s.changedAt, attendees: (await sendersOf(tx, s.entryId)).slice(0, 1) })),
    })));
  });
  if (files.length === 0) throw wrongUse(`no entry has a slot in the round ${round}`);
  await mkdir(dir, { recursive: true });
  for (const { name, text } of files) await writeFile(join(dir, name), text);
  print(`${files.length} calendar files in ${dir}`);
}
