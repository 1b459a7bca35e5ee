import { Command } from 'commander';
import { openBlobs } from '../../src/edges/blobs.ts';
import { openParser } from '../../src/edges/parser.ts';
import { wrongUse } from '../../src/problem.ts';
import type { Tx } from '../../src/store/database.ts';
import { documentsOf, listMessages, messagesByIdPrefix } from '../../src/store/messages.ts';
import { required } from '../environment.ts';
import { replay, type Replayed } from '../replay.ts';
import { contestInForce, contestOf, environment, withConnection, withDatabase } from './context.ts';
import { printDocuments, restricted } from './documents.ts';
import { print, printJson, printTable, visible, when } from './print.ts';

/** `mailroom messages list|show|replay`: every message and its one outcome. */
export function messagesCommand(): Command {
  const command = new Command('messages').description('every message of the mailbox and what became of it');
  command.command('list').description('newest first').option('--json', 'JSON on stdout').option('--outcome <outcome>', 'or `waiting`').option('--kind <kind>')
    .option('--limit <n>', 'at most this many', '200').action(list);
  command.command('replay [ids...]').description("today's reading of stored messages beside what was read when they came; nothing changes unless you say --apply")
    .option('--all', 'every message that registered an entry').option('--apply', 'write the changes down: reading, words of documents, fields and findings').option('--dry-run', 'only look (as without --apply)')
    .option('--by <name>', 'who decides', process.env['USER'] ?? 'staff').option('--json', 'one JSON object per message').action(replayAll);
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

type ReplayOptions = { all?: boolean; apply?: boolean; dryRun?: boolean; by: string; json?: boolean };

/** Exit 1 where something cannot be read today. */
async function replayAll(ids: string[], options: ReplayOptions): Promise<void> {
  if (ids.length === 0 && !options.all) throw wrongUse('name messages by their ids, or say --all');
  if (options.apply && options.dryRun) throw wrongUse('--apply and --dry-run exclude each other');
  const env = environment();
  const { SECRET_KEY } = required(env, ['SECRET_KEY']);
  const loaded = await contestInForce();
  const parser = await openParser({ size: 1, documentsDir: env.DATA_DIR, limits: loaded.contest.limits });
  try {
    const wanted = await withDatabase(async (tx) => (options.all ? (await listMessages(tx, { limit: MOST, outcome: 'registered' })).map((m) => m.id) : Promise.all(ids.map((id) => oneId(tx, id)))));
    const blobs = await openBlobs(env.DATA_DIR);
    for (const id of wanted) {
      // Each in a transaction of its own: what a long list changed stays, wherever it ends.
      const seen = await withConnection((db) => replay({ db, blobs, parser, loaded, secretKeys: SECRET_KEY, authservId: env.AUTHSERV_ID ?? null }, id, options.apply ? options.by : null));
      if (options.json) process.stdout.write(`${JSON.stringify(seen)}\n`);
      else showReplayed(seen);
      if (seen.unreadable !== null) process.exitCode = 1;
    }
  } finally {
    await parser.close();
  }
}

const MOST = 100_000;

function showReplayed({ messageId, code, unreadable, changes, applied }: Replayed): void {
  const said = unreadable ?? (changes.length === 0 ? 'as before' : `${changes.length} differences${applied ? ', written down' : ''}`);
  print(`${messageId.slice(0, 8)}  ${code ?? '-'}  ${visible(said)}`);
  if (changes.length > 0) printTable(['  what', 'then', 'today'], changes.map((c) => [`  ${c.of}`, c.before.slice(0, 70), c.after.slice(0, 70)]));
}

async function oneId(tx: Tx, id: string): Promise<string> {
  const [found, another] = await messagesByIdPrefix(tx, id);
  if (!found) throw wrongUse(`no message has an id that begins with ${id}`);
  if (another) throw wrongUse(`several messages have ids that begin with ${id}: give more of it`);
  return found.id;
}

async function show(id: string, options: { json?: boolean }): Promise<void> {
  const { zone } = (await contestOf(environment())).contest;
  const { message, documents } = await withDatabase(async (tx) => {
    const [found, another] = await messagesByIdPrefix(tx, id);
    if (!found) throw wrongUse(`no message has an id that begins with ${id}`);
    if (another) throw wrongUse(`several messages have ids that begin with ${id}: give more of it`);
    return { message: found, documents: await documentsOf(tx, [found.id]) };
  });
  if (options.json) return printJson({ ...message, uidvalidity: String(message.uidvalidity), documents: restricted(documents) });
  print(`Message   ${message.id}`);
  print(`Place     UIDVALIDITY ${message.uidvalidity}, UID ${message.uid}`);
  print(`Received  ${when(message.internalDate, zone)} (Date header: ${visible(message.reading?.dateHeader ?? 'none')})`);
  print(`From      ${visible(message.fromAddress ?? 'no single valid address')}`);
  print(`Sender    ${message.authentication === null ? 'not looked into' : `${message.authentication.result} by ${message.authentication.by ?? 'nobody'}: ${visible(message.authentication.why)}`}`);
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
