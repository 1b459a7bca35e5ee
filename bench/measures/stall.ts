/** Target 6, second half: how long the main process answers nobody while it works at its fastest. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Profile } from '../corpus.ts';
import { drain, dropCorpus, stockCorpus, warmUp } from '../drain.ts';
import { oursHome, startOurs } from '../drivers/launch.ts';
import type { LoopDelay } from '../drivers/loop-delay.ts';
import type { Row } from '../table.ts';
import { until } from '../../tests/support/until.ts';
import type { Bench } from './measure.ts';

export async function stall(bench: Bench, loads: readonly { profile: Profile; n: number }[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const load of loads) {
    const { p50Ms, p99Ms, maxMs } = await loopDelayOf(bench, load);
    bench.say(`event loop, ${load.profile}: p99 ${p99Ms.toFixed(0)} ms`);
    rows.push({
      target: 6, what: `event-loop stall of the main process, draining ${load.n} ${load.profile} mails`, goal: 'p99 <= 50 ms', measured: `**p99 ${p99Ms.toFixed(0)} ms**, p50 ${p50Ms.toFixed(0)}, longest ${maxMs.toFixed(0)}`, met: p99Ms <= 50,
    });
  }
  return rows;
}

async function loopDelayOf(bench: Bench, load: { profile: Profile; n: number }): Promise<LoopDelay> {
  const { stand } = bench;
  const corpus = await stockCorpus(stand, { profile: load.profile, seed: bench.seed }, load.n);
  await stand.maildir.wipe();
  const home = await oursHome(stand);
  const file = join(home.dir, 'loop-delay.json');
  const driver = await startOurs(stand, home, { loopDelayFile: file });
  try {
    await warmUp(stand, load.profile, bench.seed);
    const run = await drain(stand, driver, corpus, { around: () => driver.signal('SIGUSR2') });
    bench.disturbed(run.others);
    return await until('the delays to be written', async () => {
      const text = await readFile(file, 'utf8').catch(() => '');
      return text.endsWith('}') ? JSON.parse(text) as LoopDelay : null;
    });
  } finally {
    await driver.stop();
    await home.leave();
    await dropCorpus(corpus);
  }
}
