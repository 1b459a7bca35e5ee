import type { Command } from 'commander';
import { answerDueAt, lastInstantOf } from '../../src/contest/working-days.ts';
import { decideEntry, entryOnDesk } from '../desk/apply.ts';
import { openGivenCodes } from '../../src/edges/given-codes.ts';
import { fieldForms, type FieldName } from '../../src/entry/by-hand.ts';
import { wrongUse } from '../../src/problem.ts';
import { listChanges, type ChangeRow } from '../../src/store/changes.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesByCode, takeTurn } from '../../src/store/entries.ts';
import { entryToChange, type ByHand, type Who } from '../by-hand/change.ts';
import { editEntry } from '../by-hand/edit.ts';
import { mergeEntries } from '../by-hand/merge.ts';
import { moveDocuments } from '../by-hand/move-document.ts';
import { askEntrant } from '../by-hand/request.ts';
import { changeSenders } from '../by-hand/senders.ts';
import { splitEntry } from '../by-hand/split.ts';
import { undoChange } from '../by-hand/undo.ts';
import { byHand } from './by-hand.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { print, printJson, printTable, when } from './print.ts';

type Options = { by: string; reason: string; letter: boolean; json?: boolean };

/** `mailroom entries edit|merge|split|move-document|senders|undo|changes`: what reading got wrong is mended by people, on record, and can be undone. */
export function addByHand(entries: Command): void {
  const by = (name: string, description: string): Command => entries.command(name).description(description)
    .requiredOption('--reason <text>', 'why; it goes on record').option('--by <name>', 'who decides', process.env['USER'] ?? 'staff').option('--no-letter', 'nobody is written to').option('--json', 'JSON on stdout');
  by('edit <code>', `put fields right: ${Object.keys(fieldForms).join(', ')}`)
    .option('--set <field=value>', 'once per field; empty = not stated; `--set authors="Name | unit | position | phone | email | 60%; Name | …"`', (value: string, all: string[]) => [...all, value], [])
    .action((code: string, options: Options & { set: string[] }) => run(options, (tx, services, who) => editEntry(tx, services, who, code, valuesIn(options.set))));
  by('merge <code> <other>', 'the other entry becomes part of the first, with its documents and senders')
    .action((code: string, other: string, options: Options) => run(options, (tx, services, who) => mergeEntries(tx, services, who, code, other)));
  by('split <code> <parts...>', 'these documents (numbers as `entries show` prints them, the form first) become an entry of their own')
    .action((code: string, parts: string[], options: Options) => split(code, parts, options));
  by('move-document <code> <part> <to>', 'a document belongs to another entry')
    .action((code: string, part: string, to: string, options: Options) => run(options, (tx, services, who) => moveDocuments(tx, services, who, code, [part], to)));
  const several = (value: string, all: string[]): string[] => [...all, value];
  by('senders <code>', 'which addresses may speak for an entry').option('--add <address>', 'once per address', several, []).option('--remove <address>', 'once per address', several, [])
    .action((code: string, options: Options & { add: string[]; remove: string[] }) => run(options, (tx, services, who) => changeSenders(tx, services, who, code, options)));
  by('undo <change>', 'take a change back, by its number').action((n: string, options: Options) => run(options, (tx, services, who) => undoChange(tx, services, who, numberIn(n))));
  entries.command('decide <code> <word>').description('eligible, or ineligible with --reason (the rule that it breaks); only a person does')
    .option('--reason <text>', 'why; the entrant is told once a batch with it was approved').option('--by <name>', 'who decides', process.env['USER'] ?? 'staff').action(decide);
  entries.command('ask <code>').description('ask the entrant for something, or for all that the entry lacks; the answer counts until its due date, also after the closing')
    .option('--question <text>', 'once per point', (value: string, all: string[]) => [...all, value], []).option('--due <day>', 'the last day, as 2024-08-25; else five working days').option('--by <name>', 'who decides', process.env['USER'] ?? 'staff')
    .action((code: string, options: { question: string[]; due?: string; by: string }) => ask(code, options));
  entries.command('changes [code]').description('what people changed by hand, newest first').option('--json', 'JSON on stdout').option('--limit <n>', 'at most this many', '100').action(changes);
}

