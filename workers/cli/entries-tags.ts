import type { Command } from 'commander';
import type { Contest } from '../../schemas/contest.ts';
import type { TagHint } from '../../schemas/tags.ts';
import { readTagList, tagListCsv, tagsIn, writtenTags, type TagListLine } from '../../src/desk/tag-list.ts';
import { countTags, tagHints } from '../../src/desk/tags.ts';
import type { Tx } from '../../src/store/database.ts';
import { entriesByCode, versionsOf } from '../../src/store/entries.ts';
import { readOfVersions } from '../../src/store/messages.ts';
import { tagLines, type TagLine } from '../../src/store/tags.ts';
import { MOST_SEARCHED } from '../../src/checks/search.ts';
import { wrongUse } from '../../src/problem.ts';
import { tagEntries } from '../by-hand/tag.ts';
import { byHand } from './by-hand.ts';
import { contestOf, environment, withDatabase } from './context.ts';
import { print, printJson, printTable } from './print.ts';
import { utf8 } from './text-file.ts';

type TagOptions = { none?: boolean; suggested?: boolean; from?: string; reason: string; by: string; json?: boolean };
type ListOptions = { untagged?: boolean; limit: string; json?: boolean; csv?: boolean };

/** `mailroom entries tag|tags`: which indices and aims of the plan an entry serves, as people say. */
export function addTags(entries: Command): void {
  entries.command('tags').description('what each entry serves, as people said; of those nobody tagged, what its own words hint at').option('--untagged', 'only those nobody tagged')
    .option('--limit <n>', 'at most this many', '500').option('--csv', 'a list to fill in, for `entries tag --from`, on stdout').option('--json', 'JSON on stdout').action(list);
  entries.command('tag [codes] [tags...]').description('say what entries (CODE, or CODE,CODE) serve, instead of what was said before; `entries undo` takes it back')
    .option('--none', 'none of the tags fits').option('--suggested', 'the tags that the words of each entry hint at').option('--from <file>', 'a list in CSV: code, tags')
    .option('--reason <text>', 'why; it goes on record', '').option('--by <name>', 'who says so', process.env['USER'] ?? 'staff').option('--json', 'JSON on stdout').action(tag);
}

async function list({ untagged, limit, json, csv }: ListOptions): Promise<void> {
  const { contest } = await contestOf(environment());
  if (contest.tags.length === 0) throw wrongUse('contest.yaml names no tags');
  const { all, lines } = await withDatabase(async (tx) => {
    const found = await tagLines(tx);
    const shown = found.filter((l) => !untagged || l.tags === null).slice(0, Number(limit));
    return { all: found, lines: await Promise.all(shown.map(async (line): Promise<TagListLine> => ({ ...line, hints: line.tags === null ? await hintsOf(tx, line, contest) : [] }))) };
  });
  const counts = countTags(all.map((l) => l.tags), contest);
  if (csv) return void process.stdout.write(tagListCsv(lines));
  if (json) return printJson({ ...counts, entries: lines.map(({ code, title, tags, hints }) => ({ code, title, tags, hints })) });
  printTable(['code', 'tags', 'its words hint at', 'title'], lines.map((l) => [l.code, writtenTags(l.tags), l.hints.map((h) => h.key).join(' '), l.title]));
  print(`\n${counts.byTag.map((b, i) => `${contest.tags[i]?.key ?? ''} ${b.count}`).join(', ')}; none fits ${counts.none}; nobody tagged ${counts.untagged}. Lines behind the hints: --csv, --json, \`entries case CODE\`.`);
}

async function tag(codes: string | undefined, tags: string[], options: TagOptions): Promise<void> {
  const services = await byHand();
  const { contest } = services.loaded;
  const ways = [options.none, options.suggested, options.from !== undefined, tags.length > 0].filter(Boolean).length;
  if (ways !== 1 || (codes === undefined) !== (options.from !== undefined)) throw wrongUse('expected CODE TAG…, CODE --none, CODE --suggested, or --from FILE');
  const listed = options.from === undefined ? null : readList(options.from, await utf8(options.from), contest);
  const row = await withDatabase(async (tx) => {
    const said = listed ?? new Map(await Promise.all(codesIn(codes ?? '').map(async (code): Promise<[string, string[]]> => [code, options.suggested ? await suggested(tx, code, contest) : tags.flatMap(tagsIn)])));
    return tagEntries(tx, services, { by: options.by, reason: options.reason.trim().slice(0, 1_000), letters: false }, said);
  });
  if (options.json) return printJson({ change: row.n, action: row.action, before: row.before, after: row.after });
  for (const { code, tags: set } of row.after) print(`${code}: ${set && set.length > 0 ? set.join(', ') : 'none fits'}`);
  print(`Change ${row.n}. Undo it with: mailroom entries undo ${row.n} --reason "…"`);
}

async function suggested(tx: Tx, code: string, contest: Contest): Promise<string[]> {
  const [entry] = await entriesByCode(tx, [code]);
  if (!entry) throw wrongUse(`no entry has the code ${code}; \`mailroom entries list\` shows all`);
  const hints = await hintsOf(tx, entry, contest);
  if (hints.length === 0) throw wrongUse(`the words of ${code} hint at no tag: say which, or --none`);
  return hints.map((h) => h.key);
}

async function hintsOf(tx: Tx, { id }: Pick<TagLine, 'id'>, contest: Contest): Promise<TagHint[]> {
  return tagHints(await readOfVersions(tx, await versionsOf(tx, id), MOST_SEARCHED), contest);
}

function codesIn(text: string): string[] {
  return text.split(/[,;\s]+/).filter((c) => c !== '').map((c) => c.toUpperCase());
}

function readList(file: string, csv: string, contest: Contest): Map<string, string[]> {
  const { said, faults } = readTagList(csv, contest);
  if (faults.length > 0) throw wrongUse(faults.map((f) => `${file}:${f.line}: ${f.at === '' ? '' : `${f.at}: `}${f.told}`).join('\n'));
  return said;
}
