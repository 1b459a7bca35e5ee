import { Command } from 'commander';
import { documentsOf, listMessages, messageByPlace } from '../../src/store/messages.ts';
import { wrongUse } from './end.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { printDocuments } from './documents.ts';
import { print, printJson, printTable, visible, when } from './print.ts';

/** `mailroom messages list|show`: every message and its one outcome. */
export function messagesCommand(): Command {
  const command = new Command('messages').description('every message of the mailbox and what became of it');
  command.command('list').description('newest first').option('--json', 'JSON on stdout').option('--outcome <outcome>', 'or `waiting`').option('--kind <kind>')
    .option('--limit <n>', 'at most this many', '200').action(list);
  command.command('show <id>').description('one message; the id may be shortened').option('--json', 'JSON on stdout').action(show);
  return command;
}

async function list(options: { json?: boolean; outcome?: string; kind?: string; limit: string }): Promise<void> {
  const { zone } = (await contestOf(environment())).contest;
  const rows = await withDatabase((tx) => listMessages(tx, {
    limit: Number(options.limit), ...(options.outcome ? { outcome: options.outcome } : {}), ...(options.kind ? { kind: options.kind } : {}),
  }));
  if (options.json) return printJson(rows.map(({ reading: _reading, uidvalidity, ...row }) => ({ ...row, uidvalidity: String(uidvalidity) })));
  printTable(['id', 'received', 'from', 'kind', 'outcome', 'reason'],
    rows.map((m) => [m.id.slice(0, 8), when(m.internalDate, zone), m.fromAddress, m.kind, m.outcome ?? 'waiting', m.outcomeReason]));
}

async function show(id: string, options: { json?: boolean }): Promise<void> {
  const { zone } = (await contestOf(environment())).contest;
  const { message, documents } = await withDatabase(async (tx) => {
    const [found, another] = await messageByPlace(tx, id);
    if (!found) throw wrongUse(`no message has an id that begins with ${id}`);
    if (another) throw wrongUse(`several messages have ids that begin with ${id}: give more of it`);
    return { message: found, documents: await documentsOf(tx, [found.id]) };
  });
  if (options.json) return printJson({ ...message, uidvalidity: String(message.uidvalidity), documents });
  print(`Message   ${message.id}`);
  print(`Place     UIDVALIDITY ${message.uidvalidity}, UID ${message.uid}`);
  print(`Received  ${when(message.internalDate, zone)} (Date header: ${visible(message.reading?.dateHeader ?? 'none')})`);
  print(`From      ${visible(message.fromAddress ?? 'no single valid address')}`);
  print(`Subject   ${visible(message.subject ?? '-')}`);
  print(`Bytes     ${message.size}, sha256 ${message.sha256 ?? 'not fetched'}${message.rawDeletedAt ? ' (deleted since)' : ''}`);
  print(`Kind      ${message.kind ?? '-'}: ${visible((message.why ?? []).join('; '))}`);
  print(`Outcome   ${message.outcome ?? 'waiting'}: ${visible(message.outcomeReason ?? '-')}`);
  print(`Warnings  ${message.reading?.warnings.join(', ') || '-'}`);
  if (documents.length > 0) {
    print();
    printDocuments(documents);
  }
  if (message.reading?.text) print(`\n${message.reading.text.split('\n').map((line) => `  ${visible(line)}`).join('\n')}`);
}