async function run(options: Options, work: (tx: Tx, services: ByHand, who: Who) => Promise<ChangeRow>): Promise<void> {
  const services = await byHand();
  const row = await withDatabase((tx) => work(tx, services, whoOf(options)));
  say(row, options);
}

async function ask(code: string, { question, due, by }: { question: string[]; due?: string; by: string }): Promise<void> {
  const services = await byHand();
  const { contest } = services.loaded;
  const dueAt = await withDatabase(async (tx) => {
    await takeTurn(tx);
    const at = due === undefined ? answerDueAt(tx.now, contest) : lastInstantOf(due, contest.zone);
    await askEntrant(tx, services, by, await entryToChange(tx, code), question.map((q) => q.trim()).filter((q) => q !== ''), at);
    return at;
  });
  print(`Asked. Answers count until ${when(dueAt, contest.zone)}. A running service sends the letter.`);
}

async function decide(code: string, word: string, { reason, by }: { reason?: string; by: string }): Promise<void> {
  if (word !== 'eligible' && word !== 'ineligible') throw wrongUse('expected eligible or ineligible; `mailroom entries ask` asks the entrant for more');
  const services = await byHand();
  await withDatabase(async (tx) => {
    await takeTurn(tx);
    await decideEntry(tx, services, await entryOnDesk(tx, code), { word, reason: reason?.trim() || null, by });
  });
  print(`${code.toUpperCase()} is ${word}. Nobody was told yet: mailroom approvals propose eligibility`);
}

async function split(code: string, parts: string[], options: Options): Promise<void> {
  const services = await byHand();
  const given = openGivenCodes(environment().DATA_DIR, services.loaded.contest.id);
  const before = await given.byContent();
  const made = await withDatabase((tx) => splitEntry(tx, services, whoOf(options), code, parts, before));
  // After the commit, as for codes that a mail gets.
  await given.note([made.given]);
  say(made.change, options);
}

function whoOf({ by, reason, letter }: Options): Who {
  if (reason.trim() === '') throw wrongUse('--reason: say why; it goes on record');
  return { by, reason: reason.trim().slice(0, 1_000), letters: letter };
}

function say(row: ChangeRow, { json, letter }: Options): void {
  if (json) return printJson({ change: row.n, action: row.action, before: row.before, after: row.after });
  const states = row.after.map((s) => `${s.code} ${s.state}`).join(', ');
  print(`Change ${row.n} (${row.action}): ${states}. ${letter ? 'A running service sends the letter.' : 'No letter.'} Undo it with: mailroom entries undo ${row.n} --reason "…"`);
}

function valuesIn(set: string[]): Partial<Record<FieldName, string>> {
  if (set.length === 0) throw wrongUse(`say what to put right, as --set title="…"; the fields are ${Object.keys(fieldForms).join(', ')}`);
  return Object.fromEntries(set.map((pair) => {
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, at)).trim();
    if (!Object.hasOwn(fieldForms, name)) throw wrongUse(`--set ${pair.slice(0, 40)}: expected field=value with one of ${Object.keys(fieldForms).join(', ')}`);
    return [name, pair.slice(at + 1)];
  }));
}

function numberIn(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw wrongUse('the number of a change, as `mailroom entries changes` lists them');
  return Number(text);
}

async function changes(code: string | undefined, options: { json?: boolean; limit: string }): Promise<void> {
  const { zone } = (await contestOf(environment())).contest;
  const rows = await withDatabase(async (tx) => {
    const [entry] = code === undefined ? [] : await entriesByCode(tx, [code.toUpperCase()]);
    if (code !== undefined && !entry) throw wrongUse(`no entry has the code ${code}`);
    return listChanges(tx, entry?.id ?? null, Number(options.limit));
  });
  if (options.json) return printJson(rows);
  printTable(['n', 'when', 'what', 'entries', 'by', 'undone', 'why'], rows.map((c) => [String(c.n), when(c.at, zone), c.action, c.after.map((s) => s.code).join(', '), c.actor, c.undoneBy, c.reason]));
}
