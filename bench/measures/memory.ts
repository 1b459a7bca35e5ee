/** Target 3, second half: memory does not grow with the mail that waits. */
import { dropCorpus, stockCorpus } from '../drain.ts';
import { median, spread } from '../numbers.ts';
import type { Row } from '../table.ts';
import type { Bench } from './measure.ts';
import { oneRun } from './throughput.ts';

export async function memory(bench: Bench, load: { few: number; many: number; pairs: number }): Promise<Row[]> {
  const all = await stockCorpus(bench.stand, { profile: 'normal', seed: bench.seed }, load.many);
  const few = { senders: all.senders.slice(0, load.few), files: all.files.slice(0, load.few) };
  const peaks = { few: [] as number[], many: [] as number[] };
  for (let i = 0; i < load.pairs; i++) {
    for (const which of i % 2 === 0 ? ['few', 'many'] as const : ['many', 'few'] as const) {
      const run = await oneRun(bench, 'ours', 'normal', which === 'few' ? few : all);
      peaks[which].push(run.residentMb);
      bench.say(`memory with ${which === 'few' ? load.few : load.many} mails waiting: ${run.residentMb.toFixed(0)} MB`);
    }
  }
  await dropCorpus(all);
  const growth = median(peaks.many) / median(peaks.few);
  return [{
    target: 3, what: `peak memory with ${load.many} normal mails waiting against ${load.few}`, goal: 'within 15 %',
    measured: `**${((growth - 1) * 100).toFixed(0)} %**: ${spread(peaks.many, 0)} against ${spread(peaks.few, 0)} MB`, met: growth <= 1.15,
  }];
}
