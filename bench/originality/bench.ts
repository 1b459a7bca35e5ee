/** `npm run bench:originality`: how well copies are found, and how long that takes; prints the tables of docs/originality.md. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import type { Contest } from '../../schemas/contest.ts';
import { readContestFolder } from '../../src/edges/contest-folder.ts';
import { migrate } from '../../src/store/database.ts';
import { startPostgres, type EmbeddedPostgres } from '../../workers/demo/embedded-postgres.ts';
import { watchOthers } from '../stand/machine.ts';
import { detectAll } from './detect.ts';
import { controls, generate, type Suspicious } from './generate.ts';
import { halfOf, hasNeighbour, readIdeas, type Ideas } from './ideas.ts';
import { scorePan } from './pan.ts';
import { qualityOf, qualityText, scaleText } from './report.ts';
import { measureScale } from './scale.ts';
import { tuned } from './tune.ts';

type Flags = { ideas: string; seeds: number; each: number; scale: number; tune?: boolean; pan?: string; write?: string };

const flags = new Command('npm run bench:originality --').description('finds copied passages in documents that were made for it, and measures how long that takes among many texts')
  .option('--ideas <folder>', 'the prose that documents are made from', '../shared/samples/ideas').option('--seeds <n>', 'sets of documents', count, 5).option('--each <n>', 'documents of each kind and set', count, 20)
  .option('--scale <texts>', 'also measure among so many synthetic texts, as 10000; 0 = not', Number, 0).option('--tune', 'only compare parameters, on the half of the ideas that chooses them')
  .option('--pan <folder>', 'only score a corpus of the PAN text alignment task (src, susp, pairs)').option('--write <page>', 'put the tables into this page, between its two marks').parse().opts<Flags>();

async function main(): Promise<void> {
  if (flags.pan !== undefined) {
    const { pairs, score } = scorePan(flags.pan);
    return print(`${pairs} pairs, ${score.found} of ${score.cases} cases found: precision ${score.precision.toFixed(4)}, recall ${score.recall.toFixed(4)}, granularity ${score.granularity.toFixed(4)}, plagdet ${score.plagdet.toFixed(4)}`);
  }
  if (!existsSync(flags.ideas)) {
    process.exitCode = 2;
    return say(`not run: ${flags.ideas} is absent; --ideas names a folder of idea-NN.txt`);
  }
  const ideas = readIdeas(flags.ideas);
  if (flags.tune) return print(tuned(halfOf(ideas, 'choose'), documentsOf(ideas, 'choose')));
  const postgres = await startPostgres({ durable: true });
  try {
    await report(postgres, ideas);
  } finally {
    await postgres.stop();
  }
}

async function report(postgres: EmbeddedPostgres, ideas: Ideas): Promise<void> {
  const clock = (): Date => new Date();
  const { contest } = await readContestFolder('contests/hau-giang-2024');
  // Each text is held against every other one, an idea told in other words against the idea, too.
  const texts = [...ideas.ideas, ...ideas.rewordings.map(([text]) => text)];
  const documents = [...documentsOf(ideas, 'measure'), ...controls(texts)];
  const measured = await detectAll(await database(postgres, 'quality'), contest, texts, documents, clock);
  const quality = qualityOf(measured, new Map(ideas.rewordings.map(([{ id }, idea]) => [id, idea])), hasNeighbour);
  const text = [
    `Measured on ${clock().toISOString().slice(0, 10)} by \`${commandLine()}\`: ${documents.length} documents. Machine: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, ${Math.round(totalmem() / 1e9)} GB; Node ${process.version}.`, '',
    qualityText(measured, quality),
    ...(flags.scale > 0 ? ['', await scaleReport(await database(postgres, 'scale'), contest, ideas, clock)] : []),
  ].join('\n');
  print(text);
  if (flags.write !== undefined) await writeFile(flags.write, withTables(await readFile(flags.write, 'utf8'), text));
}

/** Timings mean little without what else ran meanwhile. */
async function scaleReport(url: string, contest: Contest, ideas: Ideas, clock: () => Date): Promise<string> {
  const others = watchOthers();
  const scale = await measureScale(url, contest, ideas.ideas, flags.scale, clock, say);
  return `${scaleText(scale)}\n\nOther programs used ${Math.round(others() * 100)} % of the processors meanwhile.`;
}

/** Seeds of one half are not those of the other. */
function documentsOf(ideas: Ideas, half: 'choose' | 'measure'): Suspicious[] {
  return Array.from({ length: flags.seeds }, (_, n) => generate(halfOf(ideas, half), `${half}, set ${n + 1}`, flags.each)).flat();
}

async function database(postgres: EmbeddedPostgres, name: string): Promise<string> {
  await postgres.createDatabase(name);
  await migrate(postgres.url(name), 'schemas/migrations');
  return postgres.url(name);
}

function commandLine(): string {
  const args = process.argv.slice(2).filter((arg, i, all) => arg !== '--write' && all[i - 1] !== '--write');
  return ['npm run bench:originality', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
}

const BEGIN = '<!-- the tables of npm run bench:originality begin -->';
const END = '<!-- the tables of npm run bench:originality end -->';

function withTables(page: string, text: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page has no lines "${BEGIN}" and "${END}"`);
  return `${page.slice(0, begin + BEGIN.length)}\n${text}\n${page.slice(end)}`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function count(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('expected a whole number from 1 on');
  return n;
}

await main();
