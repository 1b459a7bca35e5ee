/** Target 5, second half: jobs that wait do not slow those that are due. */
import { dropCorpus, drain, stockCorpus, warmUp, type Corpus } from '../drain.ts';
import { oursHome, startOurs, type OursHome } from '../drivers/launch.ts';
import { median, spread } from '../numbers.ts';
import type { Row } from '../table.ts';
import { until } from '../../tests/support/until.ts';
import type { Bench } from './measure.ts';

/** later: due in a month. behind: due now, behind everything else, as the mails of a flood are; handed to the queue already. */
type Waiting = 'none' | 'later' | 'behind';
type Run = { rate: number; left: number };

export async function waitingJobs(bench: Bench, load: { waiting: number; n: number; pairs: number }): Promise<Row[]> {
  const corpus = await stockCorpus(bench.stand, { profile: 'normal', seed: bench.seed }, load.n);
  const runs: Record<Waiting, Run[]> = { none: [], later: [], behind: [] };
  for (let i = 0; i < load.pairs; i++) {
    const order: Waiting[] = ['none', 'later', 'behind'];
    for (const waiting of i % 2 === 0 ? order : order.toReversed()) {
      const run = await besideJobs(bench, waiting, load.waiting, corpus);
      runs[waiting].push(run);
      bench.say(`${load.n} mails, ${waiting === 'none' ? 'no jobs' : `${load.waiting} jobs ${waiting}`}: ${run.rate.toFixed(1)} msg/s, ${run.left} jobs left`);
    }
  }
  await dropCorpus(corpus);
  const row = (waiting: Waiting, what: string): Row => {
    const ratios = runs[waiting].map((r, i) => r.rate / (runs.none[i]?.rate ?? NaN));
    return {
      target: 5, what, goal: 'rate within 20 %', measured: `**${spread(ratios, 2)} x**: ${spread(runs[waiting].map((r) => r.rate))} against ${spread(runs.none.map((r) => r.rate))} msg/s; ${spread(runs[waiting].map((r) => r.left), 0)} jobs still waiting at the end`,
      met: median(ratios) >= 0.8,
    };
  };
  return [row('later', `${load.waiting} jobs due in a month`), row('behind', `${load.waiting} jobs of lower priority, due and in the queue`)];
}

async function besideJobs(bench: Bench, waiting: Waiting, count: number, corpus: Corpus): Promise<Run> {
  const { stand } = bench;
  await stand.maildir.wipe();
  const home = await oursHome(stand);
  const driver = await startOurs(stand, home);
  try {
    await warmUp(stand, 'normal', bench.seed);
    if (waiting !== 'none') await addJobs(bench, home, waiting, count);
    const run = await drain(stand, driver, corpus);
    bench.disturbed(run.others);
    return { rate: run.rate, left: await openJobs(bench, home) };
  } finally {
    await driver.stop();
    await home.leave();
  }
}

/** They look after letters that do not exist: real jobs with little to do. */
async function addJobs(bench: Bench, home: OursHome, waiting: 'later' | 'behind', count: number): Promise<void> {
  await bench.stand.query(home.databaseUrl, `insert into job (name, payload, key, due_at, priority)
    select 'settle-letter', jsonb_build_object('letterId', gen_random_uuid()), 'bench:' || n, now() + $1::interval, 1000000 from generate_series(1, $2::int) n`,
  [waiting === 'later' ? '30 days' : '0', count]);
  // They lie there for long: what their arrival costs the database is over.
  for (const tidy of ['vacuum (analyze) job', 'checkpoint']) await bench.stand.query(home.databaseUrl, tidy);
  if (waiting === 'later') return;
  await until('all of them to be in the queue', async () => {
    const [row] = await bench.stand.query<{ n: string }>(home.databaseUrl, `select count(*) as n from job where relayed_at is null and key like 'bench:%'`);
    return Number(row?.n) === 0;
  }, 600_000);
}

async function openJobs(bench: Bench, home: OursHome): Promise<number> {
  const [row] = await bench.stand.query<{ n: string }>(home.databaseUrl, `select count(*) as n from job where done_at is null and key like 'bench:%'`);
  return Number(row?.n);
}
