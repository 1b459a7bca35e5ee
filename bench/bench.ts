/** `npm run bench`: measures the service beside a naive script, and prints the table that stands in docs/performance.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { profiles, type Profile } from './corpus.ts';
import { full, measures, quick, type MeasureName, type Plan } from './plan.ts';
import { runPlan } from './run.ts';
import { openEnds } from './stand/ends.ts';
import { standMissing, startStand } from './stand/stand.ts';
import { reportText, withTable } from './table.ts';

type Flags = { full?: boolean; profile?: Profile; n?: number; pairs?: number; seed: string; only?: MeasureName[]; json?: boolean; write?: string };

const command = new Command('npm run bench --').description('measures the service beside a naive script on servers of its own; some minutes, or hours with --full')
  .option('--full', 'everything, at the sizes that stand in the docs')
  .addOption(new Option('--profile <profile>', 'throughput of this profile alone').choices(profiles))
  .option('--n <mails>', 'mails of a throughput run', count)
  .option('--pairs <pairs>', 'pairs of throughput runs', count)
  .option('--seed <seed>', 'of the corpus', '1')
  .option('--only <measures>', `some of ${measures.join(', ')}, separated by commas`, someMeasures)
  .option('--json', 'print the figures as JSON')
  .option('--write <page>', 'put the table into this page, between its two marks')
  .parse();

await main(command.opts<Flags>());

async function main(flags: Flags): Promise<void> {
  if (standMissing !== null) return refuse(`the benchmark cannot run here: ${standMissing} (on Debian: apt-get install redis-server dovecot-imapd dovecot-lmtpd openssl)`);
  const ends = openEnds();
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      say('stopping: servers are ended and their files deleted');
      void ends.all().finally(() => process.exit(130));
    });
  }
  try {
    const report = await runPlan(await startStand(ends), planOf(flags), say);
    const text = reportText(report, commandLine());
    process.stdout.write(flags.json ? `${JSON.stringify(report, null, 2)}\n` : `${text}\n`);
    if (flags.write !== undefined) await writeFile(flags.write, withTable(await readFile(flags.write, 'utf8'), text));
  } catch (error) {
    // What a stopped measurement complains of is that its servers are gone.
    if (!stopping) throw error;
  } finally {
    if (!stopping) await ends.all();
  }
}

/** As it was called, without the page it is written to. */
function commandLine(): string {
  const args = process.argv.slice(2).filter((arg, i, all) => arg !== '--write' && all[i - 1] !== '--write');
  return args.length === 0 ? 'npm run bench' : `npm run bench -- ${args.join(' ')}`;
}

function planOf(flags: Flags): Plan {
  const plan = { ...(flags.full ? full : quick), seed: flags.seed, ...(flags.only ? { only: flags.only } : {}) };
  const asked = flags.profile ?? flags.n ?? flags.pairs;
  if (asked === undefined) return plan;
  const usual = plan.throughput.find((load) => load.profile === (flags.profile ?? 'normal')) ?? { n: 200, pairs: 3 };
  return { ...plan, throughput: [{ profile: flags.profile ?? 'normal', n: flags.n ?? usual.n, pairs: flags.pairs ?? usual.pairs }] };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function refuse(line: string): void {
  say(line);
  process.exitCode = 2;
}

function count(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('expected a whole number from 1 on');
  return n;
}

function someMeasures(text: string): MeasureName[] {
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !(measures as readonly string[]).includes(name));
  if (wrong !== undefined) throw new InvalidArgumentError(`there is no ${wrong}; expected some of ${measures.join(', ')}`);
  return names as MeasureName[];
}
