import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Contest } from '../../schemas/contest.ts';
import { paperChannels } from '../../schemas/paper.ts';
import { openBlobs } from '../../src/edges/blobs.ts';
import { openPaperRecords } from '../../src/edges/paper-records.ts';
import type { PaperTyped } from '../../src/papers/paper-mail.ts';
import { receivedIn } from '../../src/papers/received.ts';
import { spokenAddress } from '../../src/papers/reach.ts';
import { reasonOf, wrongUse } from '../../src/problem.ts';
import { loadMessage, type MessageRow } from '../../src/store/messages.ts';
import { receiptsOfMessage, type NamedVersion } from '../../src/store/paper.ts';
import { addOnPaper, type Added } from '../paper/add.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { printLetter } from './letters-print.ts';
import { print, printJson } from './print.ts';

type Options = {
  received: string; channel: string; fromName?: string; email?: string; phone?: string; address?: string; title?: string; entry?: string; again?: boolean;
  receipt?: string; wait: string; by: string; reason?: string; json?: boolean;
};

/** `mailroom entries add`: what was handed in or came by post is registered as if it had come by mail. */
export function addOnPaperCommand(entries: Command): void {
  entries.command('add [files...]').description('register an entry that came on paper: its scanned pages, in their order')
    .requiredOption('--received <when>', 'the hand-over or the postmark, as "2024-08-10 09:30" in the contest\'s zone, as 2024-08-10 where only the day is known, or as ISO 8601 with an offset')
    .option('--channel <how>', paperChannels.join(' or '), 'hand').option('--from-name <name>', 'who handed it in or sent it')
    .option('--email <address>', 'the receipt goes there').option('--phone <number>', 'without an address: letters are printed').option('--address <postal>', 'the same, for letters sent by post')
    .option('--title <title>', 'of the entry, where the scan may not tell').option('--entry <code>', 'these papers supplement that entry').option('--again', 'it is another entry, however alike it looks')
    .option('--receipt <file>', 'write the receipt there to be printed, as .html or .txt').option('--wait <seconds>', 'how long a running service is waited for', '60')
    .option('--by <name>', 'who enters it', process.env['USER'] ?? 'staff').option('--reason <text>', 'what is to be on record beside it').option('--json', 'JSON on stdout').action(add);
}

/** Exit 1 where no running service registered it in time: it is stored, and registered later. */
async function add(paths: string[], options: Options): Promise<void> {
  const env = environment();
  const loaded = await contestOf(env);
  const typed = typedIn(options, loaded.contest);
  const wait = secondsIn(options.wait);
  const files = await Promise.all(paths.map(async (path) => ({ name: basename(path), content: await readFile(path).catch((error: unknown) => { throw wrongUse(`${path}: ${reasonOf(error)}`); }) })));
  const services = { loaded, blobs: await openBlobs(env.DATA_DIR), paperRecords: openPaperRecords(env.DATA_DIR, loaded.contest.id) };
  const reason = options.reason?.trim() || (typed.channel === 'hand' ? 'handed in' : 'came by post');
  const added = await withDatabase((tx) => addOnPaper(tx, services, typed, files, { by: options.by, reason: reason.slice(0, 1_000), again: options.again === true, staffMessageId: null }));
  const message = await handled(added.messageId, wait);
  const named = message.outcome === 'registered' ? await withDatabase((tx) => receiptsOfMessage(tx, added.messageId)) : [];
  const written = options.receipt !== undefined && named[0] ? await printLetter(named[0].letterId, options.receipt, options.by) : null;
  report(added, message, named, written, options.json === true, loaded.contest);
  if (message.outcome !== 'registered') process.exitCode = 1;
}

function typedIn(options: Options, contest: Contest): PaperTyped {
  const channel = paperChannels.find((c) => c === options.channel);
  if (!channel) throw wrongUse(`--channel ${options.channel}: expected ${paperChannels.join(' or ')}`);
  if (options.email !== undefined && !z.email().safeParse(options.email).success) throw wrongUse(`--email ${options.email}: expected an address, as an@example.org`);
  if (options.phone !== undefined && !/^\+?\d{8,15}$/.test(options.phone.replace(/[\s.()-]/g, ''))) throw wrongUse(`--phone ${options.phone}: expected one telephone number`);
  return {
    receivedAt: receivedIn(options.received, contest.zone), channel, name: options.fromName?.trim() || null, email: options.email?.toLowerCase() ?? null, phone: options.phone?.trim() ?? null, address: options.address?.trim() || null,
    title: options.title?.trim() || null, code: options.entry?.trim().toUpperCase() ?? null,
  };
}

function secondsIn(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw wrongUse(`--wait ${text}: expected a number of seconds`);
  return Number(text);
}

/** The message once a running service has handled it, or as it stands when the time is over. */
async function handled(id: string, seconds: number): Promise<MessageRow> {
  const until = performance.now() + seconds * 1_000;
  for (;;) {
    const row = await withDatabase((tx) => loadMessage(tx, id));
    if (row === null) throw new Error(`message ${id} has no row`);
    if (row.outcome !== null || performance.now() >= until) return row;
    await sleep(500);
  }
}

function report({ messageId, fresh }: Added, message: MessageRow, named: NamedVersion[], written: string | null, json: boolean, contest: Contest): void {
  if (json) return printJson({ message: messageId, fresh, outcome: message.outcome, entries: named.map(({ code, version, state, title }) => ({ code, version, state, title })), receipt: named[0] ? { letter: named[0].letterId, to: named[0].to, state: named[0].letterState, file: written } : null });
  if (!fresh) print('The same was entered before; nothing was entered again.');
  if (message.outcome === null) return print(`Stored as message ${messageId.slice(0, 8)}; a running service registers it: mailroom messages show ${messageId.slice(0, 8)}`);
  if (named.length === 0) return print(`Not registered: ${message.outcome}, ${message.outcomeReason ?? ''}. See mailroom messages show ${messageId.slice(0, 8)}`);
  for (const { code, version, state, title } of named) print(`${code}  version ${version}  ${state}  ${title ?? '(no title yet)'}`);
  const [{ letterId, to, letterState }] = named as [NamedVersion];
  if (written !== null) print(`The receipt is in ${written}.`);
  if (letterState === 'to-print') print(`No email address is known (${spokenAddress(to, contest.locale)}): print the receipt with mailroom letters print ${letterId.slice(0, 8)} --out receipt.html`);
  else if (letterState !== 'printed') print(`The receipt goes to ${to}.`);
}
