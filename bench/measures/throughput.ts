/** Targets 1 to 4: paired runs of both drivers on the same mails, the order changed from pair to pair. */
import type { Profile } from '../corpus.ts';
import { drain, dropCorpus, stockCorpus, warmUp, type Corpus, type Drained } from '../drain.ts';
import { startDriver, type DriverName } from '../drivers/launch.ts';
import { median, spread } from '../numbers.ts';
import type { Row } from '../table.ts';
import type { Bench } from './measure.ts';

export type Pair = Record<DriverName, Drained>;
type Load = { profile: Profile; n: number; pairs: number };

export async function throughput(bench: Bench, loads: readonly Load[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const load of loads) rows.push(...judge(load, await runPairs(bench, load)));
  return rows;
}

async function runPairs(bench: Bench, load: Load): Promise<Pair[]> {
  const corpus = await stockCorpus(bench.stand, { profile: load.profile, seed: bench.seed }, load.n);
  const pairs: Pair[] = [];
  for (let i = 0; i < load.pairs; i++) {
    const order: DriverName[] = i % 2 === 0 ? ['naive', 'ours'] : ['ours', 'naive'];
    const pair: Partial<Pair> = {};
    for (const name of order) {
      const run = await oneRun(bench, name, load.profile, corpus);
      pair[name] = run;
      bench.say(`${load.profile}, N = ${load.n}, pair ${i + 1} of ${load.pairs}, ${name}: ${run.rate.toFixed(1)} msg/s, ${run.cpuMsPerMail.toFixed(1)} CPU ms per mail, ${run.residentMb.toFixed(0)} MB${run.moved ? '' : ', mail not moved'}`);
    }
    pairs.push(pair as Pair);
  }
  await dropCorpus(corpus);
  return pairs;
}

/** One driver from an empty mailbox to a drained one. */
export async function oneRun(bench: Bench, name: DriverName, profile: Profile, corpus: Corpus): Promise<Drained> {
  await bench.stand.maildir.wipe();
  const driver = await startDriver(bench.stand, name);
  try {
    await warmUp(bench.stand, profile, bench.seed);
    const run = await drain(bench.stand, driver, corpus);
    bench.disturbed(run.others);
    return run;
  } finally {
    await driver.stop();
  }
}

/** @returns the rows that a load answers: rate, CPU, memory */
export function judge(load: Load, pairs: readonly Pair[]): Row[] {
  const of = (name: DriverName, value: (run: Drained) => number): number[] => pairs.map((p) => value(p[name]));
  const ratios = (value: (run: Drained) => number): number[] => pairs.map((p) => value(p.ours) / value(p.naive));
  const where = `${load.profile}, N = ${load.n}, ${load.pairs} ${load.pairs === 1 ? 'pair' : 'pairs'}`;
  const wanted = { normal: 2.5, heavy: 1.7, tiny: null }[load.profile];
  const rate = ratios((r) => r.rate);
  const cpu = ratios((r) => r.cpuMsPerMail);
  const memory = of('ours', (r) => r.residentMb);
  const limit = { normal: 350, heavy: 450, tiny: null }[load.profile];
  const unmoved = pairs.filter((p) => !p.ours.moved).length;
  return [{
    target: { normal: 1, heavy: 4, tiny: null }[load.profile], what: `drain rate, ${where}`, goal: wanted === null ? '' : `>= ${wanted} x naive`,
    measured: `**${spread(rate, 2)} x**: ${spread(of('ours', (r) => r.rate))} against ${spread(of('naive', (r) => r.rate))} msg/s${unmoved > 0 ? `; mail not moved 75 s later in ${unmoved} runs` : ''}`,
    met: wanted === null ? null : median(rate) >= wanted && unmoved === 0,
  }, {
    target: load.profile === 'normal' && load.n >= 600 ? 2 : null, what: `CPU per mail, ${where}`, goal: load.profile === 'normal' && load.n >= 600 ? '<= 0.5 x naive' : '',
    measured: `**${spread(cpu, 2)} x**: ${spread(of('ours', (r) => r.cpuMsPerMail))} against ${spread(of('naive', (r) => r.cpuMsPerMail))} ms`,
    met: load.profile === 'normal' && load.n >= 600 ? median(cpu) <= 0.5 : null,
  }, {
    target: limit === null ? null : 3, what: `peak memory of all our processes, ${where}`, goal: limit === null ? '' : `<= ${limit} MB`,
    measured: `**${spread(memory, 0)} MB** (${spread(of('ours', (r) => r.proportionalMb), 0)} with shared pages counted once); naive ${spread(of('naive', (r) => r.residentMb), 0)}`,
    met: limit === null ? null : Math.max(...memory) <= limit,
  }];
}
