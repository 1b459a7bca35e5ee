import { Command } from 'commander';
import type { EntryFields } from '../../schemas/reading.ts';
import { entriesByCode, listEntries, loadEntry, sendersOf, versionsOf } from '../../src/store/entries.ts';
import { lettersOfEntry } from '../../src/store/letters.ts';
import { documentsOfVersions } from '../../src/store/messages.ts';
import { channelsOf, channelsOfEntries } from '../../src/store/paper.ts';
import { spokenAddress } from '../../src/papers/reach.ts';
import { wrongUse } from '../../src/problem.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { addAuthors } from './entries-authors.ts';
import { addCase } from './case.ts';
import { addOnPaperCommand } from './entries-add.ts';
import { addByHand } from './entries-by-hand.ts';
import { addTags } from './entries-tags.ts';
import { printDocuments, restricted } from './documents.ts';
import { print, printJson, printTable, visible, when } from './print.ts';

/** `mailroom entries list|show`, and what staff change by hand. */
export function entriesCommand(): Command {
  const command = new Command('entries').description('the registered entries');
  command.command('list').description('every entry with its state and title').option('--json', 'JSON on stdout').option('--state <state>')
    .option('--limit <n>', 'at most this many', '500').action(list);
  command.command('show <code>').description('one entry: versions, fields, findings, documents, letters').option('--json', 'JSON on stdout').action(show);
  addAuthors(command);
  addCase(command);
  addByHand(command);
  addTags(command);
  addOnPaperCommand(command);
  return command;
}

async function list(options: { json?: boolean; state?: string; limit: string }): Promise<void> {
  const { zone } = (await contestOf(environment())).contest;
  const { rows, channels } = await withDatabase(async (tx) => {
    const listed = await listEntries(tx, { limit: Number(options.limit), ...(options.state ? { state: options.state } : {}) });
    return { rows: listed, channels: await channelsOfEntries(tx, listed.map(({ entry }) => entry.id)) };
  });
  if (options.json) return printJson(rows.map(({ entry, version }) => ({ code: entry.code, state: entry.state, receivedAt: entry.receivedAt, channel: channels.get(entry.id) ?? 'mail', versions: version?.n ?? 0, title: version?.fields.title.value ?? null })));
  printTable(['code', 'state', 'received', 'by', 'versions', 'title'],
    rows.map(({ entry, version }) => [entry.code, entry.state, when(entry.receivedAt, zone), channels.get(entry.id) ?? 'mail', String(version?.n ?? 0), version?.fields.title.value ?? null]));
}

async function show(code: string, options: { json?: boolean }): Promise<void> {
  const { zone, locale } = (await contestOf(environment())).contest;
  const file = await withDatabase(async (tx) => {
    const [entry] = await entriesByCode(tx, [code.toUpperCase()]);
    if (!entry) throw wrongUse(`no entry has the code ${code}; \`mailroom entries list\` shows all`);
    const versions = await versionsOf(tx, entry.id);
    const into = entry.mergedInto === null ? null : (await loadEntry(tx, entry.mergedInto))?.code ?? null;
    return { entry, into, versions, channels: Object.fromEntries(await channelsOf(tx, versions.map((v) => v.messageId))), senders: await sendersOf(tx, entry.id), documents: await documentsOfVersions(tx, versions), letters: await lettersOfEntry(tx, entry.id) };
  });
  if (options.json) return printJson({ ...file, documents: restricted(file.documents), letters: file.letters.map(({ html: _html, ...letter }) => letter) });
  print(`${file.entry.code}  ${file.entry.state}${file.into ? ` into ${file.into}` : ''}  received ${when(file.entry.receivedAt, zone)}  known senders: ${file.senders.map((s) => spokenAddress(s, locale)).join(', ')}`);
  for (const version of file.versions) {
    print(`\nVersion ${version.n}, received ${when(version.receivedAt, zone)}, ${onPaper(file.channels[version.messageId])}from message ${version.messageId}${version.form === '' ? '' : `, its form ${version.form}`}${version.noticeVersion === null ? '' : `, privacy notice ${version.noticeVersion}`}`);
    for (const [name, field] of Object.entries(version.fields) as [string, EntryFields[keyof EntryFields]][]) {
      print(`  ${name.padEnd(14)} ${field.value === null ? '-' : visible(JSON.stringify(field.value))}  (${visible([field.file, field.source].filter((p) => p).join(', '))}, ${field.confidence})`);
      for (const other of field.others ?? []) print(`  ${''.padEnd(14)} but ${visible(JSON.stringify(other.value))}  (${visible([other.file, other.source].filter((p) => p).join(', '))})`);
    }
    for (const finding of version.findings) print(`  ${finding.severity.padEnd(14)} ${finding.code}: ${visible(finding.forStaff)}`);
  }
  print('\nDocuments');
  printDocuments(file.documents);
  print('\nLetters');
  printTable(['id', 'kind', 'state', 'written', 'subject'], file.letters.map((l) => [l.id.slice(0, 8), l.kind, l.state, when(l.createdAt, zone), l.subject]));
}

function onPaper(channel: string | undefined): string {
  return channel === undefined ? '' : `on paper, by ${channel}, `;
}
