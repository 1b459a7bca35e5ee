/** Paired runs of both drivers on the same mails, the order changed from pair to pair. */
import { drain, stockCorpus, warmUp, type Corpus, type Drained } from '../drain.ts';
import type { Profile } from '../corpus.ts';
import { startDriver, type DriverName } from '../drivers/launch.ts';
import type { Stand } from '../stand/stand.ts';

export type Pair = Record<DriverName, Drained>;

export async function throughput(stand: Stand, of: { profile: Profile; n: number; pairs: number; seed: string }, say: (line: string) => void): Promise<Pair[]> {
  const corpus = await stockCorpus(stand, of, of.n);
  const pairs: Pair[] = [];
  for (let i = 0; i < of.pairs; i++) {
    const order: DriverName[] = i % 2 === 0 ? ['naive', 'ours'] : ['ours', 'naive'];
    const pair: Partial<Pair> = {};
    for (const name of order) {
      pair[name] = await oneRun(stand, name, of, corpus);
      say(`${of.profile} N=${of.n} pair ${i + 1} ${name}: ${JSON.stringify(pair[name])}`);
    }
    pairs.push(pair as Pair);
  }
  return pairs;
}

export async function oneRun(stand: Stand, name: DriverName, of: { profile: Profile; seed: string }, corpus: Corpus): Promise<Drained> {
  await stand.maildir.wipe();
  const driver = await startDriver(stand, name);
  try {
    await warmUp(stand, of.profile, of.seed);
    return await drain(stand, driver, corpus, process.env['MOVE_MS'] ? { moveMs: Number(process.env['MOVE_MS']) } : {});
  } finally {
    await driver.stop();
  }
}
