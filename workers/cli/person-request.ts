import type { Command } from 'commander';
import { personRequestKinds, type PersonRequestKind } from '../../schemas/personal.ts';
import { wrongUse } from '../../src/problem.ts';
import { listRequests, type RequestRow } from '../../src/store/personal/requests.ts';
import { messagesByIdPrefix } from '../../src/store/messages.ts';
import { moveRequest, noteRequest, type Step } from '../personal/requests.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { print, printJson, printTable, when } from './print.ts';

/** `mailroom person request note|list|answered|extend|done|refuse`: what people asked, with the dates of the law. */
export function addPersonRequests(person: Command): void {
  const command = person.command('request').description('what people asked about data of theirs, by when it must be answered and done');
  const by = (c: Command): Command => c.option('--by <name>', 'who does it', process.env['USER'] ?? 'staff');
  by(command.command('note <address>').description(`a request came: ${personRequestKinds.join(', ')}`).requiredOption('--what <kind>').requiredOption('--received <time>', 'as 2024-07-03T08:30:00+07:00')
    .option('--message <id>', 'the mail that asks').option('--with-others', 'somebody outside the office holds the data, too: 20 days instead of 15')).action(note);
  command.command('list').description('open ones first').option('--json', 'JSON on stdout').action(list);
  by(command.command('answered <n>').description('the person was told that it came, and what follows')).action((n: string, o: { by: string }) => move(n, { answered: true }, o.by));
  by(command.command('extend <n>').description('15 days more, once; tell the person why')).action((n: string, o: { by: string }) => move(n, { extend: true }, o.by));
  by(command.command('done <n>')).action((n: string, o: { by: string }) => move(n, { done: true }, o.by));
  by(command.command('refuse <n>').requiredOption('--reason <text>', 'as the person is told it, without a name')).action((n: string, o: { by: string; reason: string }) => move(n, { refused: o.reason.trim().slice(0, 500) }, o.by));
}

type Options = { what: string; received: string; message?: string; withOthers?: boolean; by: string };

async function note(address: string, { what, received, message, withOthers, by }: Options): Promise<void> {
  const { contest } = await contestOf(environment());
  const receivedAt = new Date(received);
  if (!personRequestKinds.includes(what as PersonRequestKind)) throw wrongUse(`--what: expected one of ${personRequestKinds.join(', ')}`);
  if (Number.isNaN(receivedAt.getTime()) || !/(Z|[+-]\d\d:?\d\d)$/.test(received)) throw wrongUse('--received: expected a time with its offset, as 2024-07-03T08:30:00+07:00');
  if (!address.includes('@')) throw wrongUse('expected the address of the person who asks');
  const row = await withDatabase(async (tx) => {
    const [mail] = message === undefined ? [] : await messagesByIdPrefix(tx, message);
    if (message !== undefined && !mail) throw wrongUse(`no message has an id that begins with ${message}`);
    return noteRequest(tx, contest, { what: what as PersonRequestKind, address, messageId: mail?.id ?? null, receivedAt, withOthers: withOthers === true, by });
  });
  print(`Request ${row.n}: answer by ${when(row.answerDueAt, contest.zone)}, done by ${when(row.doneDueAt, contest.zone)}.`);
}

async function move(n: string, step: Step, by: string): Promise<void> {
  if (!/^\d{1,9}$/.test(n)) throw wrongUse('the number of a request, as `mailroom person request list` shows it');
  const { contest } = await contestOf(environment());
  const row = await withDatabase((tx) => moveRequest(tx, contest, Number(n), step, by));
  print(`Request ${row.n} is ${row.state}${row.state === 'open' ? `; done by ${when(row.doneDueAt, contest.zone)}` : ''}.`);
}

async function list({ json }: { json?: boolean }): Promise<void> {
  const { zone } = (await contestOf(environment())).contest;
  const rows = await withDatabase((tx) => listRequests(tx));
  if (json) return printJson(rows);
  printTable(['n', 'what', 'state', 'received', 'answer by', 'answered', 'done by', 'who'], rows.map((r: RequestRow) => [String(r.n), r.what, r.state, when(r.receivedAt, zone), when(r.answerDueAt, zone), when(r.answeredAt, zone), when(r.doneDueAt, zone), r.address]));
}
