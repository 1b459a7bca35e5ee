import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { Contest } from '../../schemas/contest.ts';
import { letterKinds, type Carries, type LetterKind } from '../../schemas/letters.ts';
import { attachmentName } from '../../src/letters/attachments.ts';
import { sampleFacts, sampleNow } from '../../src/letters/samples.ts';
import { draftLetters, lettersByIdPrefix, listLetters, releasable } from '../../src/store/letters.ts';
import { openBlobs } from '../../src/edges/blobs.ts';
import { wrongUse } from '../../src/problem.ts';
import { attachmentsAsFiles } from '../sending/attachments.ts';
import { addPrint } from './letters-print.ts';
import { isPartOfAll, releaseOne } from '../release.ts';
import { contestOf, environment, withDatabase, writerOf } from './context.ts';
import { print, printJson, printTable, when } from './print.ts';

/** `mailroom letters list|show|preview|release|print`: the outbox. */
export function lettersCommand(): Command {
  const command = new Command('letters').description('the outbox');
  command.command('list').description('newest first').option('--json', 'JSON on stdout').option('--state <state>').option('--kind <kind>').option('--to <address>')
    .option('--limit <n>', 'at most this many', '200').action(list);
  command.command('show <id>').description('one letter as its reader sees it; the id may be shortened').option('--json', 'JSON on stdout').action(show);
  command.command('preview [kind]').description('write a letter with sample facts (all kinds where none is named)').option('--out <dir>', 'folder', 'letters-preview').action(preview);
  command.command('release [ids...]').description('let drafts leave; by its id also a letter that was refused, bounced or stayed unclear, once its address was mended')
    .option('--all', 'every draft, but for what a flood called forth and what may have left before a restore').option('--kind <kind>', 'with --all: only this kind, whatever called it forth')
    .option('--to <address>', 'send this one letter to another address').option('--by <name>', 'who decides', process.env['USER'] ?? 'staff').action(release);
  addPrint(command);
  return command;
}

async function list(options: { json?: boolean; state?: string; kind?: string; to?: string; limit: string }): Promise<void> {
  const { zone } = (await contestOf(environment())).contest;
  const { json, limit, ...filter } = options;
  const rows = await withDatabase((tx) => listLetters(tx, { ...filter, limit: Number(limit) }));
  if (json) return printJson(rows.map(({ html: _html, text: _text, ...row }) => row));
  printTable(['id', 'written', 'kind', 'state', 'to', 'subject'],
    rows.map((l) => [l.id.slice(0, 8), when(l.createdAt, zone), l.kind, l.reason === null ? l.state : `${l.state} (${l.reason})`, l.toAddress, l.subject]));
}

async function show(id: string, options: { json?: boolean }): Promise<void> {
  const letter = await oneLetter(id);
  if (options.json) return printJson(letter);
  const { contest } = await contestOf(environment());
  print(`To:       ${letter.toAddress}\nSubject:  ${letter.subject}\nState:    ${letter.state}${letter.reason ? ` (${letter.reason})` : ''}\n${attachedLine(letter.facts, contest)}\n${letter.text}`);
}

/** A line that names what a letter carries; none where that is nothing. */
function attachedLine(facts: unknown, contest: Contest): string {
  const names = ((facts as Carries).attached ?? []).map((name) => attachmentName(name, contest));
  return names.length === 0 ? '' : `Attached: ${names.join(', ')}\n`;
}

async function oneLetter(id: string): ReturnType<typeof lettersByIdPrefix> extends Promise<(infer L)[]> ? Promise<L> : never {
  const [found, another] = await withDatabase((tx) => lettersByIdPrefix(tx, id));
  if (!found) throw wrongUse(`no letter has an id that begins with ${id}`);
  if (another) throw wrongUse(`several letters have ids that begin with ${id}: give more of it`);
  return found;
}

async function preview(kind: string | undefined, options: { out: string }): Promise<void> {
  const kinds = kind === undefined ? letterKinds : letterKinds.filter((k) => k === kind);
  if (kinds.length === 0) throw wrongUse(`there is no letter ${kind}; the kinds are ${letterKinds.join(', ')}`);
  const loaded = await contestOf(environment());
  const writer = await writerOf(loaded);
  await mkdir(options.out, { recursive: true });
  const blobs = await openBlobs(environment().DATA_DIR);
  for (const k of kinds) {
    const letter = writer.write(k, sampleFacts<LetterKind>(k, loaded.contest), sampleNow(k, loaded.contest));
    await writeFile(join(options.out, `${k}.html`), letter.html);
    const attached = attachedLine(letter.facts, loaded.contest);
    await writeFile(join(options.out, `${k}.txt`), `Subject: ${letter.subject}\n${attached}\n${letter.text}`);
    print(`${k.padEnd(20)} ${letter.subject}${attached === '' ? '' : `  (${attached.trim()})`}`);
    for (const file of await attachmentsAsFiles(letter.facts.attached ?? [], { contest: loaded.contest, blobs, letter: { toAddress: 'mau@example.org', createdAt: sampleNow(k, loaded.contest) } })) await writeFile(join(options.out, file.filename), file.content);
  }
  print(`\n${kinds.length} letters written to ${options.out}/ as .html and .txt`);
}

type Release = { all?: boolean; kind?: string; to?: string; by: string };

async function release(ids: string[], options: Release): Promise<void> {
  if (ids.length === 0 && !options.all) throw wrongUse('name the letters to release, or say --all for every draft; `mailroom letters list --state draft` shows them');
  if (options.to !== undefined && (ids.length !== 1 || options.all || !z.email().safeParse(options.to).success)) throw wrongUse('--to takes one address, as office@example.org, for one letter named by its id');
  const named = await Promise.all(ids.map(oneLetter));
  const fixed = named.find((l) => !(releasable as readonly string[]).includes(l.state));
  if (fixed) throw wrongUse(`letter ${fixed.id.slice(0, 8)} is ${fixed.state}: only ${releasable.join(', ')} can be released`);
  const released = await withDatabase(async (tx) => {
    const drafts = options.all ? (await draftLetters(tx)).filter((draft) => isPartOfAll(draft, options.kind)) : [];
    let count = 0;
    for (const letter of [...named, ...drafts]) if (await releaseOne(tx, letter.id, options)) count++;
    return count;
  });
  if (released === 0) throw wrongUse('nothing to release; `mailroom letters list --state draft` shows what waits');
  print(`${released} letters released; a running service sends them.`);
}
