import { Command, Option } from 'commander';
import type { Overlap } from '../../schemas/similarity.ts';
import { wrongUse } from '../../src/problem.ts';
import { entriesByCode } from '../../src/store/entries.ts';
import { compareDocument, ignoreText, importText, listTexts, overlapsOf, rebuildTexts } from '../../src/store/similarity.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { textsIn, type FileText } from './file-texts.ts';
import { colour, print, printJson, printTable, visible, when } from './print.ts';

/** `mailroom originality import|check|ignore|list|show|rebuild`: what entries share with others, and what they are compared with. */
export function originalityCommand(): Command {
  const command = new Command('originality').description('passages that entries share with others, and the texts they are compared with');
  command.command('import <path...>').description('add files or folders to what entries are compared with; a CSV file with columns title and text adds a text a line')
    .addOption(new Option('--kind <kind>', 'known initiatives, or entries of an earlier contest').choices(['known', 'earlier']).default('known')).option('--label <text>', 'where they come from, as staff read it').action(importAll);
  command.command('check <file>').description('what a file shares with everything stored; nothing is kept of it').option('--json', 'JSON on stdout').action(check);
  command.command('ignore <path...>').description('words of these files are no sign of a copy: the plan, a form').action(ignoreAll);
  command.command('list').description('every text that is compared').option('--json', 'JSON on stdout').option('--limit <n>', 'at most this many', '500').action(list);
  command.command('show <code>').description('what an entry shares with others, side by side').option('--json', 'JSON on stdout').action(show);
  command.command('rebuild').description('make fingerprints anew that an older version of this program made').action(rebuild);
  return command;
}

async function importAll(paths: string[], { kind, label }: { kind: 'known' | 'earlier'; label?: string }): Promise<void> {
  await addAll(paths, label, (text, name) => withDatabase((tx) => importText(tx, { kind, label: name, file: text.file, text: text.text })));
}

async function ignoreAll(paths: string[]): Promise<void> {
  await addAll(paths, undefined, (text, name) => withDatabase((tx) => ignoreText(tx, { label: name, file: text.file, text: text.text })));
}

/** One transaction for each: what was added stays where a later file fails. */
async function addAll(paths: string[], label: string | undefined, add: (text: FileText, name: string) => Promise<boolean>): Promise<void> {
  const counts = { added: 0, known: 0, unread: 0 };
  for await (const text of textsIn(paths)) {
    if ('unread' in text) {
      counts.unread++;
      print(colour(`${visible(text.file)}: not read (${text.unread})`, 'yellow'));
    } else counts[await add(text, [label, text.title].filter((t) => t).join(': ')) ? 'added' : 'known']++;
  }
  print(`${counts.added} texts added, ${counts.known} known already, ${counts.unread} files without words`);
  if (counts.added + counts.known === 0) process.exitCode = 1;
}

async function check(file: string, { json }: { json?: boolean }): Promise<void> {
  const found: { file: string; overlaps: Overlap[] }[] = [];
  for await (const text of textsIn([file])) {
    if ('unread' in text) throw wrongUse(`${text.file}: not read (${text.unread})`);
    found.push({ file: text.title, overlaps: await withDatabase((tx) => compareDocument(tx, text)) });
  }
  if (json) return printJson(found);
  for (const one of found) {
    print(colour(visible(one.file), 'bold'));
    printOverlaps(one.overlaps);
  }
}

async function list({ json, limit }: { json?: boolean; limit: string }): Promise<void> {
  const { zone } = (await contestOf(environment())).contest;
  const texts = await withDatabase((tx) => listTexts(tx, Math.max(1, Number(limit) || 500)));
  if (json) return printJson(texts);
  printTable(['kind', 'entry', 'words', 'added', 'file', 'label'], texts.map((t) => [t.kind, t.code, String(t.words), when(t.addedAt, zone), t.file ?? (t.code === null ? null : 'mail'), t.label]));
}

async function show(code: string, { json }: { json?: boolean }): Promise<void> {
  const overlaps = await withDatabase(async (tx) => {
    const [entry] = await entriesByCode(tx, [code.toUpperCase()]);
    if (!entry) throw wrongUse(`no entry has the code ${code}; \`mailroom entries list\` shows all`);
    return overlapsOf(tx, entry.id);
  });
  if (json) return printJson(overlaps);
  printOverlaps(overlaps);
}

/** Passages side by side, one above the other: both in full, each with its place. */
function printOverlaps(overlaps: Overlap[]): void {
  if (overlaps.length === 0) print('No passage is shared with another text.');
  for (const { with: other, words, share, passages } of overlaps) {
    print(`\n${colour(visible([other.kind, other.code, other.label].filter((t) => t).join(' ')), 'cyan')}: ${words} words, ${Math.round(share * 100)} % of the text`);
    for (const { here, there } of passages) for (const [side, place] of [['here ', here], ['there', there]] as const) print(`  ${colour(`${side} ${visible(place.file ?? '-')}, line ${place.line}`, 'dim')}  ${visible(place.text)}`);
  }
}

async function rebuild(): Promise<void> {
  let made = 0;
  for (let n = 1; n > 0; made += n) n = await withDatabase((tx) => rebuildTexts(tx, 20));
  print(`${made} texts made anew`);
}
