import type { Command } from 'commander';
import { authorsAcross } from '../../src/desk/authors.ts';
import { authorsOnDesk } from '../../src/store/authors.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { colour, print, printJson, printTable } from './print.ts';

/** `mailroom entries authors`: who takes part in several entries. */
export function addAuthors(entries: Command): void {
  entries.command('authors').description('who takes part in several entries, by name and unit').option('--json', 'JSON on stdout').option('--all', 'everybody').action(authors);
}

async function authors({ json, all }: { json?: boolean; all?: boolean }): Promise<void> {
  const { contest, agencies } = await contestOf(environment());
  const limit = contest.openQuestions.maxEntriesPerAuthor ?? null;
  const people = authorsAcross(await withDatabase(authorsOnDesk), agencies, contest.window.opens.slice(0, 10)).filter((a) => all || a.codes.length > 1);
  const rows = people.map((a) => ({ ...a, entries: a.codes.length, overLimit: limit !== null && a.codes.length > limit }));
  if (json) return printJson(rows);
  if (rows.length === 0) return print('Nobody takes part in more than one entry.');
  printTable(['author', 'unit', 'entries', 'codes'], rows.map((a) => [a.name, a.unit, `${a.entries}${a.overLimit ? ' (over the limit)' : ''}`, a.codes.join(', ')]));
  print(colour(limit === null ? '\nThe contest sets no limit (openQuestions.maxEntriesPerAuthor).' : `\nThe contest takes at most ${limit} of one author.`, 'dim'));
}
